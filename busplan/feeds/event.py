"""A visit and what is said of it in, the lines of its VEVENT out (RFC 5545, 3.6.1).

Written by hand, since this is what all subscribers ask for: the icalendar library takes thirty times as
long. It is the judge in the tests.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from busplan.feeds.line import folded, quoted, text, told
from busplan.timetable import Service, Status, Visit

# All others are CONFIRMED (3.8.1.11).
STATUS = {Status.CANCELLED: "CANCELLED", Status.PERHAPS_CANCELLED: "TENTATIVE"}
SCHEDULED = Status.SCHEDULED
MORNING, SOON_AFTER, EVENING = time(9), time(9, 15), time(18)


@dataclass(frozen=True, slots=True)
class Place:
    """What is the same for many visits: lines that say what comes and where, and the end of what is told."""

    summary: str
    lines: str
    about: str


class Entry(NamedTuple):
    """A visit, what is said of it alone, and how new that is. changed_at is aware; sequence rises with it.

    A tuple, as there is one for every event. One that is `confirmed` is called so even if it is off, for
    calendars that hide what is cancelled.
    """

    visit: Visit
    place: Place
    description: str
    changed_at: datetime
    sequence: int = 0
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Announcement:
    """Something to know on a day that is no visit.

    At an hour of its own, with an end: calendars do not agree on whole days, nor on durations.
    """

    id: str
    day: date
    summary: str
    description: str
    changed_at: datetime
    sequence: int = 0
    url: str = ""


@dataclass(frozen=True, slots=True)
class Reminder:
    """So many minutes before, or the evening before."""

    minutes: int = 0

    def trigger(self, visit: Visit, service: Service) -> str:
        if self.minutes:
            return f"TRIGGER:-PT{self.minutes}M"
        evening = datetime.combine(visit.slot.day - timedelta(days=1), EVENING, service.zone)
        return f"TRIGGER;VALUE=DATE-TIME:{utc(evening)}"


def uid(visit: Visit, service: Service) -> str:
    """Of what lasts: the stop, the planned day, and which call there that day it is."""
    stop_id, day, nth = visit.key
    return f"{basic(day)}-{nth}-{stop_id}@{service.id}.busplan"


# Few days and hours, asked for by many visits.
@lru_cache(maxsize=5000)
def basic(moment: date | time) -> str:
    """`20261201`, `123000`: ISO 8601 in its basic form."""
    return moment.isoformat().replace("-", "").replace(":", "")


@lru_cache(maxsize=1000)
def utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def event(entry: Entry, service: Service, reminder: Reminder | None = None) -> str:
    """In local time with its zone."""
    visit, place = entry.visit, entry.place
    slot, stamp = visit.slot, utc(entry.changed_at)
    zone, day = service.timezone, basic(slot.day)
    plain = entry.confirmed or visit.status is SCHEDULED
    status = "CONFIRMED" if plain else STATUS.get(visit.status, "CONFIRMED")
    return (
        "BEGIN:VEVENT\r\n"
        f"{folded('UID:' + uid(visit, service))}"
        f"DTSTAMP:{stamp}\r\n"
        f"LAST-MODIFIED:{stamp}\r\n"
        f"SEQUENCE:{entry.sequence}\r\n"
        f"DTSTART;TZID={zone}:{day}T{basic(slot.start)}\r\n"
        f"DTEND;TZID={zone}:{day}T{basic(slot.end)}\r\n"
        f"{place.lines}"
        f"{text('DESCRIPTION', entry.description, place.about)}"
        "CATEGORIES:Bibliotekbuss\r\n"
        f"STATUS:{status}\r\n"
        "TRANSP:TRANSPARENT\r\n"
        "CLASS:PUBLIC\r\n"
        f"{alarm(entry, service, reminder) if reminder and visit.takes_place else ''}"
        "END:VEVENT\r\n"
    )


def announcement(said: Announcement, service: Service) -> str:
    stamp = utc(said.changed_at)
    return (
        "BEGIN:VEVENT\r\n"
        f"{folded(f'UID:{said.id}@{service.id}.busplan')}"
        f"DTSTAMP:{stamp}\r\n"
        f"LAST-MODIFIED:{stamp}\r\n"
        f"SEQUENCE:{said.sequence}\r\n"
        f"DTSTART;TZID={service.timezone}:{basic(said.day)}T{basic(MORNING)}\r\n"
        f"DTEND;TZID={service.timezone}:{basic(said.day)}T{basic(SOON_AFTER)}\r\n"
        f"{text('SUMMARY', said.summary)}"
        f"{text('DESCRIPTION', said.description)}"
        f"{folded(f'URL:{said.url}') if said.url else ''}"
        "TRANSP:TRANSPARENT\r\n"
        "CLASS:PUBLIC\r\n"
        "END:VEVENT\r\n"
    )


def place(visit: Visit, summary: str, location: str, about: str = "", url: str = "") -> Place:
    """Where: in words, as a point, as Apple's maps take it. `about` ends what is told; `url` tells more."""
    stop = visit.stop
    lines = [text("SUMMARY", summary), text("LOCATION", location)]
    if stop.point and not visit.place:
        at = f"{stop.point.latitude};{stop.point.longitude}"
        title, address = quoted(stop.name), quoted(location)
        lines.append(f"GEO:{at}\r\n")
        lines.append(
            folded(
                f"X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-ADDRESS={address};X-APPLE-RADIUS=70;X-TITLE={title}"
                f":geo:{at.replace(';', ',')}"
            )
        )
    if url:
        lines.append(folded(f"URL:{url}"))
    return Place(summary, "".join(lines), told(about) if about else "")


def alarm(entry: Entry, service: Service, reminder: Reminder) -> str:
    trigger = reminder.trigger(entry.visit, service)
    said = text("DESCRIPTION", entry.place.summary)
    return f"BEGIN:VALARM\r\nACTION:DISPLAY\r\n{trigger}\r\n{said}END:VALARM\r\n"
