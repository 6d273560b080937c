"""Visits in, the months they are in out: weeks from Monday to Sunday, as on a wall."""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from busplan.timetable import Visit

WEEKS = Calendar()


@dataclass(frozen=True, slots=True)
class Day:
    """A day with its visits, mostly none."""

    date: date
    visits: tuple[Visit, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """From its first day; a week has seven places, those of other months are None."""

    first: date
    weeks: tuple[tuple[Day | None, ...], ...]


def months(visits: Iterable[Visit]) -> list[Month]:
    """Every month from that of the first visit to that of the last, those between without any too."""
    by_day: dict[date, list[Visit]] = defaultdict(list)
    for visit in visits:
        by_day[visit.slot.day].append(visit)
    if not by_day:
        return []
    first, last = (day.year * 12 + day.month - 1 for day in (min(by_day), max(by_day)))
    return [month(number // 12, number % 12 + 1, by_day) for number in range(first, last + 1)]


def month(year: int, number: int, by_day: dict[date, list[Visit]]) -> Month:
    weeks = (
        tuple(Day(day, tuple(by_day.get(day, ()))) if day.month == number else None for day in week)
        for week in WEEKS.monthdatescalendar(year, number)
    )
    return Month(date(year, number, 1), tuple(weeks))
