"""The residents' pages: next visits, stops and the map."""

import json
from datetime import date, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from flask import Blueprint, Response, abort, jsonify, render_template

from busplan.feeds import Single, Ways
from busplan.fetching import Unavailable
from busplan.maps.script import script
from busplan.maps.tiles import fetch
from busplan.timetable import Slot, Status, Stop, Visit
from busplan.web import ahead, former, linked
from busplan.web.addresses import url_for
from busplan.web.desk import Scene, Varies, desk, page, stop_or_404
from busplan.web.directions import directions
from busplan.web.months import months
from busplan.web.near import beside, libraries
from busplan.web.register import living

FEWEST_ON_FRONT, MOST_ON_FRONT = 6, 30
DAYS_ON_FRONT = 28
MOST_CHANGED = 2
A_WEEK = timedelta(days=7)
MOST_NEAR = 3
DAYS_OF_WEEK = 7
DAY = 24 * 60 * 60

pages = Blueprint("public", __name__)


class Row(NamedTuple):
    """What is told of a stop in the list of all: the list is written anew when one is another."""

    id: str
    name: str
    slot: Slot | None


@pages.get("/")
@page()
def front(scene: Scene) -> str:
    coming = enough(scene)
    return render_template(
        "public/front.html",
        scene=scene,
        days=first_days(by_day(coming)),
        municipalities=by_municipality(scene),
        changed=changed_soon(coming, scene.today),
        linked=linked.graph([linked.library(scene)]),
    )


@pages.get("/stops/<stop_id>")
@page(varies=Varies.BY_HOUR_AND_HOST, there=former.stop_or_former, seen=former.as_seen)
def stop(scene: Scene, stop_id: str) -> str:
    stop = former.stop_or_former(scene, stop_id)
    if former.ended(scene, stop):
        return former.told(scene, stop)
    coming = tuple(scene.timetable.coming(scene.now, stop.id))
    following = next((visit for visit in coming if visit.takes_place), None)
    return render_template(
        "public/stop.html",
        scene=scene,
        stop=stop,
        coming=coming,
        next=following,
        due=scene.timetable.due(following) if following else None,
        near=tuple(beside(scene, stop, MOST_NEAR)),
        libraries=tuple(libraries(scene, stop)),
        ways=Ways(
            scene.site + url_for("subscribe.stop", stop_id=stop.id),
            scene.words.calendar_name(stop.name, scene.service),
        ),
        single=single(following, scene) if following else None,
        directions=tuple(directions(stop.point, scene.service)) if stop.point else (),
        linked=linked.stop(scene, stop, coming),
    )


pages.add_app_template_global(months)


def single(visit: Visit, scene: Scene) -> Single:
    service, words = scene.service, scene.words
    said = words.summary(visit, service), words.location(visit), words.description(visit, service)
    return Single(visit, service, *said)


@pages.get("/stops.geojson")
@page("application/geo+json")
def stops(scene: Scene) -> str:
    """Every stop with its next visit, in words that the map shows as they are."""
    visits = ahead.next_visits(scene)
    features = [feature(stop, visits.get(stop.id), scene) for stop in scene.stops if stop.point]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


@pages.get("/map.js")
@page("text/javascript", varies=Varies.NEVER)
def map_script(scene: Scene) -> str:
    points = (stop.point for stop in scene.timetable.stops if stop.point)
    return script(points, url_for("public.stops"), desk().tiles)


@pages.get("/stops/<stop_id>/map.js")
@page("text/javascript", varies=Varies.NEVER)
def stop_map_script(scene: Scene, stop_id: str) -> str:
    stop = stop_or_404(scene, stop_id)
    points = [stop.point] if stop.point else []
    return script(points, url_for("public.stops"), desk().tiles, focus=stop.id)


@pages.get("/tiles/<int:z>/<int:x>/<int:y>.png")
def tile(z: int, x: int, y: int) -> Response:
    """A tile of the map, when it is fetched through us so that no visitor's address leaves the house."""
    tiles = desk().tiles
    if (
        tiles is None
        or not tiles.proxied
        or not tiles.shallowest <= z <= tiles.deepest
        or not (x < 2**z and y < 2**z)
    ):
        abort(404)
    try:
        response = Response(fetch(tiles, z, x, y), mimetype="image/png")
    except Unavailable:
        abort(503)
    response.headers["Cache-Control"] = f"private, max-age={DAY}"
    return response


@pages.get("/healthz")
def healthz() -> Response:
    """That the process answers, and what it answers with."""
    publication = desk().shelf.in_force()
    response = jsonify(status="ok", publication=publication.id if publication else None)
    response.headers["Cache-Control"] = "no-store"
    return response


def by_day(visits: list[Visit]) -> list[tuple[date, tuple[Visit, ...]]]:
    return [(day, tuple(of_day)) for day, of_day in groupby(visits, lambda visit: visit.slot.day)]


def enough(scene: Scene) -> list[Visit]:
    """Those of a week at least, and as many days more as the front page needs."""
    for days in (A_WEEK.days, DAYS_ON_FRONT):
        coming = ahead.coming(scene, days)
        if len(coming) >= FEWEST_ON_FRONT:
            return coming
    return coming or scene.timetable.coming(scene.now)


def changed_soon(coming: list[Visit], today: date) -> list[Visit]:
    """The first of what is not as planned, within a week; those who wait for it should not have to look."""
    soon = (visit for visit in coming if visit.slot.day <= today + A_WEEK)
    return [visit for visit in soon if visit.status is not Status.SCHEDULED][:MOST_CHANGED]


def first_days(days: list[tuple[date, tuple[Visit, ...]]]) -> list[tuple[date, tuple[Visit, ...]]]:
    """Whole days until there are enough visits; of a great service only the first of them."""
    first: list[tuple[date, tuple[Visit, ...]]] = []
    room = MOST_ON_FRONT
    for day, visits in days:
        if room <= MOST_ON_FRONT - FEWEST_ON_FRONT:
            break
        first.append((day, visits[:room]))
        room -= len(visits)
    return first


def by_municipality(scene: Scene) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    """As a Norwegian looks them up: æ, ø and å last."""
    visits = ahead.next_visits(scene)
    return tuple(
        (place.name, tuple(row(stop, visits.get(stop.id)) for stop in place.stops))
        for place in living(scene).values()
    )


def row(stop: Stop, visit: Visit | None) -> Row:
    return Row(stop.id, stop.name, visit.slot if visit else None)


def feature(stop: Stop, visit: Visit | None, scene: Scene) -> dict[str, Any]:
    words = scene.words
    assert stop.point is not None
    told = words.no_more
    if visit:
        told = words.say("Neste besøk: {when}", when=words.when(visit, scene.now))
    return {
        "type": "Feature",
        "id": stop.id,
        "geometry": {"type": "Point", "coordinates": [stop.point.longitude, stop.point.latitude]},
        "properties": {
            "name": stop.name,
            "municipality": stop.municipality,
            "next": told,
            "state": state(visit, scene.today),
            "distance": words.how_far(visit, scene.now) if visit else "",
            "news": words.news(visit, scene.today) if visit else "",
            "url": url_for("public.stop", stop_id=stop.id),
        },
    }


def state(visit: Visit | None, today: date) -> str:
    """How soon the bus comes: a sign on the map for each."""
    if visit is None:
        return "none"
    days = (visit.slot.day - today).days
    return "today" if days == 0 else "week" if days <= DAYS_OF_WEEK else "later"
