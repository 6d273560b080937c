"""A small town written as an extract of OpenStreetMap, and a real Valhalla that knows its roads.

A river parts twelve streets. The bridge in the middle bears 7.5 tonnes and is 3 m high beneath its gantry; the one to the
west bears all. An island to the south has a road that leads nowhere.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from socket import create_server
from time import monotonic, sleep
from urllib.request import urlopen

import osmium
import pytest
from fetched import alone, fetched
from osmium.osm import mutable
from small import ROOT

from busplan.roads import tiles
from busplan.timetable import Point

INSTALLED = ROOT / "tests" / ".valhalla"
VERSION = "3.9.1"
ROWS, COLUMNS = 8, 12
SOUTH, WEST, HIGH, WIDE = 60.0, 11.0, 0.0036, 0.0072
BANK, BRIDGE, LOW_BRIDGE = 3, 6, 1
STREET = {"highway": "secondary"}


def at(row: float, column: float) -> Point:
    return Point(SOUTH + row * HIGH, WEST + column * WIDE)


ON_THE_SOUTH_BANK, ON_THE_NORTH_BANK = at(0, BRIDGE), at(ROWS - 1, BRIDGE)
ON_THE_ISLAND, FAR_AWAY = at(-9, 2), Point(62.0, 11.0)


def write(file: Path) -> None:
    with osmium.SimpleWriter(str(file)) as out:
        for row in range(ROWS):
            for column in range(COLUMNS):
                node(out, number(row, column), at(row, column))
        for column in range(5):
            node(out, 900 + column, at(-9, column))
        rows = [[number(row, column) for column in range(COLUMNS)] for row in range(ROWS)]
        banks = [range(BANK + 1), range(BANK + 1, ROWS)]
        streets = [[number(row, column) for row in bank] for column in range(COLUMNS) for bank in banks]
        for each, nodes in enumerate([*rows, *streets, [900 + column for column in range(5)]], 1):
            way(out, each, nodes, STREET)
        for each, (column, limits) in enumerate(((LOW_BRIDGE, {}), (BRIDGE, {"maxweight": "7.5"})), 101):
            way(
                out,
                each,
                [number(BANK, column), number(BANK + 1, column)],
                {**STREET, "bridge": "yes", **limits},
            )


def number(row, column):
    return 1 + row * 20 + column


def node(out, id, point):
    out.add_node(mutable.Node(id=id, version=1, visible=True, location=(point.longitude, point.latitude)))


def way(out, id, nodes, tags):
    out.add_way(mutable.Way(id=id, version=1, visible=True, nodes=nodes, tags=tags))


@cache
def programs() -> tiles.Programs:
    """Where pip has put them. Skips the test where there is nothing to be had."""
    place = INSTALLED / VERSION
    with alone(INSTALLED):
        if not place.exists():
            fetch(place)
    return tiles.programs(place)


def fetch(place: Path) -> None:
    """Put in its place when it is whole."""
    with tempfile.TemporaryDirectory(dir=INSTALLED) as folder:
        new = Path(folder, "new")
        options = ("--python-version", "3.12", "--only-binary=:all:", "--no-deps", "--no-compile")
        pip = (sys.executable, "-m", "pip", "install", "--quiet", "--target", str(new), *options)
        said = fetched((*pip, f"pyvalhalla=={VERSION}"), INSTALLED)
        if said.returncode:
            pytest.skip(f"pip could not install pyvalhalla: {said.stderr[-300:]}")
        new.rename(place)


def free_port() -> int:
    with create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


@contextmanager
def valhalla(folder: Path) -> Iterator[str]:
    """Its address."""
    port = free_port()
    with tiles.serving(folder, "127.0.0.1", port, programs(), 1) as service:
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/status", service)
        yield address


def wait_for(address, service, seconds=20):
    until = monotonic() + seconds
    while monotonic() < until and service.poll() is None:
        try:
            with urlopen(address, timeout=2):  # noqa: S310 - our own server
                return
        except OSError:
            sleep(0.1)
    raise AssertionError("valhalla does not answer")
