"""A municipality in, its stops with their next visits, and the municipalities around it, out."""

from flask import Blueprint, render_template, url_for

from busplan.roads import about_kilometres
from busplan.timetable import Visit
from busplan.web import linked
from busplan.web.desk import Scene, Varies, page
from busplan.web.register import Municipality, living, municipality_or_404

MOST_NEAR = 3
DAYS_OF_NEWS = 14

pages = Blueprint("municipalities", __name__)


@pages.get("/municipalities/<name>")
@page(varies=Varies.BY_HOUR_AND_HOST, there=municipality_or_404)
def municipality(scene: Scene, name: str) -> str:
    found = municipality_or_404(scene, name)
    visits = {stop.id: scene.timetable.next_visit(scene.now, stop.id) for stop in found.stops}
    in_time = sorted((visit for visit in visits.values() if visit), key=lambda visit: visit.order)
    return render_template(
        "public/municipality.html",
        scene=scene,
        found=found,
        listed=[(stop, visits[stop.id]) for stop in found.stops],
        first=in_time[0] if in_time else None,
        routes=calling(scene, found),
        near=nearest(scene, found),
        feed=url_for("subscribe.municipality", name=name),
        off=off_soon(scene, found),
        linked=linked.visits(scene, in_time),
    )


def off_soon(scene: Scene, found: Municipality) -> list[Visit]:
    """Visits of these days that do not take place: whoever looks for the next one might wait for them."""
    coming = (scene.timetable.coming(scene.now, stop.id, DAYS_OF_NEWS) for stop in found.stops)
    off = (visit for visits in coming for visit in visits if not visit.takes_place)
    return sorted(off, key=lambda visit: visit.order)


def calling(scene: Scene, found: Municipality) -> list[tuple[str, str]]:
    """Id and name of each route that has yet to call there."""
    ids = {stop.id for stop in found.stops}
    lasting = (route for route in scene.timetable.routes if route.season.last >= scene.today)
    there = (route for route in lasting if any(call.stop_id in ids for call in route.calls))
    return list({route.id: route.name or route.called for route in there}.items())


def nearest(scene: Scene, found: Municipality) -> list[Municipality]:
    """Those whose stops are about as near as it gets; what is a neighbour on the map is not known here."""
    here = found.middle
    if here is None:
        return []
    others = [
        (about_kilometres(here, there), other)
        for other in living(scene).values()
        if other.name != found.name and (there := other.middle)
    ]
    return [other for _, other in sorted(others, key=lambda each: each[0])[:MOST_NEAR]]
