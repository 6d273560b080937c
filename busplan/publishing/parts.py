"""A publication in; the timetables that are in force together from it on out, the newest first."""

from dataclasses import dataclass
from datetime import date, timedelta
from logging import getLogger

from busplan import reading
from busplan.reading import Reading, Source
from busplan.store import Kept, Store
from busplan.timetable import BadTimetable, Season, Service, Timetable, in_succession, remaining

log = getLogger(__name__)
# Of days past, calendars keep this much; and more seasons than this are never put together.
PAST = timedelta(days=366)
MOST_TOGETHER = 10
UNNAMED = Service("")


@dataclass(frozen=True, slots=True)
class Part:
    """One publication of those that are in force together, and what is left of its seasons."""

    id: int
    digest: str
    timetable: Timetable
    left: tuple[Season, ...]


class Parts:
    """What is in force together from each publication on, read once."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.known: dict[int, list[Part]] = {}

    def of(self, publication: int) -> list[Part]:
        """Raises StoreUnavailable and BadTimetable."""
        if publication not in self.known:
            self.known[publication] = parts_of(self.store, self.store.kept(publication))
        return self.known[publication]

    def timetable(self, publication: int) -> Timetable:
        """All of them put together. Raises StoreUnavailable and BadTimetable."""
        return in_succession(*(part.timetable for part in self.of(publication)))


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


def left_of(seasons: tuple[Season, ...], newer: list[Part], since: date) -> tuple[Season, ...]:
    for part in reversed(newer):
        seasons = remaining(seasons, part.timetable.seasons)
    return tuple(season for season in seasons if season.last >= since)


def timetable_of(kept: Kept) -> Timetable:
    return reading_of(kept).timetable


def reading_of(kept: Kept) -> Reading:
    return reading.read(*(Source(*file) for file in kept.files))
