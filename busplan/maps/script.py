"""Stops in, the script that draws their map out.

folium makes the map and its background. It is never given a word that staff or residents wrote: it
puts popups and tooltips into JavaScript template literals, where a stop named ${…} runs even when
escaped. Names reach the page as GeoJSON, and static/map.js sets them as text.
"""

from collections.abc import Iterable

import folium
from branca.element import Figure, MacroElement
from folium.template import Template

from busplan.maps.tiles import Tiles
from busplan.timetable import Point

ELEMENT = "map_stops"
DEEPEST_START = 13
CLOSE = 14
FARTHEST, PLAIN_DEEPEST = 3, 16


class StopLayer(MacroElement):
    """Markers from an address of GeoJSON."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "busplan.showStops({{ this._parent.get_name() }}, {{ this.options|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, **options: object) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.options = options


def script(points: Iterable[Point], stops_address: str, tiles: Tiles | None, focus: str = "") -> str:
    """Shows all the points; with a focus, the stop of that id close by.

    The same arguments give the same text, so it can be kept and compared.
    """
    farthest, deepest = (
        (max(FARTHEST, tiles.shallowest), tiles.deepest) if tiles else (FARTHEST, PLAIN_DEEPEST)
    )
    map = folium.Map(
        location=(0, 0),
        tiles=layer(tiles),
        zoom_start=farthest,
        minZoom=farthest,
        maxZoom=deepest,
        zoom_control=False,
        zoom_snap=0.25,
    )
    map._name, map._id = ELEMENT.split("_")
    StopLayer(
        stops=stops_address,
        focus=focus,
        bounds=bounds(points),
        deepest=CLOSE if focus else DEEPEST_START,
    ).add_to(map)
    figure = map.get_root()
    assert isinstance(figure, Figure)
    figure.render()
    drawn: str = figure.script.render()
    return drawn


def layer(tiles: Tiles | None) -> folium.TileLayer | None:
    if tiles is None:
        return None
    made = folium.TileLayer(
        tiles.shown_address,
        attr=tiles.attribution,
        min_zoom=tiles.shallowest,
        max_zoom=tiles.deepest,
        name="background",
    )
    made._name, made._id = "tiles", "background"
    return made


def bounds(points: Iterable[Point]) -> list[list[float]]:
    """South-west and north-east corner; nothing when there is nothing to show."""
    found = list(points)
    if not found:
        return []
    latitudes = [point.latitude for point in found]
    longitudes = [point.longitude for point in found]
    return [[min(latitudes), min(longitudes)], [max(latitudes), max(longitudes)]]
