"""As the crow flies: the distance by geopy's geodesic, the drive by a factor and speeds.

A first estimate, named as such wherever it is shown: no lake, fjord or hill is known here.
"""

from functools import lru_cache
from math import cos, hypot, radians

from busplan.timetable import Point

DETOUR = 1.3
# The first kilometres of a drive are through streets. So a lorry drives in Liechtenstein, by Valhalla
# (docs/roads.md): of 22,350 drives those of 1 to 15 km differ from this by 1 to 3 km/h in the middle.
STREETS = 3.0
KM_PER_HOUR_IN_STREETS, KM_PER_HOUR = 35, 55
KM_PER_DEGREE = 111.32
# How far the flat map can be from the ellipsoid, below some hundred kilometres.
FLAT_IS_OFF = 0.01


@lru_cache(10_000)
def kilometres(one: Point, other: Point) -> float:
    """Along the Earth's ellipsoid (WGS84). The same few neighbours are asked for at every hour."""
    # Imported where it is needed: it takes as long as a whole check.
    from geopy.distance import geodesic

    there: float = geodesic((one.latitude, one.longitude), (other.latitude, other.longitude)).km
    return there


def about_kilometres(one: Point, other: Point) -> float:
    """On a flat map, without geopy: to choose by, where one per cent more or less does not matter."""
    narrower = cos(radians((one.latitude + other.latitude) / 2))
    north, east = other.latitude - one.latitude, (other.longitude - one.longitude) * narrower
    return KM_PER_DEGREE * hypot(north, east)


def drive_minutes(one: Point, other: Point) -> float:
    """luftlinje × 1,3: the first 3 km at 35 km/h, the rest at 55"""
    return minutes_of(kilometres(one, other))


def is_driven_within(one: Point, other: Point, minutes: float) -> bool:
    """Whether there is time for the drive. The flat map will do unless it is a near thing."""
    about = minutes_of(about_kilometres(one, other))
    if abs(about - minutes) > FLAT_IS_OFF * about:
        return about <= minutes
    return drive_minutes(one, other) <= minutes


def minutes_of(km: float) -> float:
    """Of a straight line."""
    road = km * DETOUR
    in_streets = min(road, STREETS)
    return 60 * (in_streets / KM_PER_HOUR_IN_STREETS + (road - in_streets) / KM_PER_HOUR)
