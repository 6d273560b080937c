"""A stop's visits before and after in, two calendars to lay side by side out."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from busplan.publishing import Preview
from busplan.publishing.preview import Pair, in_time
from busplan.timetable import Visit
from busplan.web.months import Month, month

MOST_MONTHS = 18


@dataclass(frozen=True, slots=True)
class Side:
    """The same months before and after, and the visits in pairs, in order of time."""

    months: tuple[tuple[Month, Month], ...]
    pairs: tuple[Pair, ...]


def of(preview: Preview, stop_id: str, since: date) -> Side:
    until = preview.changes.until
    before = preview.before.visits(since, until, stop_id)
    after = preview.after.visits(since, until, stop_id)
    was, becomes = ({visit.key: visit for visit in visits} for visits in (before, after))
    pairs = [(was.get(key), becomes.get(key)) for key in was.keys() | becomes.keys()]
    return Side(tuple(months(before, after)), tuple(sorted(pairs, key=in_time)))


def months(before: list[Visit], after: list[Visit]) -> list[tuple[Month, Month]]:
    """From the first of either to the last of either."""
    days = sorted(visit.slot.day for visit in (*before, *after))
    if not days:
        return []
    first, last = (day.year * 12 + day.month - 1 for day in (days[0], days[-1]))
    was, becomes = by_day(before), by_day(after)
    return [
        (month(at // 12, at % 12 + 1, was), month(at // 12, at % 12 + 1, becomes))
        for at in range(first, min(last, first + MOST_MONTHS - 1) + 1)
    ]


def by_day(visits: list[Visit]) -> dict[date, list[Visit]]:
    found: dict[date, list[Visit]] = defaultdict(list)
    for visit in visits:
        found[visit.slot.day].append(visit)
    return found
