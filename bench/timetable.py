"""The core: the next visit of every stop, and a year of one."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from bench.measure import Figure, Size, best
from busplan.timetable import Call, Closure, EveryWeeks, Kind, Point, Route, Season, Service, Stop, Timetable

STOPS, CALLS, WEEKS = 10_000, 10, 3
FIRST, LAST = date(2026, 8, 17), date(2027, 8, 16)
CLOSED = (date(2026, 10, 5), date(2026, 12, 23), date(2027, 3, 25))
NOW = datetime(2026, 11, 24, 11, 15, tzinfo=UTC)


def figures(size: Size) -> Iterator[Figure]:
    stops = size.of(STOPS)
    timetable = timetable_of(stops)
    plain = ordinals_of(timetable)
    ours, floor = best(size.runs, lambda: timetable.next_visits(NOW), lambda: next_days(plain))
    name = f"the next visit of each of {stops:,} stops"
    yield Figure(name, ours, 3, floor, "ordinal arithmetic in a loop")
    [year] = best(size.runs * 10, lambda: timetable.visits(FIRST, LAST, "stop-0"))
    yield Figure("one stop, a year of visits", year, 0.2e-3)


def timetable_of(number: int) -> Timetable:
    """Ten stops a round, every third week, in a year with three weeks of holidays."""
    season = Season("year", FIRST, LAST)
    stops = tuple(
        Stop(f"stop-{at}", f"Stop {at}", f"Town {at % 40}", Point(60 + at / 1e5, 11.0), kind=Kind.PLACE)
        for at in range(number)
    )
    calls = [Call(stop.id, *hours_of(at % CALLS)) for at, stop in enumerate(stops)]
    routes = tuple(
        Route(
            f"route-{at}",
            f"Route {at}",
            season,
            EveryWeeks(anchor_of(at), WEEKS),
            tuple(calls[at : at + CALLS]),
        )
        for at in range(0, number, CALLS)
    )
    closures = tuple(Closure(day, day + timedelta(days=6)) for day in CLOSED)
    return Timetable(Service("Bibliotekbussen"), stops, (season,), routes, closures)


def anchor_of(at: int) -> date:
    """A weekday of one of the weeks of the rota."""
    week, weekday = divmod(at // CALLS % (5 * WEEKS), 5)
    return FIRST + timedelta(weeks=week, days=weekday)


def hours_of(at: int) -> tuple[time, time]:
    start, end = 8 * 60 + 45 * at, 8 * 60 + 45 * at + 30
    return time(*divmod(start, 60)), time(*divmod(end, 60))


Plain = tuple[list[tuple[str, int, int]], set[int]]


def ordinals_of(timetable: Timetable) -> Plain:
    """Each stop with its first day and the days between two, and what is closed: all as numbers."""
    rules = [
        (call.stop_id, anchor_of(at * CALLS).toordinal(), 7 * WEEKS)
        for at, route in enumerate(timetable.routes)
        for call in route.calls
    ]
    return rules, {day.toordinal() + ahead for day in CLOSED for ahead in range(7)}


def next_days(plain: Plain) -> dict[str, int]:
    """The day alone, by arithmetic: what no timetable can do without."""
    rules, closed = plain
    today = NOW.date().toordinal()
    found = {}
    for id, first, step in rules:
        day = first if first >= today else today + (first - today) % step
        while day in closed:
            day += step
        found[id] = day
    return found
