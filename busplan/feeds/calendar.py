"""Entries in, iCalendar bytes out (RFC 5545, with the names of RFC 7986)."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from busplan.feeds.event import Announcement, Entry, Reminder, announcement, event, utc
from busplan.feeds.line import folded, text
from busplan.feeds.zone import vtimezone
from busplan.timetable import Service

REFRESH = "PT6H"
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
    events = [event(entry, service, feed.reminder) for entry in feed.entries]
    events += [announcement(said, service) for said in feed.announcements]
    each = (made.encode() for made in events)
    return b"".join((head(feed, service).encode(), zone(service.timezone), *each, END))


def head(feed: Calendar, service: Service) -> str:
    """All of it that comes before the zone and the events."""
    return (
        "BEGIN:VCALENDAR\r\n"
        "VERSION:2.0\r\n"
        "PRODID:-//busplan//bibliotekbuss//NB\r\n"
        "CALSCALE:GREGORIAN\r\n"
        "METHOD:PUBLISH\r\n"
        f"{folded(f'UID:{feed.id}@{service.id}.busplan')}"
        # Said twice, in the words of RFC 7986 and in those that calendars knew before it.
        f"{text('NAME', feed.name)}"
        f"{text('X-WR-CALNAME', feed.name)}"
        f"{text('DESCRIPTION', feed.description)}"
        f"{text('X-WR-CALDESC', feed.description)}"
        f"X-WR-TIMEZONE:{service.timezone}\r\n"
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}\r\n"
        f"X-PUBLISHED-TTL:{REFRESH}\r\n"
        "COLOR:teal\r\n"
        f"LAST-MODIFIED:{utc(feed.changed_at)}\r\n"
        f"{folded(f'URL:{feed.url}') if feed.url else ''}"
        f"{folded(f'SOURCE;VALUE=URI:{feed.source}') if feed.source else ''}"
    )


@cache
def zone(name: str) -> bytes:
    return bytes(vtimezone(name).to_ical())
