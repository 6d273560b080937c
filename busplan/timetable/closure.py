"""Days on which the bus does not drive."""

from dataclasses import dataclass
from datetime import date

from busplan.timetable.scope import EVERYTHING, Scope


@dataclass(frozen=True, slots=True)
class Closure:
    """From the first day to the last, both included; no last day means until further notice."""

    first: date
    last: date | None
    reason: str = ""
    scope: Scope = EVERYTHING

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise ValueError(f"{self.last} is before {self.first}")

    def holds(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)
