"""An RRULE of weekly or monthly kind in, its days out (RFC 5545, 3.3.10).

Not by dateutil, which looks for a day that never comes until the year 9999, and with an interval of nothing
for ever. What has days has the same.
"""

import re
from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from busplan.reading.report import Fault

# No COUNT: a rule lives until its season ends, or until the day it names.
ALLOWED = frozenset({"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYSETPOS", "BYMONTH", "WKST", "UNTIL"})
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
UNTIL = re.compile(r"([0-9]{8})(?:T[0-9]{6}Z?)?", re.ASCII)
INTEGER = re.compile(r"[+-]?[0-9]{1,4}", re.ASCII)
# Whole decades, so that a rule does not end elsewhere when it is counted from a day somewhat later.
YEARS_AHEAD = 20
Day = TypeVar("Day", int, date)


@dataclass(frozen=True, slots=True)
class Rule:
    """Its parts; an empty one takes every day. A weekday comes with which of the month it is; 0 is each."""

    monthly: bool
    interval: int
    weekdays: tuple[tuple[int, int], ...]
    month_days: tuple[int, ...]
    months: tuple[int, ...]
    positions: tuple[int, ...]
    week_begins: int
    until: date | None = None

    def days(self, since: date, until: date) -> Iterator[date]:
        """From the day it is counted from, until a last one or its own."""
        until = min(until, self.until or until)
        if not (self.monthly or self.months or self.month_days or self.positions):
            return self._weekdays(since.toordinal(), until.toordinal())
        periods = self._months(since, until) if self.monthly else self._weeks(since, until)
        return (day for period in periods for day in period if since <= day <= until)

    def _weekdays(self, since: int, until: int) -> Iterator[date]:
        """The usual rule, in ordinals: there may be thousands of days, and hundreds of such rules."""
        first = self._first_week(since)
        each = (range(first + ahead, until + 1, 7 * self.interval) for ahead in self._aheads())
        return map(date.fromordinal, sorted(day for days in each for day in days if day >= since))

    def _first_week(self, since: int) -> int:
        return since - (since - 1 - self.week_begins) % 7

    def _aheads(self) -> list[int]:
        """Of the weekdays from the day a week begins; there it says nothing which of the month they are."""
        weekdays = {weekday for _, weekday in self.weekdays} or set(range(7))
        return [ahead for ahead in range(7) if (self.week_begins + ahead) % 7 in weekdays]

    def _months(self, since: date, until: date) -> Iterator[list[date]]:
        first, last = (day.year * 12 + day.month - 1 for day in (since, until))
        # Months are alike that are as long and begin on the same weekday.
        alike: dict[tuple[int, int], list[int]] = {}
        for at in range(first, last + 1, self.interval):
            year, month = at // 12, at % 12 + 1
            if not self.months or month in self.months:
                shape = monthrange(year, month)
                if shape not in alike:
                    alike[shape] = self._of_month(*shape)
                yield [date(year, month, day) for day in alike[shape]]

    def _of_month(self, begins: int, length: int) -> list[int]:
        days = self._month_days(length)
        if self.weekdays:
            days &= {day for each in self.weekdays for day in these_of_month(*each, begins, length)}
        return self._chosen(sorted(days))

    def _month_days(self, length: int) -> set[int]:
        days = set(range(1, length + 1))
        told = {day if day > 0 else length + 1 + day for day in self.month_days}
        return days & told if told else days

    def _chosen(self, days: list[Day]) -> list[Day]:
        """By their place among those of the month or week, if the rule asks for that."""
        if not self.positions:
            return days
        places = {at - 1 if at > 0 else len(days) + at for at in self.positions}
        return [day for at, day in enumerate(days) if at in places]

    def _weeks(self, since: date, until: date) -> Iterator[list[date]]:
        aheads = self._aheads()
        for begins in range(self._first_week(since.toordinal()), until.toordinal() + 1, 7 * self.interval):
            days = [date.fromordinal(begins + ahead) for ahead in aheads]
            yield self._chosen([day for day in days if since <= day and self._takes(day)])

    def _takes(self, day: date) -> bool:
        return (not self.months or day.month in self.months) and (
            not self.month_days or day.day in self._month_days(monthrange(day.year, day.month)[1])
        )


def these_of_month(which: int, weekday: int, begins: int, length: int) -> list[int]:
    """The days of a month that are the which-th such weekday, from its end if negative; 0 is each."""
    days = list(range(1 + (weekday - begins) % 7, length + 1, 7))
    if which == 0:
        return days
    at = which - 1 if which > 0 else len(days) + which
    return [days[at]] if 0 <= at < len(days) else []


def read_rule(parts: dict[str, str], since: date) -> Rule:
    """What the parts do not say, the day says that it is counted from. Raises Fault."""
    if parts.get("FREQ") not in ("WEEKLY", "MONTHLY") or not ALLOWED.issuperset(parts):
        raise Fault("invalid_rrule")
    monthly = parts["FREQ"] == "MONTHLY"
    weekdays = tuple(weekday(each) for each in listed(parts, "BYDAY"))
    month_days = integers(parts, "BYMONTHDAY", -31, 31)
    if not weekdays and not month_days:
        weekdays, month_days = ((), (since.day,)) if monthly else (((0, since.weekday()),), ())
    intervals = integers(parts, "INTERVAL", 1, 9999) or (1,)
    if len(intervals) > 1 or parts.get("WKST", "MO") not in WEEKDAYS:
        raise Fault("invalid_rrule")
    return Rule(
        monthly,
        intervals[0],
        weekdays,
        month_days,
        integers(parts, "BYMONTH", 1, 12),
        integers(parts, "BYSETPOS", -366, 366),
        WEEKDAYS.index(parts.get("WKST", "MO")),
        last_day(parts["UNTIL"]) if "UNTIL" in parts else None,
    )


def last_day(text: str) -> date:
    """The day of an UNTIL, which may have an hour too; that day is one of the rule's still."""
    found = UNTIL.fullmatch(text)
    try:
        return date.fromisoformat(found[1] if found else "")
    except ValueError:
        raise Fault("invalid_rrule") from None


def listed(parts: dict[str, str], name: str) -> list[str]:
    return parts[name].split(",") if name in parts else []


def weekday(text: str) -> tuple[int, int]:
    found = DAY.fullmatch(text)
    if found is None:
        raise Fault("invalid_rrule")
    return int(found[1] or 0), WEEKDAYS.index(found[2])


def integers(parts: dict[str, str], name: str, least: int, most: int) -> tuple[int, ...]:
    """None of them is zero."""
    told = listed(parts, name)
    if not all(INTEGER.fullmatch(each) and int(each) and least <= int(each) <= most for each in told):
        raise Fault("invalid_rrule")
    return tuple(map(int, told))


def days_within(rule: Rule, since: date, first: date, last: date) -> tuple[date, ...]:
    """Those within a season; of one without an end those of this decade and the two after it."""
    decade = since.year // 10 * 10
    until = min(last, date(decade + 9 + YEARS_AHEAD, 12, 31))
    days = tuple(rule.days(since, until))
    return days[bisect_left(days, first) :]
