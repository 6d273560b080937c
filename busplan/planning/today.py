"""A timetable and a day in, the rota it has that day out."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, time, timedelta
from itertools import pairwise
from statistics import median

from busplan.planning.rounds import Rounds, Turn
from busplan.timetable import Cadence, Call, EveryWeeks, ParityWeeks, Route, Timetable

LOOKED_AT = timedelta(weeks=53)  # before and after


def rounds_of(timetable: Timetable, day: date) -> Rounds:
    """Of the seasons that hold that day, or else of the next to begin. Closed days and notices are left out.

    The cycle begins on the Monday of that week.
    """
    routes = tuple(driven(timetable, day))
    monday = day - timedelta(day.weekday())
    turns = [turn for route in routes for turn in turns_of(timetable, route, monday)]
    return Rounds(monday, tuple(sorted(turns)))


def driven(timetable: Timetable, day: date) -> Iterator[Route]:
    routes = timetable.routes
    held = [route for route in routes if route.season.first <= day <= route.season.last]
    coming = [route for route in routes if route.season.first > day]
    first = min((route.season.first for route in coming), default=day)
    yield from held or (route for route in coming if route.season.first == first)


def turns_of(timetable: Timetable, route: Route, monday: date) -> Iterator[Turn]:
    rota = timetable.rota(route)
    for call in route.calls:
        cadence = call.cadence or rota
        every = weeks_of(call.cadence or route.cadence)
        # Also those that are over: a season that ends soon may have no more visits to some stops.
        first, last = max(monday - LOOKED_AT, route.season.first), min(monday + LOOKED_AT, route.season.last)
        for dates in by_weekday(cadence, first, last):
            yield turn(route, call, dates, monday, every)


def weeks_of(cadence: Cadence) -> int | None:
    """Between two visits; None where no number of weeks says it."""
    if isinstance(cadence, EveryWeeks):
        return cadence.weeks
    return 2 if isinstance(cadence, ParityWeeks) else None


def by_weekday(cadence: Cadence, first: date, last: date) -> Iterator[list[date]]:
    found = defaultdict(list)
    for day in cadence.dates(first, last):
        found[day.weekday()].append(day)
    yield from found.values()


def turn(route: Route, call: Call, dates: list[date], monday: date, every: int | None) -> Turn:
    weeks = every or usual(dates)
    shown = next((day for day in dates if day >= monday), dates[-1])
    week = (shown - monday).days // 7 % weeks
    return Turn(
        dates[0].weekday(),
        week,
        minute(call.start),
        minute(call.end),
        call.stop_id,
        route.vehicle,
        weeks,
        route.id,
        every is None or route.slips,
    )


def usual(dates: list[date]) -> int:
    """Weeks between most visits; four where there is but one."""
    gaps = [(after - before).days for before, after in pairwise(dates)]
    return max(1, round(median(gaps) / 7)) if gaps else 4


def minute(of_day: time) -> int:
    return of_day.hour * 60 + of_day.minute
