"""Moments in; what calendars are told at each of them out."""

from logging import getLogger

from busplan.publishing.news import with_notices
from busplan.publishing.parts import Parts
from busplan.store import Moment, Notices, Store, StoreUnavailable
from busplan.timetable import BadTimetable, Chapter, Key, Told, retold

log = getLogger(__name__)
# A moment, and what it tells calendars anew.
Heard = tuple[int, dict[Key, Told]]


def keep_history(store: Store) -> None:
    """It is in force already: should this fail, readers work the same out, and the next one keeps it."""
    try:
        _, fresh = history(store, Parts(store))
        for moment, changed in fresh:
            store.tell(moment, changed)
    except StoreUnavailable as fault:
        log.warning("what calendars are told is kept next time: %s", fault)


def history(store: Store, parts: Parts, newest: Chapter | None = None) -> tuple[dict[Key, Told], list[Heard]]:
    """What calendars have been told up to the newest chapter, and what of it is not kept yet, by moment.

    The same whoever works it out, and when. Raises StoreUnavailable.
    """
    until, told = store.told()
    moments = [each for each in store.moments(until) if newest is None or each.at <= newest.begins]
    # A database from before there was a history begins it with the newest.
    if not until:
        moments = moments[-1:]
    if not moments or moments[-1].id <= until:
        return told, []
    fresh: list[Heard] = []
    before = None
    for moment in moments:
        try:
            known = newest is not None and newest.begins == moment.at
            after = newest if newest and known else chapter_at(store, parts, moment)
        except BadTimetable as fault:
            log.warning("calendars were told nothing of publication %s: %s", moment.publication, fault)
            continue
        if moment.id > until:
            changed = retold(told, before, after)
            fresh.append((moment.id, changed))
            told |= changed
        before = after
    return told, fresh


def chapter_at(store: Store, parts: Parts, moment: Moment) -> Chapter:
    """What was in force from a moment on. Raises StoreUnavailable and BadTimetable."""
    timetable = parts.timetable(moment.publication)
    return Chapter(with_notices(timetable, Notices(store).standing(moment.id)), moment.at)
