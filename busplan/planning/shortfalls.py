"""Days of the buses in, what cannot be driven out: by how much, and the smallest shift that mends it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import isinf
from operator import attrgetter
from typing import Literal

from busplan.planning.dayline import drive, line_of
from busplan.planning.ground import Ground, depot_of
from busplan.planning.limits import Limits
from busplan.planning.mending import Chain, mended, upward
from busplan.planning.rest import Warned, warned
from busplan.planning.rounds import Day, Stay
from busplan.timetable.legs import HALF_A_MINUTE, legs


@dataclass(frozen=True, slots=True)
class Short:
    """A gap between two stops of less than the drive. Minutes; `gap` is negative where visits overlap."""

    vehicle: str
    weekday: int
    before: str
    after: str
    ends: int
    begins: int
    gap: int
    drive: float
    km: float
    first: date
    times: int

    @property
    def minutes(self) -> float:
        """By how much; infinite where no road leads."""
        return self.drive - self.gap


@dataclass(frozen=True, slots=True)
class Over:
    """A day outside its shift (`begins`, `ends`) or longer than the longest, by so many minutes."""

    what: Literal["begins", "ends", "longest"]
    vehicle: str
    weekday: int
    first: date
    times: int
    minutes: float


@dataclass(frozen=True, slots=True)
class Shift:
    """A stop that would begin at another time. Minutes after midnight."""

    stop_id: str
    vehicle: str
    weekday: int
    first: date
    was: int
    becomes: int


@dataclass(frozen=True, slots=True)
class Checked:
    """Of `legs` different drives, `unknown` lead from or to a place that nobody knows.

    `mends` says whether the shifts, all together, mend all that is short.
    """

    legs: int
    unknown: int
    shorts: tuple[Short, ...]
    overs: tuple[Over, ...]
    warnings: tuple[Warned, ...]
    shifts: tuple[Shift, ...]
    mends: bool = True


Key = tuple[str, int, Stay]
Pair = tuple[str, int, Stay, Stay]


def checked(days: Iterable[Day], ground: Ground, limits: Limits) -> Checked:
    """`days` are `Rounds.days()`, or `days_of(visits)`."""
    days = list(days)
    pairs: dict[Pair, list[date]] = defaultdict(list)
    for day in days:
        for before, after in legs(day.stays, attrgetter("ends")):
            pairs[day.vehicle, day.weekday, before, after] += day.dates
    unknown = sum(ground.minutes(before.stop_id, after.stop_id) is None for _, _, before, after in pairs)
    shorts = [found for pair, dates in pairs.items() if (found := short(pair, dates, ground, limits))]
    shifts, mends = shifted(days, {(each.vehicle, each.weekday) for each in shorts}, ground, limits)
    return Checked(
        len(pairs),
        unknown,
        tuple(sorted(shorts, key=attrgetter("first", "vehicle", "begins"))),
        tuple(over for day in days for over in overs(day, ground, limits)),
        warned(days, ground, limits),
        shifts,
        mends,
    )


def short(pair: Pair, dates: list[date], ground: Ground, limits: Limits) -> Short | None:
    vehicle, weekday, before, after = pair
    gap = after.begins - before.ends
    takes = drive(ground, limits, before.stop_id, after.stop_id)
    if takes <= gap + (HALF_A_MINUTE if gap >= 0 else 0):
        return None
    km = ground.km(before.stop_id, after.stop_id)
    here, there = before.stop_id, after.stop_id
    return Short(
        vehicle, weekday, here, there, before.ends, after.begins, gap, takes, km, min(dates), len(dates)
    )


def overs(day: Day, ground: Ground, limits: Limits) -> Iterator[Over]:
    line = line_of(day, ground, limits)
    found: list[tuple[Literal["begins", "ends", "longest"], float]] = []
    if limits.begins is not None:
        found.append(("begins", limits.begins - line.leaves))
    if limits.ends is not None:
        found.append(("ends", line.home - limits.ends))
    if limits.longest is not None:
        found.append(("longest", line.minutes - limits.longest))
    for what, minutes in found:
        if minutes > HALF_A_MINUTE:
            yield Over(what, day.vehicle, day.weekday, day.first, day.times, minutes)


def shifted(
    days: Iterable[Day], broken: set[tuple[str, int]], ground: Ground, limits: Limits
) -> tuple[tuple[Shift, ...], bool]:
    """The buses and weekdays on which something is short, mended each by itself."""
    found: list[Shift] = []
    mends = True
    groups: dict[tuple[str, int], list[Day]] = defaultdict(list)
    for day in days:
        groups[day.vehicle, day.weekday].append(day)
    for vehicle, weekday in sorted(broken):
        its = groups[vehicle, weekday]
        first = {stay: day.first for day in reversed(its) for stay in day.stays}
        times = {stay: float(stay.begins) for stay in first}
        new = mended([chain(day, ground, limits) for day in its], times, {})
        mends = mends and new is not None
        found += [
            Shift(stay.stop_id, vehicle, weekday, first[stay], stay.begins, round(begins))
            for stay, begins in (new or {}).items()
            if round(begins) != stay.begins
        ]
    return tuple(sorted(found, key=attrgetter("vehicle", "first", "was"))), mends


def chain(day: Day, ground: Ground, limits: Limits) -> Chain[Stay]:
    """As it must be at the least; gaps that are enough need not become greater."""
    needs = [need(one, other, ground, limits) for one, other in pairwise(day.stays)]
    earliest, latest = bounds(day, ground, limits)
    return Chain(day.stays, tuple(needs), earliest, latest)


def need(one: Stay, other: Stay, ground: Ground, limits: Limits) -> float:
    """From the beginning of one to that of the other. Where no road leads, no time helps."""
    takes = drive(ground, limits, one.stop_id, other.stop_id)
    now, least = other.begins - one.begins, one.ends - one.begins + (0 if isinf(takes) else takes)
    whole = upward(least)
    return min(whole, now) if now >= least - HALF_A_MINUTE else whole


def bounds(day: Day, ground: Ground, limits: Limits) -> tuple[float, float]:
    """Within the shift; a day that is outside already gets no farther out."""
    first, last = day.stays[0], day.stays[-1]
    depot = depot_of(day.vehicle)
    earliest, latest = float("-inf"), float("inf")
    if limits.begins is not None:
        out = drive(ground, limits, depot, first.stop_id)
        earliest = min(first.begins, limits.begins + out)
    if limits.ends is not None:
        home = drive(ground, limits, last.stop_id, depot)
        latest = max(last.begins, limits.ends - home - (last.ends - last.begins))
    return earliest, latest
