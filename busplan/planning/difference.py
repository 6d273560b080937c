"""Rounds before and after in, what would change out."""

from dataclasses import dataclass

from busplan.planning.ground import Ground
from busplan.planning.limits import Limits
from busplan.planning.rounds import Rounds, Turn


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one rota, over its cycle: kilometres, minutes driven, days that buses are out (each bus counts).

    `longest` and `shortest` are days from depot to depot, in minutes; `visits` are so many.
    """

    weeks: int
    km: float
    minutes: float
    days: int
    visits: int
    longest: float
    shortest: float
    mean: float

    @property
    def per_week(self) -> tuple[float, float, float]:
        """km, minutes, days"""
        return self.km / self.weeks, self.minutes / self.weeks, self.days / self.weeks


@dataclass(frozen=True, slots=True)
class NewTime:
    """A turn as it was and as it becomes."""

    was: Turn
    becomes: Turn

    @property
    def day(self) -> bool:
        """Whether residents get another day, or other weeks."""
        one, other = self.was, self.becomes
        return (one.weekday, one.week % one.every, one.every) != (
            other.weekday,
            other.week % other.every,
            other.every,
        )

    @property
    def minutes(self) -> int:
        """Later by so many."""
        return self.becomes.begins - self.was.begins


@dataclass(frozen=True, slots=True)
class Difference:
    """`gained` and `lost` are stop ids; `new_times` are of those that are in both."""

    before: Figures
    after: Figures
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    new_times: tuple[NewTime, ...]


def figures(rounds: Rounds, ground: Ground, limits: Limits) -> Figures:
    raise NotImplementedError


def compared(before: Rounds, after: Rounds, ground: Ground, limits: Limits) -> Difference:
    raise NotImplementedError
