"""The address of a calendar or a visit in, the addresses by which each calendar program takes it out.

None of these programs is asked for anything: they are links that a person may follow. Their forms are
those that the programs' own web pages use.
"""

from dataclasses import dataclass
from datetime import UTC
from functools import lru_cache
from urllib.parse import quote, urlencode

import segno

from busplan.feeds.event import basic
from busplan.timetable import Service, Visit

GOOGLE = "https://calendar.google.com/calendar"
OUTLOOK = "https://outlook.live.com/calendar/0"
OFFICE = "https://outlook.office.com/calendar/0"


@dataclass(frozen=True, slots=True)
class Ways:
    """To subscribe to a calendar, by program."""

    address: str
    name: str

    @property
    def webcal(self) -> str:
        """What iPhones, Macs, Outlook and Thunderbird open by themselves."""
        return "webcal://" + self.address.partition("://")[2]

    @property
    def google(self) -> str:
        return f"{GOOGLE}/u/0/r?cid={quote(self.webcal, safe='')}"

    @property
    def outlook(self) -> str:
        return f"{OUTLOOK}/addfromweb/?{self._from_web}"

    @property
    def office(self) -> str:
        return f"{OFFICE}/addfromweb/?{self._from_web}"

    @property
    def _from_web(self) -> str:
        return urlencode({"url": self.address, "name": self.name}, quote_via=quote)

    def qr(self) -> str:
        """The calendar's address for a phone's camera, as an SVG element."""
        return drawn(self.webcal)


@lru_cache(1_000)
def drawn(address: str) -> str:
    """An address does not change with the hour, and to draw it takes a third of what its page does."""
    made: segno.QRCode = segno.make(address, error="m", micro=False)
    return made.svg_inline(scale=5, border=3, dark="#000", light="#fff", omitsize=True)


@dataclass(frozen=True, slots=True)
class Single:
    """To put one visit into a calendar, by program. It will not follow later changes."""

    visit: Visit
    service: Service
    summary: str
    location: str
    description: str

    @property
    def google(self) -> str:
        slot = self.visit.slot
        day = basic(slot.day)
        said = {
            "action": "TEMPLATE",
            "text": self.summary,
            "dates": f"{day}T{basic(slot.start)}/{day}T{basic(slot.end)}",
            "ctz": self.service.timezone,
            "location": self.location,
            "details": self.description,
            "trp": "false",
        }
        return f"{GOOGLE}/render?{urlencode(said, quote_via=quote)}"

    @property
    def outlook(self) -> str:
        """In UTC: a bare local time would be taken as the reader's own."""
        zone = self.service.zone
        begins, ends = self.visit.slot.begins(zone), self.visit.slot.ends(zone)
        said = {
            "rru": "addevent",
            "startdt": f"{begins.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "enddt": f"{ends.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "subject": self.summary,
            "location": self.location,
            "body": self.description,
        }
        return f"{OUTLOOK}/action/compose?{urlencode(said, quote_via=quote)}"
