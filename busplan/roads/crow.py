"""As the crow flies: the distance by geopy's geodesic, the drive by a factor and a speed.

A first estimate, named as such wherever it is shown: no lake, fjord or hill is known here.
"""

from functools import lru_cache
from math import cos, hypot, radians

from busplan.timetable import Point

DETOUR = 1.3
KM_PER_HOUR = 50
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
    """luftlinje × 1,3 at 50 km/h"""
    return minutes_of(kilometres(one, other))


def is_driven_within(one: Point, other: Point, minutes: float) -> bool:
    """Whether there is time for the drive. The flat map will do unless it is a near thing."""
    about = minutes_of(about_kilometres(one, other))
    if abs(about - minutes) > FLAT_IS_OFF * about:
        return about <= minutes
    return drive_minutes(one, other) <= minutes


def minutes_of(km: float) -> float:
    return km * DETOUR / KM_PER_HOUR * 60
