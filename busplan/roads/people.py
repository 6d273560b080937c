"""A CSV file of a population grid in, how many people live where out.

SSB's grid has a row for each square that somebody lives in. Its id says where the square is: fourteen digits,
2·10¹³ + 10⁷ × east + north, in metres of UTM zone 33, of its south-west corner (SSB, Documents 2009/9).
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from busplan.roads.estimate import Numbers
from busplan.roads.grid import degrees

ZONE = 33
# All of Norway lies within that, in metres of zone 33.
FARTHEST_EAST, FARTHEST_NORTH = 1_500_000, 9_400_000
SIGNS = frozenset("0123456789")
OFFSET, STEP = 2 * 10**13, 10**7
SIDES = {"ssbid100m": 100, "ssbid250m": 250, "ssbid500m": 500, "ssbid1000m": 1000, "ssbid5000m": 5000}
EAST = ("x", "east", "øst", "aust", "lon", "longitude", "lengdegrad")
NORTH = ("y", "north", "nord", "lat", "latitude", "breddegrad")
COUNT = ("people", "pop_tot", "poptot", "population", "folk", "personer", "innbyggere")


class BadPeople(ValueError):
    """No grid. Its sentence tells the line and what is expected."""


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Degrees of the middle of each square, and how many live in it."""

    latitude: Numbers
    longitude: Numbers
    count: Numbers

    @property
    def all(self) -> int:
        return round(float(self.count.sum()))


def people_of(content: bytes, side: float = 0.0) -> People:
    """Columns x, y (metres of UTM 33, or degrees) and people, or SSB's id and pop_tot. Raises BadPeople.

    `side` is that of a square whose x and y are its south-west corner; 0 where they are its middle.
    """
    text = content.decode("utf-8-sig", errors="replace")
    parted = ";" if ";" in text.partition("\n")[0] else ","
    rows = csv.reader(io.StringIO(text), delimiter=parted)
    names = [name.strip().lower() for name in next(rows, [])]
    table = [(rows.line_num, row) for row in rows if any(row)]
    count = column(names, table, COUNT)
    if (count < 0).any():
        raise BadPeople("people: nobody is fewer than none")
    ids = next((name for name in names if name in SIDES), None)
    if ids:
        east, north = corners(names.index(ids), table)
        side = SIDES[ids]
    else:
        east, north = column(names, table, EAST), column(names, table, NORTH)
    if not ids and len(count) and np.abs(east).max() <= 180 and np.abs(north).max() <= 90:
        return People(north, east, count)
    far = (np.abs(east - 500_000) > FARTHEST_EAST) | ~((north >= 0) & (north <= FARTHEST_NORTH))
    if far.any():
        line = table[int(far.argmax())][0]
        raise BadPeople(f"line {line}: x and y are neither degrees nor metres of UTM zone {ZONE}")
    return People(*degrees(east + side / 2, north + side / 2, ZONE), count)


def column(names: list[str], table: list[tuple[int, list[str]]], called: Sequence[str]) -> Numbers:
    at = next((names.index(name) for name in called if name in names), None)
    if at is None:
        raise BadPeople(f"no column is called {' or '.join(called)}; there are {', '.join(names) or 'none'}")
    return np.array([number(line, row, at) for line, row in table], float)


def number(line: int, row: list[str], at: int) -> float:
    try:
        found = float(row[at].strip().replace(",", "."))
    except (ValueError, IndexError):
        found = float("nan")
    if not np.isfinite(found):
        raise BadPeople(f"line {line}: {row[at] if at < len(row) else ''!r} is no number")
    return found


def corners(at: int, table: list[tuple[int, list[str]]]) -> tuple[Numbers, Numbers]:
    ids = np.array([square(line, row, at) for line, row in table], np.int64)
    east, north = np.divmod(ids - OFFSET, STEP)
    return east.astype(float), north.astype(float)


def square(line: int, row: list[str], at: int) -> int:
    text = row[at].strip() if at < len(row) else ""
    if len(text) != 14 or not SIGNS.issuperset(text):
        raise BadPeople(f"line {line}: {text!r} is no id of SSB's grid (fourteen digits)")
    return int(text)
