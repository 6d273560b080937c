"""`busplan export`: a timetable as a file."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from busplan import settings
from busplan.cli.kept import newest_in, opened
from busplan.cli.options import FILE, database_option
from busplan.cli.said import loaded
from busplan.cli.talk import show, talk, told_plainly
from busplan.timetable import BadTimetable, Problem, Timetable

if TYPE_CHECKING:
    from busplan.reading import Lines
    from busplan.store import Store

OPEN_TABLE = "mobile-library-stops"
FORMATS = ("yaml", "csv", "xlsx", OPEN_TABLE)
ENDINGS = {".csv": "csv", ".xlsx": "xlsx"}


@click.command()
@click.argument("files", type=FILE, nargs=-1)
@click.option(
    "--format", "form", type=click.Choice(FORMATS), help="Else as the name of the output ends; else yaml."
)
@click.option("--output", metavar="FILE", type=click.Path(path_type=Path), help="Write here, not to stdout.")
@click.option("--public", is_flag=True, help="Leave home visits out.")
@database_option
def export(
    files: tuple[Path, ...], form: str | None, output: Path | None, public: bool, database: str | None
) -> None:
    """Write a timetable into a file: that of FILES, or else the one in force.

    yaml, csv and xlsx hold all of it in one file, and read again to the same timetable. They are for staff:
    home visits are in them unless you say --public. mobile-library-stops is the open table of that schema,
    without home visits; what it cannot say is told. What came as such tables goes out as it came.
    """
    form = form or ENDINGS.get(output.suffix.lower() if output else "", "yaml")
    if form == "xlsx" and output is None and to_terminal():
        raise click.UsageError("A workbook is not for a terminal. Say where to put it: --output FILE")
    said = loaded(database=database)
    with told_plainly():
        timetable, as_it_came = handed_out(files, said)
        content = exported(timetable.public() if public else timetable, as_it_came, form)
        if output is None:
            click.echo(content, nl=False)
        else:
            output.write_bytes(content)
            talk(f"Written: {output}")


def to_terminal() -> bool:
    return sys.stdout.isatty()


def handed_out(files: tuple[Path, ...], said: settings.Settings) -> "tuple[Timetable, tuple[Lines, ...]]":
    """What is to be exported, and the open tables it is, if it is nothing else."""
    if not files:
        from busplan import publishing

        return without_news(opened(said)), publishing.as_it_came(opened(said))
    from busplan import reading

    read = reading.read(*map(reading.Source.from_file, files))
    show(read.doubts, said.language, err=True)
    if "stops" in read.lacks:
        raise BadTimetable([Problem(str(files[0]), 0, 0, "missing_table", facts={"table": "stops"})])
    return read.timetable, read.as_it_came


def without_news(store: "Store") -> "Timetable":
    """What is in force. News from the desk stand by themselves: handed in too, they would be said twice."""
    from busplan import publishing
    from busplan.store import Notices

    newest = newest_in(store)
    if said := len(Notices(store).standing()):
        talk(f"Notices said at the desk are left out, as they stand by themselves ({said}).")
    return publishing.Parts(store).timetable(newest.id)


def exported(timetable: Timetable, as_it_came: "tuple[Lines, ...]", form: str) -> bytes:
    """Tells what is left out."""
    from busplan import writing

    if form == OPEN_TABLE and as_it_came:
        return writing.again(as_it_came)
    if form == OPEN_TABLE:
        told = timetable.public()
        if homes := len(timetable.stops) - len(told.stops):
            talk(f"Home visits are left out (stops: {homes}).")
        if unsaid := writing.unsaid(told):
            counts = ", ".join(f"{column} ({count})" for column, count in unsaid.items())
            talk(f"Left out, as the open table has no column for it: {counts}.")
        return writing.open_table(told)
    if nowhere := sum(stop.point is None and stop.public for stop in timetable.stops):
        talk(f"Stops without coordinates: {nowhere}. Give them some before you hand the file in.")
    try:
        return writing.written(timetable, form)
    except writing.TooLongForCell as fault:
        raise click.ClickException(
            f"{fault}: more than a cell can hold. Write csv or yaml instead."
        ) from fault
