"""Faults in, problems out: what a reader found wrong, with the place of each."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from busplan.timetable import Problem, Severity

LONGEST_VALUE_SHOWN = 80
MOST_OF_ONE_CODE = 100
# ("stop", its id), ("call", route, stop, start) or ("season", its id), which stands for its end.
Thing = tuple[object, ...]


class Fault(ValueError):
    """A value that cannot be read. Carries the code of the problem and the facts of its sentence."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code = code
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
    """Collects the problems of one file: each once, and of one code no more than a person would read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.errors = 0
        self.seen: set[tuple[str, Place, str]] = set()
        self.of_code: Counter[str] = Counter()
        self.places: dict[Thing, Place] = {}

    def stands(self, thing: Thing, at: Place) -> None:
        """Remembers where something stands, for doubts that arise only beside other things."""
        self.places.setdefault(thing, at)

    def add(self, severity: Severity, code: str, at: Place, value: str, facts: dict[str, str]) -> None:
        self.errors += severity is Severity.ERROR
        shown = as_shown(value)
        if (code, at, shown) in self.seen:
            return
        self.seen.add((code, at, shown))
        self.of_code[code] += 1
        if self.of_code[code] < MOST_OF_ONE_CODE:
            self.tell(severity, code, at, shown, facts)
        elif self.of_code[code] == MOST_OF_ONE_CODE:
            facts = {"code": code, "shown": str(MOST_OF_ONE_CODE - 1)}
            self.tell(severity, "more_of_the_same", at, "", facts)

    def tell(self, severity: Severity, code: str, at: Place, shown: str, facts: dict[str, str]) -> None:
        file = at.file or self.file
        self.problems.append(Problem(file, at.line, at.column, code, severity, shown, facts))

    def error(self, code: str, at: Place = WHOLE_FILE, value: str = "", **facts: str) -> None:
        self.add(Severity.ERROR, code, at, value, facts)

    def warning(self, code: str, at: Place = WHOLE_FILE, value: str = "", **facts: str) -> None:
        self.add(Severity.WARNING, code, at, value, facts)

    def note(self, code: str, at: Place = WHOLE_FILE, value: str = "", **facts: str) -> None:
        self.add(Severity.NOTE, code, at, value, facts)

    @property
    def failed(self) -> bool:
        return self.errors > 0

    @property
    def has_room(self) -> bool:
        """Whether it is worth looking for what was meant: of a thousand faults nobody reads the last."""
        return len(self.problems) < MOST_OF_ONE_CODE


def in_order(reports: Iterable[Report]) -> tuple[Problem, ...]:
    """The problems of all: files in the order they were handed in, each from its top."""
    reports = list(reports)
    order = {file: number for number, file in enumerate(dict.fromkeys(report.file for report in reports))}
    problems = (problem for report in reports for problem in report.problems)
    return tuple(sorted(problems, key=lambda each: (order[each.file], each.line, each.column)))


def as_shown(value: str) -> str:
    """Short, and without what cannot be seen: it must not reach a terminal or a log either."""
    short = value if len(value) <= LONGEST_VALUE_SHOWN else value[:LONGEST_VALUE_SHOWN] + "…"
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in short)
