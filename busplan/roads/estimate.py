"""Places in, the straight line between each two of them out: all at once, by numpy.

On a sphere, which is up to half a per cent off the ellipsoid: nothing beside the factor.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from busplan.roads.crow import DETOUR, KM_PER_HOUR, KM_PER_HOUR_IN_STREETS, STREETS
from busplan.timetable import Point

EARTH = 6371.009  # the mean radius in kilometres
Numbers = NDArray[np.float64]


def radians_of(points: Sequence[Point]) -> tuple[Numbers, Numbers]:
    """Latitudes and longitudes."""
    degrees = np.array([(each.latitude, each.longitude) for each in points], float).reshape(-1, 2)
    north, east = np.radians(degrees).T
    return north, east


def straight(here: tuple[Numbers, Numbers], there: tuple[Numbers, Numbers]) -> Numbers:
    """Kilometres along the great circle, from each to each (haversine). Given in radians."""
    (north, east), (to_north, to_east) = here, there
    risen = np.sin((to_north - north[:, None]) / 2) ** 2
    turned = np.sin((to_east - east[:, None]) / 2) ** 2
    half = risen + np.cos(north)[:, None] * np.cos(to_north) * turned
    return np.asarray(2 * EARTH * np.arcsin(np.sqrt(np.minimum(half, 1))))


def by_road(km: Numbers) -> tuple[Numbers, Numbers]:
    """Kilometres and minutes of straight lines, as `crow` has them."""
    road = km * DETOUR
    in_streets = np.minimum(road, STREETS)
    minutes = 60 * (in_streets / KM_PER_HOUR_IN_STREETS + (road - in_streets) / KM_PER_HOUR)
    return road, minutes
