"""What staff say of the day in; the visits it changes out, and the notices in force."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from busplan.publishing.history import keep_history
from busplan.publishing.news import everything_in
from busplan.store import Notices, Said, Store
from busplan.timetable import Change, Delayed, Extra, Key, Notice, Scope, Timetable, Visit


class PastMidnight(ValueError):
    """A visit would end on another day than it begins. Carries the notice."""

    def __init__(self, notice: Notice) -> None:
        super().__init__("a visit would end after midnight")
        self.notice = notice


@dataclass(frozen=True, slots=True)
class Hit:
    """A visit as it stands and as it would be; an extra one was not."""

    before: Visit | None
    after: Visit


@dataclass(frozen=True, slots=True)
class Act:
    """Notices that were said at one moment, and of them those that stand still."""

    moment: int
    at: datetime
    by: str
    standing: tuple[Said, ...]


def hits(timetable: Timetable, notices: Collection[Notice], now: datetime) -> list[Hit]:
    """The visits not over at `now` (aware) that go otherwise with these notices; in order of time.

    Raises PastMidnight.
    """
    today = now.astimezone(timetable.service.zone).date()
    told = replace(timetable, notices=(*timetable.notices, *notices))
    last = max(timetable.horizon(today), told.horizon(today))
    refuse_past_midnight(timetable.visits(today, last), notices)
    was: dict[Key, Visit] = {visit.key: visit for visit in timetable.visits(date.min, last)}
    found = (
        Hit(was.get(visit.key), visit)
        for visit in told.visits(today, last)
        if was.get(visit.key) != visit and not is_over(was.get(visit.key, visit), now, timetable)
    )
    return sorted(found, key=lambda hit: (hit.before or hit.after).order)


def is_over(visit: Visit, now: datetime, timetable: Timetable) -> bool:
    return visit.slot.ends(timetable.service.zone) <= now


def refuse_past_midnight(visits: Iterable[Visit], notices: Collection[Notice]) -> None:
    """Raises PastMidnight."""
    news = [notice for notice in notices if not isinstance(notice.change, Extra)]
    for visit in visits:
        for notice in news:
            if notice.holds(visit.planned) and notice.scope.covers(visit.route, visit.stop):
                try:
                    notice.applied(visit)
                except ValueError as fault:
                    raise PastMidnight(notice) from fault


def of_each(visits: Iterable[Visit], change: Change, **told: object) -> list[Notice]:
    """The same said of some visits and of no others."""
    return [
        Notice(
            first=visit.planned.day,
            last=visit.planned.day,
            scope=Scope(stops=frozenset({visit.stop.id})),
            change=change,
            start=visit.planned.start,
            end=visit.planned.end,
            **told,  # type: ignore[arg-type]
        )
        for visit in visits
    ]


def from_here(visits: Sequence[Visit], key: Key) -> list[Visit]:
    """The visits of a day from one of them on, that the same bus makes and that are to take place."""
    here = next((visit for visit in visits if visit.key == key), None)
    if here is None:
        return []
    bus = (here.vehicle, here.vehicle or here.route)
    return [
        visit
        for visit in visits
        if visit.takes_place
        and visit.order >= here.order
        and (visit.vehicle, visit.vehicle or visit.route) == bus
    ]


def delays_of(standing: Iterable[Said], visits: Iterable[Visit]) -> list[int]:
    """Delays told of single visits: a new one is said instead of them, not on top."""
    their = {(visit.stop.id, visit.planned.day, visit.planned.start) for visit in visits}
    return [
        said.id
        for said in standing
        if isinstance(said.notice.change, Delayed)
        and {(stop, said.notice.first, said.notice.start) for stop in said.notice.scope.stops} & their
    ]


def without(timetable: Timetable, standing: Iterable[Said], ids: Collection[int]) -> Timetable:
    """The timetable as it is when some of the notices that stand are withdrawn."""
    gone = {each.notice for each in standing if each.id in ids}
    return replace(timetable, notices=tuple(each for each in timetable.notices if each not in gone))


def say(
    store: Store, notices: Collection[Notice], by: str, now: datetime, withdraw: Collection[int] = ()
) -> int | None:
    """The moment from which they stand; None if there is nothing to say. Raises StoreUnavailable."""
    moment = Notices(store).say(notices, by, now, withdraw)
    if moment is not None:
        keep_history(store)
    return moment


def undo(store: Store, moment: int, by: str, now: datetime) -> int | None:
    """What was said then stands no longer, and what was withdrawn for it stands again.

    None if it has been undone already. Raises StoreUnavailable.
    """
    every = Notices(store).all()
    gone = [said.id for said in every if said.moment == moment and said.withdrawn is None]
    again = [said.notice for said in every if said.withdrawn == moment]
    return say(store, again, by, now, gone) if gone or (again and not undone(every, moment)) else None


def undone(every: Iterable[Said], moment: int) -> bool:
    """Whether what was withdrawn at a moment has been said again, as far as can be seen."""
    every = list(every)
    standing = [said.notice for said in every if said.withdrawn is None]
    return all(said.notice in standing for said in every if said.withdrawn == moment)


def acts(store: Store) -> list[Act]:
    """Those of which something stands, the newest first. Raises StoreUnavailable."""
    by_moment: dict[int, list[Said]] = defaultdict(list)
    for said in Notices(store).standing():
        by_moment[said.moment].append(said)
    found = [Act(id, every[0].at, every[0].by, tuple(every)) for id, every in by_moment.items()]
    return sorted(found, key=lambda act: act.moment, reverse=True)


def matches_nothing(timetable: Timetable, notice: Notice, today: date) -> bool:
    """Whether no visit from today on is as the notice has it, so that it might as well be withdrawn."""
    if notice.last is not None and notice.last < today:
        return True
    scope = notice.scope.within(everything_in(timetable))
    if scope is None or isinstance(notice.change, Extra):
        return scope is None
    last = timetable.horizon(today)
    stops = scope.stops or {stop.id for stop in timetable.stops}
    return not any(
        notice.holds(visit.planned) and scope.covers(visit.route, visit.stop)
        for id in stops
        for visit in timetable.planned(id, max(today, notice.first), last)
    )
