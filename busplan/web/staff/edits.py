"""Stops and hours, changed on a page: a draft comes of it, as of files."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import time

from flask import Blueprint, request
from werkzeug.wrappers import Response

from busplan.access import Role
from busplan.maps.script import script
from busplan.publishing import edit
from busplan.publishing.edit import Hours, PastMidnight
from busplan.timetable import Audience, Call, Kind, Point, Route, Stop
from busplan.web import tongue
from busplan.web.desk import desk
from busplan.web.staff import stop_form
from busplan.web.staff.ground import Ground
from busplan.web.staff.page import shown
from busplan.web.staff.tell import Answer
from busplan.web.staff.who import needs

# What was written in a form that cannot be understood, as it stands there.
Typed = tuple[time | None, time | None]

pages = Blueprint("edits", __name__, url_prefix="/staff/edit")


@pages.get("")
@needs(Role.EDITOR)
def all() -> str:
    return shown("edit.html", ground=Ground())


@pages.get("/stops/new")
@needs(Role.EDITOR)
def new_stop() -> str:
    return page_of_stop(Ground(), stop_form.NOWHERE)


@pages.get("/stops/new/map.js")
@needs(Role.EDITOR)
def new_stop_map() -> Response:
    """Where the other stops are, until there is a mark."""
    return map_of([stop.point for stop in Ground().timetable.stops if stop.point])


@pages.post("/stops/new")
@needs(Role.EDITOR)
def add_stop() -> Answer:
    """On a round too, where one is chosen."""
    ground, words = Ground(), tongue.words()
    stop, wrong = stop_form.asked(stop_form.NOWHERE)
    if wrong:
        return page_of_stop(ground, stop, wrong), 422
    made = replace(stop, id=ground.new_id(stop.name))
    changed = edit.with_new_stop(ground.timetable, made)
    if chosen := request.form.get("route", ""):
        route = ground.route(chosen)
        try:
            changed = edit.with_call(changed, route.id, call_at(made), "flow" in request.form)
        except PastMidnight:
            return page_of_stop(ground, stop, words.say("Da går runden over midnatt.")), 422
        except ValueError:
            return page_of_stop(ground, stop, ends_before()), 422
    message = words.say("Nytt stopp: {name}", name=made.name)
    return ground.draft_of(changed, message, lambda wrong: page_of_stop(ground, stop, wrong))


@pages.get("/stops/<stop_id>")
@needs(Role.EDITOR)
def stop(stop_id: str) -> str:
    ground = Ground()
    return page_of_stop(ground, ground.stop(stop_id))


@pages.get("/stops/<stop_id>/map.js")
@needs(Role.EDITOR)
def stop_map(stop_id: str) -> Response:
    ground = Ground()
    found = ground.stop(stop_id)
    others = [stop.point for stop in ground.timetable.stops if stop.point]
    return map_of([found.point] if found.point else others, focus=found.id)


@pages.post("/stops/<stop_id>")
@needs(Role.EDITOR)
def edit_stop(stop_id: str) -> Answer:
    ground = Ground()
    stop, wrong = stop_form.asked(ground.stop(stop_id))
    if wrong:
        return page_of_stop(ground, stop, wrong), 422
    message = tongue.words().say("Stoppet {name} endret", name=stop.name)
    changed = edit.with_stop(ground.timetable, stop)
    return ground.draft_of(changed, message, lambda wrong: page_of_stop(ground, stop, wrong))


@pages.post("/stops/<stop_id>/remove")
@needs(Role.EDITOR)
def remove_stop(stop_id: str) -> Answer:
    """With all its visits. Who publishes it is asked once more, if any were to come."""
    ground = Ground()
    found = ground.stop(stop_id)
    message = tongue.words().say("Stoppet {name} tatt bort", name=found.name)
    changed = edit.without_stop(ground.timetable, stop_id)
    return ground.draft_of(changed, message, lambda wrong: page_of_stop(ground, found, wrong))


@pages.get("/routes/<route_id>")
@needs(Role.EDITOR)
def route(route_id: str) -> str:
    ground = Ground()
    found = ground.route(route_id)
    return page_of_route(ground, found, [(call.start, call.end) for call in found.calls])


@pages.post("/routes/<route_id>")
@needs(Role.EDITOR)
def edit_route(route_id: str) -> Answer:
    """New hours, visits that go, and one that comes."""
    ground, words = Ground(), tongue.words()
    found, flow = ground.route(route_id), "flow" in request.form
    gone = {at for at in range(len(found.calls)) if f"gone-{at}" in request.form}
    hours = [
        (each.start, each.end) if at in gone else (hour(f"from-{at}"), hour(f"to-{at}"))
        for at, each in enumerate(found.calls)
    ]

    def again(wrong: str) -> str:
        pairs = zip(hours, found.calls, strict=True)
        return page_of_route(ground, found, [(a or was.start, b or was.end) for (a, b), was in pairs], wrong)

    try:
        changed = edit.with_hours(ground.timetable, route_id, [right(each) for each in hours], flow)
        changed = edit.without_calls(changed, route_id, gone)
        if added := request.form.get("stop", ""):
            changed = edit.with_call(changed, route_id, call_at(ground.stop(added)), flow)
    except PastMidnight:
        return again(words.say("Da går runden over midnatt.")), 422
    except ValueError:
        return again(ends_before()), 422
    message = words.say("Nye tider på {name}", name=found.name or found.called)
    return ground.draft_of(changed, message, again)


def call_at(stop: Stop) -> Call:
    """At the hours of the form. Raises ValueError."""
    return Call(stop.id, *right((hour("from"), hour("to"))))


def right(hours: Typed) -> Hours:
    """Raises ValueError."""
    start, end = hours
    if start is None or end is None or end <= start:
        raise ValueError("no hours")
    return start, end


def ends_before() -> str:
    return tongue.words().say("Hvert besøk slutter etter at det begynner. Skriv tidene slik: 09:30.")


def map_of(points: list[Point], focus: str = "") -> Response:
    """The background, with nothing on it but what the page puts there."""
    return Response(script(points, "", desk().tiles, focus=focus), mimetype="text/javascript")


def page_of_stop(ground: Ground, stop: Stop, wrong: str = "") -> str:
    """A new one has no id yet."""
    latitude, longitude = stop_form.shown(stop)
    return shown(
        "edit_stop.html",
        ground=ground,
        stop=stop,
        wrong=wrong,
        latitude=request.form.get("lat", latitude),
        longitude=request.form.get("lon", longitude),
        form=request.form,
        kinds=list(Kind),
        audiences=list(Audience),
    )


def page_of_route(ground: Ground, route: Route, hours: list[Hours], wrong: str = "") -> str:
    calls = list(calls_of(ground, route, hours))
    return shown("edit_route.html", ground=ground, route=route, calls=calls, wrong=wrong, form=request.form)


def calls_of(ground: Ground, route: Route, hours: list[Hours]) -> Iterator[dict[str, object]]:
    for call, (start, end) in zip(route.calls, hours, strict=True):
        yield {"stop": ground.timetable.stop(call.stop_id), "start": start, "end": end}


def hour(name: str) -> time | None:
    try:
        return time.fromisoformat(request.form.get(name, "").replace(".", ":")).replace(second=0, tzinfo=None)
    except ValueError:
        return None
