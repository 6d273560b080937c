"""Rounds and a stop in, where it fits out: ranked, with the times it would get and whom it shifts."""

from dataclasses import dataclass

from busplan.planning.ground import Ground
from busplan.planning.limits import Limits
from busplan.planning.rounds import Rounds, Turn
from busplan.planning.shortfalls import Shift
from busplan.planning.wishes import Wish


@dataclass(frozen=True, slots=True)
class Fit:
    """One place for it. `minutes` and `km` are what the bus drives more each time it is visited.

    `rounds` are all rounds with it in. `new_day` says that the bus would not drive that day without it.
    """

    turn: Turn
    minutes: float
    km: float
    shifts: tuple[Shift, ...]
    rounds: Rounds
    new_day: bool


def fits(
    rounds: Rounds, stop_id: str, wish: Wish, ground: Ground, limits: Limits, most: int = 10
) -> tuple[Fit, ...]:
    """The best first. The stop must lie on the ground; where it is visited today, it is taken out first."""
    raise NotImplementedError


def moved(
    rounds: Rounds, number: int, to: tuple[str, int, int], ground: Ground, limits: Limits
) -> Fit | None:
    """A turn, by its number, put where it fits best on the bus, weekday and week of `to`; None if nowhere."""
    raise NotImplementedError
