"""The whole timetable: everything staff handed in, and the visits that follow from it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from operator import attrgetter, itemgetter

from busplan.timetable.bearing import Bearing, moves_into, narrowed, with_news
from busplan.timetable.cadence import Cadence, EveryWeeks, OnDates, slipped
from busplan.timetable.closure import Closure
from busplan.timetable.days import Days
from busplan.timetable.halt import Halt, planned, round_of
from busplan.timetable.library import Library
from busplan.timetable.made import many
from busplan.timetable.notice import Extra, Moved, Notice
from busplan.timetable.round import Round
from busplan.timetable.route import Route
from busplan.timetable.scope import EVERYTHING, Scope
from busplan.timetable.season import OPEN_END, Season
from busplan.timetable.service import Service
from busplan.timetable.stop import Kind, Stop
from busplan.timetable.visit import Visit

AHEAD_WITHOUT_END = timedelta(days=400)
DAY = timedelta(days=1)
FEW_DAYS = timedelta(weeks=4)
# Extra visits are numbered apart, so that another call in the rules that day renames none of them.
EXTRAS_FROM = 101
NUMBERED_FROM = 1000


@dataclass(frozen=True, slots=True)
class Timetable:
    """One consistent timetable. Dates and times are local to the service.

    Raises ValueError when two stops share an id, a route calls at a stop that is not there, or a stop has
    become one that is not there, or itself.
    """

    service: Service
    stops: tuple[Stop, ...]
    seasons: tuple[Season, ...] = ()
    routes: tuple[Route, ...] = ()
    closures: tuple[Closure, ...] = ()
    notices: tuple[Notice, ...] = ()
    libraries: tuple[Library, ...] = ()
    _stops: dict[str, Stop] = field(init=False, repr=False, compare=False)
    _halts: dict[str, tuple[Halt, ...]] = field(init=False, repr=False, compare=False)
    _extras: dict[str, tuple[Visit, ...]] = field(init=False, repr=False, compare=False)
    _rounds: tuple[Round, ...] = field(init=False, repr=False, compare=False)
    _others: frozenset[str] = field(init=False, repr=False, compare=False)
    _news: dict[str, list[tuple[int, Notice]]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        stops = {stop.id: stop for stop in self.stops}
        if len(stops) < len(self.stops):
            raise ValueError("two stops have the same id")
        if any(end_of(stop, stops) is None for stop in self.stops if stop.became):
            raise ValueError("a stop has become one that is not there, or itself")
        object.__setattr__(self, "_stops", stops)
        object.__setattr__(self, "_halts", self._sorted_halts())
        object.__setattr__(self, "_extras", self._extra_visits())
        object.__setattr__(self, "_news", self._numbered_notices())
        object.__setattr__(self, "_rounds", self._plain_rounds())
        plain = (id for each in self._rounds for id in each.ids)
        others = frozenset(self._halts.keys() | self._extras.keys()).difference(plain)
        object.__setattr__(self, "_others", others)

    def _sorted_halts(self) -> dict[str, tuple[Halt, ...]]:
        """By stop, in the order of the clock: that order numbers the visits of a day."""
        halts = defaultdict(list)
        bearing = Bearing(self.closures)
        known: dict[tuple[int, ...], Days] = {}
        for route in self.routes:
            cadence = self.rota(route)
            for call in route.calls:
                if call.stop_id not in self._stops:
                    raise ValueError(f"route {route.id} calls at {call.stop_id}, which is not a stop")
                stop = self._stops[call.stop_id]
                its = call.cadence or cadence
                found = () if named(its) else bearing.on(route.id, stop)
                closures = tuple(closure for closure in found if closure.touches(call.start, call.end))
                # Most calls share their closures with many others.
                key = tuple(map(id, closures))
                if key not in known:
                    known[key] = Days((closure.first, closure.last) for closure in closures)
                halts[stop.id].append(Halt(route, call, stop, its, known[key]))
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
                nth = NUMBERED_FROM + notice.change.number if notice.change.number else EXTRAS_FROM + before
                extras[id].append(notice.change.visit(notice, self._stops[id], nth))
        return {id: tuple(visits) for id, visits in extras.items()}

    def _numbered_notices(self) -> dict[str, list[tuple[int, Notice]]]:
        """By the stops they name, and under no stop those that name none; numbered as they were told."""
        news: dict[str, list[tuple[int, Notice]]] = defaultdict(list)
        for number, notice in enumerate(self.notices):
            for id in () if isinstance(notice.change, Extra) else notice.scope.stops or ("",):
                news[id].append((number, notice))
        return news

    def _plain_rounds(self) -> tuple[Round, ...]:
        """Of the stops that have but one call, and no news: their next visits are soon found."""
        together: dict[tuple[Season, Cadence, Days], list[Halt]] = defaultdict(list)
        news = Bearing(self.notices)
        for stop_id, (halt, *others) in self._halts.items():
            if not others and stop_id not in self._extras and not any(news.on(halt.route.id, halt.stop)):
                together[halt.route.season, halt.cadence, halt.closed_days].append(halt)
        return tuple(round_of(*key, halts) for key, halts in together.items())

    def rota(self, route: Route) -> Cadence:
        """One that slips moves on for what closes the whole route, not for a stop or a morning of it."""
        if not route.slips:
            return route.cadence
        whole = [
            closure
            for closure in self.closures
            if closure.scope in (EVERYTHING, Scope(routes=closure.scope.routes))
            and (not closure.scope.routes or route.id in closure.scope.routes)
            and closure.start is closure.end is None
        ]
        assert isinstance(route.cadence, EveryWeeks)
        closed_days = Days((closure.first, closure.last) for closure in whole)
        return slipped(route.cadence, route.season.last, closed_days.__contains__)

    def stop(self, id: str) -> Stop | None:
        return self._stops.get(id)

    def last_successor(self, stop: Stop) -> Stop:
        """What a stop has become at last, or will."""
        return end_of(stop, self._stops) or stop

    def successor(self, stop: Stop, today: date) -> Stop:
        """What a stop is now: what it has become, once no visit to it is left; else itself."""
        while stop.became and not self.visits(today, self.horizon(today), stop.id):
            stop = self._stops[stop.became]
        return stop

    def halts(self, stop_id: str) -> tuple[Halt, ...]:
        """Every call at the stop, in the order of the clock."""
        return self._halts.get(stop_id, ())

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
        seen = [stop for stop in self.stops if stop.public]
        ids = frozenset(stop.id for stop in seen)
        stops = tuple(
            replace(stop, became="") if stop.became and stop.became not in ids else stop for stop in seen
        )
        calling = (
            replace(route, calls=tuple(call for call in route.calls if call.stop_id in ids))
            for route in self.routes
        )
        routes = tuple(route for route in calling if route.calls)
        there = Scope(
            municipalities=frozenset(stop.municipality for stop in stops),
            routes=frozenset(route.id for route in routes),
            stops=ids,
            kinds=frozenset(Kind) - {Kind.HOME},
        )
        return replace(
            self,
            stops=stops,
            routes=routes,
            closures=tuple(narrowed(self.closures, there)),
            notices=tuple(narrowed(self.notices, there)),
        )

    def visits(self, since: date, until: date, stop_id: str | None = None) -> list[Visit]:
        """All visits whose day, as it now stands, lies from since to until, both included.

        In order of time; cancelled ones are among them. Of one stop, or of all.
        """
        ids = self._called_at(since, until) if stop_id is None else (stop_id,)
        found = [
            visit
            for id in ids
            for visit in self._visits_planned(id, since, until)
            if since <= visit.slot.day <= until
        ]
        return sorted(found, key=attrgetter("order"))

    def _called_at(self, since: date, until: date) -> Iterator[str]:
        """Stops that may have a visit in these days: of most, a look at their round's days tells."""
        yield from self._others
        for each in self._rounds:
            if each.opens(since, until):
                yield from each.ids

    def may_have_news(self, stop_id: str) -> bool:
        """Whether it is not certain that every visit to the stop is as planned."""
        return stop_id in self._others

    def has_more_than(self, most: int, since: date) -> bool:
        """Whether the rules give more visits than that from a day on. Days are counted, no visit is made."""
        until, found = self.horizon(since), 0
        halts = (halt for halts in self._halts.values() for halt in halts)
        for (season, cadence), calls in Counter((halt.route.season, halt.cadence) for halt in halts).items():
            dates = cadence.dates(max(since, season.first), min(until, season.last))
            found += calls * sum(1 for _ in dates)
            if found > most:
                return True
        return False

    def days(self, since: date, until: date) -> list[date]:
        """Days that have a visit, if only a cancelled one, from since to until, both included; in order."""
        found = {day for each in self._rounds for day in each.days(since, until)}
        for id in self._others:
            found.update(visit.slot.day for visit in self.visits(since, until, id))
        return sorted(found)

    def moved_from(self, day: date) -> list[Visit]:
        """Visits that were planned that day and are on another, in order of their new time."""
        near = (n for n in self.notices if n.first <= day and (n.last is None or day <= n.last))
        days = {n.change.day for n in near if isinstance(n.change, Moved) and n.change.day}
        found = (visit for other in days - {day} for visit in self.visits(other, other))
        return sorted((visit for visit in found if visit.planned.day == day), key=attrgetter("order"))

    def planned(self, stop_id: str, since: date, until: date) -> list[Visit]:
        """Visits of one stop by rule, those on closed days too, and extra ones; before any other notice."""
        return [visit for visit, _ in self._before_news(stop_id, since, until)]

    def _before_news(self, stop_id: str, since: date, until: date) -> Iterator[tuple[Visit, bool]]:
        """Each with whether its day is closed; somebody named the day of an extra one."""
        yield from planned(self.halts(stop_id), since, until)
        for visit in self._extras.get(stop_id, ()):
            if since <= visit.planned.day <= until:
                yield visit, False

    def _visits_planned(self, stop_id: str, since: date, until: date) -> Iterator[Visit]:
        """Visits planned within the days, and those moved into them from other days.

        A closed day has no visit but one that has been moved away from it.
        """
        notices = self._notices(stop_id)
        spans = [(since, until)]
        spans += [(day, day) for day in {n.first for n in notices if moves_into(n, since, until)}]
        for first, last in spans:
            for visit, closed in self._before_news(stop_id, first, last):
                told = with_news(visit, notices)
                if not closed or told.slot.day != visit.slot.day:
                    yield told

    def _notices(self, stop_id: str) -> list[Notice]:
        """Those that may change visits at the stop, in the order they were told."""
        told = sorted((*self._news.get("", ()), *self._news.get(stop_id, ())), key=itemgetter(0))
        return [notice for _, notice in told]

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
        today = local.date()
        until = self.horizon(today) if days is None else today + timedelta(days=days)
        return [visit for visit in self.visits(today, until, stop_id) if not over(visit, local)]

    def next_visit(self, now: datetime, stop_id: str) -> Visit | None:
        """The first of one stop that takes place and is not over at `now` (aware)."""
        local = now.astimezone(self.service.zone)
        for since, until in stretches(local.date(), self.horizon(local.date())):
            for visit in self.visits(since, until, stop_id):
                if visit.takes_place and not over(visit, local):
                    return visit
        return None

    def next_visits(self, now: datetime) -> dict[str, Visit]:
        """The same of every stop that has one, by its id."""
        local = now.astimezone(self.service.zone)
        until = self.horizon(local.date())
        found: dict[str, Visit] = {}
        with many():
            for each in self._rounds:
                found.update(each.coming(local, until))
        for id in self._others:
            if visit := self.next_visit(now, id):
                found[id] = visit
        return found


