"""The run sheet of a day, for the cab: in which order, when and where to; late or off in two taps."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import Blueprint, Response, abort, flash, redirect, request, send_file, url_for

from busplan.access import Role
from busplan.publishing import notices
from busplan.store import Notices
from busplan.timetable import Cancelled, Delayed, Notice, Timetable, Visit
from busplan.web.desk import desk
from busplan.web.directions import directions
from busplan.web.files import FOLDERS
from busplan.web.staff.page import shown
from busplan.web.staff.said import Line, is_of_today, line, name_of_key, whole
from busplan.web.staff.who import needs, who
from busplan.web.tongue import words

DELAYS = (5, 10, 15, 20, 30, 45, 60)
DAY = timedelta(days=1)

sheets = Blueprint("today", __name__, url_prefix="/staff/today")


@dataclass(frozen=True, slots=True)
class Bus:
    """One vehicle's day, or one route's where vehicles have no names; and the visit that is next."""

    name: str
    visits: tuple[Visit, ...]
    next: Visit | None


@sheets.get("/")
@needs(Role.DRIVER)
def sheet() -> str:
    publication, now = whole()
    timetable, day = publication.timetable, day_asked(now.date())
    lines = [
        each for each in news(timetable, now) if any(is_of_today(said, now) for said in each.act.standing)
    ]
    return shown(
        "today.html",
        buses=buses(timetable, day, now),
        day=day,
        before=day - DAY,
        after=day + DAY,
        is_today=day == now.date(),
        is_over=lambda visit: notices.is_over(visit, now, timetable),
        rest=lambda bus, visit: notices.from_here(bus.visits, visit.key),
        ways=lambda stop: directions(stop.point, timetable.service) if stop.point else [],
        name_of_key=name_of_key,
        delays=DELAYS,
        lines=lines,
        now=now,
    )


def day_asked(today: date) -> date:
    """Any day; that which is none is today."""
    try:
        return date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return today


def news(timetable: Timetable, now: datetime) -> list[Line]:
    return [line(act, timetable, now) for act in notices.acts(desk().shelf.store)]


def buses(timetable: Timetable, day: date, now: datetime) -> list[Bus]:
    by_name: dict[str, list[Visit]] = {}
    routes = {route.id: route.name or route.id for route in timetable.routes}
    for visit in timetable.visits(day, day):
        by_name.setdefault(visit.vehicle or routes.get(visit.route, visit.route), []).append(visit)
    return [Bus(name, tuple(visits), next_of(visits, timetable, now)) for name, visits in by_name.items()]


def next_of(visits: list[Visit], timetable: Timetable, now: datetime) -> Visit | None:
    return next(
        (each for each in visits if each.takes_place and not notices.is_over(each, now, timetable)), None
    )


@sheets.post("/late")
@needs(Role.DRIVER)
def late() -> Response:
    """From a visit on: as late as said, and not later still for having been late before."""
    timetable, now, visits = from_visit()
    try:
        minutes = int(request.form.get("minutes", ""))
    except ValueError:
        abort(400)
    if not 1 <= minutes <= 12 * 60:
        abort(400)
    instead = notices.delays_of(Notices(desk().shelf.store).standing(), visits)
    on_time = notices.without(timetable, Notices(desk().shelf.store).standing(), instead)
    said = notices.of_each(visits, Delayed(minutes))
    try:
        notices.hits(on_time, said, now)
    except notices.PastMidnight:
        flash(words().say("Ikke sagt fra: Et besøk ville vart til etter midnatt."))
        return back()
    return told(said, now, instead)


@sheets.post("/off")
@needs(Role.DRIVER)
def off() -> Response:
    """One visit, or it and the rest of the day, with a reason if one is chosen."""
    _, now, visits = from_visit()
    reason = request.form.get("reason", "")
    if reason and reason not in words().reasons():
        abort(400)
    if "only" in request.form:
        visits = visits[:1]
    return told(notices.of_each(visits, Cancelled(), reason=reason), now)


def from_visit() -> tuple[Timetable, datetime, list[Visit]]:
    """The visits of today from the one that is named on. Aborts with 404 when it is not one of today."""
    publication, now = whole()
    timetable, today = publication.timetable, now.date()
    found = timetable.visits(today, today)
    key = next((visit.key for visit in found if name_of_key(visit) == request.form.get("visit")), None)
    if key is None:
        abort(404)
    return timetable, now, notices.from_here(found, key)


def told(said: list[Notice], now: datetime, withdraw: list[int] | None = None) -> Response:
    moment = notices.say(desk().shelf.store, said, who().name, now, withdraw or [])
    if moment is None:
        flash(words().say("Ikke noe å si fra om: besøkene er innstilt allerede."))
    else:
        flash(words().say("Sagt fra. Det står på nettsiden og i kalenderne nå."))
    return back()


def back() -> Response:
    return redirect(url_for("today.sheet"), 303)  # type: ignore[return-value]


@sheets.get("/worker.js")
@needs(Role.DRIVER)
def worker() -> Response:
    """What keeps the sheet of today on the telephone, for where there is no cover."""
    response = send_file(FOLDERS["busplan"] / "cab-worker.js", mimetype="text/javascript", max_age=0)
    response.headers["Cache-Control"] = "no-cache"
    return response
