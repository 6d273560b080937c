"""What staff say of the day in; the visits it changes out, and the notices in force."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from busplan.publishing.history import keep_history
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
class Announcement:
    """Notices that were said together, and stand."""

    moment: int
    at: datetime
    by: str
    notices: tuple[Notice, ...]


def hits(timetable: Timetable, notices: Collection[Notice], now: datetime) -> list[Hit]:
    """The visits not over at `now` (aware) that go otherwise with these notices; in order of time.

    Raises PastMidnight.
    """
    today = now.astimezone(timetable.service.zone).date()
    told = replace(timetable, notices=(*timetable.notices, *notices))
    last = max(timetable.horizon(today), told.horizon(today))
    refuse_past_midnight(on_time(timetable).visits(today, last), notices)
    was: dict[Key, Visit] = {visit.key: visit for visit in timetable.visits(date.min, last)}
    found = (
        Hit(was.get(visit.key), visit)
        for visit in told.visits(today, last)
        if was.get(visit.key) != visit and not is_over(was.get(visit.key, visit), now, timetable)
    )
    return sorted(found, key=lambda hit: (hit.before or hit.after).order)


def on_time(timetable: Timetable) -> Timetable:
    """Without the delays, which a new one is said instead of."""
    others = tuple(each for each in timetable.notices if not isinstance(each.change, Delayed))
    return replace(timetable, notices=others)


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


def bus_of(visit: Visit) -> str:
    """Its vehicle; where vehicles have no names, its route."""
    return visit.vehicle or visit.route


def from_here(visits: Sequence[Visit], key: Key) -> list[Visit]:
    """The visits of a day from one of them on, that the same bus makes and that are to take place."""
    here = next((visit for visit in visits if visit.key == key), None)
    if here is None:
        return []
    later = (visit for visit in visits if visit.order >= here.order and bus_of(visit) == bus_of(here))
    return [visit for visit in later if visit.takes_place]


def say(store: Store, notices: Sequence[Notice], by: str, now: datetime) -> int | None:
    """The moment from which they stand; None if it is nothing new. Raises StoreUnavailable."""
    moment = Notices(store).say(notices, by, now)
    if moment is not None:
        keep_history(store)
    return moment


def withdraw(store: Store, moment: int, by: str, now: datetime) -> int | None:
    """What was said then stands no longer; None if it does not already. Raises StoreUnavailable."""
    withdrawn = Notices(store).withdraw(moment, by, now)
    if withdrawn is not None:
        keep_history(store)
    return withdrawn


def announcements(store: Store) -> list[Announcement]:
    """Those that stand, the newest first. Raises StoreUnavailable."""
    by_moment: dict[int, list[Said]] = defaultdict(list)
    for said in Notices(store).standing():
        by_moment[said.moment].append(said)
    found = [
        Announcement(moment, said[0].at, said[0].by, tuple(each.notice for each in said))
        for moment, said in by_moment.items()
    ]
    return sorted(found, key=lambda each: each.moment, reverse=True)
