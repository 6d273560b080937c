"""Days and hours in, the words for them out. The names are Babel's; Norwegian clocks have a point."""

from datetime import date
from functools import cache

from babel.dates import get_day_names, get_month_names

from busplan.timetable import Slot

NEAR_DAYS = {-1: "i går", 0: "i dag", 1: "i morgen"}


# Asked for once: Babel would look up each date anew, and a calendar has many.
@cache
def days(width: str) -> list[str]:
    """By weekday; Monday is 0."""
    names = get_day_names(width, locale="nb")  # type: ignore[arg-type]
    return [names[weekday] for weekday in range(7)]


@cache
def months(width: str) -> list[str]:
    """By month, with nothing at 0."""
    names = get_month_names(width, locale="nb")  # type: ignore[arg-type]
    return ["", *(names[month] for month in range(1, 13))]


def day(when: date, today: date) -> str:
    """`torsdag 3. desember`; with the year when it is not this one."""
    year = "" if when.year == today.year else f" {when.year}"
    return f"{days('wide')[when.weekday()]} {when.day}. {months('wide')[when.month]}{year}"


def date_of(when: date) -> str:
    """`3. desember 2026`"""
    return f"{when.day}. {months('wide')[when.month]} {when.year}"


def short_day(when: date) -> str:
    """`tor. 3. des.`"""
    return f"{days('abbreviated')[when.weekday()]} {when.day}. {months('abbreviated')[when.month]}"


def hours(slot: Slot) -> str:
    """`kl. 14.00–14.30`"""
    return f"kl. {slot.start:%H.%M}–{slot.end:%H.%M}"


def distance(when: date, today: date) -> str:
    """`i morgen`, `om 11 dager`, `for 2 dager siden`."""
    days = (when - today).days
    if days in NEAR_DAYS:
        return NEAR_DAYS[days]
    # Not Babel's words: its bokmål counts whole days as "døgn", which nobody says of a visit.
    return f"om {days} dager" if days > 0 else f"for {-days} dager siden"
