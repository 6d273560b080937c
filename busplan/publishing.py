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
from busplan.timetable import Problem, Timetable

log = getLogger(__name__)
GONE = 0  # the number of the newest publication in a database that has none, or is not there


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

    While the database is away the last one stands.
    """

    def __init__(self, store: Store, prepared: Callable[[Publication], Publication] = lambda it: it) -> None:
        self.store = store
        self.prepared = prepared
        self.held: Publication | None = None
        self.lock = Lock()

    def in_force(self) -> Publication | None:
        """Raises StoreUnavailable only when there is nothing to hold on to."""
        try:
            newest = self.store.head()
        except StoreUnavailable as fault:
            if self.held is None:
                raise
            log.warning("the database is away, the last timetable stands: %s", fault)
            return self.held
        held = self.held
        if held is not None and newest in (held.id, GONE):
            return held
        with self.lock:
            return self._renewed(newest)

    def _renewed(self, newest: int) -> Publication | None:
        if self.held is None or self.held.id != newest:
            found = in_force(self.store)
            self.held = None if found is None else self.prepared(found)
        return self.held
