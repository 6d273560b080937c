"""A point in, the stops nearest to it out.

Each place is a point in space, in kilometres from the middle of the Earth's ellipsoid (WGS84). A
straight line through the ground is there a measure that no pole and no date line disturbs.
"""

from collections.abc import Iterable
from math import cos, hypot, radians, sin

import numpy as np

from busplan.timetable import Point, Stop

EQUATOR, POLE = 6378.137, 6356.752314245


class Nearest:
    """Made once of all the stops; those without a place are left out."""

    def __init__(self, stops: Iterable[Stop]) -> None:
        placed = [(stop, stop.point) for stop in stops if stop.point]
        self.stops = [stop for stop, _ in placed]
        self.places = np.array([in_space(point) for _, point in placed]).reshape(-1, 3)

    def find(self, point: Point, most: int) -> list[Stop]:
        """The nearest first."""
        far = ((self.places - in_space(point)) ** 2).sum(axis=1)
        few = min(most, len(far))
        if few < len(far):
            at = np.argpartition(far, few)[:few]
            return [self.stops[number] for number in at[np.argsort(far[at], kind="stable")]]
        return [self.stops[number] for number in np.argsort(far, kind="stable")]


def in_space(point: Point) -> tuple[float, float, float]:
    north, east = radians(point.latitude), radians(point.longitude)
    across, up = EQUATOR * cos(north), POLE * sin(north)
    scale = hypot(across, up)
    out, along = EQUATOR * across / scale, POLE * up / scale
    return out * cos(east), out * sin(east), along
