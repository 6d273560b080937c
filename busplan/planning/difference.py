"""Rounds before and after in, what would change out."""

from dataclasses import dataclass

from busplan.planning.dayline import km_of, line_of
from busplan.planning.ground import Ground, depot_of
from busplan.planning.limits import Limits
from busplan.planning.rounds import Day, Rounds, Turn


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
    days = rounds.days()
    lines = [(line_of(day, ground, limits), day.times) for day in days]
    lengths = [line.minutes for line, _ in lines] or [0.0]
    count = sum(times for _, times in lines)
    return Figures(
        rounds.weeks,
        sum(km_of(path(day), ground) * day.times for day in days),
        sum(sum(line.drives) * times for line, times in lines),
        count,
        sum(rounds.weeks // turn.every for turn in rounds.turns),
        max(lengths),
        min(lengths),
        sum(line.minutes * times for line, times in lines) / max(1, count),
    )


def path(day: Day) -> list[str]:
    depot = depot_of(day.vehicle)
    return [depot, *(stay.stop_id for stay in day.stays), depot]


def compared(before: Rounds, after: Rounds, ground: Ground, limits: Limits) -> Difference:
    """Weeks are counted from the same Monday, whichever each has."""
    after = after.since(before.monday)
    was = {turn.stop_id: before.turns_of(turn.stop_id) for turn in before.turns}
    becomes = {turn.stop_id: after.turns_of(turn.stop_id) for turn in after.turns}
    pairs = [
        NewTime(*pair) for id in was if id in becomes for pair in zip(was[id], becomes[id], strict=False)
    ]
    return Difference(
        figures(before, ground, limits),
        figures(after, ground, limits),
        tuple(id for id in becomes if id not in was),
        tuple(id for id in was if id not in becomes),
        tuple(pair for pair in pairs if pair.day or pair.minutes),
    )
