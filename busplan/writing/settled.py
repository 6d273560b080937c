"""A timetable put together of several in, the same as one hand-in could say it out.

Every season and every round gets an id of its own, and no rule names days outside its season. A timetable
that has been read is settled already, and comes back as it is.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from busplan.timetable import (
    OPEN_END,
    Cadence,
    Call,
    Closure,
    EveryWeeks,
    Extra,
    ListedWeeks,
    Notice,
    OnDates,
    Route,
    Season,
    Timetable,
)

LONGEST_ID = 60
Said = TypeVar("Said", Closure, Notice)


def settled(timetable: Timetable) -> Timetable:
    """All visits stay; a round or a call that has no day left goes."""
    taken: set[str] = set()
    seasons = {season: replace(season, id=own(season.id, taken)) for season in timetable.seasons}
    taken, routes = set(), []
    called: dict[str, set[str]] = defaultdict(set)
    for route in timetable.routes:
        if calls := tuple(driven(route)):
            id = own(route.id, taken)
            called[route.id].add(id)
            cadence = within(route.cadence, route.season) or calls[0].cadence
            assert cadence is not None
            season = seasons.get(route.season, route.season)
            short_name = route.short_name if id == route.id else route.called
            routes.append(
                replace(route, id=id, short_name=short_name, season=season, cadence=cadence, calls=calls)
            )
    return replace(
        timetable,
        seasons=tuple(seasons.values()),
        routes=tuple(routes),
        closures=tuple(about(timetable.closures, called, timetable)),
        notices=tuple(about(timetable.notices, called, timetable)),
    )


def own(id: str, taken: set[str]) -> str:
    """The id, or the first with a number that is free; it is taken then."""
    numbered, number = id, 1
    while numbered in taken:
        number += 1
        numbered = f"{id[:LONGEST_ID]}-{number}"
    taken.add(numbered)
    return numbered


def driven(route: Route) -> Iterator[Call]:
    """The calls that still have days."""
    follows = within(route.cadence, route.season)
    for call in route.calls:
        cadence = call.cadence and within(call.cadence, route.season)
        if cadence or (call.cadence is None and follows):
            yield replace(call, cadence=cadence)


def within(cadence: Cadence, season: Season) -> Cadence | None:
    """The cadence, naming only days of the season; None when it has none."""
    if isinstance(cadence, OnDates):
        days = tuple(cadence.dates(season.first, season.last))
        return replace(cadence, days=days) if days or cadence.rrule else None
    if isinstance(cadence, ListedWeeks):
        weeks = cadence.weeks & weeks_of(season)
        return replace(cadence, weeks=weeks) if weeks else None
    return cadence


def weeks_of(season: Season) -> frozenset[int]:
    days = (*EveryWeeks(season.first).dates(season.first, season.last), season.last)
    return frozenset(day.isocalendar().week for day in days)


def about(said: tuple[Said, ...], called: dict[str, set[str]], timetable: Timetable) -> Iterator[Said]:
    """What is said of a round is said of all that were called so. Nothing of what is gone, or never comes."""
    for each in said:
        scope = each.scope
        if isinstance(each, Notice) and isinstance(each.change, Extra):
            # It is one visit, of one round.
            routes = scope.routes & called.keys()
        else:
            routes = frozenset[str]().union(*(called.get(id, ()) for id in scope.routes))
            if scope.routes and not routes:
                continue
        stops = frozenset(id for id in scope.stops if timetable.stop(id))
        if (stops or not scope.stops) and each.first <= OPEN_END:
            yield replace(each, scope=replace(scope, routes=routes, stops=stops))
