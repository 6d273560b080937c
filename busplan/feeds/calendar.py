"""Visits in, iCalendar bytes out (RFC 5545, with the names of RFC 7986)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import icalendar

from busplan.feeds.zone import vtimezone
from busplan.timetable import Service, Status, Visit

# All others are CONFIRMED (RFC 5545, 3.8.1.11).
STATUS = {Status.CANCELLED: "CANCELLED", Status.PERHAPS_CANCELLED: "TENTATIVE"}
REFRESH = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Entry:
    """A visit and what is said of it."""

    visit: Visit
    summary: str
    location: str
    description: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """A feed: its name and words about it, its lasting id among calendars, and its entries."""

    id: str
    name: str
    description: str
    entries: list[Entry]
    url: str = ""


def calendar(feed: Calendar, service: Service, changed_at: datetime, sequence: int) -> bytes:
    """One event for each visit, cancelled ones too, in local time with its zone.

    changed_at (aware) and sequence tell calendars how new this is; both rise with each publication.
    The same arguments give the same bytes.
    """
    made = icalendar.Calendar()
    made.add("version", "2.0")
    made.add("prodid", "-//busplan//bibliotekbuss//NB")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("uid", f"{feed.id}@{service.id}.busplan")
    # Said twice, in the words of RFC 7986 and in those that calendars knew before it.
    # As vText: the library does not escape the names it does not know as text.
    said = {"name": feed.name, "x-wr-calname": feed.name}
    said |= {"description": feed.description, "x-wr-caldesc": feed.description}
    for name, text in said.items():
        made.add(name, icalendar.vText(text))
    made.add("x-wr-timezone", service.timezone)
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT6H")
    made.add("last-modified", changed_at.astimezone(UTC))
    if feed.url:
        made.add("url", feed.url)
    made.add_component(vtimezone(service.timezone))
    for entry in feed.entries:
        made.add_component(event(entry, service, changed_at, sequence, feed.url))
    return bytes(made.to_ical(sorted=False))


def event(entry: Entry, service: Service, changed_at: datetime, sequence: int, url: str) -> icalendar.Event:
    made = icalendar.Event()
    visit, zone = entry.visit, service.zone
    made.add("uid", uid(visit, service))
    made.add("dtstamp", changed_at.astimezone(UTC))
    made.add("last-modified", changed_at.astimezone(UTC))
    made.add("sequence", sequence)
    made.add("dtstart", visit.slot.begins(zone))
    made.add("dtend", visit.slot.ends(zone))
    made.add("summary", entry.summary)
    made.add("location", entry.location)
    if visit.stop.point and not visit.place:
        made.add("geo", (visit.stop.point.latitude, visit.stop.point.longitude))
    if url:
        made.add("url", url)
    made.add("description", entry.description)
    made.add("categories", ["Bibliotekbuss"])
    made.add("status", STATUS.get(visit.status, "CONFIRMED"))
    made.add("transp", "TRANSPARENT")
    made.add("class", "PUBLIC")
    return made


def uid(visit: Visit, service: Service) -> str:
    """Of what lasts: the stop, the planned day, and which call there that day it is."""
    stop_id, day, nth = visit.key
    return f"{day:%Y%m%d}-{nth}-{stop_id}@{service.id}.busplan"
