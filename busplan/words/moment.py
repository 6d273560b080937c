"""Days and hours in, the words for them out. Dates by Babel; Norwegian clocks have a point."""

from datetime import date

from babel.dates import format_date

from busplan.timetable import Slot

NEAR_DAYS = {-1: "i går", 0: "i dag", 1: "i morgen"}


def day(when: date, today: date) -> str:
    """`torsdag 3. desember`; with the year when it is not this one."""
    pattern = "EEEE d. MMMM" if when.year == today.year else "EEEE d. MMMM y"
    return format_date(when, pattern, locale="nb")


def date_of(when: date) -> str:
    """`3. desember 2026`"""
    return format_date(when, "d. MMMM y", locale="nb")


def short_day(when: date) -> str:
    """`tor. 3. des.`"""
    return format_date(when, "EEE d. MMM", locale="nb")


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
