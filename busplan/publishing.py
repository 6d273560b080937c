"""The one road to the public: hand in, check, publish, in force."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from logging import getLogger
from threading import Lock

from busplan import checking, reading
from busplan.reading import Lines, Reading, Source
from busplan.store import Kept, Store, StoreUnavailable
from busplan.timetable import (
    BadTimetable,
    Changes,
    Chapter,
    Gone,
    Key,
    Problem,
    Season,
    Service,
    Stop,
    Timetable,
    Told,
    gone,
    in_succession,
    remaining,
    retold,
)

log = getLogger(__name__)
# Of days past, calendars keep this much; and more seasons than this are never put together.
PAST = timedelta(days=366)
MOST_TOGETHER = 10
UNNAMED = Service("")
# A publication, and what it tells calendars anew.
Heard = tuple[int, dict[Key, Told]]


@dataclass(frozen=True, slots=True)
class Publication:
    """What is in force: the newest publication, with what of older ones it does not replace.

    Number, time and author are those of the newest. `seasons` tells which number holds when, and `told` how
    new that is which calendars know of each visit; `gone` are those planned no longer. `former` are the stops
    there are no longer, by id.
    """

    id: int
    published_at: datetime
    author: str
    digest: str
    timetable: Timetable
    seasons: tuple[tuple[int, Season], ...]
    told: Mapping[Key, Told]
    gone: Gone
    former: Mapping[str, Stop]

    @property
    def chapter(self) -> Chapter:
        return Chapter(self.timetable, self.published_at)


@dataclass(frozen=True, slots=True)
class HandIn:
    """Files that make one timetable, what a person should look at, and what they change."""

    files: tuple[Source, ...]
    timetable: Timetable
    doubts: tuple[Problem, ...]
    changes: Changes | None = None
    against: Publication | None = None

    @property
    def digest(self) -> str:
        """Tells whether two hand-ins are the same, byte for byte and in the same order."""
        each = (sha256(source.content).hexdigest() for source in self.files)
        return sha256("\n".join(each).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Part:
    """One publication of those that are in force together, and what is left of its seasons."""

    id: int
    digest: str
    timetable: Timetable
    left: tuple[Season, ...]


def check(
    *sources: Source,
    against: Publication | None = None,
    today: date | None = None,
    accept: Collection[str] = (),
) -> HandIn:
    """As `checking.check`, against what is in force; all that makes a timetable must be there.

    Raises BadTimetable with every problem of all files.
    """
    before = against.timetable if against else None
    checked = checking.check(*sources, against=before, today=today, accept=accept)
    if checked.lacks:
        name = sources[0].name
        missing = (Problem(name, 0, 0, "missing_table", facts={"table": lack}) for lack in checked.lacks)
        raise BadTimetable((*checked.doubts, *missing))
    return HandIn(sources, checked.timetable, checked.doubts, checked.changes, against)


def publish(store: Store, hand_in: HandIn, by: str, now: datetime, message: str = "") -> int | None:
    """The number of the new publication; None when the same files are in force already.

    Only what could be read gets here, and it is kept whole or not at all. Raises StoreUnavailable.
    """
    store.prepare()
    files = [(source.name, source.content) for source in hand_in.files]
    number = store.add(files, hand_in.digest, by, now, message, hand_in.timetable.seasons)
    if number is not None:
        keep_history(store, number)
    return number


def keep_history(store: Store, number: int) -> None:
    """It is in force already: should this fail, readers work the same out, and the next one keeps it."""
    try:
        _, fresh = history(store, number, chapter_of(store, number))
        for each, changed in fresh:
            store.tell(each, changed)
    except StoreUnavailable as fault:
        log.warning("what calendars are told is kept next time: %s", fault)


def history(store: Store, number: int, newest: Chapter) -> tuple[dict[Key, Told], list[Heard]]:
    """What calendars have been told up to a publication, and what of it is not kept yet, by publication.

    The same whoever works it out, and when. Raises StoreUnavailable.
    """
    until, told = store.told()
    fresh: list[Heard] = []
    before = None
    # A database from before there was a history begins it with the newest.
    since = [each for each, _ in store.before(number) if each >= until] if until else []
    for each in [*reversed(since), number]:
        try:
            after = newest if each == number else chapter_of(store, each)
        except BadTimetable as fault:
            log.warning("calendars were told nothing by publication %s: %s", each, fault)
            continue
        if each > until:
            changed = retold(told, before, after)
            fresh.append((each, changed))
            told |= changed
        before = after
    return told, fresh


def chapter_of(store: Store, number: int) -> Chapter:
    """What was in force from a publication on. Raises StoreUnavailable and BadTimetable."""
    kept = store.kept(number)
    timetable = in_succession(*(part.timetable for part in parts_of(store, kept)))
    return Chapter(timetable, kept.published_at)


def replaced(store: Store, publication: Publication) -> Timetable | None:
    """What was in force until the publication, as residents saw it; None if nothing that can be read now."""
    try:
        older = store.before(publication.id)
        return chapter_of(store, older[0][0]).timetable.public() if older else None
    except (StoreUnavailable, BadTimetable) as fault:
        log.warning("what was in force before cannot be told: %s", fault)
        return None


def in_force(store: Store) -> Publication | None:
    """None before the first. Raises StoreUnavailable, and BadTimetable if the newest cannot be read."""
    kept = store.newest()
    if kept is None:
        return None
    parts = parts_of(store, kept)
    timetable = in_succession(*(part.timetable for part in parts))
    told, _ = history(store, kept.id, Chapter(timetable, kept.published_at))
    return Publication(
        id=kept.id,
        published_at=kept.published_at,
        author=kept.author,
        digest=sha256("\n".join(part.digest for part in parts).encode()).hexdigest(),
        timetable=timetable,
        seasons=tuple((part.id, season) for part in parts for season in part.left),
        told=told,
        gone=gone(told),
        former=former(told, timetable),
    )


def as_it_came(store: Store) -> tuple[Lines, ...]:
    """The tables of the open schema that are in force, where nothing else is. Raises as `in_force`."""
    kept = store.newest()
    if kept is None or len(parts_of(store, kept)) > 1:
        return ()
    return reading_of(kept).as_it_came


def former(told: Mapping[Key, Told], timetable: Timetable) -> dict[str, Stop]:
    """As they were when they were last visited."""
    last = (said.last for _, said in sorted(told.items()) if said.last)
    return {visit.stop.id: visit.stop for visit in last if timetable.stop(visit.stop.id) is None}


def parts_of(store: Store, kept: Kept) -> list[Part]:
    """The newest publication, and older ones back to the last that still holds some days."""
    newest = timetable_of(kept)
    parts = [Part(kept.id, kept.digest, newest, newest.seasons)]
    since = kept.published_at.date() - PAST
    for number, seasons in store.before(kept.id):
        try:
            parts.append(older_part(store, number, seasons, parts, since))
        except BadTimetable as fault:
            log.warning("publication %s is left out: %s", number, fault)
        if sum(bool(part.left) for part in parts) == MOST_TOGETHER:
            break
    while len(parts) > 1 and not parts[-1].left:
        parts.pop()
    return parts


def older_part(
    store: Store, number: int, seasons: tuple[Season, ...], newer: list[Part], since: date
) -> Part:
    """One that holds no more days is not read: that it replaced others is told by its seasons alone."""
    if seasons and not left_of(seasons, newer, since):
        return Part(number, "", Timetable(UNNAMED, (), seasons), ())
    kept = store.kept(number)
    timetable = timetable_of(kept)
    return Part(number, kept.digest, timetable, left_of(timetable.seasons, newer, since))


def still_in_force(hand_in: HandIn, today: date) -> list[tuple[int, Season]]:
    """Numbers that hold days from today on when this is published too, with those days."""
    return [
        (number, left)
        for number, season in (hand_in.against.seasons if hand_in.against else ())
        for left in remaining((season,), hand_in.timetable.seasons)
        if left.last >= today
    ]


def left_of(seasons: tuple[Season, ...], newer: list[Part], since: date) -> tuple[Season, ...]:
    for part in reversed(newer):
        seasons = remaining(seasons, part.timetable.seasons)
    return tuple(season for season in seasons if season.last >= since)


def timetable_of(kept: Kept) -> Timetable:
    return reading_of(kept).timetable


def reading_of(kept: Kept) -> Reading:
    return reading.read(*(Source(*file) for file in kept.files))


class Shelf:
    """Holds what is in force, so that only a new publication is ever read again.

    While the database is away, or holds something newer that cannot be read, the last one stands.
    """

    def __init__(self, store: Store, prepared: Callable[[Publication], Publication] = lambda it: it) -> None:
        self.store = store
        self.prepared = prepared
        self.held: Publication | None = None
        self.seen: tuple[int, str] | None = None
        self.stamp: tuple[int, ...] | None = None
        self.unreadable: BadTimetable | None = None
        self.lock = Lock()

    def in_force(self) -> Publication | None:
        """Raises StoreUnavailable or BadTimetable only when there is nothing to hold on to."""
        stamp = self.store.stamp()
        if stamp is not None and stamp == self.stamp:
            return self.held
        try:
            newest = self.store.head()
            if newest is not None and newest != self.seen:
                with self.lock:
                    self._renew(newest)
        except (StoreUnavailable, BadTimetable) as fault:
            if self.held is None:
                raise
            log.warning("the last timetable stands: %s", fault)
            stamp = None
        if self.held is None and self.unreadable is not None:
            raise self.unreadable
        # As it was before the database was asked, so that nothing written since can be missed.
        self.stamp = stamp if self.held else None
        return self.held

    def _renew(self, newest: tuple[int, str]) -> None:
        """What could not be read is not tried again before something newer comes."""
        if newest == self.seen:
            return
        try:
            found = in_force(self.store)
        except BadTimetable as fault:
            self.seen, self.unreadable = newest, fault
            raise
        if found is not None:
            self.held, self.seen = self.prepared(found), newest
