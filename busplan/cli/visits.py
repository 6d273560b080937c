"""`busplan visits`: visits in order of time."""

from datetime import datetime
from pathlib import Path

import click

from busplan.cli.files import read_files
from busplan.cli.kept import in_force
from busplan.cli.options import DAY, FILE, database_option, now_option
from busplan.cli.said import loaded
from busplan.cli.talk import fail, told_plainly

LISTINGS = ("table", "csv", "json")


@click.command()
@click.argument("files", type=FILE, nargs=-1)
@click.option("--stop", help="Only this stop, by its id.")
@click.option("--from", "since", type=DAY, help="The first day. Today if not given.")
@click.option("--to", "until", type=DAY, help="The last day. The end of the timetable if not given.")
@click.option("--format", "form", type=click.Choice(LISTINGS), default="table", show_default=True)
@database_option
@now_option
def visits(
    files: tuple[Path, ...],
    stop: str | None,
    since: datetime | None,
    until: datetime | None,
    form: str,
    database: str | None,
    now: str | None,
) -> None:
    """List visits in order of time: of FILES, or else of the timetable in force.

    Home visits are left out. A timetable without an end is listed for 400 days unless --to says otherwise.
    """
    from busplan.writing import listing

    said = loaded(database=database, now=now)
    with told_plainly():
        timetable = (read_files(files, said) if files else in_force(said).timetable).public()
    if stop is not None and timetable.stop(stop) is None:
        fail(f"No stop has the id {stop!r}.")
    first = since.date() if since else said.clock.now(timetable.service.zone).date()
    last = until.date() if until else timetable.horizon(first)
    if last < first and until:
        raise click.UsageError(f"--to {last} is before --from {first}.")
    rows = listing.rows_of(timetable.visits(first, last, stop), timetable)
    shown = {"table": listing.as_table, "csv": listing.as_csv, "json": listing.as_json}[form]
    click.echo(shown(rows), nl=False)
