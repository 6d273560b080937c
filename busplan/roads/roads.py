"""Places in, the best matrix that can be had out: an engine's, what it said before, or the straight line."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from busplan.fetching import Unavailable
from busplan.roads.engine import Engine
from busplan.roads.leg import KeptLeg, KeptLegs, Leg, Pair, Spot, Way, point_of, spot
from busplan.roads.matrix import Basis, Matrix, as_the_crow_flies, numbers
from busplan.timetable import Point

Needed = NDArray[np.bool_]


class Nowhere:
    """Keeps nothing."""

    def find(self, _engine: str, _spots: Sequence[Spot]) -> Mapping[Pair, KeptLeg]:
        return {}

    def keep(self, _engine: str, _legs: Mapping[Pair, KeptLeg]) -> None:
        return None


class Roads:
    """One engine and what it has said. Without an engine all is estimated, and nobody is asked."""

    def __init__(self, engine: Engine | None = None, kept: KeptLegs | None = None) -> None:
        self.engine = engine
        self.kept = kept or Nowhere()

    def matrix(self, points: Sequence[Point], private: Collection[int] = ()) -> Matrix:
        """From each to each. What the engine cannot say is estimated, and marked so.

        Where those that are private (people's homes) lie is told to no engine of others.
        """
        estimate = as_the_crow_flies(points)
        if self.engine is None:
            return estimate
        spots = [spot(point) for point in points]
        hidden = set() if self.engine.is_ours else {spots[each] for each in private}
        asked = list(dict.fromkeys(each for each in spots if each not in hidden))
        version, legs, trouble = self.legs(self.engine, asked)
        return filled(estimate, spots, legs, Basis(self.engine.name, version, trouble))

    def way(self, one: Point, other: Point) -> Way | None:
        """The road to draw; None where none is known. Raises Unavailable."""
        if self.engine is None:
            return None
        return self.engine.way(point_of(spot(one)), point_of(spot(other)))

    def legs(self, engine: Engine, spots: Sequence[Spot]) -> tuple[str, dict[Pair, KeptLeg], str]:
        """The version asked for, what is known, and what went wrong if anything did."""
        legs = dict(self.kept.find(engine.kept_as, spots))
        version = ""
        try:
            version = engine.version()
            for one, other in missing(spots, legs, version):
                for block in engine.legs(one, other):
                    newer = {pair: as_kept(leg, version) for pair, leg in block.items()}
                    self.kept.keep(engine.kept_as, newer)
                    legs.update(newer)
        except Unavailable as fault:
            newest = max((kept for kept, _, _ in legs.values()), default="")
            return version or newest, legs, str(fault)
        return version, legs, ""


def as_kept(leg: Leg | None, version: str) -> KeptLeg:
    return (version, leg.metres, leg.seconds) if leg else (version, None, None)


def missing(
    spots: Sequence[Spot], legs: Mapping[Pair, KeptLeg], version: str
) -> Iterator[tuple[list[Spot], list[Spot]]]:
    """What is to be asked, as rows and columns: a stop that is new needs one of each."""
    needed = np.array(
        [one != other and not is_of(legs.get((one, other)), version) for one in spots for other in spots],
        dtype=bool,
    ).reshape(len(spots), len(spots))
    new = covering(needed)
    old = [each for each in range(len(spots)) if each not in new]
    if len(old) == 1 and len(new) > 1:
        yield list(spots), list(spots)
    elif new:
        yield [spots[each] for each in new], list(spots)
        yield [spots[each] for each in old], [spots[each] for each in new]


def is_of(leg: KeptLeg | None, version: str) -> bool:
    return leg is not None and leg[0] == version


def covering(needed: Needed) -> list[int]:
    """Few places whose rows and columns have all that is needed in them."""
    left, found = needed.copy(), []
    while left.any():
        most = int((left.sum(axis=0) + left.sum(axis=1)).argmax())
        left[most] = left[:, most] = False
        found.append(most)
    return sorted(found)


def filled(estimate: Matrix, spots: Sequence[Spot], legs: Mapping[Pair, KeptLeg], basis: Basis) -> Matrix:
    """The estimate, with what is known in its place."""
    km, minutes = estimate.km.copy(), estimate.minutes.copy()
    estimated, older = estimate.estimated.copy(), estimate.older.copy()
    for row, one in enumerate(spots):
        for column, other in enumerate(spots):
            kept = legs.get((one, other))
            if kept is not None and one != other:
                version, *known = kept
                km[row, column], minutes[row, column] = numbers(leg_of(*known))
                estimated[row, column], older[row, column] = False, version != basis.version
    return replace(estimate, km=km, minutes=minutes, basis=basis, estimated=estimated, older=older)


def leg_of(metres: int | None, seconds: int | None) -> Leg | None:
    return None if metres is None or seconds is None else Leg(metres, seconds)
