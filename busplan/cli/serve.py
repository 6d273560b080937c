"""`busplan serve`: the timetable as a web site."""

import logging
import signal
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from busplan import paths, settings
from busplan.cli.due import keep_publishing
from busplan.cli.kept import in_force, opened
from busplan.cli.options import FILE, PORT, database_option, now_option
from busplan.cli.publish import hand_in, put_in_force
from busplan.cli.said import loaded
from busplan.cli.talk import fail, talk, told_plainly
from busplan.cli.work import keep_working

# What is larger than an upload may be is told so in words; what is much larger is not taken at all.
LARGEST_BODY = 50_000_000


@click.command()
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
    keep_publishing(said)
    keep_working(said)
    shown = f"[{host}]" if ":" in host else host
    # As soon as it says how to stop it, it can be stopped so.
    with suppress(KeyboardInterrupt):
        address = f"http://{shown}:{getattr(server, 'effective_port', port)}"
        talk(f"The desk of the staff: {address}/staff/  (busplan user add makes an account)")
        talk(f"Open {address}/  (Ctrl+C stops it)")
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
        return waitress.create_server(
            app, host=host, port=port, threads=8, ident=None, max_request_body_size=LARGEST_BODY
        )
    except (OSError, ValueError) as fault:
        fail(f"Cannot listen on {host}:{port}: {getattr(fault, 'strerror', None) or fault}.")
