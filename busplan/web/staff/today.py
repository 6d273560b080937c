"""The run sheet of a day, for the cab: in which order, when and where to; late or off in two taps."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import Blueprint, Response, abort, redirect, request, send_file, url_for

from busplan.access import Role
from busplan.publishing import notices
from busplan.timetable import Cancelled, Delayed, Notice, Timetable, Visit
from busplan.web import typed
from busplan.web.directions import directions
from busplan.web.files import FOLDERS
from busplan.web.staff.asked import LONGEST_DELAY
from busplan.web.staff.page import shown
from busplan.web.staff.said import Line, is_of_today, line, name_of_key, whole
from busplan.web.staff.tell import done, undone
from busplan.web.staff.who import needs, store, who
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
        lines=news(timetable, now),
        now=now,
    )


def day_asked(today: date) -> date:
    """Any day with one before it and one after; that which is none is today."""
    try:
        day = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return today
    return day if date.min < day < date.max else today


def news(timetable: Timetable, now: datetime) -> list[Line]:
    """What has been said of today alone."""
    return [
        line(each, timetable, now)
        for each in notices.announcements(store())
        if any(is_of_today(notice, now) for notice in each.notices)
    ]


def buses(timetable: Timetable, day: date, now: datetime) -> list[Bus]:
    by_bus: dict[str, list[Visit]] = {}
    for visit in timetable.visits(day, day):
        by_bus.setdefault(notices.bus_of(visit), []).append(visit)
    names = {route.id: route.name or route.id for route in timetable.routes}
    return [
        Bus(names.get(bus, bus), tuple(visits), next_of(visits, timetable, now))
        for bus, visits in by_bus.items()
    ]


def next_of(visits: list[Visit], timetable: Timetable, now: datetime) -> Visit | None:
    return next(
        (each for each in visits if each.takes_place and not notices.is_over(each, now, timetable)), None
    )


@sheets.post("/late")
@needs(Role.DRIVER)
def late() -> Response:
    """From a visit on: as late as said, and not later still for having been late before."""
    timetable, now, here = named()
    minutes = typed.number("minutes")
    if not 1 <= minutes <= LONGEST_DELAY:
        abort(400)
    said = notices.of_each(rest_of_day(timetable, here), Delayed(minutes))
    try:
        notices.hits(timetable, said, now)
    except notices.PastMidnight:
        undone(words().say("Ikke sagt fra: Et besøk ville vart til etter midnatt."))
        return back()
    return told(said, now)


@sheets.post("/off")
@needs(Role.DRIVER)
def off() -> Response:
    """One visit, or it and the rest of the day, with a reason if one is chosen."""
    timetable, now, here = named()
    reason = request.form.get("reason", "")
    if reason and reason not in words().reasons():
        abort(400)
    visits = rest_of_day(timetable, here)
    if "only" in request.form:
        visits = [visit for visit in visits if visit.key == here.key]
    return told(notices.of_each(visits, Cancelled(), reason=reason), now)


def named() -> tuple[Timetable, datetime, Visit]:
    """The visit the form names. Aborts with 404 when it is not one of today."""
    publication, now = whole()
    of_today = publication.timetable.visits(now.date(), now.date())
    here = next((each for each in of_today if name_of_key(each) == request.form.get("visit")), None)
    if here is None:
        abort(404)
    return publication.timetable, now, here


def rest_of_day(timetable: Timetable, here: Visit) -> list[Visit]:
    return notices.from_here(timetable.visits(here.slot.day, here.slot.day), here.key)


def told(said: list[Notice], now: datetime) -> Response:
    """Sent twice, as by a second tap, it is said once, and that is told twice."""
    if said:
        notices.say(store(), said, who().name, now)
        done(words().say("Sagt fra. Det står på nettsiden og i kalenderne nå."))
    else:
        undone(words().say("Ikke noe å si fra om: besøkene er innstilt allerede."))
    return back()


def back() -> Response:
    return redirect(url_for("today.sheet"), 303)  # type: ignore[return-value]


@sheets.get("/worker.js")
@needs(Role.DRIVER)
def worker() -> Response:
    """What keeps the sheet of today on the telephone, for where there is no cover."""
    return send_file(FOLDERS["busplan"] / "cab-worker.js", mimetype="text/javascript", max_age=0)
