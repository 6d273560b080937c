"""Places in, kilometres, minutes and roads by OSRM out (https://project-osrm.org/docs/v5.24.0/api/).

How a bus drives is said when its data are prepared, by a profile: it cannot be told here.
"""

from collections.abc import Sequence
from typing import Any

from busplan.fetching import Unavailable
from busplan.roads.blocks import Shape, by_places
from busplan.roads.engine import Engine, Refused, Table, way_of
from busplan.roads.leg import Spot, Way, point_of
from busplan.timetable import Point

# As many as a server takes that is set up as it comes (--max-table-size).
MOST_PLACES = 100


class Osrm(Engine):
    """As its profile drives."""

    name = "osrm"

    @property
    def kept_as(self) -> str:
        return self.name

    def version(self) -> str:
        """As osrm-extract --data_version named it, if it did."""
        if self.told_version:
            return self.told_version
        try:
            return str(self.ask("/nearest/v1/driving/10.75,59.91").get("data_version", ""))[:100]
        except Refused:
            return ""

    def shape(self, rows: int, columns: int) -> Shape:
        return by_places(rows, columns, MOST_PLACES)

    def table(self, origins: Sequence[Spot], destinations: Sequence[Spot]) -> Table:
        rows, columns = len(origins), len(destinations)
        sources = ";".join(map(str, range(rows)))
        targets = ";".join(map(str, range(rows, rows + columns)))
        both = f"sources={sources}&destinations={targets}&annotations=duration,distance"
        found = self.answer("table", [point_of(each) for each in (*origins, *destinations)], both)
        return self.table_of(found.get("durations"), found.get("distances"), rows, columns)

    def way(self, one: Point, other: Point) -> Way | None:
        try:
            found = self.answer("route", (one, other), "overview=full&geometries=geojson")
        except Refused:
            return None
        try:
            route = found["routes"][0]
            return way_of(route["duration"], route["distance"], route["geometry"])
        except (KeyError, TypeError, IndexError) as fault:
            raise Unavailable("osrm gave no road") from fault

    def answer(self, service: str, points: Sequence[Point], options: str) -> dict[str, Any]:
        where = ";".join(f"{each.longitude:.5f},{each.latitude:.5f}" for each in points)
        found = self.ask(f"/{service}/v1/driving/{where}?{options}")
        if found.get("code") != "Ok":
            raise Unavailable("osrm did not say Ok")
        return found
