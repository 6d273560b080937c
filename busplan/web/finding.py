"""What somebody looks for in, the stops they mean out: a page, and what the browser suggests from.

Where somebody stands is never asked for here: static/nearest.js finds the stops nearest to them on their own
device.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from flask import Blueprint, Flask, Response, current_app, render_template, request

from busplan.finding import Index, folded
from busplan.finding.index import LONGEST_QUERY
from busplan.settings import Settings
from busplan.timetable import Stop, Visit
from busplan.web.desk import Scene, desk, page
from busplan.web.near import nearest
from busplan.words.order import alphabetical

if TYPE_CHECKING:
    from busplan.roads.addresses import Address

MOST_STOPS, MOST_OF_MUNICIPALITY, MOST_NEAR = 30, 200, 5
FOR_ONE_ONLY = "private, max-age=60"
SUGGESTIONS_CACHE = "public, max-age=300, stale-if-error=86400"

finding = Blueprint("finding", __name__)


@dataclass(frozen=True, slots=True)
class Hit:
    """A stop with its next visit, and how far off it is where that is known."""

    stop: Stop
    visit: Visit | None
    kilometres: float | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """A place that is no stop, and the stops nearest to it."""

    address: "Address"
    hits: tuple[Hit, ...]


@finding.get("/search")
def search() -> Response:
    scene = desk().scene()
    query = request.args.get("q", "")[:LONGEST_QUERY].strip()
    index = index_of(scene)
    found = index.find(query, MOST_STOPS)
    standing = sorted(found.stops, key=lambda stop: not stop.stands(scene.today))
    page = render_template(
        "public/search.html",
        scene=scene,
        query=query,
        loosely=found.loosely,
        hits=hits(scene, standing),
        municipalities=[(name, of_municipality(scene, name)) for name in found.municipalities],
        around=[] if found else around(scene, query),
        alike=[] if found else index.alike(query),
        all_municipalities=sorted({stop.municipality for stop in scene.stops}, key=alphabetical),
    )
    response = Response(page, mimetype="text/html")
    # What a person looked for is theirs: no cache on the way keeps it.
    response.headers["Cache-Control"] = FOR_ONE_ONLY
    return response


@finding.get("/stops.json")
@page("application/json", cache=SUGGESTIONS_CACHE)
def suggestions(scene: Scene) -> str:
    """Each stop as id, name, municipality and the words it is found by; short names first."""
    rows = [
        (stop.id, stop.name, stop.municipality, folded(stop))
        for stop in index_of(scene).stops
        if stop.stands(scene.today)
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def index_of(scene: Scene) -> Index:
    return desk().once(("index", scene.publication.digest), lambda: Index(scene.timetable.stops))


def hits(scene: Scene, stops: Iterable[Stop]) -> tuple[Hit, ...]:
    return tuple(Hit(stop, scene.timetable.next_visit(scene.now, stop.id)) for stop in stops)


def of_municipality(scene: Scene, name: str) -> tuple[Hit, ...]:
    stops = [stop for stop in scene.stops if stop.municipality == name]
    return hits(scene, sorted(stops, key=lambda stop: alphabetical(stop.name))[:MOST_OF_MUNICIPALITY])


def around(scene: Scene, query: str) -> list[Around]:
    """Addresses of that name, the one nearest to a stop first; none where they are not looked up."""
    looked_up: Callable[[str], list[Address]] = current_app.extensions["busplan-addresses"]
    places = [place_around(scene, address) for address in looked_up(query)]
    return sorted((each for each in places if each.hits), key=lambda each: each.hits[0].kilometres or 0)


def place_around(scene: Scene, address: "Address") -> Around:
    near = nearest(scene, address.point, MOST_NEAR)
    return Around(
        address, tuple(Hit(stop, scene.timetable.next_visit(scene.now, stop.id), km) for stop, km in near)
    )


def register(app: Flask, settings: Settings) -> None:
    app.register_blueprint(finding)
    app.extensions["busplan-addresses"] = lookup(settings.addresses)


def lookup(service: str) -> "Callable[[str], list[Address]]":
    """Nothing of it is loaded before somebody asks, and never where it is off."""
    if not service:
        return lambda _query: []

    @cache
    def addresses() -> "Callable[[str], list[Address]]":
        from busplan.roads.addresses import KARTVERKET, Addresses, Kartverket

        there = KARTVERKET if service == "kartverket" else service
        return Addresses(Kartverket(there).geocode).find

    return lambda query: addresses()(query)