def end_of(stop: Stop, stops: Mapping[str, Stop]) -> Stop | None:
    """What it has become at last; None where that is not there, or itself."""
    seen = {stop.id}
    while stop.became:
        if stop.became in seen or stop.became not in stops:
            return None
        seen.add(stop.became)
        stop = stops[stop.became]
    return stop


def named(cadence: Cadence) -> bool:
    """A day that somebody named wins over a closure; a rule does not."""
    return isinstance(cadence, OnDates) and not cadence.rule


def over(visit: Visit, local: datetime) -> bool:
    today = local.date()
    return visit.slot.day < today or (visit.slot.day == today and visit.slot.end <= local.time())


def stretches(first: date, last: date) -> Iterator[tuple[date, date]]:
    """From the first day to the last: few days, then more, as most of what is asked for comes soon."""
    days = FEW_DAYS
    while first <= last:
        yield first, min(last, first + days - DAY)
        first += days
        days *= 2


def with_due(visits: list[Visit], ahead: int) -> list[tuple[Visit, Visit | None]]:
    """Visits of one stop in order, each with the one at which its loans are due: so many visits on.

    None where that is not known, and for a visit that does not take place.
    """
    if not ahead:
        return [(visit, None) for visit in visits]
    going = [visit for visit in visits if visit.takes_place]
    backs = iter(going[ahead:])
    return [(visit, next(backs, None) if visit.takes_place else None) for visit in visits]
