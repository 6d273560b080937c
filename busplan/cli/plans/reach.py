"""`busplan plan reach`: who is within reach?"""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from busplan.cli.options import FILE, database_option, now_option
from busplan.cli.plans.given import as_json, day_of, day_option, timetable_of
from busplan.cli.said import loaded
from busplan.cli.talk import fail, told_plainly
from busplan.timetable import Point, Timetable

if TYPE_CHECKING:
    from datetime import date

    from busplan.roads.people import People
    from busplan.roads.reach import Within


@click.command()
@click.argument("people", type=FILE)
@click.argument("files", type=FILE, nargs=-1)
@click.option("--after", type=FILE, multiple=True, help="A file or folder of the timetable to come.")
@click.option("--km", type=click.FloatRange(min=0.01), help="In a straight line.")
@click.option("--walk", type=click.FloatRange(min=0.1), help="Minutes on foot, luftlinje × 1,3 at 5 km/h.")
@click.option("--drive", type=click.FloatRange(min=0.1), help="Minutes by car, as the bus is estimated.")
@click.option("--side", default=0.0, help="Metres of a square whose x and y are its south-west corner.")
@day_option
@database_option
@now_option
@click.option("--json", "in_json", is_flag=True)
def reach(
    people: Path,
    files: tuple[Path, ...],
    after: tuple[Path, ...],
    km: float | None,
    walk: float | None,
    drive: float | None,
    side: float,
    on: Any,
    database: str | None,
    now: str | None,
    in_json: bool,
) -> None:
    """How many live within reach of a stop of FILES, or of the timetable in force?

    PEOPLE is a CSV file: SSB's grid as it is, or columns x, y (UTM 33 or degrees) and people.
    """
    if sum(each is not None for each in (km, walk, drive)) != 1:
        raise click.UsageError("Give one of --km, --walk and --drive.")
    from busplan.roads.people import BadPeople, people_of
    from busplan.roads.reach import compared
    from busplan.words.planning import said

    said_of = loaded(database=database, now=now)
    with told_plainly():
        try:
            found = people_of(people.read_bytes(), side)
        except BadPeople as bad:
            fail(f"{people}: {bad}")
        day = day_of(on, said_of)
        before = points(timetable_of(files, said_of), day)
        later = points(timetable_of(after, said_of), day) if after else before
    both = compared(found, within(found, before, km, walk, drive), within(found, later, km, walk, drive))
    if in_json:
        click.echo(as_json(asdict(both)))
        return
    facts = asdict(both)
    click.echo(said("reach", said_of.language, living=both.before, **facts))
    if after:
        click.echo(said("reach_after", said_of.language, living=both.after, **facts))


def points(timetable: Timetable, day: "date") -> list[Point]:
    """Of the public stops that are visited in the rota of that day."""
    from busplan.planning.today import rounds_of

    visited = {turn.stop_id for turn in rounds_of(timetable, day).turns}
    return [stop.point for stop in timetable.stops if stop.public and stop.point and stop.id in visited]


def within(
    people: "People", stops: list[Point], km: float | None, walk: float | None, drive: float | None
) -> "Within":
    from busplan.roads.reach import within_drive, within_km, within_walk

    if km is not None:
        return within_km(people, stops, km)
    return within_walk(people, stops, walk) if walk is not None else within_drive(people, stops, drive or 0)
