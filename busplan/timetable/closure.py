"""Days on which the bus does not drive."""

from dataclasses import dataclass
from datetime import date, time

from busplan.timetable.scope import EVERYTHING, Scope


def within(first: time | None, last: time | None, start: time, end: time) -> bool:
    """Whether something from start to end touches these hours, which may be open at either end."""
    return (first is None or end > first) and (last is None or start < last)


@dataclass(frozen=True, slots=True)
class Closure:
    """From the first day to the last, both included; no last day means until further notice.

    With hours (local), only what falls within them is closed, each of the days.
    """

    first: date
    last: date | None
    reason: str = ""
    scope: Scope = EVERYTHING
    start: time | None = None
    end: time | None = None

    def __post_init__(self) -> None:
        if self.start and self.end and self.end <= self.start:
            raise ValueError(f"{self.end} is not after {self.start}")
        if self.last is not None and self.last < self.first:
            raise ValueError(f"{self.last} is before {self.first}")

    def touches(self, start: time, end: time) -> bool:
        """Whether a call at these hours falls within the hours that are closed."""
        return within(self.start, self.end, start, end)

    def holds(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)
