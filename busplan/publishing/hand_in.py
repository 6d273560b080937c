"""Files in, checked beside what is in force; a publication of them out, or an earlier one in force again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from busplan import checking
from busplan.checking import Checked
from busplan.publishing.history import keep_history
from busplan.publishing.publication import Publication
from busplan.reading import Source
from busplan.store import Store
from busplan.timetable import BadTimetable, Changes, Problem, Season, Timetable, remaining


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
    return whole(sources, checked, against)


def whole(sources: tuple[Source, ...], checked: Checked, against: Publication | None = None) -> HandIn:
    """Raises BadTimetable where a part is missing without which it is of no use to residents."""
    if checked.lacks:
        name = sources[0].name
        missing = (Problem(name, 0, 0, "missing_table", facts={"table": lack}) for lack in checked.lacks)
        raise BadTimetable((*checked.doubts, *missing))
    return HandIn(sources, checked.timetable, checked.doubts, checked.changes, against)


def publish(
    store: Store,
    hand_in: HandIn,
    by: str,
    now: datetime,
    message: str = "",
    base: int | None = None,
    accepted: Collection[str] = (),
) -> int | None:
    """The number of the new publication; None when the same files are in force already.

    Only what could be read gets here, and it is kept whole or not at all. With `base`, on top of that
    publication only (0: of none). Raises StoreUnavailable, Overtaken.
    """
    store.prepare()
    files = [(source.name, source.content) for source in hand_in.files]
    seasons = hand_in.timetable.seasons
    number = store.add(files, hand_in.digest, by, now, message, seasons, base, accepted)
    if number is not None:
        keep_history(store)
    return number


def publish_again(
    store: Store, number: int, base: int, by: str, now: datetime, message: str = ""
) -> int | None:
    """An earlier publication as a new one, so that all after it is undone; None when it is the newest.

    Raises StoreUnavailable, Overtaken.
    """
    made = store.add_again(number, base, by, now, message)
    if made is not None:
        keep_history(store)
    return made


def still_in_force(hand_in: HandIn, today: date) -> list[tuple[int, Season]]:
    """Numbers that hold days from today on when this is published too, with those days."""
    return [
        (number, left)
        for number, season in (hand_in.against.seasons if hand_in.against else ())
        for left in remaining((season,), hand_in.timetable.seasons)
        if left.last >= today
    ]
