"""What is known of the road from one place to another: metres and seconds, in whole numbers.

A place is here a `Spot`: its degrees in hundred thousandths, about a metre. What is kept and what is asked is
by spots, so the same stop gives the same road, however its coordinates were written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from busplan.timetable import Point

PER_DEGREE = 100_000
# Latitude and longitude, WGS84, in hundred thousandths of a degree.
Spot = tuple[int, int]
Pair = tuple[Spot, Spot]
# The version of the data, metres and seconds; without these where no road leads.
KeptLeg = tuple[str, int | None, int | None]


def spot(point: Point) -> Spot:
    return round(point.latitude * PER_DEGREE), round(point.longitude * PER_DEGREE)


def point_of(spot: Spot) -> Point:
    return Point(spot[0] / PER_DEGREE, spot[1] / PER_DEGREE)


class Leg(NamedTuple):
    """By road. There is no Leg where no road leads: that is None."""

    metres: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Way:
    """A road as it is drawn on a map, with what it takes."""

    leg: Leg
    line: tuple[Point, ...]


class KeptLegs(Protocol):
    """Where legs are kept between runs; `busplan.store.Legs` is one."""

    def find(self, engine: str, spots: Sequence[Spot]) -> Mapping[Pair, KeptLeg]:
        """Those between the spots, of whatever version."""

    def keep(self, engine: str, legs: Mapping[Pair, KeptLeg]) -> None:
        """In the place of older ones."""
