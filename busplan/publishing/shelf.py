"""A store in, what is in force out, read only when it has changed."""

from collections.abc import Callable
from logging import getLogger
from threading import Lock

from busplan.publishing.parts import Parts
from busplan.publishing.publication import Publication, in_force
from busplan.store import Store, StoreUnavailable
from busplan.timetable import BadTimetable

log = getLogger(__name__)


class Shelf:
    """Holds what is in force, so that only a new publication is ever read again; a notice reads no file.

    While the database is away, or holds something newer that cannot be read, the last one stands.
    """

    def __init__(self, store: Store, prepared: Callable[[Publication], Publication] = lambda it: it) -> None:
        self.store = store
        self.prepared = prepared
        self.held: Publication | None = None
        self.seen: tuple[int, str] | None = None
        self.stamp: tuple[int, ...] | None = None
        self.unreadable: BadTimetable | None = None
        self.parts = Parts(store)
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
        # Of thousands of stops nobody holds more than one timetable, and in another file that somebody has
        # put in the place of this one, numbers stand for something else.
        if self.seen is None or newest[1] != self.seen[1]:
            self.parts = Parts(self.store)
        try:
            found = in_force(self.store, self.parts)
        except BadTimetable as fault:
            self.seen, self.unreadable = newest, fault
            raise
        if found is not None:
            self.held, self.seen = self.prepared(found), newest
