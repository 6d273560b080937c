"""Turns in, the days of the buses out: which stop, from when to when, in which weeks of a cycle."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from itertools import groupby
from math import lcm
from operator import attrgetter

from busplan.timetable import Visit

WEEK = 7


@dataclass(frozen=True, slots=True, order=True)
class Turn:
    """A stop's place in the rota: every so many weeks, first in `week`, by one bus at one time.

    Minutes after midnight; Monday is 0. `route` is the round of the timetable that it is of; a turn that is
    `about` follows a rule that weeks cannot say: the first Tuesday of the month, or a rota that slips.
    """

    weekday: int
    week: int
    begins: int
    ends: int
    stop_id: str
    vehicle: str = ""
    every: int = 1
    route: str = ""
    about: bool = False

    @property
    def minutes(self) -> int:
        return self.ends - self.begins

    @property
    def bus(self) -> str:
        """Where no bus is named, each round has one of its own."""
        return self.vehicle or f"({self.route})"

    def at(self, begins: int) -> "Turn":
        return replace(self, begins=begins, ends=begins + self.minutes)


@dataclass(frozen=True, slots=True)
class Stay:
    """At a stop from when to when. Without a stop where a visit has been moved to a place told in words."""

    stop_id: str
    begins: int
    ends: int


@dataclass(frozen=True, slots=True)
class Day:
    """What one bus does on one day, in order, and on which dates it does just that.

    `turns` are the numbers of its stays among the turns of its Rounds, where it is of any; its dates are then
    those of one cycle.
    """

    vehicle: str
    weekday: int
    stays: tuple[Stay, ...]
    dates: tuple[date, ...]
    turns: tuple[int, ...] = ()

    @property
    def first(self) -> date:
        return self.dates[0]

    @property
    def times(self) -> int:
        return len(self.dates)


@dataclass(frozen=True, slots=True)
class Rounds:
    """A rota: its turns over a cycle of `weeks`, the first of which begins on `monday`."""

    monday: date
    turns: tuple[Turn, ...]
    weeks: int = field(default=0)

    def __post_init__(self) -> None:
        """Without weeks, the shortest cycle in which all repeats."""
        if not self.weeks:
            object.__setattr__(self, "weeks", lcm(*(turn.every for turn in self.turns)))

    @property
    def vehicles(self) -> tuple[str, ...]:
        return tuple(sorted({turn.bus for turn in self.turns}))

    def turns_of(self, stop_id: str) -> tuple[Turn, ...]:
        return tuple(sorted(turn for turn in self.turns if turn.stop_id == stop_id))

    def numbers(self) -> dict[tuple[int, int, str], list[int]]:
        """By week, weekday and bus: which turns, in order of time."""
        found = defaultdict(list)
        of_day = attrgetter("begins", "ends", "stop_id")
        for number, turn in sorted(enumerate(self.turns), key=lambda each: of_day(each[1])):
            for week in range(turn.week % turn.every, self.weeks, turn.every):
                found[week, turn.weekday, turn.bus].append(number)
        return dict(sorted(found.items()))

    def days(self) -> tuple[Day, ...]:
        """One for all weeks in which a bus does the same."""
        weeks: dict[tuple[int, str, tuple[int, ...]], list[int]] = defaultdict(list)
        for (week, weekday, bus), numbers in self.numbers().items():
            weeks[weekday, bus, tuple(numbers)].append(week)
        return tuple(self.day(*same, tuple(found)) for same, found in weeks.items())

    def day(self, weekday: int, bus: str, numbers: tuple[int, ...], weeks: tuple[int, ...]) -> Day:
        turns = [self.turns[number] for number in numbers]
        stays = tuple(Stay(turn.stop_id, turn.begins, turn.ends) for turn in turns)
        dates = tuple(self.monday + timedelta(WEEK * week + weekday) for week in weeks)
        return Day(bus, weekday, stays, dates, numbers)

    def since(self, monday: date) -> "Rounds":
        """The same days, counted from another Monday."""
        weeks = (self.monday - monday).days // WEEK
        turns = tuple(replace(turn, week=(turn.week + weeks) % turn.every) for turn in self.turns)
        return Rounds(monday, turns, self.weeks)

    def without(self, stop_id: str) -> "Rounds":
        return replace(self, turns=tuple(turn for turn in self.turns if turn.stop_id != stop_id))

    def dates(self, turn: Turn, first: date, last: date) -> Iterator[date]:
        """Its days from first to last, both included."""
        day = self.monday + timedelta(WEEK * (turn.week % turn.every) + turn.weekday)
        step = WEEK * turn.every
        day += timedelta(-(-(first - day).days // step) * step)
        while day <= last:
            yield day
            day += timedelta(step)


def days_of(visits: Iterable[Visit]) -> tuple[Day, ...]:
    """The same of visits that take place, in order of time: what each bus does on each date."""
    found: dict[tuple[str, int, tuple[Stay, ...]], list[date]] = defaultdict(list)
    driven = (visit for visit in visits if visit.takes_place)
    for day, of_day in groupby(driven, attrgetter("slot.day")):
        stays: dict[str, list[Stay]] = defaultdict(list)
        for visit in of_day:
            stays[visit.vehicle or f"({visit.route})"].append(stay(visit))
        for vehicle, its in stays.items():
            found[vehicle, day.weekday(), tuple(its)].append(day)
    return tuple(Day(*same, tuple(dates)) for same, dates in found.items())


def stay(visit: Visit) -> Stay:
    start, end = visit.slot.start, visit.slot.end
    stop_id = "" if visit.place else visit.stop.id
    return Stay(stop_id, start.hour * 60 + start.minute, end.hour * 60 + end.minute)


def rounds_json(rounds: Rounds) -> str:
    return json.dumps({**asdict(rounds), "monday": rounds.monday.isoformat()})


def read_rounds(text: str) -> Rounds:
    """Raises ValueError, TypeError or KeyError where it is not what `rounds_json` writes."""
    told = json.loads(text)
    turns = tuple(Turn(**turn) for turn in told["turns"])
    return Rounds(date.fromisoformat(told["monday"]), turns, told["weeks"])
