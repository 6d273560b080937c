"""The one road to the public: hand in, check, publish, in force."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from logging import getLogger
from threading import Lock

from busplan import reading
from busplan.reading import Source
from busplan.store import Kept, Store, StoreUnavailable
from busplan.timetable import BadTimetable, Problem, Timetable

log = getLogger(__name__)


@dataclass(frozen=True, slots=True)
class HandIn:
    """Two files that make one timetable, and what a person should look at in them."""

    stops: Source
    schedule: Source
    timetable: Timetable
    doubts: tuple[Problem, ...]

    @property
    def digest(self) -> str:
        """Tells whether two hand-ins are the same, byte for byte."""
        each = (sha256(source.content).hexdigest() for source in (self.stops, self.schedule))
        return sha256("\n".join(each).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Publication:
    """A timetable that has been published."""

    id: int
    published_at: datetime
    author: str
    digest: str
    timetable: Timetable


def check(stops: Source, schedule: Source) -> HandIn:
    """Raises BadTimetable with every problem of both files."""
    read = reading.read(stops, schedule)
    return HandIn(stops, schedule, read.timetable, read.doubts)


def publish(store: Store, hand_in: HandIn, by: str, now: datetime, message: str = "") -> int | None:
    """The number of the new publication; None when the same files are in force already.

    Only what could be read gets here, and it is kept whole or not at all. Raises StoreUnavailable.
    """
    store.prepare()
    files = {
        "stops": (hand_in.stops.name, hand_in.stops.content),
        "schedule": (hand_in.schedule.name, hand_in.schedule.content),
    }
    return store.add(files, hand_in.digest, by, now, message)


def in_force(store: Store) -> Publication | None:
    """The newest publication; None before the first. Raises StoreUnavailable."""
    kept = store.newest()
    return None if kept is None else published(kept)


def published(kept: Kept) -> Publication:
    read = reading.read(Source(*kept.files["stops"]), Source(*kept.files["schedule"]))
    return Publication(kept.id, kept.published_at, kept.author, kept.digest, read.timetable)


class Shelf:
    """Holds what is in force, so that only a new publication is ever read again.

    While the database is away, or holds something newer that cannot be read, the last one stands.
    """

    def __init__(self, store: Store, prepared: Callable[[Publication], Publication] = lambda it: it) -> None:
        self.store = store
        self.prepared = prepared
        self.held: Publication | None = None
        self.seen: tuple[int, str] | None = None
        self.unreadable: BadTimetable | None = None
        self.lock = Lock()

    def in_force(self) -> Publication | None:
        """Raises StoreUnavailable or BadTimetable only when there is nothing to hold on to."""
        try:
            newest = self.store.head()
            if newest is not None and newest != self.seen:
                with self.lock:
                    self._renew(newest)
        except (StoreUnavailable, BadTimetable) as fault:
            if self.held is None:
                raise
            log.warning("the last timetable stands: %s", fault)
        if self.held is None and self.unreadable is not None:
            raise self.unreadable
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
            self.held, self.seen = self.prepared(found), (found.id, found.digest)
