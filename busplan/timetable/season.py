"""The days between which a timetable holds."""

from dataclasses import dataclass
from datetime import date

# The last day of a season that nobody has given an end.
OPEN_END = date(2099, 12, 31)


@dataclass(frozen=True, slots=True)
class Season:
    """From the first day to the last, both included."""

    id: str
    first: date
    last: date
    name: str = ""

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"{self.last} is before {self.first}")
