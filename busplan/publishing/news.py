"""A timetable and the notices that stand in; the timetable with those that are about it out."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from busplan.store import Said
from busplan.timetable import Extra, Kind, Notice, Scope, Timetable, narrowed


def with_notices(timetable: Timetable, said: Iterable[Said]) -> Timetable:
    """What was said of the day comes after what came with the files, and so counts."""
    fitting = tuple(narrowed((each.notice for each in said), everything_in(timetable)))
    return replace(timetable, notices=(*timetable.notices, *fitting)) if fitting else timetable


def everything_in(timetable: Timetable) -> Scope:
    return Scope(
        municipalities=frozenset(stop.municipality for stop in timetable.stops),
        routes=frozenset(route.id for route in timetable.routes),
        stops=frozenset(stop.id for stop in timetable.stops),
        kinds=frozenset(Kind),
    )


def matches(notice: Notice, timetable: Timetable, since: date) -> bool:
    """Whether it is about any visit from a day on. Closed days count: another notice may move one away."""
    found = next(narrowed((notice,), everything_in(timetable)), None)
    first, last = max(notice.first, since), notice.last or timetable.horizon(since)
    if found is None or last < first:
        return False
    if isinstance(found.change, Extra):
        return True
    ids = found.scope.stops or {stop.id for stop in timetable.stops}
    return any(
        found.holds(visit.planned) and found.scope.covers(visit.route, visit.stop)
        for id in ids
        for visit in timetable.planned(id, first, last)
    )
