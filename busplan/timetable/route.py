"""A round: which stops, in which order, how often."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from busplan.timetable.cadence import Cadence
from busplan.timetable.season import Season


@dataclass(frozen=True, slots=True)
class Call:
    """A stop's place in a round, from and to in local time."""

    stop_id: str
    start: time
    end: time

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"{self.end} is not after {self.start}")


@dataclass(frozen=True, slots=True)
class Route:
    """A round driven by one vehicle on the days its cadence tells, inside its season."""

    id: str
    name: str
    season: Season
    cadence: Cadence
    calls: tuple[Call, ...]
    vehicle: str = ""

    def dates(self, first: date, last: date) -> Iterator[date]:
        """Days of this route by the rule alone, from first to last, both included."""
        return self.cadence.dates(max(first, self.season.first), min(last, self.season.last))
