"""Stops and hours, changed on a page: a draft comes of it, as of files."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from typing import TypeVar

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from busplan import publishing
from busplan.access import Role
from busplan.maps.script import script
from busplan.publishing import Standing, edit
from busplan.publishing.edit import PastMidnight
from busplan.reading.text import UNWANTED
from busplan.store import Draft, Drafts
from busplan.timetable import Audience, BadTimetable, Kind, Point, Route, Stop, Timetable
from busplan.web import tongue
from busplan.web.desk import desk
from busplan.web.staff import looks
from busplan.web.staff.page import shown
from busplan.web.staff.upload import number as number_in
from busplan.web.staff.who import needs, now, store, who

DEGREES = re.compile(r"-?[0-9]{1,3}(?:[.,][0-9]{1,10})?", re.ASCII)
LONGEST = 500
Answer = Response | str | tuple[str, int]
Chosen = TypeVar("Chosen", Kind, Audience)

pages = Blueprint("edits", __name__, url_prefix="/staff/edit")


class Ground:
    """What is edited: what is in force, or a draft on top of it."""

    def __init__(self) -> None:
        self.standing: Standing = publishing.standing(store())
        self.draft: Draft | None = None
        timetable = self.standing.timetable
        if asked := request.values.get("draft", 0, type=int):
            self.draft = Drafts(store()).get(asked)
            if self.draft is None or not self.draft.is_open:
                abort(404)
            try:
                timetable = self.standing.under(publishing.read_files(Drafts(store()).files(asked)))
            except BadTimetable:
                abort(404)
        self.timetable: Timetable = edit.to_edit(timetable)

    @property
    def number(self) -> int | None:
        return self.draft.id if self.draft else None

    def stop(self, id: str) -> Stop:
        return self.timetable.stop(id) or abort(404)

    def route(self, id: str) -> Route:
        return next((route for route in self.timetable.routes if route.id == id), None) or abort(404)


@pages.get("")
@needs(Role.EDITOR)
def all() -> str:
    ground = Ground()
    stops = sorted(ground.timetable.stops, key=lambda stop: (stop.name, stop.id))
    return shown("edit.html", ground=ground, stops=stops, routes=ground.timetable.routes)


@pages.get("/stops/<stop_id>")
@needs(Role.EDITOR)
def stop(stop_id: str) -> str:
    ground = Ground()
    return page_of_stop(ground, ground.stop(stop_id))


@pages.get("/stops/<stop_id>/map.js")
@needs(Role.EDITOR)
def stop_map(stop_id: str) -> Response:
    """The background with nothing on it but what the page puts there."""
    found = Ground().stop(stop_id)
    points = [found.point] if found.point else []
    return Response(script(points, "", desk().tiles, focus=found.id), mimetype="text/javascript")


@pages.post("/stops/<stop_id>")
@needs(Role.EDITOR)
def edit_stop(stop_id: str) -> Answer:
    ground = Ground()
    was, words = ground.stop(stop_id), tongue.words()
    changed = replace(
        was,
        name=text("name"),
        municipality=text("municipality"),
        address=text("address"),
        note=text("note"),
        access=text("access"),
    )
    changed = replace(changed, kind=choice(Kind, was.kind), audience=choice(Audience, was.audience))
    if not (changed.name and changed.municipality):
        return page_of_stop(ground, changed, words.say("Et stopp har navn og kommune.")), 422
    try:
        changed = replace(changed, point=point(was))
    except ValueError:
        wrong = words.say("Skriv breddegrad og lengdegrad slik: 60,1234 og 11,4567.")
        return page_of_stop(ground, changed, wrong), 422
    message = words.say("Stoppet {name} endret", name=changed.name)
    return draft_of(ground, edit.with_stop(ground.timetable, changed), message)


@pages.get("/routes/<route_id>")
@needs(Role.EDITOR)
def route(route_id: str) -> str:
    ground = Ground()
    found = ground.route(route_id)
    return page_of_route(ground, found, [(call.start, call.end) for call in found.calls])


@pages.post("/routes/<route_id>")
@needs(Role.EDITOR)
def edit_route(route_id: str) -> Answer:
    ground, words = Ground(), tongue.words()
    found = ground.route(route_id)
    typed = [(said(f"from-{at}"), said(f"to-{at}")) for at in range(len(found.calls))]
    hours = [
        (start or call.start, end or call.end) for (start, end), call in zip(typed, found.calls, strict=True)
    ]
    if any(start is None or end is None or end <= start for start, end in typed):
        wrong = words.say("Hvert besøk slutter etter at det begynner. Skriv tidene slik: 09:30.")
        return page_of_route(ground, found, hours, wrong), 422
    try:
        changed = edit.with_hours(ground.timetable, route_id, hours, "flow" in request.form)
    except PastMidnight:
        return page_of_route(ground, found, hours, words.say("Da går runden over midnatt.")), 422
    name = found.name or found.called
    return draft_of(ground, changed, words.say("Nye tider på {name}", name=name))


def draft_of(ground: Ground, changed: Timetable, message: str) -> Answer:
    """On top of what was shown; the draft that was edited is laid away, as this one holds it too."""
    files = edit.as_files(changed)
    by, standing, words = who().name, ground.standing, tongue.words()
    if changed == ground.timetable:
        flash(words.say("Ingen endringer."))
        return redirect(request.url, 303)
    try:
        found = publishing.look_at(standing, files, looks.today(standing), looks.TYPED)
    except BadTimetable as bad:
        by_file = looks.by_file(bad.problems)
        errors = sum(map(looks.is_error, bad.problems))
        return shown("problems.html", by_file=by_file, errors=errors, copies=[], looks=looks), 422
    base = ground.draft.base if ground.draft else min(number_in("base", standing.number), standing.number)
    if ground.draft and ground.draft.message:
        message = f"{ground.draft.message}. {message}"[:LONGEST]
    made = publishing.hand_in(store(), found, base, by, now(), message)
    if ground.draft and made != ground.draft.id:
        Drafts(store()).set_aside(ground.draft.id, by, now())
    return redirect(url_for("drafts.one", number=made), 303)


def page_of_stop(ground: Ground, stop: Stop, wrong: str = "") -> str:
    latitude, longitude = request.form.get("lat"), request.form.get("lon")
    if latitude is None and stop.point:
        latitude, longitude = degrees(stop.point.latitude), degrees(stop.point.longitude)
    return shown(
        "edit_stop.html",
        ground=ground,
        stop=stop,
        wrong=wrong,
        latitude=latitude or "",
        longitude=longitude or "",
        kinds=list(Kind),
        audiences=list(Audience),
    )


def page_of_route(ground: Ground, route: Route, hours: list[tuple[time, time]], wrong: str = "") -> str:
    calls = list(calls_of(ground, route, hours))
    return shown("edit_route.html", ground=ground, route=route, calls=calls, wrong=wrong)


def calls_of(ground: Ground, route: Route, hours: list[tuple[time, time]]) -> Iterator[dict[str, object]]:
    for call, (start, end) in zip(route.calls, hours, strict=True):
        yield {"stop": ground.timetable.stop(call.stop_id), "start": start, "end": end, "was": call}


def degrees(number: float) -> str:
    shown = f"{number:.6f}".rstrip("0").rstrip(".")
    return shown if tongue.words().code == "en" else shown.replace(".", ",")


def point(was: Stop) -> Point | None:
    """Raises ValueError. As it was, to the last digit, where nobody has touched it."""
    latitude, longitude = text("lat"), text("lon")
    if not latitude and not longitude and was.point is None:
        return None
    if was.point and (latitude, longitude) == (degrees(was.point.latitude), degrees(was.point.longitude)):
        return was.point
    if not (DEGREES.fullmatch(latitude) and DEGREES.fullmatch(longitude)):
        raise ValueError("no degrees")
    return Point(float(latitude.replace(",", ".")), float(longitude.replace(",", ".")))


def text(name: str) -> str:
    """One line, without what no keyboard writes."""
    return " ".join(UNWANTED.sub("", request.form.get(name, "")).split())[:LONGEST]


def choice(sort: type[Chosen], was: Chosen) -> Chosen:
    try:
        return sort(request.form.get("kind" if sort is Kind else "audience", was.value))
    except ValueError:
        return was


def said(name: str) -> time | None:
    try:
        return time.fromisoformat(request.form.get(name, "").replace(".", ":")).replace(second=0, tzinfo=None)
    except ValueError:
        return None
