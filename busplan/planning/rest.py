"""Days of the buses in, the figures of the rules that they go beyond out. They warn, and stop nothing.

Driving is the drives, with their margin; a stop is work. A break is what is left of a gap when the drive is
over, from `SHORTEST` minutes on: EU 561/2006 knows none shorter (article 7). Each bus is looked at as if one
driver drove it all week.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from busplan.planning.dayline import Line, line_of
from busplan.planning.ground import Ground
from busplan.planning.limits import Limits, Rule, Rules
from busplan.planning.rounds import Day

SHORTEST = 15
SECOND_PART = 30  # of a break in two parts, where the whole is 45
DAY = 24 * 60
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Warned:
    """A day or a week that goes beyond a rule's figure. Both are minutes; `days` has so many such."""

    rule: Rule
    vehicle: str
    first: date
    found: float
    figure: float
    times: int = 1


Found = tuple[Rule, float, float]


def warned(days: Iterable[Day], ground: Ground, limits: Limits) -> tuple[Warned, ...]:
    """Each once for all days or weeks that are alike in it. A figure of 0 is no rule."""
    days = list(days)
    lines = {id(day): line_of(day, ground, limits) for day in days}
    together: dict[tuple[str, Rule, float, float], list[date]] = defaultdict(list)
    for day in days:
        for rule, found, figure in of_day(day, lines[id(day)], limits.rules):
            together[day.vehicle, rule, found, figure] += day.dates
    for vehicle, dated in by_vehicle(days, lines).items():
        for monday, (rule, found, figure) in of_weeks(dated, limits.rules):
            together[vehicle, rule, found, figure].append(monday)
    told = [
        Warned(rule, vehicle, min(dates), found, figure, len(dates))
        for (vehicle, rule, found, figure), dates in together.items()
        if figure
    ]
    return tuple(sorted(told, key=lambda each: (each.vehicle, each.first, each.rule)))


def of_day(day: Day, line: Line, rules: Rules) -> Iterator[Found]:
    idle = breaks(day, line)
    driven = round(sum(line.drives))
    if driven > rules.drive_day:
        yield "eu_drive_day", driven, rules.drive_day
    unbroken = round(longest_drive(line.drives, idle, rules))
    if unbroken > rules.drive_before_break:
        yield "eu_drive_before_break", unbroken, rules.drive_before_break
    rested, out = sum(idle), round(line.minutes)
    if out > rules.work_before_break and not rested:
        yield "work_before_break", out, rules.work_before_break
    elif out >= rules.work_break_from and rested < rules.work_break:
        yield "work_break", round(rested), rules.work_break
    if out - rested > rules.work_day:
        yield "work_day", round(out - rested), rules.work_day


def breaks(day: Day, line: Line) -> list[float]:
    """After each drive but the first and the last, what of the gap is no drive; nothing that is too short."""
    gaps = [
        after.begins - before.ends - drive
        for (before, after), drive in zip(pairwise(day.stays), line.drives[1:-1], strict=True)
    ]
    return [gap if gap >= SHORTEST else 0.0 for gap in gaps]


def longest_drive(drives: Sequence[float], idle: Sequence[float], rules: Rules) -> float:
    """Of all stretches between breaks; a break may be in two parts, the second of half an hour."""
    longest = since = 0.0
    first_part = False
    for drive, rest in zip(drives, [0.0, *idle, 0.0], strict=True):
        since += drive
        longest = max(longest, since)
        if rest >= rules.drive_break or (first_part and rest >= SECOND_PART):
            since, first_part = 0.0, False
        elif rest:
            first_part = True
    return longest


Dated = list[tuple[date, Line]]


def by_vehicle(days: Iterable[Day], lines: dict[int, Line]) -> dict[str, Dated]:
    found: dict[str, Dated] = defaultdict(list)
    for day in days:
        found[day.vehicle] += [(when, lines[id(day)]) for when in day.dates]
    return {vehicle: sorted(dated) for vehicle, dated in found.items()}


def of_weeks(dated: Dated, rules: Rules) -> Iterator[tuple[date, Found]]:
    weeks: dict[date, Dated] = defaultdict(list)
    for when, line in dated:
        weeks[when - timedelta(when.weekday())].append((when, line))
    driven = {monday: round(sum(sum(line.drives) for _, line in its)) for monday, its in weeks.items()}
    rests = dict(between(dated))
    for monday, its in weeks.items():
        both = driven[monday] + driven.get(monday + WEEK, 0)
        out = round(sum(line.minutes for _, line in its))
        if driven[monday] > rules.drive_week:
            yield monday, ("eu_drive_week", driven[monday], rules.drive_week)
        if both > rules.drive_fortnight:
            yield monday, ("eu_drive_fortnight", both, rules.drive_fortnight)
        if out > rules.work_week:
            yield monday, ("work_week", out, rules.work_week)
        after = [rests[when] for when, _ in its if when in rests]
        for when, _ in its:
            if rests.get(when, rules.daily_rest) < rules.daily_rest:
                yield when, ("eu_daily_rest", round(rests[when]), rules.daily_rest)
        # The last day that is known has no end of its rest, so nothing is said of its week.
        if len(after) == len(its) and max(after) < rules.weekly_rest:
            yield monday, ("eu_weekly_rest", round(max(after)), rules.weekly_rest)


def between(dated: Dated) -> Iterator[tuple[date, float]]:
    """After each day but the last, minutes from when the bus is home until it leaves again."""
    for (when, line), (following, another) in pairwise(dated):
        yield when, (following - when).days * DAY + another.leaves - line.home
