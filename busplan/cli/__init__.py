"""The `busplan` command. Reports and data go to stdout, talk to stderr; exit 1 when something is wrong
with what was handed in, 2 when the command was.

What each command needs is imported inside it: `check` answers without Flask, folium or a database.
"""

import sys
from contextlib import suppress

import click

from busplan.cli import backup, check, due, export, plan, publish, roads, serve, user, visits, work


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


for command in (
    serve.serve,
    roads.roads,
    check.check,
    plan.plan,
    publish.publish,
    due.due,
    visits.visits,
    export.export,
    user.user,
    work.work,
    backup.backup,
    backup.restore,
):
    main.add_command(command)
