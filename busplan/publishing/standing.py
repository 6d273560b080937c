"""A store in, what staff build upon out: what is in force, homes and all, and what was said apart from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from logging import getLogger

from busplan.publishing.news import with_notices
from busplan.publishing.parts import UNNAMED, Parts
from busplan.store import Entry, Notices, Said, Store
from busplan.timetable import BadTimetable, Timetable, in_succession

log = getLogger(__name__)
NOTHING = Timetable(UNNAMED, ())


@dataclass(frozen=True, slots=True)
class Standing:
    """What is in force: its newest publication, all that is put together, and the notices that stand.

    `timetable` is without those notices, `entry` None before the first publication.
    """

    entry: Entry | None
    timetable: Timetable
    said: Sequence[Said] = ()
    readable: bool = True

    @property
    def number(self) -> int:
        return self.entry.id if self.entry else 0

    @property
    def whole(self) -> Timetable:
        """As it is, with the notices."""
        return with_notices(self.timetable, self.said)

    def under(self, newest: Timetable) -> Timetable:
        """What would be in force with that on top, without notices; without a season it changes no visit."""
        return in_succession(newest, self.timetable) if newest.seasons else self.timetable

    def topped(self, newest: Timetable) -> Timetable:
        """What would be in force with that on top."""
        return with_notices(self.under(newest), self.said)


def standing(store: Store) -> Standing:
    """What cannot be read by this release is nothing to compare with. Raises StoreUnavailable."""
    newest = next(iter(store.entries(1)), None)
    if newest is None:
        return Standing(None, NOTHING)
    said = Notices(store).standing()
    try:
        return Standing(newest, Parts(store).timetable(newest.id), said)
    except BadTimetable as fault:
        log.warning("publication %s cannot be read: %s", newest.id, fault)
        return Standing(newest, NOTHING, said, readable=False)
