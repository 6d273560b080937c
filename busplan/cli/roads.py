"""`busplan roads`: a road engine of one's own, and what it says of the drives from stop to stop."""

import csv
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from busplan.cli.kept import in_force, opened
from busplan.cli.options import FILE, PORT, database_option, now_option
from busplan.cli.said import loaded
from busplan.cli.talk import talk, told_plainly

if TYPE_CHECKING:
    from busplan.roads.matrix import Matrix

programs_option = click.option(
    "--programs", type=FILE, help="The folder pip put pyvalhalla in. Else as installed for this Python."
)


@click.group()
def roads() -> None:
    """Build and run a road engine, and see what it says. docs/roads.md tells how."""


@roads.command()
@click.argument("extract", type=FILE)
@click.argument("folder", type=FILE)
@programs_option
def build(extract: Path, folder: Path, programs: Path | None) -> None:
    """Make the tiles of Valhalla in FOLDER from an EXTRACT of OpenStreetMap (.osm.pbf)."""
    from busplan.roads import tiles

    with told_plainly():
        tiles.build(extract, folder, tiles.programs(programs))
    talk(f"Built. Start it with: busplan roads serve {folder}")


@roads.command()
@click.argument("folder", type=FILE)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8002, show_default=True, type=PORT)
@programs_option
def serve(folder: Path, host: str, port: int, programs: Path | None) -> None:
    """Run Valhalla on the tiles in FOLDER."""
    from busplan.roads import tiles

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with told_plainly(), suppress(KeyboardInterrupt):
        with tiles.serving(folder, host, port, tiles.programs(programs)) as service:
            talk(f"Valhalla answers on http://{host}:{port}  (Ctrl+C stops it)")
            code = service.wait()
        sys.exit(code)


@roads.command()
@database_option
@now_option
def legs(database: str | None, now: str | None) -> None:
    """Write the drives between all stops of the timetable in force as CSV, asking the engine for new ones."""
    from busplan.roads.engines import engine_of
    from busplan.roads.roads import Roads
    from busplan.store import Legs
    from busplan.timetable import Kind

    said = loaded(database=database, now=now)
    with told_plainly():
        placed = [(stop, stop.point) for stop in in_force(said).timetable.stops if stop.point]
        homes = [number for number, (stop, _) in enumerate(placed) if stop.kind is Kind.HOME]
        found = Roads(engine_of(said), Legs(opened(said))).matrix([point for _, point in placed], homes)
    ids = [stop.id for stop, _ in placed]
    tell(found, ids)
    out = csv.writer(sys.stdout)
    out.writerow(["from", "to", "km", "minutes", "basis"])
    for row, one in enumerate(ids):
        for column, other in enumerate(ids):
            if row != column:
                out.writerow([one, other, *cells(found, row, column)])


def tell(found: "Matrix", ids: list[str]) -> None:
    if found.basis.trouble:
        talk(f"busplan: {found.basis.trouble}")
    talk(
        f"{found.basis.shown}; {found.estimates} of {len(ids) * (len(ids) - 1)} estimated (luftlinje × 1,3)."
    )
    for each in found.cut_off:
        talk(f"No road leads to or from {ids[each]}.")


def cells(found: "Matrix", row: int, column: int) -> list[str]:
    km, minutes = found.km[row, column], found.minutes[row, column]
    basis = "anslått" if found.estimated[row, column] else found.basis.engine
    if found.older[row, column]:
        basis = f"{basis} (eldre)"
    if minutes == float("inf"):
        return ["", "", f"{basis}: ingen vei"]
    return [f"{km:.1f}", f"{minutes:.0f}", basis]
