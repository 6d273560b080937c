"""Calls that share their days in, the visits of such a day out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import compress, repeat

from busplan.timetable.cadence import Cadence
from busplan.timetable.days import Days
from busplan.timetable.made import made
from busplan.timetable.season import Season
from busplan.timetable.stop import Stop
from busplan.timetable.visit import Slot, Visit

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Round:
    """Calls on the same days, each the only one at its stop, so that it is the first there every day.

    In columns, as there may be thousands. `hours` are few, each once; `at` is which of them is whose.
    """

    season: Season
    cadence: Cadence
    closed_days: Days
    ids: tuple[str, ...]
    stops: tuple[Stop, ...]
    hours: tuple[tuple[time, time], ...]
    at: tuple[int, ...]
    routes: tuple[str, ...]
    vehicles: tuple[str, ...]

    def opens(self, since: date, until: date) -> date | None:
        """The first day that is not closed, both included."""
        return next(self.days(since, until), None)

    def days(self, since: date, until: date) -> Iterator[date]:
        """Those that are not closed, both included."""
        dates = self.cadence.dates(max(since, self.season.first), min(until, self.season.last))
        return (day for day in dates if day not in self.closed_days)

    def coming(self, now: datetime, until: date) -> Iterable[tuple[str, Visit]]:
        """The first visit of each stop that is not over at `now` (local), with the id of the stop."""
        day = then = self.opens(now.date(), until)
        if day == now.date():
            then = self.opens(day + DAY, until)
        over = now.time() if day == now.date() else time.min
        return self.visits([then if end <= over else day for _, end in self.hours])

    def visits(self, days: list[date | None]) -> Iterable[tuple[str, Visit]]:
        """On a day for each of the hours; none on no day."""
        slots = [day and Slot(day, *hours) for day, hours in zip(days, self.hours, strict=True)]
        of_stops = [slots[at] for at in self.at]
        visits = made(Visit, self.stops, repeat(1), of_stops, of_stops, self.routes, self.vehicles)
        return (
            compress(zip(self.ids, visits, strict=True), of_stops)
            if None in slots
            else zip(self.ids, visits, strict=True)
        )
