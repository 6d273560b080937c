"""A route in, its stops with their hours and what comes next out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import Blueprint, abort, render_template, url_for

from busplan.timetable import Call, Route, Stop, Visit
from busplan.web import linked
from busplan.web.desk import Scene, Varies, page

pages = Blueprint("routes", __name__)


@dataclass(frozen=True, slots=True)
class Driven:
    """A route in one season: its calls, with their stops, in the order of driving."""

    route: Route
    calls: list[tuple[Call, Stop]]


def route_or_404(scene: Scene, route_id: str) -> list[Route]:
    """The same round may be driven in several seasons."""
    found = [route for route in scene.timetable.routes if route.id == route_id]
    if not found:
        abort(404)
    return sorted(found, key=lambda route: route.season.first)


@pages.get("/routes/<route_id>")
@page(varies=Varies.BY_HOUR_AND_HOST, there=route_or_404)
def route(scene: Scene, route_id: str) -> str:
    of_id = route_or_404(scene, route_id)
    lasting = [route for route in of_id if route.season.last >= scene.today] or of_id[-1:]
    days = coming_days(scene, lasting)
    return render_template(
        "public/route.html",
        scene=scene,
        name=lasting[0].name or lasting[0].called,
        route_id=route_id,
        driven=[driven(scene, route) for route in lasting],
        vehicles=sorted({route.vehicle for route in lasting if route.vehicle}),
        next=next((visits for _, visits in days if any(visit.takes_place for visit in visits)), []),
        days=days,
        feed=url_for("subscribe.route", route_id=route_id),
        linked=linked.visits(scene, [visit for _, visits in days[:1] for visit in visits]),
    )


def driven(scene: Scene, route: Route) -> Driven:
    calls = ((call, scene.timetable.stop(call.stop_id)) for call in route.calls)
    there = [(call, stop) for call, stop in calls if stop]
    return Driven(route, sorted(there, key=lambda each: each[0].start))


def coming_days(scene: Scene, routes: Iterable[Route]) -> list[tuple[date, list[Visit]]]:
    """Each day ahead on which the route is driven, with its visits that are not over."""
    routes = tuple(routes)
    ids = {route.id for route in routes}
    stops = dict.fromkeys(call.stop_id for route in routes for call in route.calls)
    coming = (visit for id in stops for visit in scene.timetable.coming(scene.now, id))
    visits = sorted((visit for visit in coming if visit.route in ids), key=lambda visit: visit.order)
    return [(day, list(of_day)) for day, of_day in groupby(visits, lambda visit: visit.slot.day)]
