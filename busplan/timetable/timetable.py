"""The whole timetable: everything staff handed in, and the visits that follow from it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from operator import attrgetter

from busplan.timetable.cadence import Cadence, EveryWeeks, OnDates, slipped
from busplan.timetable.closure import Closure
from busplan.timetable.notice import Extra, Moved, Notice
from busplan.timetable.route import Call, Route
from busplan.timetable.scope import EVERYTHING, Scope
from busplan.timetable.season import OPEN_END, Season
from busplan.timetable.service import Service
from busplan.timetable.stop import Stop
from busplan.timetable.visit import Slot, Visit

AHEAD_WITHOUT_END = timedelta(days=400)
# Extra visits are numbered apart, so that another call in the rules that day renames none of them.
EXTRAS_FROM = 101


@dataclass(frozen=True, slots=True)
class Halt:
    """A call with what bears on it: its route, its stop, its days and the closures that can hit it."""

    route: Route
    call: Call
    stop: Stop
    cadence: Cadence
    closures: tuple[Closure, ...]

    def dates(self, first: date, last: date) -> Iterator[date]:
        """Days by the rule alone, from first to last, both included."""
        season = self.route.season
        return self.cadence.dates(max(first, season.first), min(last, season.last))

    def closed(self, day: date) -> bool:
        """A day that somebody named wins over a closure; a rule does not."""
        named = isinstance(self.cadence, OnDates) and not self.cadence.rule
        return not named and any(closure.holds(day) for closure in self.closures)


class Bearing:
    """Which closures bear on a call; found by stop or route, as there may be thousands of each."""

    def __init__(self, closures: tuple[Closure, ...]) -> None:
        self.general = [c for c in closures if not c.scope.stops and not c.scope.routes]
        self.by_stop: dict[str, list[Closure]] = defaultdict(list)
        self.by_route: dict[str, list[Closure]] = defaultdict(list)
        for closure in closures:
            for id in closure.scope.stops:
                self.by_stop[id].append(closure)
            for id in () if closure.scope.stops else closure.scope.routes:
                self.by_route[id].append(closure)

    def on(self, route_id: str, stop: Stop) -> Iterator[Closure]:
        found = (*self.general, *self.by_stop.get(stop.id, ()), *self.by_route.get(route_id, ()))
        return (closure for closure in found if closure.scope.covers(route_id, stop))


@dataclass(frozen=True, slots=True)
class Timetable:
    """One consistent timetable. Dates and times are local to the service.

    Raises ValueError when two stops share an id or a route calls at a stop that is not there.
    """

    service: Service
    stops: tuple[Stop, ...]
    seasons: tuple[Season, ...] = ()
    routes: tuple[Route, ...] = ()
    closures: tuple[Closure, ...] = ()
    notices: tuple[Notice, ...] = ()
    _stops: dict[str, Stop] = field(init=False, repr=False, compare=False)
    _halts: dict[str, tuple[Halt, ...]] = field(init=False, repr=False, compare=False)
    _extras: dict[str, tuple[Visit, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        stops = {stop.id: stop for stop in self.stops}
        if len(stops) < len(self.stops):
            raise ValueError("two stops have the same id")
        object.__setattr__(self, "_stops", stops)
        object.__setattr__(self, "_halts", self._sorted_halts())
        object.__setattr__(self, "_extras", self._extra_visits())

    def _sorted_halts(self) -> dict[str, tuple[Halt, ...]]:
        """By stop, in the order of the clock: that order numbers the visits of a day."""
        halts = defaultdict(list)
        bearing = Bearing(self.closures)
        for route in self.routes:
            cadence = self.rota(route)
            for call in route.calls:
                if call.stop_id not in self._stops:
                    raise ValueError(f"route {route.id} calls at {call.stop_id}, which is not a stop")
                stop = self._stops[call.stop_id]
                closures = tuple(
                    closure for closure in bearing.on(route.id, stop) if closure.touches(call.start, call.end)
                )
                halts[stop.id].append(Halt(route, call, stop, call.cadence or cadence, closures))
        return {
            id: tuple(sorted(of_stop, key=lambda halt: (halt.call.start, halt.route.id)))
            for id, of_stop in halts.items()
        }

    def _extra_visits(self) -> dict[str, tuple[Visit, ...]]:
        """By stop, numbered each day in the order they were told."""
        extras: dict[str, list[Visit]] = defaultdict(list)
        for notice in self.notices:
            if isinstance(notice.change, Extra):
                [id] = notice.scope.stops
                before = sum(visit.planned.day == notice.first for visit in extras[id])
                extras[id].append(notice.change.visit(notice, self._stops[id], EXTRAS_FROM + before))
        return {id: tuple(visits) for id, visits in extras.items()}

    def rota(self, route: Route) -> Cadence:
        """One that slips moves on for what closes the whole route, not for a stop or a morning of it."""
        if not route.slips:
            return route.cadence
        whole = [
            closure
            for closure in self.closures
            if closure.scope in (EVERYTHING, Scope(routes=closure.scope.routes))
            and closure.scope.routes <= {route.id}
            and closure.start is closure.end is None
        ]
        assert isinstance(route.cadence, EveryWeeks)
        return slipped(
            route.cadence, route.season.last, lambda day: any(closure.holds(day) for closure in whole)
        )

    def stop(self, id: str) -> Stop | None:
        return self._stops.get(id)

    def horizon(self, today: date) -> date:
        """How far ahead it makes sense to look: to the last visit, but not for ever without an end."""
        last = max((season.last for season in self.seasons), default=today)
        if last >= OPEN_END:
            last = today + AHEAD_WITHOUT_END
        moved = (n.change.day for n in self.notices if isinstance(n.change, Moved) and n.change.day)
        extra = (visit.planned.day for visits in self._extras.values() for visit in visits)
        return max(last, *moved, *extra, last)

    def closed_on(self, day: date) -> list[Closure]:
        """What closes everything that day."""
        whole = (c for c in self.closures if c.scope == EVERYTHING and c.start is c.end is None)
        return [closure for closure in whole if closure.holds(day)]

    def public(self) -> "Timetable":
        """The same without what residents must never see: home visits, and anything said of them."""
        stops = tuple(stop for stop in self.stops if stop.public)
        ids = frozenset(stop.id for stop in stops)
        routes = (
            replace(route, calls=tuple(call for call in route.calls if call.stop_id in ids))
            for route in self.routes
        )
        return replace(
            self,
            stops=stops,
            routes=tuple(route for route in routes if route.calls),
            closures=tuple(
                replace(closure, scope=closure.scope.among(ids))
                for closure in self.closures
                if closure.scope.concerns(ids)
            ),
            notices=tuple(
                replace(notice, scope=notice.scope.among(ids))
                for notice in self.notices
                if notice.scope.concerns(ids)
            ),
        )

    def visits(self, since: date, until: date, stop_id: str | None = None) -> list[Visit]:
        """All visits whose day, as it now stands, lies from since to until, both included.

        In order of time; cancelled ones are among them. Of one stop, or of all.
        """
        ids = self._halts.keys() | self._extras.keys() if stop_id is None else (stop_id,)
        found = [
            visit
            for id in ids
            for visit in self._visits_planned(id, since, until)
            if since <= visit.slot.day <= until
        ]
        return sorted(found, key=attrgetter("order"))

    def planned(self, stop_id: str, since: date, until: date) -> list[Visit]:
        """Visits of one stop by rule, those on closed days too, and extra ones; before any other notice."""
        return [visit for visit, _ in self._before_news(stop_id, since, until)]

    def _before_news(self, stop_id: str, since: date, until: date) -> Iterator[tuple[Visit, bool]]:
        """Each with whether its day is closed; somebody named the day of an extra one."""
        yield from planned(self._halts.get(stop_id, ()), since, until)
        for visit in self._extras.get(stop_id, ()):
            if since <= visit.planned.day <= until:
                yield visit, False

    def _visits_planned(self, stop_id: str, since: date, until: date) -> Iterator[Visit]:
        """Visits planned within the days, and those moved into them from other days.

        A closed day has no visit but one that has been moved away from it.
        """
        notices = [notice for notice in self.notices if concerns(notice, stop_id)]
        spans = [(since, until)]
        spans += [(day, day) for day in {n.first for n in notices if moves_into(n, since, until)}]
        for first, last in spans:
            for visit, closed in self._before_news(stop_id, first, last):
                told = with_news(visit, notices)
                if not closed or told.slot.day != visit.slot.day:
                    yield told

    def due(self, visit: Visit) -> Visit | None:
        """The visit to which books borrowed at this one are brought back; None if unknown."""
        day = visit.slot.day
        visits = self.visits(day, self.horizon(day), visit.stop.id)
        return next(
            (back for lent, back in with_due(visits, self.service.loan_visits) if lent.key == visit.key), None
        )

    def coming(self, now: datetime, stop_id: str | None = None, days: int | None = None) -> list[Visit]:
        """Visits that are not over at `now` (aware), in order of time, at most `days` ahead."""
        local = now.astimezone(self.service.zone)
        today, clock = local.date(), local.time()
        until = self.horizon(today) if days is None else today + timedelta(days=days)
        return [
            visit
            for visit in self.visits(today, until, stop_id)
            if visit.slot.day > today or visit.slot.end > clock
        ]


def with_due(visits: list[Visit], ahead: int) -> list[tuple[Visit, Visit | None]]:
    """Visits of one stop in order, each with the one at which its loans are due: so many visits on.

    None where that is not known, and for a visit that does not take place.
    """
    going = [visit for visit in visits if visit.takes_place]
    back = {lent.key: due for lent, due in zip(going, going[ahead:], strict=False)} if ahead else {}
    return [(visit, back.get(visit.key)) for visit in visits]


def planned(halts: tuple[Halt, ...], since: date, until: date) -> Iterator[tuple[Visit, bool]]:
    """Visits of one stop by rule alone, each with whether its day is closed.

    Numbered before closures are taken away, so that closing one call of a day renames no other.
    """
    calls_on: dict[date, int] = defaultdict(int)
    for halt in halts:
        route, call = halt.route, halt.call
        for day in halt.dates(since, until):
            calls_on[day] += 1
            slot = Slot(day, call.start, call.end)
            yield Visit(halt.stop, calls_on[day], slot, slot, route.id, route.vehicle), halt.closed(day)


def concerns(notice: Notice, stop_id: str) -> bool:
    """Whether it may change visits at the stop."""
    named = not notice.scope.stops or stop_id in notice.scope.stops
    return named and not isinstance(notice.change, Extra)


def with_news(visit: Visit, notices: list[Notice]) -> Visit:
    """The visit as the notices have it; of several, the last one counts."""
    for notice in notices:
        if notice.holds(visit.planned) and notice.scope.covers(visit.route, visit.stop):
            visit = notice.applied(visit)
    return visit


def moves_into(notice: Notice, since: date, until: date) -> bool:
    change = notice.change
    if not isinstance(change, Moved) or change.day is None:
        return False
    return since <= change.day <= until and not since <= notice.first <= until
