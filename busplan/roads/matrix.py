"""Places in, the kilometres and minutes from each to each out, with what they are founded on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from busplan.roads.estimate import Numbers, by_road, radians_of, straight
from busplan.roads.leg import Leg
from busplan.timetable import Point

CROW = "crow"
SHOWN = {CROW: "luftlinje × 1,3", "valhalla": "Valhalla", "osrm": "OSRM", "ors": "openrouteservice"}


@dataclass(frozen=True, slots=True)
class Basis:
    """Who says so: `crow` (the straight line), or an engine and the version of its data.

    `trouble` tells why the engine could not be asked for all of it.
    """

    engine: str = CROW
    version: str = ""
    trouble: str = ""

    @property
    def shown(self) -> str:
        """`Valhalla, veidata 2026-11`"""
        name = SHOWN[self.engine]
        return f"{name}, veidata {self.version}" if self.version else name


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """Rows are from, columns to. What no road leads to takes infinitely long.

    `estimated` marks those that are the straight line and a factor, `said` those that staff have said,
    and `older` those by a former version of the data.
    """

    km: Numbers
    minutes: Numbers
    basis: Basis
    estimated: NDArray[np.bool_]
    said: NDArray[np.bool_]
    older: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.km)

    @property
    def estimates(self) -> int:
        """How many of them are."""
        return int(self.estimated.sum())

    @property
    def cut_off(self) -> tuple[int, ...]:
        """Those that no other is driven to from, or that can be driven to from no other."""
        if len(self) < 2:
            return ()
        apart = np.isinf(self.minutes) | np.eye(len(self), dtype=bool)
        return tuple(int(each) for each in np.flatnonzero(apart.all(axis=0) | apart.all(axis=1)))

    def with_said(self, legs: Mapping[tuple[int, int], Leg | None]) -> "Matrix":
        """A ferry, a toll bar, a road that staff know better: these are so, whatever an engine says."""
        km, minutes, said = self.km.copy(), self.minutes.copy(), self.said.copy()
        estimated, older = self.estimated.copy(), self.older.copy()
        for at, leg in legs.items():
            km[at], minutes[at] = numbers(leg)
            said[at], estimated[at], older[at] = True, False, False
        return replace(self, km=km, minutes=minutes, said=said, estimated=estimated, older=older)


def numbers(leg: Leg | None) -> tuple[float, float]:
    return (np.inf, np.inf) if leg is None else (leg.metres / 1000, leg.seconds / 60)


def as_the_crow_flies(points: Sequence[Point]) -> Matrix:
    """luftlinje × 1,3: the first 3 km at 35 km/h, the rest at 55. All pairs in one step."""
    here = radians_of(points)
    km, minutes = by_road(straight(here, here))
    none = np.zeros(km.shape, dtype=bool)
    return Matrix(km, minutes, Basis(), ~np.eye(len(km), dtype=bool), none, none)
