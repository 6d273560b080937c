"""The `busplan` command. Reports and data go to stdout, talk to stderr; exit 1 when something is wrong
with what was handed in, 2 when the command was."""

import getpass
import json
import logging
import os
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from busplan import paths, settings
from busplan.clock import Clock
from busplan.timetable import BadTimetable, Changes, Problem, Severity, Timetable

if TYPE_CHECKING:
    from busplan.checking import Checked
    from busplan.publishing import HandIn, Publication
    from busplan.reading import Lines
    from busplan.store import Store

# What each command needs is imported inside it: `check` answers without Flask, folium or a database.

LISTINGS = ("table", "csv", "json")
OPEN_TABLE = "mobile-library-stops"
FORMATS = ("yaml", "csv", "xlsx", OPEN_TABLE)
ENDINGS = {".csv": "csv", ".xlsx": "xlsx"}
PORT = click.IntRange(0, 65535)
DAY = click.DateTime(formats=["%Y-%m-%d"])
FILE = click.Path(path_type=Path, dir_okay=True)

database_option = click.option(
    "--database",
    metavar="URL",
    help="Where publications are kept. Else BUSPLAN_DATABASE, else a file in your data folder.",
)
now_option = click.option("--now", metavar="TIME", help="What to take as now, such as 2026-12-24T08:00.")
accept_option = click.option(
    "--accept",
    type=click.Choice(["stop_in_use_removed", "many_visits_gone"]),
    multiple=True,
    help="Say yes to what would take residents by surprise. May be given for each.",
)


@click.group("busplan", context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="busplan", prog_name="busplan")
def main() -> None:
    """Timetable, map and calendar feeds for a mobile library.

    Try it on the sample data:  busplan serve
    """
    # What a person names in Norwegian is written in UTF-8, whatever the terminal believes.
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=PORT, help="0 takes a free one.")
@click.option("--stops", type=FILE, help="Publish this list of stops first (with --schedule).")
@click.option("--schedule", type=FILE, help="Publish this schedule first (with --stops).")
@database_option
@now_option
def serve(
    host: str, port: int, stops: Path | None, schedule: Path | None, database: str | None, now: str | None
) -> None:
    """Show the timetable as a web site.

    With --stops and --schedule those files are published first. Without them the timetable in force is
    shown; if none has been published yet, the sample data is.
    """
    if (stops is None) != (schedule is None):
        raise click.UsageError("Give both --stops and --schedule, or neither.")
    said = loaded(database=database, now=now)
    store = opened(said)
    talk(f"Database: {store.shown}")
    with told_plainly():
        files = (stops, schedule) if stops and schedule else None
        if files is None and store.head() is None:
            talk("Nothing has been published yet: publishing the sample data.")
            files = paths.sample()
        handed_in = hand_in(files, store, said) if files else None
        # Nothing is published for a server that cannot begin.
        server = listening(host, port, said)
        if handed_in:
            put_in_force(handed_in, store, said)
        else:
            in_force(said)
    shown = f"[{host}]" if ":" in host else host
    # As soon as it says how to stop it, it can be stopped so.
    with suppress(KeyboardInterrupt):
        talk(f"Open http://{shown}:{getattr(server, 'effective_port', port)}/  (Ctrl+C stops it)")
        server.run()


def listening(host: str, port: int, said: settings.Settings) -> Any:
    """A server that has its port, before anything is published for it to show."""
    import waitress

    from busplan.maps import script
    from busplan.web import create_app

    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with told_plainly():
        app = create_app(**asdict(said))
    # Drawn once before anyone asks: the first use of folium takes a second.
    script.script((), "", None)
    try:
        return waitress.create_server(app, host=host, port=port, threads=8, ident=None)
    except (OSError, ValueError) as fault:
        fail(f"Cannot listen on {host}:{port}: {getattr(fault, 'strerror', None) or fault}.")


@main.command()
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


def checked(
    files: Iterable[Path],
    said: settings.Settings,
    before: Timetable | None = None,
    accept: Iterable[str] = (),
) -> "Checked":
    """Raises BadTimetable."""
    from busplan import checking
    from busplan.reading import Source

    sources = map(Source.from_file, files)
    return checking.check(*sources, today=today(said), against=before, accept=tuple(accept))


@main.command()
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
        put_in_force(handed_in, store, said, message.encode("utf-8", "replace").decode())


@main.command()
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


@main.command()
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

        return in_force(said).timetable, publishing.as_it_came(opened(said))
    from busplan import reading

    read = reading.read(*map(reading.Source.from_file, files))
    show(read.doubts, said.language, err=True)
    if "stops" in read.lacks:
        raise BadTimetable([Problem(str(files[0]), 0, 0, "missing_table", facts={"table": "stops"})])
    return read.timetable, read.as_it_came


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


def read_files(files: Iterable[Path], said: settings.Settings) -> Timetable:
    """Warnings go to stderr. Raises BadTimetable."""
    read = checked(files, said)
    show(read.doubts, said.language, err=True)
    return read.timetable


def today(said: settings.Settings) -> date:
    return said.clock.now(UTC).date()


def in_force(said: settings.Settings) -> "Publication":
    from busplan import publishing

    publication = publishing.in_force(opened(said))
    if publication is None:
        fail("Nothing has been published yet. Use: busplan publish FILE…")
    return publication


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


def put_in_force(handed_in: "HandIn", store: "Store", said: settings.Settings, message: str = "") -> None:
    """At the real time, whatever --now says: what is kept must not seem to come from the future."""
    from busplan import publishing

    number = publishing.publish(store, handed_in, author(), Clock().now(UTC), message)
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


def author() -> str:
    """Whose shell this is; a container may have no name for its user."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


@contextmanager
def told_plainly() -> Iterator[None]:
    """What goes wrong below is one plain line for each fault on stderr, and exit 1."""
    try:
        yield
    except BadTimetable as bad:
        show(bad.problems, loaded().language, err=True)
        sys.exit(1)
    except (OSError, settings.BadSetting) as fault:
        fail(str(fault))


def loaded(**given: str | None) -> settings.Settings:
    try:
        return settings.load(os.environ, **given)
    except settings.BadSetting as fault:
        raise click.UsageError(str(fault)) from fault


def opened(said: settings.Settings) -> "Store":
    from busplan.store import BadDatabase, Store

    try:
        return Store(said.database_url)
    except BadDatabase as fault:
        raise click.UsageError(f"The database's address cannot be used: {fault}") from fault


def show(problems: Iterable[Problem], language: str, err: bool) -> None:
    from busplan.words import problem as words

    for problem in problems:
        click.echo(words.line(problem, language), err=err)


def as_json(problem: Problem, language: str) -> dict[str, Any]:
    from busplan.words import problem as words

    return {
        "file": problem.file,
        "line": problem.line or None,
        "column": problem.column or None,
        "severity": str(problem.severity),
        "code": problem.code,
        "message": words.message(problem, language),
        "hint": words.hint(problem, language),
        "value": problem.value,
    }


def talk(sentence: str) -> None:
    click.echo(sentence, err=True)


def fail(sentence: str) -> NoReturn:
    click.echo(f"busplan: {sentence}", err=True)
    sys.exit(1)
