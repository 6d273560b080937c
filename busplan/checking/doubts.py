"""Doubts in, problems out, each at the place in the files of what it is about."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from busplan.reading import Source
from busplan.reading.report import WHOLE_FILE, Place, Report, Thing
from busplan.timetable import Problem, Severity
from busplan.timetable.codes import Code, ErrorCode, NoteCode, WarningCode


class Doubts:
    """What is doubted of several files; no more of one kind than a person would read.

    A thing that stands nowhere is told of the file in which others of its kind stand.
    """

    def __init__(
        self,
        sources: Iterable[Source],
        places: Mapping[Thing, tuple[str, Place]],
        accepted: Collection[str] = (),
    ) -> None:
        self.first = next(iter(sources)).name
        self.reports: dict[str, Report] = {}
        self.places = places
        self.accepted = accepted

    def error(self, code: ErrorCode, thing: Thing, value: str, **facts: str) -> None:
        """Only a warning when somebody has said yes to it."""
        severity = Severity.WARNING if code in self.accepted else Severity.ERROR
        self._add(severity, code, thing, value, facts)

    def warning(self, code: WarningCode, thing: Thing, value: str, **facts: str) -> None:
        self._add(Severity.WARNING, code, thing, value, facts)

    def note(self, code: NoteCode, thing: Thing, value: str, **facts: str) -> None:
        self._add(Severity.NOTE, code, thing, value, facts)

    def knows(self, kind: str) -> bool:
        """Whether anything of the kind stands in the files."""
        return any(thing[0] == kind for thing in self.places)

    @property
    def problems(self) -> Iterator[Problem]:
        return (problem for report in self.reports.values() for problem in report.problems)

    @property
    def failed(self) -> bool:
        return any(report.failed for report in self.reports.values())

    def _add(self, severity: Severity, code: Code, thing: Thing, value: str, facts: dict[str, str]) -> None:
        file, at = self.places.get(thing) or (self._file_of(thing[0]), WHOLE_FILE)
        self.reports.setdefault(file, Report(file)).add(severity, code, at, value, facts)

    def _file_of(self, kind: object) -> str:
        files = (file for thing, (file, _) in self.places.items() if thing[0] == kind)
        return next(files, self.first)
