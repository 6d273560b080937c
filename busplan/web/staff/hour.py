"""The app's clock in, what it is to the desk now out."""

from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

from busplan.web.desk import Desk

HOME = ZoneInfo("Europe/Oslo")


def zone_of(desk: Desk) -> tzinfo:
    """Where the bus goes, as far as it is known without asking the database."""
    held = desk.shelf.held
    return held.timetable.service.zone if held else HOME


def now_of(desk: Desk) -> datetime:
    """In UTC, so that what is kept can be compared as text."""
    return desk.settings.clock.now(zone_of(desk)).astimezone(UTC)


def today_of(desk: Desk) -> date:
    """Where the bus goes."""
    return now_of(desk).astimezone(zone_of(desk)).date()
