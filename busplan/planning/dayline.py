"""A day of a bus in, its legs and its length out."""

from collections.abc import Sequence
from itertools import pairwise
from math import isinf
from typing import NamedTuple

from busplan.planning.ground import Ground, depot_of
from busplan.planning.limits import Limits
from busplan.planning.rounds import Day


class Line(NamedTuple):
    """When the bus leaves its depot and is home, in minutes after midnight, and how long each drive takes."""

    leaves: float
    home: float
    drives: tuple[float, ...]

    @property
    def minutes(self) -> float:
        return self.home - self.leaves


def drive(ground: Ground, limits: Limits, one: str, other: str) -> float:
    """With margin; nothing where nobody knows the place."""
    minutes = ground.minutes(one, other)
    return 0.0 if minutes is None else limits.drive(minutes)


def line_of(day: Day, ground: Ground, limits: Limits) -> Line:
    """Depot, stops, depot. What no road leads to adds nothing: it is told as a leg that is short."""
    depot = depot_of(day.vehicle)
    ids = [depot, *(stay.stop_id for stay in day.stays), depot]
    drives = [drive(ground, limits, *pair) for pair in pairwise(ids)]
    drives = [0.0 if isinf(minutes) else minutes for minutes in drives]
    last = max(stay.ends for stay in day.stays)
    return Line(day.stays[0].begins - drives[0], last + drives[-1], tuple(drives))


def km_of(ids: Sequence[str], ground: Ground) -> float:
    return sum(ground.km(*pair) for pair in pairwise(ids))
