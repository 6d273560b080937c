"""Routes in, lines between their stops out, in the order in which the bus drives."""

import json
from datetime import date
from typing import Any

from flask import Blueprint

from busplan.timetable import Point, Route
from busplan.web.desk import Scene, page

lines = Blueprint("lines", __name__)


@lines.get("/routes.geojson")
@page("application/geo+json")
def routes(scene: Scene) -> str:
    """The rounds of the season, each from stop to stop as the crow flies."""
    found = [feature(route, scene) for route in driven(scene.timetable.routes, scene.today)]
    features = [each for each in found if len(each["geometry"]["coordinates"]) > 1]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


def driven(routes: tuple[Route, ...], today: date) -> list[Route]:
    """Those of the season that is; between two seasons, those of the next."""
    left = [route for route in routes if today <= route.season.last]
    begins = min((max(route.season.first, today) for route in left), default=today)
    return [route for route in left if route.season.first <= begins]


def feature(route: Route, scene: Scene) -> dict[str, Any]:
    stops = (scene.timetable.stop(call.stop_id) for call in sorted(route.calls, key=lambda call: call.start))
    points = [stop.point for stop in stops if stop and stop.point and stop.stands(scene.today)]
    return {
        "type": "Feature",
        "id": route.id,
        "geometry": {"type": "LineString", "coordinates": [position(point) for point in points]},
        "properties": {"name": route.name or route.called},
    }


def position(point: Point) -> list[float]:
    return [point.longitude, point.latitude]
