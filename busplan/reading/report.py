"""Faults in, problems out: what a reader found wrong, with the place of each."""

from dataclasses import dataclass

from busplan.timetable import Problem, Severity

LONGEST_VALUE_SHOWN = 80


class Fault(ValueError):
    """A value that cannot be read. Carries the code of the problem and the facts of its sentence."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Place:
    """Line and column, from 1. Zero means the file as a whole."""

    line: int = 0
    column: int = 0


WHOLE_FILE = Place()


class Report:
    """Collects the problems of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def add(self, severity: Severity, code: str, at: Place, value: str, facts: dict[str, str]) -> None:
        # What cannot be seen must not reach a terminal or a log either.
        value = "".join(
            character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in value
        )
        shown = value if len(value) <= LONGEST_VALUE_SHOWN else value[:LONGEST_VALUE_SHOWN] + "…"
        problem = Problem(self.file, at.line, at.column, code, severity, shown, facts)
        if problem not in self.problems:
            self.problems.append(problem)

    def error(self, code: str, at: Place = WHOLE_FILE, value: str = "", **facts: str) -> None:
        self.add(Severity.ERROR, code, at, value, facts)

    def warning(self, code: str, at: Place = WHOLE_FILE, value: str = "", **facts: str) -> None:
        self.add(Severity.WARNING, code, at, value, facts)

    @property
    def failed(self) -> bool:
        return any(problem.severity is Severity.ERROR for problem in self.problems)
