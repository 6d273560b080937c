"""A day of a bus in, its way as GPX or GeoJSON out."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree  # nosec B405

from busplan.planning.difference import path
from busplan.planning.ground import Ground
from busplan.planning.rounds import Day
from busplan.timetable import Point

# From one place to another along the road; without, straight lines.
Line = Callable[[Point, Point], Sequence[Point]]
GPX = "http://www.topografix.com/GPX/1/1"
ElementTree.register_namespace("", GPX)


def gpx(day: Day, ground: Ground, names: Mapping[str, str], line: Line | None = None) -> bytes:
    """A route of the stops in order, and the track along the road. GPX 1.1, WGS84."""
    root = ElementTree.Element(f"{{{GPX}}}gpx", version="1.1", creator="busplan")
    route = ElementTree.SubElement(root, f"{{{GPX}}}rte")
    for stay in day.stays:
        if point := ground.point(stay.stop_id):
            at = ElementTree.SubElement(route, f"{{{GPX}}}rtept", placed(point))
            ElementTree.SubElement(at, f"{{{GPX}}}name").text = names.get(stay.stop_id, stay.stop_id)
            ElementTree.SubElement(at, f"{{{GPX}}}desc").text = f"{told(stay.begins)}-{told(stay.ends)}"
    segment = ElementTree.SubElement(ElementTree.SubElement(root, f"{{{GPX}}}trk"), f"{{{GPX}}}trkseg")
    for point in drawn(day, ground, line):
        ElementTree.SubElement(segment, f"{{{GPX}}}trkpt", placed(point))
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def geojson(day: Day, ground: Ground, names: Mapping[str, str], line: Line | None = None) -> str:
    """Stops as points, with from when to when, and the way as a line (RFC 7946)."""
    features: list[dict[str, Any]] = []
    for number, stay in enumerate(day.stays, 1):
        if point := ground.point(stay.stop_id):
            told_of = {
                "stop": stay.stop_id,
                "name": names.get(stay.stop_id, stay.stop_id),
                "number": number,
                "from": told(stay.begins),
                "to": told(stay.ends),
            }
            features.append(feature("Point", pair(point), told_of))
    way = [pair(point) for point in drawn(day, ground, line)]
    if len(way) > 1:
        features.append(feature("LineString", way, {"vehicle": day.vehicle, "weekday": day.weekday}))
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


def drawn(day: Day, ground: Ground, line: Line | None) -> list[Point]:
    """From the depot, past the stops and home; along the road where it is known."""
    points = [point for id in path(day) if (point := ground.point(id))]
    found = points[:1]
    for one, other in pairwise(points):
        found += [*(line(one, other) if line else ()), other]
    return found


def feature(kind: str, coordinates: Any, properties: dict[str, Any]) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def placed(point: Point) -> dict[str, str]:
    return {"lat": f"{point.latitude:.6f}", "lon": f"{point.longitude:.6f}"}


def pair(point: Point) -> list[float]:
    return [round(point.longitude, 6), round(point.latitude, 6)]


def told(minutes: int) -> str:
    return str(timedelta(minutes=minutes))[:-3].rjust(5, "0")
