"""A version of a plan on the map: who gets what, and where each round goes."""

import json

from flask import Blueprint, Response, url_for

from busplan.access import Role
from busplan.maps.script import script
from busplan.planning.difference import Difference, compared, path
from busplan.planning.rounds import Day
from busplan.timetable import Point
from busplan.web import tongue
from busplan.web.desk import desk
from busplan.web.staff import reasons
from busplan.web.staff.opened import TODAY, Opened, name_of_day, opened, version_of
from busplan.web.staff.who import needs

pages = Blueprint("plan_map", __name__, url_prefix="/staff/plans")


@pages.get("/<int:number>/map.js")
@needs(Role.EDITOR)
def map_script(number: int) -> Response:
    of = opened(number)
    version = version_of(of)
    points: list[Point] = [stop.point for stop in of.stops.values() if stop.point]
    address = url_for("plan_map.stops", number=number, of=version)
    return Response(script(points, address, desk().tiles), mimetype="text/javascript")


@pages.get("/<int:number>/stops.geojson")
@needs(Role.EDITOR)
def stops(number: int) -> Response:
    of = opened(number)
    difference = compared(of.versions[TODAY], of.versions[version_of(of)], of.ground, of.limits)
    return Response(json.dumps(on_map(of, difference), ensure_ascii=False), mimetype="application/geo+json")


def on_map(of: Opened, difference: Difference) -> dict[str, object]:
    """As the public map reads stops."""
    words = tongue.words()
    told = {id: ("today", words.say("nytt stopp")) for id in difference.gained}
    told |= {id: ("none", words.say("borte")) for id in difference.lost}
    for change in difference.new_times:
        if change.was.stop_id not in told:
            told[change.was.stop_id] = ("week", f"{reasons.changed(change)}: {reasons.turn(change.becomes)}")
    features = []
    for stop in of.stops.values():
        turns = of.versions[TODAY].turns_of(stop.id)
        if stop.point is None or (stop.id not in told and not turns):
            continue
        shape, sentence = told.get(stop.id, ("later", words.say("som i dag")))
        place = [stop.point.longitude, stop.point.latitude]
        facts = {"name": stop.name, "municipality": stop.municipality, "next": "", "state": shape}
        facts |= {"distance": sentence, "news": "", "url": url_for("moves.rounds", number=of.number)}
        features.append(
            {
                "type": "Feature",
                "id": stop.id,
                "geometry": {"type": "Point", "coordinates": place},
                "properties": facts,
            }
        )
    return {"type": "FeatureCollection", "features": features}


@pages.get("/<int:number>/rounds.geojson")
@needs(Role.EDITOR)
def lines(number: int) -> Response:
    """Each round from the depot, past its stops and home."""
    of = opened(number)
    version = version_of(of)
    features = [line_of(of, version, day) for day in of.versions[version].days()]
    told = {"type": "FeatureCollection", "features": [each for each in features if each]}
    return Response(json.dumps(told, ensure_ascii=False), mimetype="application/geo+json")


def line_of(of: Opened, version: str, day: Day) -> dict[str, object] | None:
    points = [of.ground.point(id) for id in path(day)]
    places = [[point.longitude, point.latitude] for point in points if point]
    if len(places) < 2:
        return None
    geometry = {"type": "LineString", "coordinates": places}
    return {
        "type": "Feature",
        "geometry": geometry,
        "properties": {"name": name_of_day(of.versions[version], day)},
    }
