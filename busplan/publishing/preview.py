"""What is in force and what would be in, what changes and for whom out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from busplan.publishing.news import matches
from busplan.publishing.standing import Standing
from busplan.store import Said
from busplan.timetable import Changes, Stop, Timetable, Visit, changes
from busplan.timetable.history import visits_of

WEEK = timedelta(weeks=1)
DAY = timedelta(days=1)
# Of a timetable without an end nobody reads on for ever.
MOST_WEEKS = 60
# As it was, and as it becomes; one of them is None where it is new or gone.
Pair = tuple[Visit | None, Visit | None]


@dataclass(frozen=True, slots=True)
class Week:
    """A week from its Monday: how many visits there are before and after, and those that differ, in order."""

    monday: date
    before: int
    after: int
    differ: tuple[Pair, ...]

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week


@dataclass(frozen=True, slots=True)
class Preview:
    """What becomes otherwise. `feeds` are the stops whose calendars are told something new.

    `restyled` are stops of which something else is told: address, kind, note. `unmatched` are notices that
    hit visits now and would hit none. `before` and `after` are what was compared, homes among it.
    """

    before: Timetable
    after: Timetable
    changes: Changes
    restyled: tuple[tuple[Stop, Stop], ...]
    feeds: tuple[str, ...]
    unmatched: tuple[Said, ...]
    weeks: tuple[Week, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing that anybody sees becomes otherwise."""
        found = self.changes
        stops = (found.added, found.gone, found.ending, found.renamed, found.relocated, self.restyled)
        visits = (found.visits_added, found.visits_dropped, found.visits_moved, found.visits_cancelled)
        return not (any(stops) or any(visits) or self.feeds or self.unmatched)

    @property
    def hit(self) -> tuple[Stop, ...]:
        """Every stop of which something changes, by name."""
        found = self.changes
        pairs = (*found.renamed, *found.relocated, *self.restyled)
        ids = {*found.by_stop, *(now.id for _, now in pairs)}
        ids |= {stop.id for stop in (*found.added, *found.gone, *found.ending)}
        ids |= {visit.stop.id for visit in found.visits_cancelled}
        stops = (self.after.stop(id) or self.before.stop(id) for id in ids)
        return tuple(sorted((stop for stop in stops if stop), key=lambda stop: (stop.name, stop.id)))

    @property
    def share_gone(self) -> int:
        """Percent of the visits to come that are dropped."""
        found = self.changes
        return round(100 * len(found.visits_dropped) / found.visits_before) if found.visits_before else 0


def preview(standing: Standing, newest: Timetable, today: date) -> Preview:
    """What a hand-in changes of what is in force, from a day on."""
    before, after = standing.whole, standing.topped(newest)
    lost = unmatched(standing.said, standing.timetable, standing.under(newest), today)
    return compared(before, after, today, lost)


def compared(before: Timetable, after: Timetable, since: date, lost: Sequence[Said] = ()) -> Preview:
    """Any two, from a day on."""
    found = changes(before, after, since)
    both = [(stop, now) for stop in before.stops if (now := after.stop(stop.id))]
    told = {now.id for pairs in (found.renamed, found.relocated) for _, now in pairs}
    return Preview(
        before=before,
        after=after,
        changes=found,
        restyled=tuple(pair for pair in both if pair[1].id not in told and differ(*pair)),
        feeds=tuple(sorted(feeds(before, after, since))),
        unmatched=tuple(lost),
        weeks=tuple(weeks(found, before, after, since)),
    )


def differ(stop: Stop, now: Stop) -> bool:
    return looks(stop) != looks(now)


def looks(stop: Stop) -> tuple[object, ...]:
    """What residents are told of a stop, besides its name and place."""
    said = stop.municipality, stop.address, stop.kind, stop.audience, stop.note, stop.access
    return (*said, stop.school_days, stop.became)


def feeds(before: Timetable, after: Timetable, since: date) -> set[str]:
    """Stops whose calendars are told something new, by the same facts that calendars hang on."""
    was, becomes = dict(visits_of(before, since)), dict(visits_of(after, since))
    return {
        key[0]
        for key in was.keys() | becomes.keys()
        if facts(was, key) != facts(becomes, key) and is_coming(was, becomes, key, since)
    }


Known = Mapping[tuple[str, date, int], tuple[Visit, str]]


def facts(known: Known, key: tuple[str, date, int]) -> str:
    return known[key][1] if key in known else ""


def is_coming(was: Known, becomes: Known, key: tuple[str, date, int], since: date) -> bool:
    return any(known[key][0].slot.day >= since for known in (was, becomes) if key in known)


def unmatched(said: Iterable[Said], before: Timetable, after: Timetable, since: date) -> list[Said]:
    return [
        each
        for each in said
        if matches(each.notice, before, since) and not matches(each.notice, after, since)
    ]


def weeks(found: Changes, before: Timetable, after: Timetable, since: date) -> Iterable[Week]:
    """Every week that has a visit, from that of a day on, with what differs."""
    by_week: dict[date, list[Pair]] = defaultdict(list)
    moved: list[Pair] = [*found.visits_moved]
    for pair in (
        *((visit, None) for visit in found.visits_dropped),
        *((None, visit) for visit in found.visits_added),
        *moved,
    ):
        visit = pair[0] or pair[1]
        assert visit
        by_week[monday_of(visit.slot.day)].append(pair)
    for visit in found.visits_cancelled:
        if not any(now is visit for _, now in moved):
            by_week[monday_of(visit.slot.day)].append((visit, visit))
    was, becomes = counts(before, since, found.until), counts(after, since, found.until)
    for monday in sorted(was.keys() | becomes.keys() | by_week.keys())[:MOST_WEEKS]:
        pairs = sorted(by_week[monday], key=in_time)
        yield Week(monday, was.get(monday, 0), becomes.get(monday, 0), tuple(pairs))


def in_time(pair: Pair) -> tuple[object, ...]:
    visit = pair[0] or pair[1]
    assert visit
    return visit.order


def counts(timetable: Timetable, since: date, until: date) -> dict[date, int]:
    found: dict[date, int] = defaultdict(int)
    for visit in timetable.visits(since, until):
        if visit.takes_place:
            found[monday_of(visit.slot.day)] += 1
    return found


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
