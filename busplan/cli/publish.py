"""`busplan publish`: files put in force, all or none."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from busplan import settings
from busplan.cli.kept import opened
from busplan.cli.options import FILE, accept_option, database_option, now_option
from busplan.cli.said import author, loaded, today
from busplan.cli.talk import fail, show, talk, told_plainly
from busplan.clock import Clock
from busplan.timetable import BadTimetable, Changes

if TYPE_CHECKING:
    from busplan.publishing import HandIn, Publication
    from busplan.store import Store


@click.command()
@click.argument("files", type=FILE, nargs=-1, required=True)
@click.option("--message", default="", help="What this publication is about.")
@accept_option
@database_option
@now_option
def publish(
    files: tuple[Path, ...],
    message: str,
    accept: tuple[str, ...],
    database: str | None,
    now: str | None,
) -> None:
    """Check FILES, which make one timetable together, and put them in force, all or none.

    Such as a workbook, or a list of stops and a schedule. A season that begins later leaves the present one
    in force until then.
    """
    said = loaded(database=database, now=now)
    store = opened(said)
    with told_plainly():
        handed_in = hand_in(files, store, said, accept)
        put_in_force(handed_in, store, said, message.encode("utf-8", "replace").decode(), accept)


def standing(store: "Store") -> "Publication | None":
    """What is in force before something is published. It may be published because that cannot be read."""
    from busplan import publishing

    try:
        return publishing.in_force(store)
    except BadTimetable:
        talk("What is in force cannot be read by this release, so there is nothing to compare with.")
        return None


def hand_in(
    files: Sequence[Path],
    store: "Store",
    said: settings.Settings,
    accept: Iterable[str] = (),
) -> "HandIn":
    """Tells what it does, and what to look at. Raises BadTimetable."""
    from busplan import publishing
    from busplan.reading import Source

    talk(f"Reading {' and '.join(map(str, files))} …")
    sources = map(Source.from_file, files)
    handed_in = publishing.check(*sources, against=standing(store), today=today(said), accept=tuple(accept))
    show(handed_in.doubts, said.language, err=True)
    return handed_in


def put_in_force(
    handed_in: "HandIn",
    store: "Store",
    said: settings.Settings,
    message: str = "",
    accepted: Collection[str] = (),
) -> None:
    """On top of what it was compared with, and nothing else.

    At the real time, whatever --now says: what is kept must not seem to come from the future.
    """
    from busplan import publishing
    from busplan.store import Overtaken

    base = handed_in.against.id if handed_in.against else None
    try:
        number = publishing.publish(store, handed_in, author(), Clock().now(UTC), message, base, accepted)
    except Overtaken as first:
        fail(f"{first}. Nothing has changed. Run this again to see what yours changes in that.")
    if number is None:
        talk("No changes: these files are in force already.")
        return
    talk(f"Published as number {number}: {size(handed_in)}.")
    if handed_in.changes:
        talk(f"From {today(said)} on: {told_changes(handed_in.changes)}.")
    for sentence in told_succession(handed_in, today(said)):
        talk(sentence)


def told_changes(changes: Changes) -> str:
    """`2 stops added, 14 visits dropped`"""
    counts = (
        (changes.added, "stop", "added"),
        (changes.gone, "stop", "gone"),
        (changes.ending, "stop", "given up later"),
        (changes.relocated, "stop", "moved"),
        (changes.renamed, "stop", "renamed"),
        (changes.visits_added, "visit", "added"),
        (changes.visits_dropped, "visit", "dropped"),
        (changes.visits_moved, "visit", "moved"),
        (changes.visits_cancelled, "visit", "cancelled"),
    )
    told = [f"{len(each)} {what}{'s' * (len(each) != 1)} {how}" for each, what, how in counts if each]
    return ", ".join(told) or "nothing changes"


def told_succession(handed_in: "HandIn", today: date) -> Iterator[str]:
    """Which earlier publications stand, and when."""
    from busplan import publishing

    first = min((season.first for season in handed_in.timetable.seasons), default=today)
    stand = publishing.still_in_force(handed_in, today)
    until = {number for number, season in stand if season.last < first}
    if until:
        numbers = ", ".join(map(str, sorted(until)))
        yield f"Next season from {first}; until then number {numbers} stays in force."
    for number, season in stand:
        if season.first > first:
            yield f"From {season.first} on number {number} stays in force."


def size(handed_in: "HandIn") -> str:
    timetable = handed_in.timetable.public()
    sizes = (
        (len(timetable.stops), "stops"),
        (len(timetable.routes), "routes"),
        (len(timetable.visits(date.min, date.max)), "visits"),
    )
    return ", ".join(f"{count} {what}" for count, what in sizes)
