"""Entries in, iCalendar bytes out (RFC 5545, with the names of RFC 7986)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

import icalendar

from busplan.feeds.event import Announcement, Entry, Reminder, announcement, event, place
from busplan.feeds.zone import vtimezone
from busplan.timetable import Service

REFRESH = timedelta(hours=6)
END = b"END:VCALENDAR\r\n"


@dataclass(frozen=True, slots=True)
class Calendar:
    """A feed: its name and words about it, its lasting id among calendars, and its entries.

    changed_at (aware) is when the newest of them changed.
    """

    id: str
    name: str
    description: str
    entries: list[Entry]
    changed_at: datetime
    url: str = ""
    source: str = ""
    reminder: Reminder | None = None
    announcements: tuple[Announcement, ...] = ()


def calendar(feed: Calendar, service: Service) -> bytes:
    """One event for each visit, cancelled ones too. The same arguments give the same bytes."""
    # Many visits to few places: their lines are written once.
    places: dict[tuple[str, str, str], str] = {}
    events = []
    for entry in feed.entries:
        at = (entry.visit.stop.id, entry.location, entry.url)
        if at not in places:
            places[at] = place(entry)
        events.append(event(entry, service, places[at], feed.reminder))
    events += [announcement(told, service) for told in feed.announcements]
    return head(feed, service) + "".join(events).encode() + END


def head(feed: Calendar, service: Service) -> bytes:
    """All of it that comes before the events."""
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
    made.add("color", "teal")
    made.add("last-modified", feed.changed_at.astimezone(UTC))
    if feed.url:
        made.add("url", feed.url)
    if feed.source:
        made.add("source", feed.source, parameters={"VALUE": "URI"})
    said_first = bytes(made.to_ical(sorted=False)).removesuffix(END)
    return said_first + zone(service.timezone)


@cache
def zone(name: str) -> bytes:
    return bytes(vtimezone(name).to_ical())
