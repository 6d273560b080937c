"""Faults in, problems out: what a reader found wrong, with the place of each."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from busplan.reading.likeness import nearest
from busplan.timetable import Problem, Severity
from busplan.timetable.codes import Code, ErrorCode, NoteCode, WarningCode

LONGEST_VALUE_SHOWN = 80
LONGEST_FACT_SHOWN = 500
MOST_OF_ONE_CODE = 100
# ("stop", its id), ("call", route, stop, start) or ("season", its id), which stands for its end.
Thing = tuple[object, ...]
MOST_OF_ALL = 500
# Of a thousand faults nobody reads the last, so there it is not worth looking for what was meant.
MOST_WORDS_COMPARED = 300_000
GRAVEST_FIRST = list(Severity)


class Fault(ValueError):
    """A value that cannot be read. Carries the code of the problem, the facts of its sentence, and the
    words that would have been understood."""

    def __init__(self, code: ErrorCode, known: Collection[str] = (), **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.known = known
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Place:
    """Line and column, from 1; zero means the file as a whole. Without a file it is in that of the report."""

    line: int = 0
    column: int = 0
    file: str = ""

    def seen_from(self, other: "Place") -> str:
        """The line, with its file where that is another."""
        return str(self.line) if self.file == other.file else f"{self.line} ({self.file})"


WHOLE_FILE = Place()


class Report:
    """Collects the problems of one file: each once, and of one code no more than a person would read.

    `known` are the words that would have been understood: the nearest of them is told as what was meant.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.errors = 0
        self.seen: set[tuple[Code, Place, str]] = set()
        self.of_code: Counter[Code] = Counter()
        self.words_compared = 0
        self.places: dict[Thing, Place] = {}

    def stands(self, thing: Thing, at: Place) -> None:
        """Remembers where something stands, for doubts that arise only beside other things."""
        self.places.setdefault(thing, at)

    def error(
        self,
        code: ErrorCode,
        at: Place = WHOLE_FILE,
        value: str = "",
        known: Collection[str] = (),
        **facts: str,
    ) -> None:
        self.add(Severity.ERROR, code, at, value, facts, known)

    def warning(self, code: WarningCode, at: Place = WHOLE_FILE, value: str = "", **facts: str) -> None:
        self.add(Severity.WARNING, code, at, value, facts)

    def note(self, code: NoteCode, at: Place = WHOLE_FILE, value: str = "", **facts: str) -> None:
        self.add(Severity.NOTE, code, at, value, facts)

    @property
    def failed(self) -> bool:
        return self.errors > 0

    def is_full(self, code: Code) -> bool:
        """Whether as many have been told as a person would read."""
        return self.of_code[code] == MOST_OF_ONE_CODE

    def add(
        self,
        severity: Severity,
        code: Code,
        at: Place,
        value: str,
        facts: dict[str, str],
        known: Collection[str] = (),
    ) -> None:
        self.errors += severity is Severity.ERROR
        shown = as_shown(value)
        if (code, at, shown) in self.seen or self.is_full(code):
            return
        self.seen.add((code, at, shown))
        self.of_code[code] += 1
        if self.is_full(code):
            facts, code, shown = {"code": code, "shown": str(MOST_OF_ONE_CODE - 1)}, "more_of_the_same", ""
        elif known and not facts.get("near") and self.words_compared < MOST_WORDS_COMPARED:
            self.words_compared += len(known)
            facts["near"] = nearest(value, known)
        told = {name: as_shown(fact, LONGEST_FACT_SHOWN) for name, fact in facts.items()}
        file = at.file or self.file
        self.problems.append(Problem(file, at.line, at.column, code, severity, shown, told))


class Places(Mapping[Thing, tuple[str, Place]]):
    """Where each thing stands: its file and its place there. Of several reports the last one knows.

    Stops are by their ids, as there may be very many.
    """

    def __init__(self, reports: Iterable[Report], stops: Mapping[str, Place]) -> None:
        self.reports = tuple(reports)
        self.stops = stops

    def __getitem__(self, thing: Thing) -> tuple[str, Place]:
        for report in reversed(self.reports):
            if at := report.places.get(thing):
                return at.file or report.file, at
        match thing:
            case ("stop", str(id)) if id in self.stops:
                return self.stops[id].file, self.stops[id]
        raise KeyError(thing)

    def __iter__(self) -> Iterator[Thing]:
        listed = (("stop", id) for id in self.stops)
        return iter(dict.fromkeys(chain(listed, *(report.places for report in self.reports))))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def as_shown(value: str, longest: int = LONGEST_VALUE_SHOWN) -> str:
    """Short, and without what cannot be seen: it must not reach a terminal or a log either."""
    short = value if len(value) <= longest else value[: longest - 1] + "…"
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in short)


def in_order(reports: Iterable[Report]) -> tuple[Problem, ...]:
    """The problems of all: files in the order they were handed in, each from its top."""
    reports = list(reports)
    order = {file: number for number, file in enumerate(dict.fromkeys(report.file for report in reports))}
    problems = (problem for report in reports for problem in report.problems)
    return told(sorted(problems, key=lambda each: (order[each.file], each.line, each.column)))


def told(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """All of them, in their order; of very many the gravest, and at the end that there are more."""
    told = list(problems)
    more = [problem for problem in told if problem.code == "more_problems"]
    rest = [problem for problem in told if problem.code != "more_problems"]
    if len(rest) + len(more) <= MOST_OF_ALL:
        return (*rest, *more)
    by_gravity = sorted(range(len(rest)), key=lambda at: GRAVEST_FIRST.index(rest[at].severity))
    kept, left = by_gravity[: MOST_OF_ALL - 1], rest[by_gravity[MOST_OF_ALL - 1]]
    facts = {"shown": str(len(kept))}
    return (
        *(rest[at] for at in sorted(kept)),
        Problem(left.file, 0, 0, "more_problems", left.severity, facts=facts),
    )
