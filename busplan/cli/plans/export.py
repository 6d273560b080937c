"""`busplan plan export`: rounds as GPX or GeoJSON."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from busplan.cli.options import FILE
from busplan.cli.plans.given import Given, given, shared
from busplan.cli.talk import talk

if TYPE_CHECKING:
    from busplan.planning.rounds import Day
    from busplan.planning.tracks import Line


@click.command()
@click.argument("files", type=FILE, nargs=-1)
@shared
@click.option("--format", "form", type=click.Choice(["gpx", "geojson"]), default="gpx", show_default=True)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path(), help="A folder.")
def export(files: tuple[Path, ...], form: str, out: Path, **words: Any) -> None:
    """Write each day of each bus as a file for a navigator or a map. They are for staff, with home visits.

    The way follows the road where an engine is set up that knows it, and is straight lines else.
    """
    about = given(files, words)
    out.mkdir(parents=True, exist_ok=True)
    draw = along(about)
    for day in about.rounds.days():
        file = out / f"{name_of(day)}.{form}"
        file.write_bytes(content(about, day, form, draw))
        talk(str(file))


def name_of(day: "Day") -> str:
    bus = "".join(sign if sign.isalnum() else "-" for sign in day.vehicle).strip("-").lower() or "bus"
    return f"{day.first}-{bus}"


def content(about: Given, day: "Day", form: str, draw: "Line | None") -> bytes:
    from busplan.planning.tracks import geojson, gpx

    if form == "gpx":
        return gpx(day, about.ground, about.names, draw)
    return geojson(day, about.ground, about.names, draw).encode()


def along(about: Given) -> "Line | None":
    """None where no engine knows the road. When it does not answer, what is left is straight."""
    if about.roads.engine is None:
        return None
    from busplan.fetching import Unavailable
    from busplan.timetable import Point

    def line(one: Point, other: Point) -> tuple[Point, ...]:
        try:
            way = about.roads.way(one, other)
        except Unavailable as fault:
            talk(f"busplan: {fault}")
            return ()
        return way.line if way else ()

    return line
