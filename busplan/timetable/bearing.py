"""Closures or notices in, those that bear on a call or a visit out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Generic, TypeVar

from busplan.timetable.closure import Closure
from busplan.timetable.notice import Delayed, Moved, Notice
from busplan.timetable.scope import Scope
from busplan.timetable.stop import Stop
from busplan.timetable.visit import Visit

Said = TypeVar("Said", Closure, Notice)


class Bearing(Generic[Said]):
    """Which closures or notices bear on a call; found by stop or route, as there may be thousands of each."""

    def __init__(self, said: Iterable[Said]) -> None:
        self.general: list[Said] = []
        self.by_stop: dict[str, list[Said]] = defaultdict(list)
        self.by_route: dict[str, list[Said]] = defaultdict(list)
        for each in said:
            if not each.scope.stops and not each.scope.routes:
                self.general.append(each)
            for id in each.scope.stops:
                self.by_stop[id].append(each)
            for id in () if each.scope.stops else each.scope.routes:
                self.by_route[id].append(each)

    def on(self, route_id: str, stop: Stop) -> Iterator[Said]:
        found = (*self.general, *self.by_stop.get(stop.id, ()), *self.by_route.get(route_id, ()))
        return (each for each in found if each.scope.covers(route_id, stop))


def narrowed(said: Iterable[Said], there: Scope) -> Iterator[Said]:
    """What is said of something that is there, and nothing of the rest."""
    for each in said:
        scope = each.scope.within(there)
        if scope is not None:
            yield replace(each, scope=scope)


def with_news(visit: Visit, notices: list[Notice]) -> Visit:
    """The visit as the notices have it; of several, the last one counts: a delay is told anew, not on top.

    One that was right when it was told may run past midnight in a later timetable: there it says nothing.
    """
    on_time = visit
    for notice in notices:
        if notice.holds(visit.planned) and notice.scope.covers(visit.route, visit.stop):
            with suppress(ValueError):
                if isinstance(notice.change, Delayed):
                    visit = notice.applied(on_time)
                else:
                    visit, on_time = notice.applied(visit), notice.applied(on_time)
    return visit


def moves_into(notice: Notice, since: date, until: date) -> bool:
    change = notice.change
    if not isinstance(change, Moved) or change.day is None:
        return False
    return since <= change.day <= until and not since <= notice.first <= until
