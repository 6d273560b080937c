"""Places in, kilometres, minutes and roads by openrouteservice out (https://openrouteservice.org/dev/#/api-docs).

Its matrix is of heavy vehicles as such: it takes no height or weight (GIScience/openrouteservice, issue 315).
A single road does.
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from time import monotonic, sleep
from typing import Any

from busplan.fetching import Unavailable
from busplan.roads.blocks import Shape, by_pairs
from busplan.roads.engine import Engine, Refused, Table, way_of
from busplan.roads.leg import Spot, Way, point_of
from busplan.roads.vehicle import Vehicle
from busplan.timetable import Point

PUBLIC = "https://api.openrouteservice.org"
MOST_PAIRS = 3500
# Whoever has a key may ask forty times a minute.
SECONDS_BETWEEN = 1.6
GEOJSON = "application/geo+json"


class OpenRouteService(Engine):
    """As a heavy vehicle drives (`driving-hgv`). The key is told to its host alone, in a header."""

    name = "ors"
    refusals = (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND)

    def __init__(
        self, address: str, vehicle: Vehicle, key: str = "", version: str = "", between: float | None = None
    ) -> None:
        super().__init__(address, vehicle, version)
        self.is_ours = self.address != PUBLIC
        self.headers = {"Authorization": key} if key else {}
        self.between = (SECONDS_BETWEEN if key else 0.0) if between is None else between
        self.asked_at = -SECONDS_BETWEEN

    @property
    def kept_as(self) -> str:
        return f"{self.name} driving-hgv"

    def version(self) -> str:
        return self.told_version

    def shape(self, rows: int, columns: int) -> Shape:
        return by_pairs(rows, columns, MOST_PAIRS)

    def table(self, origins: Sequence[Spot], destinations: Sequence[Spot]) -> Table:
        rows, columns = len(origins), len(destinations)
        found = self.asked(
            "/v2/matrix/driving-hgv",
            {
                "locations": [place(point_of(each)) for each in (*origins, *destinations)],
                "sources": [str(number) for number in range(rows)],
                "destinations": [str(number) for number in range(rows, rows + columns)],
                "metrics": ["duration", "distance"],
                "units": "m",
            },
        )
        return self.table_of(found.get("durations"), found.get("distances"), rows, columns)

    def way(self, one: Point, other: Point) -> Way | None:
        bus = self.vehicle
        size = {"height": bus.height, "width": bus.width, "length": bus.length}
        limits = {**size, "weight": bus.weight, "axleload": bus.axle_load}
        kind = "bus" if bus.kind == "bus" else "hgv"
        options = {"vehicle_type": kind, "profile_params": {"restrictions": limits}}
        asked = {"coordinates": [place(one), place(other)], "units": "m", "options": options}
        try:
            found = self.asked("/v2/directions/driving-hgv/geojson", asked, GEOJSON)
        except Refused:
            return None
        try:
            road = found["features"][0]
            told = road["properties"]["summary"]
            # Of a road from a place to itself it tells no length.
            return way_of(told.get("duration", 0), told.get("distance", 0), road["geometry"])
        except (KeyError, TypeError, IndexError, AttributeError) as fault:
            raise Unavailable("openrouteservice gave no road") from fault

    def asked(self, path: str, content: Mapping[str, Any], mimetype: str = "") -> dict[str, Any]:
        """Never oftener than a key allows."""
        sleep(max(0.0, self.asked_at + self.between - monotonic()))
        self.asked_at = monotonic()
        return self.ask(path, content, self.headers, mimetype)


def place(point: Point) -> list[float]:
    return [point.longitude, point.latitude]
