"""A round: which stops, in which order, how often."""

from dataclasses import dataclass
from datetime import time

from busplan.timetable.cadence import Cadence, EveryWeeks
from busplan.timetable.season import Season


@dataclass(frozen=True, slots=True)
class Call:
    """A stop's place in a round, from and to in local time.

    With a cadence of its own where a stop is not visited each time: kindergartens every fourth week on a
    round of schools every second, or two stops that share one slot by odd and even weeks.
    """

    stop_id: str
    start: time
    end: time
    cadence: Cadence | None = None

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"{self.end} is not after {self.start}")


@dataclass(frozen=True, slots=True)
class Route:
    """A round driven by one vehicle on the days its cadence tells, inside its season.

    On a closed day one round is dropped and the cycle keeps step; where the route slips, the whole rota
    moves on instead. The short name is what is printed on lists, such as 'Route A', where the id cannot
    be that.
    """

    id: str
    name: str
    season: Season
    cadence: Cadence
    calls: tuple[Call, ...]
    vehicle: str = ""
    slips: bool = False
    short_name: str = ""

    def __post_init__(self) -> None:
        if self.slips and not isinstance(self.cadence, EveryWeeks):
            raise ValueError("only a rota of every n weeks can slip")

    @property
    def called(self) -> str:
        """What stands for the route on a list."""
        return self.short_name or self.id
