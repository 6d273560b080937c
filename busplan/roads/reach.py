"""People and stops in, how many live within reach of a stop out; before and after a change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from busplan.roads.crow import DETOUR
from busplan.roads.estimate import Numbers, by_road, radians_of, straight
from busplan.roads.people import People
from busplan.timetable import Point

KM_PER_HOUR_ON_FOOT = 5
# So many squares at once take 40 MB for a hundred stops.
SQUARES_AT_ONCE = 20_000
Within = NDArray[np.bool_]
Ring = Sequence[Point]


@dataclass(frozen=True, slots=True)
class Reach:
    """How many of all live within reach of some stop before and after, and who wins and loses it."""

    all: int
    before: int
    after: int
    gained: int
    lost: int


def compared(people: People, before: Within, after: Within) -> Reach:
    return Reach(
        people.all,
        living(people, before),
        living(people, after),
        living(people, after & ~before),
        living(people, before & ~after),
    )


def living(people: People, within: Within) -> int:
    return round(float(people.count[within].sum()))


def within_km(people: People, stops: Sequence[Point], km: float) -> Within:
    """In a straight line: for each square, whether a stop is so near."""
    return nearest_km(people, stops) <= km


def within_walk(people: People, stops: Sequence[Point], minutes: float) -> Within:
    """luftlinje × 1,3 at 5 km/h"""
    return nearest_km(people, stops) <= minutes / 60 * KM_PER_HOUR_ON_FOOT / DETOUR


def within_drive(people: People, stops: Sequence[Point], minutes: float) -> Within:
    """As the drives of the bus are estimated."""
    return np.asarray(by_road(nearest_km(people, stops))[1] <= minutes)


def within_ground(people: People, grounds: Iterable[Sequence[Ring]]) -> Within:
    """In one of the grounds that an engine has found to be reached, one for each stop."""
    found = np.zeros(len(people.count), dtype=bool)
    for rings in grounds:
        found |= in_rings(rings, people.latitude, people.longitude)
    return found


def nearest_km(people: People, stops: Sequence[Point]) -> Numbers:
    """From each square to the stop nearest to it; infinite when there is none."""
    found = np.full(len(people.count), np.inf)
    if not stops:
        return found
    there = radians_of(stops)
    for begin in range(0, len(found), SQUARES_AT_ONCE):
        some = slice(begin, begin + SQUARES_AT_ONCE)
        here = np.radians(people.latitude[some]), np.radians(people.longitude[some])
        found[some] = straight(here, there).min(axis=1)
    return found


def inside(rings: Sequence[Ring], points: Sequence[Point]) -> Within:
    north = np.array([each.latitude for each in points])
    return in_rings(rings, north, np.array([each.longitude for each in points]))


def in_rings(rings: Sequence[Ring], north: Numbers, east: Numbers) -> Within:
    """Whether a line from each place to the east crosses the rings an odd number of times."""
    found = np.zeros(len(north), dtype=bool)
    for ring in rings:
        for one, other in zip(ring, (*ring[1:], *ring[:1]), strict=True):
            if one.latitude == other.latitude:
                continue
            spans = (one.latitude > north) != (other.latitude > north)
            along = (north - one.latitude) / (other.latitude - one.latitude)
            found ^= spans & (east < one.longitude + along * (other.longitude - one.longitude))
    return found
