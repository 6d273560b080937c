"""What several commands may be told, and the kinds of words they take."""

from pathlib import Path

import click

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
