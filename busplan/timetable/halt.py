"""A call with what bears on it in, the visits that follow from the rule out."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from itertools import repeat

from busplan.timetable.cadence import Cadence
from busplan.timetable.days import Days
from busplan.timetable.made import made
from busplan.timetable.round import Round
from busplan.timetable.route import Call, Route
from busplan.timetable.season import Season
from busplan.timetable.stop import Stop
from busplan.timetable.visit import Slot, Visit


@dataclass(frozen=True, slots=True)
class Halt:
    """A call with what bears on it: its route, its stop, its days and those on which it is closed."""

    route: Route
    call: Call
    stop: Stop
    cadence: Cadence
    closed_days: Days

    def dates(self, first: date, last: date) -> Iterator[date]:
        """Days by the rule alone, from first to last, both included."""
        season = self.route.season
        return self.cadence.dates(max(first, season.first), min(last, season.last))

    def closed(self, day: date) -> bool:
        return day in self.closed_days


def planned(halts: tuple[Halt, ...], since: date, until: date) -> Iterator[tuple[Visit, bool]]:
    """Visits of one stop by rule alone, each with whether its day is closed.

    Numbered before closures are taken away, so that closing one call of a day renames no other.
    """
    calls_on: Counter[date] = Counter()
    for halt in halts:
        route, call = halt.route, halt.call
        days = list(halt.dates(since, until))
        calls_on.update(days)
        slots = made(Slot, days, repeat(call.start), repeat(call.end))
        nths = [calls_on[day] for day in days]
        of_halt = made(Visit, repeat(halt.stop), nths, slots, slots, repeat(route.id), repeat(route.vehicle))
        yield from zip(of_halt, map(halt.closed, days), strict=True)


def round_of(season: Season, cadence: Cadence, closed_days: Days, halts: list[Halt]) -> Round:
    hours: dict[tuple[time, time], int] = {}
    at = tuple(hours.setdefault((halt.call.start, halt.call.end), len(hours)) for halt in halts)
    return Round(
        season,
        cadence,
        closed_days,
        ids=tuple(halt.stop.id for halt in halts),
        stops=tuple(halt.stop for halt in halts),
        hours=tuple(hours),
        at=at,
        routes=tuple(halt.route.id for halt in halts),
        vehicles=tuple(halt.route.vehicle for halt in halts),
    )
