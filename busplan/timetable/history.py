"""What calendars have been told of each visit, and what they are to be told when the timetable changes.

A calendar believes an event that says it is newer: SEQUENCE and LAST-MODIFIED rise when, and only when,
the visit changes (RFC 5545, 3.8.7.4 and 3.8.7.3). A visit that is no longer planned is told as cancelled:
in many calendars an event that only leaves the feed stays for ever.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from busplan.timetable.season import OPEN_END
from busplan.timetable.service import Service
from busplan.timetable.timetable import Timetable, with_due
from busplan.timetable.visit import Status, Visit

Key = tuple[str, date, int]
# Not a visit: the last day of the timetable, which calendars are told as well.
END: Key = ("", date.min, 0)


@dataclass(frozen=True, slots=True)
class Told:
    """How new that is which calendars know of a visit. `facts` is the same as long as the visit is.

    changed_at is aware. `last` is the visit as it was last told, once the timetable has it no longer.
    """

    facts: str
    changed_at: datetime
    sequence: int = 0
    last: Visit | None = None

    def again(self, facts: str, now: datetime, last: Visit | None = None) -> "Told":
        return Told(facts, now, self.sequence + 1, last)


# Visits that are planned no longer, by stop.
Gone = Mapping[str, Sequence[tuple[Visit, Told]]]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A timetable, and since when (aware) it is in force."""

    timetable: Timetable
    begins: datetime


def retold(told: Mapping[Key, Told], before: Chapter | None, after: Chapter) -> dict[Key, Told]:
    """Only what is new in the history, when one timetable follows another.

    A visit that is past took place, even if the new timetable knows it no longer.
    """
    now = after.begins
    today = now.astimezone(after.timetable.service.zone).date()
    was = dict(visits_of(before.timetable, today)) if before else {}
    known = {**told, **dict(unheard(told, was, before))}
    becomes = dict(visits_of(after.timetable, today))
    changed = {key: said for key, said in known.items() if key not in told}
    for key, (_, facts) in becomes.items():
        said = known.get(key)
        if said is None:
            changed[key] = Told(facts, now)
        elif said.facts != facts:
            changed[key] = said.again(facts, now)
    for key, (visit, _) in was.items():
        if key not in becomes:
            changed[key] = taken_out(known[key], visit, after, today)
    for key, facts in {END: ending(after.timetable), **farewells(known | changed, after.timetable)}.items():
        said = told.get(key)
        if said is None or said.facts != facts:
            changed[key] = said.again(facts, now) if said else Told(facts, now)
    return changed


def ending(timetable: Timetable) -> str:
    last = last_day(timetable)
    return last.isoformat() if last else ""


def farewell(stop_id: str) -> Key:
    """Not a visit: that the stop is given up, which calendars are told as well."""
    return (stop_id, date.min, 0)


def farewells(told: Mapping[Key, Told], timetable: Timetable) -> dict[Key, str]:
    """Of each stop that is given up, all that calendars say of it hangs on: the stops there still are too."""
    left = {said.last.stop.id: said.last.stop for said in told.values() if said.last}
    left = {id: stop for id, stop in left.items() if timetable.stop(id) is None}
    left |= {stop.id: stop for stop in timetable.stops if stop.until and stop.public}
    others = [(stop.id, stop.name, stop.point) for stop in timetable.stops if stop.public and stop.lasts]
    return {farewell(id): short((stop.name, stop.until, others)) for id, stop in sorted(left.items())}


def last_day(timetable: Timetable) -> date | None:
    """None without an end."""
    last = max((season.last for season in timetable.seasons), default=OPEN_END)
    return last if last < OPEN_END else None


def taken_out(said: Told, visit: Visit, after: Chapter, today: date) -> Told:
    """One that was planned and is no longer. Of a stop that has become somebody's home nothing is kept."""
    stop = after.timetable.stop(visit.stop.id)
    if stop and not stop.public:
        return replace(said, facts="", last=None)
    took_place = visit.slot.day < today
    off = visit if took_place else replace(visit, status=Status.CANCELLED, reason="", text="")
    return said.again("", after.begins, off)


def gone(told: Mapping[Key, Told]) -> Gone:
    """Visits that are planned no longer, as they were last told, by stop."""
    found: dict[str, list[tuple[Visit, Told]]] = defaultdict(list)
    for said in told.values():
        if said.last:
            found[said.last.stop.id].append((said.last, said))
    return found


def heard(
    told: Mapping[Key, Told],
    chapter: Chapter,
    since: date,
    until: date,
    stop_ids: Collection[str],
    gone: Gone,
) -> list[tuple[Visit, Visit | None, Told]]:
    """What a calendar of these stops holds of these days, in order of time: each visit, the one at which its
    loans are due, and how new it is. Those no longer planned are among them, however far ahead.
    """
    timetable, ahead = chapter.timetable, chapter.timetable.service.loan_visits
    found: list[tuple[Visit, Visit | None, Told]] = []
    for id in stop_ids:
        visits = timetable.visits(since, until, id)
        for visit, back in with_due(visits, ahead):
            found.append((visit, back, told.get(visit.key) or Told("", chapter.begins)))
        if id in gone:
            planned = {visit.key for visit in visits}
            for last, said in gone[id]:
                if last.key not in planned and since <= last.slot.day:
                    found.append((last, None, said))
    return sorted(found, key=lambda each: each[0].order)


def unheard(
    told: Mapping[Key, Told], was: Mapping[Key, tuple[Visit, str]], before: Chapter | None
) -> Iterator[tuple[Key, Told]]:
    """Visits that have come within sight since the last change: told as they were from the beginning."""
    for key, (_, facts) in was.items():
        if before and key not in told:
            yield key, Told(facts, before.begins)


def visits_of(timetable: Timetable, today: date) -> Iterator[tuple[Key, tuple[Visit, str]]]:
    """Every public visit as far as makes sense, with its facts."""
    seen, until = timetable.public(), timetable.horizon(today)
    for stop in seen.stops:
        visits = seen.visits(date.min, until, stop.id)
        for visit, back in with_due(visits, seen.service.loan_visits):
            yield visit.key, (visit, facts_of(visit, back, seen.service))


def facts_of(visit: Visit, back: Visit | None, service: Service) -> str:
    """All that a calendar shows of a visit, and nothing else, in few letters."""
    stop = visit.stop
    shown = (
        *(visit.slot, visit.planned, str(visit.status), visit.place, visit.reason, visit.text),
        *visit.others,
        visit.vehicle if visit.replaced else "",
        back.slot.day if back else None,
        *(stop.name, stop.municipality, stop.address, stop.point, str(stop.audience), stop.note),
        *(service.called, service.timezone, service.sample),
    )
    return short(shown)


def short(shown: object) -> str:
    return sha256(repr(shown).encode()).hexdigest()[:16]
