"""What is asked of a planner: plain numbers, all frozen.

Places are numbered: first the stops, then the depots; both matrices are in that order. Times are minutes
after midnight, a weekday is 0 up to `Instance.weekdays` - 1, a week 0 up to `weeks` - 1.
No road is `math.inf`.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from math import inf
from typing import NamedTuple

Matrix = tuple[tuple[float, ...], ...]


class Lock(StrEnum):
    """What of today's visit must stay."""

    NONE = "none"
    DAY = "day"  # weekday and weeks
    TIME = "time"  # those, and the time of day


@dataclass(frozen=True, slots=True)
class Window:
    """When a visit may begin, on these weekdays; on all when none is named."""

    earliest: float
    latest: float
    weekdays: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Today:
    """How a stop is visited now: the first week of its turn, and when it begins."""

    weekday: int
    week: int
    begins: float
    vehicle: int | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop that wants a visit of so many minutes every so many weeks. An empty tuple allows all."""

    minutes: float
    every: int = 1
    windows: tuple[Window, ...] = ()
    weekdays: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()  # which first weeks of its turn
    vehicles: tuple[int, ...] = ()
    load: float = 0
    combinations: tuple[tuple[int, ...], ...] = ()  # which days, where `Instance.same_time` is not asked for
    today: Today | None = None
    lock: Lock = Lock.NONE


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A bus: its depot (0 is the first), when it may be out, and at most how long and with how much."""

    depot: int = 0
    begins: float = 0
    ends: float = inf
    longest: float = inf
    capacity: float = inf
    weekdays: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Weights:
    """What each counts, in the same coin: one kilometre is 1 unless said otherwise."""

    km: float = 1
    day: float = 20
    moved: float = 40
    minute: float = 0.2  # each minute that a visit begins earlier or later than today, beyond `unnoticed`
    unserved: float = 10_000
    unnoticed: float = 10
    uneven: float = 0  # each minute of driving and visits more in a day, for each hour that the day has


@dataclass(frozen=True, slots=True)
class Rest:
    """A day of more than `after` minutes has a break of `minutes` on one of its legs."""

    after: float = 330
    minutes: float = 30


class Slot(NamedTuple):
    """Where a stop may have its turn: bus, weekday, first week, and when a visit may begin."""

    vehicle: int
    weekday: int
    week: int
    window: Window


@dataclass(frozen=True, slots=True)
class Instance:
    """A whole question. The same seed and iterations give the same plan; seconds need not."""

    stops: tuple[Stop, ...]
    vehicles: tuple[Vehicle, ...]
    minutes: Matrix = field(repr=False)
    km: Matrix = field(repr=False)
    depots: int = 1
    weeks: int = 1
    weekdays: int = 5
    weights: Weights = Weights()
    rest: Rest | None = Rest()
    grid: float = 5  # visits begin at whole multiples of so many minutes; 0 for any time
    same_time: bool = True  # same bus, weekday and time at each visit of a stop
    seed: int = 1
    iterations: int | None = None  # of each of the two threads
    seconds: float | None = None

    def depot_of(self, vehicle: int) -> int:
        """The place of its depot in the matrices."""
        return len(self.stops) + self.vehicles[vehicle].depot

    def slots(self, number: int) -> list[Slot]:
        """All that the stop's own wishes, locks and the buses' weekdays leave it."""
        stop = self.stops[number]
        return [
            Slot(vehicle, weekday, week, window)
            for vehicle in stop.vehicles or range(len(self.vehicles))
            for weekday in stop.weekdays or range(self.weekdays)
            for week in stop.weeks or range(stop.every)
            for window in windows_on(stop, weekday)
            if weekday in (self.vehicles[vehicle].weekdays or (weekday,)) and keeps_lock(stop, weekday, week)
        ]

    def days(self, slot: Slot, every: int) -> range:
        """The days of the cycle: week * weekdays + weekday."""
        return range(
            slot.week * self.weekdays + slot.weekday, self.weeks * self.weekdays, every * self.weekdays
        )


def windows_on(stop: Stop, weekday: int) -> list[Window]:
    """When a visit may begin on that weekday. A locked time is a window of one minute."""
    if stop.lock is Lock.TIME and stop.today:
        return [Window(stop.today.begins, stop.today.begins)]
    if not stop.windows:
        return [Window(-inf, inf)]
    return [window for window in stop.windows if not window.weekdays or weekday in window.weekdays]


def keeps_lock(stop: Stop, weekday: int, week: int) -> bool:
    return stop.lock is Lock.NONE or stop.today is None or not moved(stop, weekday, week)


def moved(stop: Stop, weekday: int, week: int) -> bool:
    """Whether residents would get another day. Another bus at the same time is no move."""
    return stop.today is not None and (stop.today.weekday, stop.today.week % stop.every) != (weekday, week)
