"""As the crow flies: the distance by geopy's geodesic, the drive by a factor and a speed.

A first estimate, named as such wherever it is shown: no lake, fjord or hill is known here.
"""

from collections.abc import Iterable
from heapq import nsmallest
from math import cos, radians

from geopy.distance import geodesic

from busplan.timetable import Point, Stop

DETOUR = 1.3
KM_PER_HOUR = 50


def kilometres(one: Point, other: Point) -> float:
    """Along the Earth's ellipsoid (WGS84)."""
    there: float = geodesic((one.latitude, one.longitude), (other.latitude, other.longitude)).km
    return there


def drive_minutes(one: Point, other: Point) -> float:
    """luftlinje × 1,3 at 50 km/h"""
    return kilometres(one, other) * DETOUR / KM_PER_HOUR * 60


def nearest(stop: Stop, stops: Iterable[Stop], most: int) -> list[tuple[Stop, float]]:
    """The nearest other stops with their distance in kilometres; none for a stop without a place.

    Ordered by a flat map round the stop, which is good enough to choose by; geopy measures the few.
    """
    here = stop.point
    if here is None:
        return []
    narrower = cos(radians(here.latitude))

    def flat(other: Stop) -> float:
        assert other.point is not None
        north = other.point.latitude - here.latitude
        east = (other.point.longitude - here.longitude) * narrower
        return north * north + east * east

    others = (other for other in stops if other.point and other.id != stop.id)
    return [(other, kilometres(here, other.point)) for other in nsmallest(most, others, flat) if other.point]
