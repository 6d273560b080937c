"""Days of the buses in, what cannot be driven out: by how much, and the smallest shift that mends it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from busplan.planning.ground import Ground
from busplan.planning.limits import Limits, Rule
from busplan.planning.rounds import Day


@dataclass(frozen=True, slots=True)
class Short:
    """A gap between two stops of less than the drive. Minutes; `gap` is negative where visits overlap."""

    vehicle: str
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
class Warned:
    """A rule's figure that a day or a week goes beyond. `is_` and `figure` in minutes."""

    rule: Rule
    vehicle: str
    first: date
    is_: float
    figure: float


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
    """Of `legs` different drives, `unknown` lead from or to a place that nobody knows."""

    legs: int
    unknown: int
    shorts: tuple[Short, ...]
    overs: tuple[Over, ...]
    warnings: tuple[Warned, ...]
    shifts: tuple[Shift, ...]


def checked(days: Iterable[Day], ground: Ground, limits: Limits) -> Checked:
    """`days` are `Rounds.days()`, or `days_of(visits)`. All the shifts together mend what is short."""
    raise NotImplementedError
