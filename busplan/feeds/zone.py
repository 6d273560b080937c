"""A time zone in, the VTIMEZONE that calendars need out.

Written as yearly rules from the POSIX TZ string at the end of the zone's TZif file (RFC 8536, 3.3):
the icalendar library would list dates instead, with a summer that begins at 03:00, and several
calendars then show every summer visit an hour late.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from pathlib import Path
from zoneinfo import TZPATH

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

EPOCH_YEAR = 1970
WEEKDAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
NAME = r"<[^>]+>|[A-Za-z]{3,}"
OFFSET = r"[+-]?[0-9]{1,3}(?::[0-9]{2}){0,2}"
RULE = rf",M([0-9]+)\.([0-9])\.([0-9])(?:/({OFFSET}))?"
POSIX_TZ = re.compile(rf"({NAME})({OFFSET})(?:({NAME})({OFFSET})?{RULE}{RULE})?")


@dataclass(frozen=True, slots=True)
class Change:
    """The yearly change to summer or winter time: the week-th weekday of a month (5 is the last)."""

    month: int
    week: int
    weekday: int
    time: timedelta

    @property
    def rule(self) -> vRecur:
        week = -1 if self.week == 5 else self.week
        return vRecur(FREQ="YEARLY", BYMONTH=self.month, BYDAY=f"{week}{WEEKDAYS[self.weekday]}")

    @property
    def first(self) -> datetime:
        """Local time of the first one, in EPOCH_YEAR."""
        days = [day for day in days_of_month(self.month) if day.isoweekday() % 7 == self.weekday]
        return days[-1 if self.week == 5 else self.week - 1] + self.time


def days_of_month(month: int) -> list[datetime]:
    first = datetime(EPOCH_YEAR, month, 1)  # noqa: DTZ001 - local by definition
    days = (first + timedelta(days=day) for day in range(31))
    return [day for day in days if day.month == month]


@cache
def vtimezone(name: str) -> Timezone:
    """Of an IANA zone, as it is from now on. Raises ValueError when the file ends in no rule.

    A zone that turns its clocks by the moon (Morocco) is written without those weeks.
    """
    found = POSIX_TZ.fullmatch(posix_tz(name))
    if found is None:
        raise ValueError(f"{name} changes its clocks by no yearly rule")
    standard_name, standard, daylight_name, daylight, *rules = found.groups()
    winter = -offset(standard)
    zone = Timezone()
    zone.add("tzid", name)
    zone.add("x-lic-location", name)
    if daylight_name is None:
        zone.add_component(period(TimezoneStandard(), standard_name, winter, winter, None))
        return zone
    summer = -offset(daylight) if daylight else winter + timedelta(hours=1)
    begins, ends = change(rules[:4]), change(rules[4:])
    zone.add_component(period(TimezoneDaylight(), daylight_name, winter, summer, begins))
    zone.add_component(period(TimezoneStandard(), standard_name, summer, winter, ends))
    return zone


def period(
    component: TimezoneDaylight | TimezoneStandard,
    name: str,
    before: timedelta,
    after: timedelta,
    change: Change | None,
) -> TimezoneDaylight | TimezoneStandard:
    component.add("tzname", name.strip("<>"))
    component.add("tzoffsetfrom", before)
    component.add("tzoffsetto", after)
    if change is None:
        component.add("dtstart", datetime(EPOCH_YEAR, 1, 1))  # noqa: DTZ001 - local by definition
    else:
        component.add("dtstart", change.first)
        component.add("rrule", change.rule)
    return component


def change(rule: list[str]) -> Change:
    month, week, weekday, time = rule
    return Change(int(month), int(week), int(weekday), offset(time) if time else timedelta(hours=2))


def offset(text: str) -> timedelta:
    """POSIX counts west of Greenwich as positive; the caller turns the sign."""
    sign = -1 if text.startswith("-") else 1
    hours, minutes, seconds = ([int(part) for part in text.lstrip("+-").split(":")] + [0, 0])[:3]
    return sign * timedelta(hours=hours, minutes=minutes, seconds=seconds)


def posix_tz(name: str) -> str:
    """The last line of the zone's file, where Python itself finds it: the system's, else tzdata's."""
    for folder in TZPATH:
        file = Path(folder, name)
        if file.is_file():
            return last_line(file.read_bytes())
    package, _, file_name = f"tzdata.zoneinfo.{name.replace('/', '.')}".rpartition(".")
    return last_line(resources.files(package).joinpath(file_name).read_bytes())


def last_line(content: bytes) -> str:
    return content.rstrip(b"\n").rpartition(b"\n")[2].decode("ascii")
