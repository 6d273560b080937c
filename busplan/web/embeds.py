"""Small pages that stand on the pages of others: a stop, a municipality, or all of it."""

from flask import Blueprint, abort, render_template, url_for
from werkzeug.exceptions import HTTPException, NotFound, ServiceUnavailable

from busplan.reading.slug import slug
from busplan.store import StoreUnavailable
from busplan.timetable import BadTimetable, Visit
from busplan.web import guard
from busplan.web.desk import PAGE_CACHE, Scene, desk, page, stop_or_404
from busplan.web.errors import scene_or_none

MOST_OF_A_STOP, MOST_OF_MANY = 3, 5
DAYS = 28

embeds = Blueprint("embeds", __name__, url_prefix="/embed")


@embeds.before_request
def framed() -> None:
    guard.let_into_frames(desk().settings.frames)


@embeds.get("/stops/<stop_id>")
@page()
def stop(scene: Scene, stop_id: str) -> str:
    stop = stop_or_404(scene, stop_id)
    visits = scene.timetable.coming(scene.now, stop_id)[:MOST_OF_A_STOP]
    return shown(scene, stop.name, visits, url_for("public.stop", stop_id=stop_id), stop=stop)


@embeds.get("/municipalities/<name>")
@page()
def municipality(scene: Scene, name: str) -> str:
    ids = {stop.id for stop in scene.stops if slug(stop.municipality) == name}
    if not ids:
        abort(404)
    visits = [visit for visit in scene.timetable.coming(scene.now) if visit.stop.id in ids][:MOST_OF_MANY]
    named = next(stop.municipality for stop in scene.stops if stop.id in ids)
    return shown(scene, named, visits, url_for("public.front"))


@embeds.get("/next")
@page()
def whole(scene: Scene) -> str:
    coming = scene.timetable.coming(scene.now, days=DAYS) or scene.timetable.coming(scene.now)
    return shown(scene, scene.words.say("Når kommer bussen?"), coming[:MOST_OF_MANY], url_for("public.front"))


def shown(scene: Scene, heading: str, visits: list[Visit], full: str, **more: object) -> str:
    return render_template(
        "embed/visits.html", scene=scene, heading=heading, visits=visits, full=full, **more
    )


@embeds.errorhandler(NotFound)
@embeds.errorhandler(ServiceUnavailable)
@embeds.errorhandler(StoreUnavailable)
@embeds.errorhandler(BadTimetable)
def missing(fault: Exception) -> tuple[str, int, dict[str, str]]:
    """Said within the frame, where an empty one would look like a fault of the page around it."""
    code = (isinstance(fault, HTTPException) and fault.code) or ServiceUnavailable.code
    headers = {"Cache-Control": PAGE_CACHE if code == NotFound.code else "no-store"}
    return render_template("embed/missing.html", scene=scene_or_none(), code=code), code, headers
