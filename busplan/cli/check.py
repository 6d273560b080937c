"""`busplan check`: everything that is wrong with files."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from busplan import settings
from busplan.cli.files import checked
from busplan.cli.kept import in_force
from busplan.cli.options import FILE, accept_option, database_option, now_option
from busplan.cli.said import loaded
from busplan.cli.talk import show, talk, told_plainly
from busplan.timetable import BadTimetable, Problem, Severity, Timetable


@click.command()
@click.argument("files", type=FILE, nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--against", type=FILE, multiple=True, metavar="FILE", help="Compare with this file. Repeatable."
)
@click.option("--published", is_flag=True, help="Compare with the timetable in force.")
@accept_option
@database_option
@now_option
def check(
    files: tuple[Path, ...],
    form: str,
    against: tuple[Path, ...],
    published: bool,
    accept: tuple[str, ...],
    database: str | None,
    now: str | None,
) -> None:
    """Tell everything that is wrong with FILES, such as a workbook, or stops.csv and schedule.yaml.

    What each file is, is found out from its content: a workbook (.xlsx), a CSV file of one table or of
    several, a schedule in YAML, a table of the open mobile library schema, or a ZIP of these. One line each:
    file:line: error: code: message. Exits 1 when there are errors; warnings alone exit 0.

    With --published, or --against the files of an earlier timetable, it also tells what would take residents
    by surprise.
    """
    if against and published:
        raise click.UsageError("Give either --against or --published.")
    said = loaded(database=database, now=now)
    language = said.language
    with told_plainly():
        before = in_force(said).timetable if published else None
    problems, outcome = outcome_of(files, against, before, said, accept)
    if form == "json":
        from busplan.words.problem import as_json

        told = [as_json(problem, language) for problem in problems]
        click.echo(json.dumps({"outcome": outcome, "problems": told}, ensure_ascii=False, indent=2))
    else:
        show(problems, language, err=False)
        if not problems:
            talk("No problems found.")
    if outcome == "rejected":
        sys.exit(1)


def outcome_of(
    files: Iterable[Path],
    earlier: Iterable[Path],
    before: Timetable | None,
    said: settings.Settings,
    accept: Iterable[str],
) -> tuple[tuple[Problem, ...], str]:
    """The problems and the outcome; those of earlier files first, if they cannot be read."""
    from busplan import reading

    try:
        if earlier:
            before = reading.read(*map(reading.Source.from_file, earlier)).timetable
        doubts = checked(files, said, before, accept).doubts
    except BadTimetable as bad:
        return bad.problems, "rejected"
    warned = any(problem.severity is Severity.WARNING for problem in doubts)
    return doubts, "accepted-with-warning" if warned else "accepted"
