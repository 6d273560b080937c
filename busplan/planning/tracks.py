"""A day of a bus in, its way as GPX or GeoJSON out."""

from collections.abc import Callable, Mapping

from busplan.planning.ground import Ground
from busplan.planning.rounds import Day
from busplan.timetable import Point

# From one place to another along the road; without, straight lines.
Line = Callable[[Point, Point], tuple[Point, ...]]


def gpx(day: Day, ground: Ground, names: Mapping[str, str], line: Line | None = None) -> bytes:
    raise NotImplementedError


def geojson(day: Day, ground: Ground, names: Mapping[str, str], line: Line | None = None) -> str:
    raise NotImplementedError
