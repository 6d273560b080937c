"""What is wrong with something handed in: where, what, and how badly."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from busplan.timetable.codes import Code


class Severity(StrEnum):
    """An error stops the hand-in; a warning asks for a look; a note only tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault at one place. Line and column count from 1; 0 means the file as a whole.

    The code is stable and says what the fault is; the sentence is made of code and facts in `words`.
    """

    file: str
    line: int
    column: int
    code: Code
    severity: Severity = Severity.ERROR
    value: str = ""
    facts: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def place(self) -> tuple[str, int, int]:
        return (self.file, self.line, self.column)


class BadTimetable(ValueError):
    """What was handed in cannot be used. Carries every problem found, in order of place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        errors = sum(problem.severity is Severity.ERROR for problem in self.problems)
        super().__init__(f"{errors} errors in the timetable")
