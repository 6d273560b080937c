"""Stops and visits in, what search engines and other machines read of them (JSON-LD, schema.org) out."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from flask import url_for
from markupsafe import Markup

from busplan.timetable import OPEN_END, EveryWeeks, Status, Stop, Visit
from busplan.timetable.halt import Halt
from busplan.web import tongue
from busplan.web.desk import Scene

MOST_EVENTS = 10
SCHEMA = "https://schema.org"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# Of the words there are (schema.org/EventStatusType): a visit that may be cancelled is still to take place.
STATUS = {
    Status.CANCELLED: "EventCancelled",
    Status.MOVED: "EventRescheduled",
    Status.DELAYED: "EventRescheduled",
}
# What would end the script element, or a line of a script (ECMA-404 allows what HTML does not).
UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}

Thing = dict[str, Any]


def script(things: Thing) -> Markup:
    """A data block: no browser runs it, so no Content-Security-Policy forbids it."""
    told = json.dumps(things, ensure_ascii=False, separators=(",", ":")).translate(UNSAFE)
    element = '<script type="application/ld+json">{}</script>'
    return Markup(element).format(Markup(told))  # noqa: S704 - nothing in it can end the element  # nosec B704


def graph(things: Iterable[Thing]) -> Thing:
    return {"@context": SCHEMA, "@graph": list(things)}


def library(scene: Scene) -> Thing:
    """Who runs the bus."""
    service = scene.service
    url = service.url or front(scene)
    made: Thing = {"@type": "Library", "@id": library_id(scene), "name": service.name, "url": url}
    if service.owner:
        made["parentOrganization"] = {"@type": "Organization", "name": service.owner}
    return made


def stop(scene: Scene, stop: Stop, visits: Iterable[Visit]) -> Thing:
    """A stop, the first of its visits, and how they repeat."""
    events = [event(scene, visit) for visit in list(visits)[:MOST_EVENTS]]
    halts = [halt for halt in scene.timetable.halts(stop.id) if repeats(halt, scene.today)]
    return graph([library(scene), place(scene, stop), *series(scene, stop, halts), *events])


def visits(scene: Scene, visits: Iterable[Visit]) -> Thing:
    """The first of some visits, with the places they are at."""
    first = list(visits)[:MOST_EVENTS]
    stops = dict.fromkeys(visit.stop for visit in first)
    places = (place(scene, stop) for stop in stops)
    return graph([library(scene), *places, *(event(scene, visit) for visit in first)])


def place(scene: Scene, stop: Stop) -> Thing:
    made: Thing = {
        "@type": "Place",
        "@id": place_id(scene, stop),
        "name": stop.name,
        "url": address(scene, stop),
        "address": postal(stop),
    }
    if stop.point:
        point = stop.point
        made["geo"] = {"@type": "GeoCoordinates", "latitude": point.latitude, "longitude": point.longitude}
    return made


def postal(stop: Stop, street: str = "") -> Thing:
    made: Thing = {"@type": "PostalAddress", "addressLocality": stop.municipality}
    told = street or stop.address
    return {**made, "streetAddress": told} if told else made


def event(scene: Scene, visit: Visit) -> Thing:
    """One visit. Its id is that of the visit, which no change of its time alters."""
    zone, words, service = scene.service.zone, scene.words, scene.service
    made: Thing = {
        **about(scene, visit.stop),
        "@id": f"{identity(scene, visit.stop)}#{visit.planned.day.isoformat()}-{visit.nth}",
        "startDate": visit.slot.begins(zone).isoformat(),
        "endDate": visit.slot.ends(zone).isoformat(),
        "eventStatus": f"{SCHEMA}/{STATUS.get(visit.status, 'EventScheduled')}",
        "description": words.description(visit, service),
    }
    if visit.place:
        made["location"] = {"@type": "Place", "name": visit.place, "address": postal(visit.stop, visit.place)}
    if STATUS.get(visit.status) == "EventRescheduled" and visit.planned != visit.slot:
        made["previousStartDate"] = visit.planned.begins(zone).isoformat()
    return made


def about(scene: Scene, stop: Stop) -> Thing:
    """What all visits of a stop have in common."""
    return {
        "@type": "Event",
        "name": f"{scene.service.called}: {stop.name}",
        "url": address(scene, stop),
        "location": {"@id": place_id(scene, stop)},
        "organizer": {"@id": library_id(scene)},
        "isAccessibleForFree": True,
        "eventAttendanceMode": f"{SCHEMA}/OfflineEventAttendanceMode",
        "audience": {"@type": "Audience", "audienceType": scene.words.audience(stop)},
    }


def repeats(halt: Halt, today: date) -> bool:
    """Whether the stop is called at every n weeks, and is so still."""
    return isinstance(halt.cadence, EveryWeeks) and halt.route.season.last >= today


def series(scene: Scene, stop: Stop, halts: list[Halt]) -> Iterable[Thing]:
    schedules = [made for halt in halts if (made := schedule(scene, halt))]
    if schedules:
        yield {
            **about(scene, stop),
            "@type": "EventSeries",
            "@id": f"{identity(scene, stop)}#series",
            "startDate": min(each["startDate"] for each in schedules),
            "eventSchedule": schedules,
        }


def schedule(scene: Scene, halt: Halt) -> Thing | None:
    """A rule of every n weeks, and the days on which it does not hold."""
    assert isinstance(halt.cadence, EveryWeeks)
    season = halt.route.season
    days = list(halt.dates(season.first, scene.timetable.horizon(scene.today)))
    if not days:
        return None
    made: Thing = {
        "@type": "Schedule",
        "repeatFrequency": f"P{halt.cadence.weeks}W",
        "byDay": f"{SCHEMA}/{WEEKDAYS[halt.cadence.anchor.weekday()]}",
        "startTime": halt.call.start.isoformat(),
        "endTime": halt.call.end.isoformat(),
        "startDate": days[0].isoformat(),
        "scheduleTimezone": scene.service.timezone,
    }
    if season.last < OPEN_END:
        made["endDate"] = season.last.isoformat()
    kept = as_planned(scene, halt, days)
    if off := [day.isoformat() for day in days if day not in kept]:
        made["exceptDate"] = off
    return made


def as_planned(scene: Scene, halt: Halt, days: list[date]) -> frozenset[date]:
    """Days on which a visit takes place at the hours of the rule."""
    found = scene.timetable.visits(days[0], days[-1], halt.stop.id)
    hours = halt.call.start, halt.call.end
    return frozenset(
        visit.slot.day
        for visit in found
        if visit.takes_place
        and not visit.place
        and visit.planned == visit.slot
        and (visit.slot.start, visit.slot.end) == hours
    )


def front(scene: Scene) -> str:
    return scene.site + url_for("public.front")


def address(scene: Scene, stop: Stop) -> str:
    return scene.site + url_for("public.stop", stop_id=stop.id)


def place_id(scene: Scene, stop: Stop) -> str:
    return f"{identity(scene, stop)}#place"


def library_id(scene: Scene) -> str:
    return f"{scene.site}{tongue.rootward(url_for('public.front'))}#library"


def identity(scene: Scene, stop: Stop) -> str:
    """The same in all languages, as what is talked of is."""
    return scene.site + tongue.rootward(url_for("public.stop", stop_id=stop.id))
