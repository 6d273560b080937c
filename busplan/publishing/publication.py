"""A store in, what is in force out: the newest publication, what of older ones it does not replace, and the
notices that stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from logging import getLogger

from busplan.publishing.history import history
from busplan.publishing.news import with_notices
from busplan.publishing.parts import Parts, reading_of
from busplan.reading import Lines
from busplan.store import Notices, Said, Store, StoreUnavailable
from busplan.timetable import BadTimetable, Chapter, Gone, Key, Season, Stop, Timetable, Told, gone

log = getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Publication:
    """What is in force: the newest publication, with what of older ones it does not replace, and notices.

    Number, time and author are those of the newest; `changed_at` is later if there are notices since.
    `seasons` tells which number holds when, and `told` how new that is which calendars know of each visit;
    `gone` are those planned no longer. `former` are the stops there are no longer, by id.
    """

    id: int
    published_at: datetime
    author: str
    changed_at: datetime
    digest: str
    timetable: Timetable
    seasons: tuple[tuple[int, Season], ...]
    told: Mapping[Key, Told]
    gone: Gone
    former: Mapping[str, Stop]

    @property
    def chapter(self) -> Chapter:
        return Chapter(self.timetable, self.changed_at)


def in_force(store: Store, parts: Parts | None = None) -> Publication | None:
    """None before the first. Raises StoreUnavailable, and BadTimetable if the newest cannot be read."""
    moment = store.last_moment()
    if moment is None:
        return None
    parts = parts or Parts(store)
    newest = parts.of(moment.publication)
    notices = Notices(store).standing(moment.id)
    timetable = with_notices(parts.timetable(moment.publication), notices)
    told, _ = history(store, parts, Chapter(timetable, moment.at))
    entry = store.entry(moment.publication)
    return Publication(
        id=entry.id,
        published_at=entry.published_at,
        author=entry.author,
        changed_at=moment.at,
        digest=digest_of([part.digest for part in newest], notices),
        timetable=timetable,
        seasons=tuple((part.id, season) for part in newest for season in part.left),
        told=told,
        gone=gone(told),
        former=former(told, timetable),
    )


def digest_of(parts: list[str], notices: list[Said]) -> str:
    """The same as before there were notices, where there are none."""
    said = [f"notice {notice.id}" for notice in notices]
    return sha256("\n".join([*parts, *said]).encode()).hexdigest()


def replaced(store: Store, publication: Publication) -> Timetable | None:
    """What was in force until the publication, as residents saw it; None if nothing that can be read now."""
    try:
        older = [entry.id for entry in store.entries() if entry.id < publication.id]
        return Parts(store).timetable(older[0]).public() if older else None
    except (StoreUnavailable, BadTimetable) as fault:
        log.warning("what was in force before cannot be told: %s", fault)
        return None


def as_it_came(store: Store) -> tuple[Lines, ...]:
    """The tables of the open schema that are in force, where nothing else is. Raises as `in_force`."""
    kept = store.newest()
    if kept is None or len(Parts(store).of(kept.id)) > 1:
        return ()
    return reading_of(kept).as_it_came


def former(told: Mapping[Key, Told], timetable: Timetable) -> dict[str, Stop]:
    """As they were when they were last visited."""
    last = (said.last for _, said in sorted(told.items()) if said.last)
    return {visit.stop.id: visit.stop for visit in last if timetable.stop(visit.stop.id) is None}
