"""A rota in, what may become of it out: what staff wish of each stop and each bus, with sensible defaults."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from busplan.planning.dayline import Line, line_of
from busplan.planning.ground import Ground
from busplan.planning.limits import Limits
from busplan.planning.rounds import Rounds, Turn
from busplan.timetable import Stop

STEP = 30
HALF_AN_HOUR = 30


class Lock(StrEnum):
    """What of today's visit must stay."""

    NONE = "none"
    DAY = "day"
    TIME = "time"


class Change(StrEnum):
    """How much may be otherwise than today."""

    NONE = "none"  # what is visited today stays; only what is new is placed
    FEW = "few"
    SOME = "some"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Opening:
    """A visit lies wholly between, on these weekdays; on all when none is named."""

    begins: int
    ends: int
    weekdays: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """Of one stop. None is as today; for a stop that is not visited today, every cycle and half an hour.

    Empty weekdays are all. With `visited` False it is left out.
    """

    every: int | None = None
    minutes: int | None = None
    weekdays: tuple[int, ...] = ()
    openings: tuple[Opening, ...] = ()
    vehicles: tuple[str, ...] = ()
    lock: Lock = Lock.NONE
    visited: bool = True


@dataclass(frozen=True, slots=True)
class Bus:
    """Its name, the weekdays it drives, and when; no limit is None. Its depot is in the Limits."""

    name: str
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    begins: float | None = None
    ends: float | None = None
    longest: float | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    """All that is asked. `added` are stops that the timetable has not; `stops` are wishes by stop id.

    `weeks` is the cycle; without, the shortest in which all repeats.
    """

    buses: tuple[Bus, ...]
    stops: Mapping[str, Wish] = field(default_factory=dict)
    added: tuple[Stop, ...] = ()
    change: Change = Change.SOME
    weeks: int | None = None
    limits: Limits = field(default_factory=Limits)

    def of(self, stop_id: str) -> Wish:
        return self.stops.get(stop_id, Wish())

    def bus(self, name: str) -> Bus | None:
        return next((bus for bus in self.buses if bus.name == name), None)

    def allows(self, turn: Turn, begins: float) -> bool:
        """Whether it lies within opening hours, if it has any."""
        openings = self.of(turn.stop_id).openings
        return not openings or any(
            each.begins <= begins <= each.ends - turn.minutes
            for each in openings
            if turn.weekday in (each.weekdays or (turn.weekday,))
        )

    def kept(self, stop_id: str) -> bool:
        """Whether its time must stay."""
        return self.change is Change.NONE or self.of(stop_id).lock is Lock.TIME


Flaw = Literal[
    "no_buses",
    "no_stops",
    "unknown_stop",
    "unknown_bus",
    "no_coordinates",
    "cycle_too_long",
    "weeks_do_not_fit",
    "opening_too_short",
    "not_a_number",
    "negative",
    "shift_impossible",
    "no_slot",
    "lock_without_today",
    "disconnected",
    "window_outside_shift",
    "too_far_for_shift",
    "wrong",
    "unknown_column",
    "no_stop_column",
    "wrong_cell",
]


@dataclass(frozen=True, slots=True)
class Fault:
    """What makes no sense, with which stop or bus, and by how many minutes, where that can be said.

    `line` and `value` are of a list of wishes.
    """

    code: Flaw
    stop_id: str = ""
    vehicle: str = ""
    minutes: float | None = None
    value: str = ""
    line: int = 0


class BadWishes(ValueError):
    """Carries every fault. `busplan.words.planning` makes sentences of them."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("; ".join(f"{each.code} {each.stop_id or each.vehicle}".strip() for each in faults))


def wishes_of(rounds: Rounds, ground: Ground, limits: Limits) -> Wishes:
    """Today's buses on the weekdays they drive today.

    Without limits of their own they are out and home as early and late as on some day today, with room for a
    break, and as long as on their longest day, or as a day of work may be.
    """
    lines: dict[str, list[tuple[int, Line]]] = {vehicle: [] for vehicle in rounds.vehicles}
    for day in rounds.days():
        lines[day.vehicle].append((day.weekday, line_of(day, ground, limits)))
    return Wishes(tuple(bus_of(vehicle, its, limits) for vehicle, its in lines.items()), limits=limits)


def bus_of(name: str, lines: list[tuple[int, Line]], limits: Limits) -> Bus:
    weekdays = tuple(sorted({weekday for weekday, _ in lines}))
    begins = limits.begins
    if begins is None:
        begins = min(line.leaves for _, line in lines) // STEP * STEP
    ends = limits.ends
    if ends is None:
        ends = -(-(max(line.home for _, line in lines) + limits.break_minutes) // STEP) * STEP
    longest = limits.longest
    if longest is None:
        longest = max(limits.rules.work_day, max(line.minutes for _, line in lines)) + limits.break_minutes
    return Bus(name, weekdays, begins, ends, longest)
