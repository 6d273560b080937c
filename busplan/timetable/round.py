"""Calls that share their days in, the visits of such a day out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from itertools import repeat

from busplan.timetable.cadence import Cadence
from busplan.timetable.days import Days
from busplan.timetable.made import made
from busplan.timetable.season import Season
from busplan.timetable.stop import Stop
from busplan.timetable.visit import Slot, Visit


@dataclass(frozen=True, slots=True)
class Round:
    """Calls on the same days, each the only one at its stop, so that it is the first there every day.

    In columns, as there may be thousands.
    """

    season: Season
    cadence: Cadence
    closed_days: Days
    ids: tuple[str, ...]
    stops: tuple[Stop, ...]
    starts: tuple[time, ...]
    ends: tuple[time, ...]
    routes: tuple[str, ...]
    vehicles: tuple[str, ...]

    def opens(self, since: date, until: date) -> date | None:
        """The first day that is not closed, both included."""
        return next(self.days(since, until), None)

    def days(self, since: date, until: date) -> Iterator[date]:
        """Those that are not closed, both included."""
        dates = self.cadence.dates(max(since, self.season.first), min(until, self.season.last))
        return (day for day in dates if day not in self.closed_days)

    def visits(self, day: date | None) -> Iterable[tuple[str, Visit]]:
        """Those of one of its days, each with the id of its stop; none on no day."""
        if day is None:
            return ()
        slots = made(Slot, repeat(day), self.starts, self.ends)
        visits = made(Visit, self.stops, repeat(1), slots, slots, self.routes, self.vehicles)
        return zip(self.ids, visits, strict=True)
