"""A timetable and the notices that stand in; the timetable with those that are about it out."""

from collections.abc import Iterable
from dataclasses import replace

from busplan.store import Said
from busplan.timetable import Kind, Notice, Scope, Timetable


def with_notices(timetable: Timetable, said: Iterable[Said]) -> Timetable:
    """What was said of the day comes after what came with the files, and so counts."""
    fitting = tuple(notice for each in said if (notice := fitted(each.notice, timetable)))
    return replace(timetable, notices=(*timetable.notices, *fitting)) if fitting else timetable


def fitted(notice: Notice, timetable: Timetable) -> Notice | None:
    """The same, naming only what is there; None when nothing it named is."""
    scope = notice.scope.within(everything_in(timetable))
    return None if scope is None else replace(notice, scope=scope)


def everything_in(timetable: Timetable) -> Scope:
    return Scope(
        municipalities=frozenset(stop.municipality for stop in timetable.stops),
        routes=frozenset(route.id for route in timetable.routes),
        stops=frozenset(stop.id for stop in timetable.stops),
        kinds=frozenset(Kind),
    )
