"""How often a route is driven: a rule in, dates out."""

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Protocol

WEEK = timedelta(days=7)
# A rule without an RRULE: of a rota that slips, and of listed days that are dropped when they are closed.
DROPS = "drops"


class Cadence(Protocol):
    """A rule that can tell its dates. It knows no season and no closure."""

    def dates(self, first: date, last: date) -> Iterator[date]:
        """The dates from first to last, both included, in order."""
        ...


@dataclass(frozen=True, slots=True)
class EveryWeeks:
    """Every nth week on the anchor's weekday, from the anchor on."""

    anchor: date
    weeks: int = 1

    def __post_init__(self) -> None:
        if self.weeks < 1:
            raise ValueError("a cycle is at least one week")

    def dates(self, first: date, last: date) -> Iterator[date]:
        step = 7 * self.weeks
        anchor, start = self.anchor.toordinal(), first.toordinal()
        # The first day of the cycle that is neither before the anchor nor before `first`.
        day = max(anchor, start + (anchor - start) % step)
        return map(date.fromordinal, range(day, last.toordinal() + 1, step))


class Week53(StrEnum):
    """What becomes of "odd weeks" in a year of 53, after which two odd weeks meet.

    PARITY: the number is law, and W53 and W01 are seven days apart. INTERVAL: the fortnight is law, and
    odd becomes even in the new year. SKIP: nothing in W53.
    """

    PARITY = "parity"
    INTERVAL = "interval"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class ParityWeeks:
    """On one weekday (Monday is 0) in odd or in even ISO weeks, counted from the day `since`."""

    weekday: int
    odd: bool
    since: date
    week53: Week53 = Week53.PARITY

    def dates(self, first: date, last: date) -> Iterator[date]:
        if self.week53 is Week53.INTERVAL:
            begin = next(filter(self._matches, weekly(self.weekday, self.since, date.max)))
            return EveryWeeks(begin, 2).dates(first, last)
        return filter(self._matches, weekly(self.weekday, max(first, self.since), last))

    def _matches(self, day: date) -> bool:
        week = day.isocalendar().week
        return week % 2 == self.odd and not (week == 53 and self.week53 is Week53.SKIP)


@dataclass(frozen=True, slots=True)
class ListedWeeks:
    """On one weekday (Monday is 0) in the ISO weeks of these numbers."""

    weekday: int
    weeks: frozenset[int]

    def dates(self, first: date, last: date) -> Iterator[date]:
        return (day for day in weekly(self.weekday, first, last) if day.isocalendar().week in self.weeks)


@dataclass(frozen=True, slots=True)
class MonthlyWeekdays:
    """The k-th weekdays of each month (Monday is 0): 1 is the first, -1 the last."""

    weekday: int
    which: frozenset[int]

    def __post_init__(self) -> None:
        if not self.which <= {1, 2, 3, 4, 5, -1} or not self.which:
            raise ValueError(f"no month has the weekdays {sorted(self.which)}")

    def dates(self, first: date, last: date) -> Iterator[date]:
        return filter(self._matches, weekly(self.weekday, first, last))

    def _matches(self, day: date) -> bool:
        is_last = day.day + 7 > monthrange(day.year, day.month)[1]
        return (day.day + 6) // 7 in self.which or (is_last and -1 in self.which)


@dataclass(frozen=True, slots=True)
class OnDates:
    """Exactly these days, kept in order, each once.

    `rule` is what they follow from when nobody named them, so that they are not driven when they are closed:
    an RRULE (RFC 5545), counted from the anchor, or DROPS.
    """

    days: tuple[date, ...]
    rule: str = ""
    anchor: date | None = None

    def __post_init__(self) -> None:
        # Those of a rule are in order already, and may be thousands.
        if any(day >= following for day, following in pairwise(self.days)):
            object.__setattr__(self, "days", tuple(sorted(set(self.days))))

    @property
    def rrule(self) -> str:
        """The RRULE they come from, if it is one."""
        return "" if self.rule == DROPS else self.rule

    def dates(self, first: date, last: date) -> Iterator[date]:
        return iter(self.days[bisect_left(self.days, first) : bisect_right(self.days, last)])


def weekly(weekday: int, first: date, last: date) -> Iterator[date]:
    """Every such weekday (Monday is 0) from first to last, both included."""
    ahead = (weekday - first.weekday()) % 7
    return map(date.fromordinal, range(first.toordinal() + ahead, last.toordinal() + 1, 7))


def slipped(cadence: EveryWeeks, last: date, closed: Callable[[date], bool]) -> OnDates:
    """The rota moves on by a week for each that is closed: only weeks that are driven count in the cycle."""
    open_days = (day for day in EveryWeeks(cadence.anchor).dates(cadence.anchor, last) if not closed(day))
    return OnDates(tuple(day for number, day in enumerate(open_days) if number % cadence.weeks == 0), DROPS)
