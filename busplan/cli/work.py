"""`busplan work`: plans that wait, worked on."""

import logging
import os
import subprocess  # nosec B404
import sys

import click

from busplan import settings
from busplan.cli.options import database_option
from busplan.cli.said import loaded
from busplan.cli.talk import fail, talk


@click.command()
@database_option
@click.option("--with-parent", is_flag=True, hidden=True, help="End when standard input does.")
def work(database: str | None, with_parent: bool) -> None:
    """Work on the plans that staff ask for, one at a time, until it is stopped.

    `busplan serve` starts one by itself. What is begun when it is stopped is gone on with by the next.
    Needs the extra: pip install 'busplan[planner]'.
    """
    from busplan import jobs

    said = loaded(database=database)
    if lacking := jobs.lacking():
        fail(f"{', '.join(lacking)} missing: pip install 'busplan[planner]'")
    from busplan.jobs import worker

    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    if with_parent:
        worker.end_with_parent()
    else:
        talk("Plans are worked on as they come  (Ctrl+C stops it)")
    worker.Worker(said).run()


def keep_working(said: settings.Settings) -> None:
    """A worker of our own, which ends with us however we end, as it then loses its standard input."""
    from busplan import jobs

    if said.worker == "off" or jobs.lacking():
        return
    words = [sys.executable, "-m", "busplan", "work", "--with-parent"]
    named = {**os.environ, "BUSPLAN_DATABASE": said.database_url}
    # Our own program, with no word of anybody else.
    subprocess.Popen(words, env=named, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603  # nosec B603
