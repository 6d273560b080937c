"""Places in, kilometres, minutes, roads and reach by Valhalla out (https://valhalla.github.io/valhalla/api/)."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from busplan.fetching import Unavailable
from busplan.roads.blocks import Shape, by_pairs
from busplan.roads.engine import Engine, Refused, Table, way_of
from busplan.roads.leg import Spot, Way, point_of
from busplan.timetable import Point

# As many as a server takes that is set up as it comes.
MOST_PAIRS = 2500
MOST_MINUTES = 120
# Else a stop on an island is taken to lie on the nearest road ashore, 35 km away.
METRES_TO_A_ROAD = 1000
Ring = tuple[Point, ...]


class Valhalla(Engine):
    """As a lorry or a bus of this size drives."""

    name = "valhalla"
    metres_per_unit = 1000.0

    def version(self) -> str:
        """The day and hour on which its tiles were built."""
        built = self.ask("/status").get("tileset_last_modified")
        if not isinstance(built, int) or not 0 < built < 10**10:
            raise Unavailable("valhalla has no tiles")
        return self.told_version or f"{datetime.fromtimestamp(built, UTC):%Y-%m-%dT%H:%MZ}"

    def shape(self, rows: int, columns: int) -> Shape:
        return by_pairs(rows, columns, MOST_PAIRS)

    def table(self, origins: Sequence[Spot], destinations: Sequence[Spot]) -> Table:
        asked = {"sources": places(origins), "targets": places(destinations), "verbose": False}
        found = self.ask("/sources_to_targets", {**asked, **self.costing(), "units": "kilometers"})
        matrix = found.get("sources_to_targets")
        if not isinstance(matrix, dict):
            raise Unavailable("valhalla gave no matrix")
        both = matrix.get("durations"), matrix.get("distances")
        return self.table_of(*both, len(origins), len(destinations))

    def way(self, one: Point, other: Point) -> Way | None:
        asked = {"locations": [place(one), place(other)], **self.costing()}
        try:
            found = self.ask("/route", {**asked, "format": "osrm", "shape_format": "geojson"})
        except Refused:
            return None
        try:
            route = found["routes"][0]
            return way_of(route["duration"], route["distance"], route["geometry"])
        except (KeyError, TypeError, IndexError) as fault:
            raise Unavailable("valhalla gave no road") from fault

    def reach(self, centre: Point, minutes: float, on_foot: bool = True) -> tuple[Ring, ...]:
        """The rings of the ground that is reached in time; what lies in an even number of them is a hole.

        Raises Unavailable.
        """
        costing = {"costing": "pedestrian"} if on_foot else self.costing()
        contours = [{"time": min(minutes, MOST_MINUTES)}]
        try:
            found = self.ask(
                "/isochrone",
                {"locations": [place(centre)], **costing, "contours": contours, "polygons": True},
            )
            return tuple(ring for each in found["features"] for ring in rings(each["geometry"]))
        except Refused:
            return ()
        except (KeyError, TypeError, ValueError, IndexError) as fault:
            raise Unavailable("valhalla gave no ground") from fault

    def costing(self) -> dict[str, Any]:
        bus = self.vehicle
        size = {"height": bus.height, "width": bus.width, "length": bus.length, "weight": bus.weight}
        options = {**size, "axle_load": bus.axle_load, "top_speed": bus.top_speed}
        return {"costing": bus.kind, "costing_options": {bus.kind: options}}


def places(spots: Sequence[Spot]) -> list[dict[str, float]]:
    return [place(point_of(each)) for each in spots]


def place(point: Point) -> dict[str, float]:
    return {"lat": point.latitude, "lon": point.longitude, "search_cutoff": METRES_TO_A_ROAD}


def rings(geometry: dict[str, Any]) -> list[Ring]:
    """Of a Polygon or a MultiPolygon of GeoJSON."""
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    return [tuple(Point(float(at[1]), float(at[0])) for at in ring) for each in polygons for ring in each]
