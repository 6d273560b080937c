"""Timetables published one after the other in, the one that residents see out.

On each day the newest that covers it holds. A timetable covers the days from the first of its seasons to
the last, gaps between them too; a season that is published again replaces what it was.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import reduce
from itertools import chain
from operator import itemgetter
from typing import TypeVar

from busplan.timetable.closure import Closure
from busplan.timetable.notice import Extra, Notice
from busplan.timetable.route import Route
from busplan.timetable.scope import Scope
from busplan.timetable.season import Season
from busplan.timetable.stop import Stop
from busplan.timetable.timetable import Timetable

DAY = timedelta(days=1)
Days = tuple[date, date]
Said = TypeVar("Said", Closure, Notice)


def in_succession(newest: Timetable, *older: Timetable) -> Timetable:
    """All as one, the newest first. What it says of the service and of a stop counts.

    Every visit keeps its key. A stop that only older ones have stands until the season ends that calls there.
    """
    first, *later = reversed((newest, *older))
    return reduce(taken_over, later, first)


def taken_over(older: Timetable, newer: Timetable) -> Timetable:
    left = remaining(older.seasons, newer.seasons)
    if not left:
        return newer
    first, last = span(newer.seasons)
    held = [(season.first, season.last) for season in left]
    # What a timetable says is heard on its own days, and between seasons where the other has none.
    before, after = [(date.min, first - DAY), *(days for days in held if days[0] > last)], tuple(others(held))
    routes = tuple(driven(older, newer.seasons))
    closures = clipped(by_name(older.closures, older), before), clipped(newer.closures, after)
    newest = tuple(clipped(newer.notices, after))
    notices = unless_known(clipped(by_name(older.notices, older), before), newest)
    return Timetable(
        service=newer.service,
        stops=(*newer.stops, *given_up(older, newer, until_when(routes, notices))),
        seasons=tuple(sorted((*left, *newer.seasons), key=lambda season: season.first)),
        routes=(*routes, *(fixed(route, newer) for route in newer.routes)),
        closures=tuple(dict.fromkeys(chain(*closures))),
        notices=(*notices, *newest),
        libraries=newer.libraries,
    )


def remaining(older: Iterable[Season], newer: tuple[Season, ...]) -> tuple[Season, ...]:
    """What is left of seasons when newer ones have been published: whole, the days outside, or nothing."""
    return tuple(piece for season in older for piece in outside(season, newer))


def outside(season: Season, newer: tuple[Season, ...]) -> Iterator[Season]:
    if not newer or any(again(season, other) for other in newer):
        return
    first, last = span(newer)
    if season.first < first:
        yield replace(season, last=min(season.last, first - DAY))
    if season.last > last:
        yield replace(season, first=max(season.first, last + DAY))


def span(seasons: Iterable[Season]) -> Days:
    """From the first day of all to the last."""
    seasons = tuple(seasons)
    return min(season.first for season in seasons), max(season.last for season in seasons)


def again(one: Season, other: Season) -> bool:
    """Whether one is the other published again, known by its id or by its first day."""
    same = one.first == other.first or (one.id == other.id != "")
    return same and one.first <= other.last and other.first <= one.last


def driven(older: Timetable, newer: tuple[Season, ...]) -> Iterator[Route]:
    """The older rounds, each in what is left of its season."""
    for route in older.routes:
        for season in outside(route.season, newer):
            yield replace(fixed(route, older), season=season)


def fixed(route: Route, timetable: Timetable) -> Route:
    """A rota slips for the closures of its own timetable: it is worked out before they are put together."""
    return replace(route, cadence=timetable.rota(route), slips=False)


def until_when(routes: Iterable[Route], notices: Iterable[Notice]) -> dict[str, date]:
    """The last day of what calls at each stop: of a round's season, or of an extra visit."""
    calls = [(call.stop_id, route.season.last) for route in routes for call in route.calls]
    calls += [(id, day) for notice in notices for id, day in extra(notice)]  # nosec B610
    return dict(sorted(calls, key=itemgetter(1)))


def extra(notice: Notice) -> frozenset[tuple[str, date]]:
    """The stop and the day of an extra visit, if it is one."""
    ids = notice.scope.stops if isinstance(notice.change, Extra) else ()
    return frozenset((id, notice.first) for id in ids)


def unless_known(notices: Iterable[Notice], newer: Iterable[Notice]) -> tuple[Notice, ...]:
    """Without the extra visits that the newer knows too: between seasons both may tell of one."""
    known = frozenset[tuple[str, date]]().union(*map(extra, newer))
    return tuple(notice for notice in notices if not extra(notice) & known)  # nosec B610


def given_up(older: Timetable, newer: Timetable, until: dict[str, date]) -> Iterator[Stop]:
    """Stops that the newer does not have, and that are called at until then."""
    for stop in older.stops:
        if stop.id in until and newer.stop(stop.id) is None:
            became = stop.became if newer.stop(stop.became) else ""
            yield replace(stop, until=until[stop.id], became=became)


def by_name(said: Iterable[Said], timetable: Timetable) -> Iterator[Said]:
    """With the stops by their ids: the newer may give them another municipality or kind."""
    for each in said:
        scope = Scope(routes=each.scope.routes, stops=each.scope.stops)
        if scope != each.scope:
            anywhere = replace(each.scope, routes=frozenset())
            ids = frozenset(stop.id for stop in timetable.stops if anywhere.covers("", stop))
            if not ids:
                continue
            scope = replace(scope, stops=ids)
        yield replace(each, scope=scope)


def clipped(said: Iterable[Said], days: Iterable[Days]) -> Iterator[Said]:
    """Only what falls within the days; what has no end keeps none where they have none."""
    days = tuple(days)
    for each in said:
        for begin, end in days:
            first, last = max(each.first, begin), min(each.last or date.max, end)
            if first <= last:
                yield replace(each, first=first, last=None if last == date.max else last)


def others(days: Iterable[Days]) -> Iterator[Days]:
    """All the days but these."""
    begin = date.min
    for first, last in sorted(days):
        if begin < first:
            yield begin, first - DAY
        begin = max(begin, last + DAY)
    yield begin, date.max
