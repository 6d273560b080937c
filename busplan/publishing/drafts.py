"""Files in, a draft out; a draft in, a publication out."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from logging import getLogger

from busplan import checking
from busplan.publishing.hand_in import HandIn, whole
from busplan.publishing.history import keep_history
from busplan.publishing.standing import Standing
from busplan.reading import Source, read
from busplan.store import Draft, Drafts, File, Overtaken, Store
from busplan.timetable import BadTimetable, Timetable

log = getLogger(__name__)
# What ten buses do in five years. To work out many more would keep all waiting who ask meanwhile.
MOST_VISITS = 100_000


def look_at(standing: Standing, files: Sequence[File], today: date, accept: Collection[str] = ()) -> HandIn:
    """Files beside what staff see in force. Raises BadTimetable with every problem."""
    sources = tuple(Source(*file) for file in files)
    against = standing.timetable if standing.timetable.seasons or standing.timetable.stops else None
    checked = checking.check(*sources, today=today, against=against, accept=accept, most=MOST_VISITS)
    return whole(sources, checked)


def hand_in(
    store: Store,
    found: HandIn,
    base: int,
    by: str,
    now: datetime,
    message: str = "",
    accepted: Collection[str] = (),
) -> int:
    """The number of the draft; the files are kept byte for byte. Raises StoreUnavailable."""
    files = [(source.name, source.content) for source in found.files]
    return Drafts(store).add(files, found.digest, by, now, base, message, accepted)


def publish_draft(
    store: Store,
    draft: Draft,
    by: str,
    now: datetime,
    message: str | None = None,
    accepted: Collection[str] = (),
) -> tuple[int, bool]:
    """As `Drafts.publish`. Raises StoreUnavailable, BadTimetable, Closed, Overtaken."""
    drafts = Drafts(store)
    seasons = read_files(drafts.files(draft.id)).seasons
    number, made = drafts.publish(draft.id, seasons, by, now, message, accepted)
    if made:
        keep_history(store)
    return number, made


def publish_due(store: Store, now: datetime) -> list[int]:
    """Publishes what is to be published by itself, and gives the numbers.

    Where somebody was faster the draft stays, and says so. Raises StoreUnavailable.
    """
    drafts, made = Drafts(store), []
    for draft in drafts.due(now):
        try:
            number, is_new = publish_draft(store, draft, draft.author, now)
        except Overtaken as fault:
            log.warning("draft %s is not published: %s", draft.id, fault)
            drafts.overtaken(draft.id, fault.newest.id, now)
            continue
        except BadTimetable as fault:
            log.warning("draft %s cannot be read by this release: %s", draft.id, fault)
            continue
        if is_new:
            made.append(number)
    return made


def read_files(files: Sequence[File]) -> Timetable:
    """What they make, beside nothing. Raises BadTimetable."""
    return read(*(Source(*file) for file in files)).timetable
