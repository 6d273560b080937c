"""What a planner answers: a time for each visit, what it costs, and what could not be served."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from busplan.planner.instance import Instance, moved

Reason = Literal["no_slot", "window", "shift", "full", "no_room", "not_reached"]


class Visit(NamedTuple):
    """One halt: on which day of the cycle, by which bus, when it begins, at which stop."""

    day: int
    vehicle: int
    begins: float
    stop: int


@dataclass(frozen=True, slots=True)
class Unserved:
    """A stop left out: why, and by how many minutes at the least, where that is known."""

    stop: int
    reason: Reason
    minutes: float | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """Amounts over one cycle; `total` is all of them by their weights."""

    km: float
    days: int
    moved: int
    minutes: float
    unserved: int
    total: float
    uneven: float = 0.0  # minutes of each day times its hours: the less, the more even are as many days


@dataclass(frozen=True, slots=True)
class Plan:
    """Visits by day, bus and time."""

    visits: tuple[Visit, ...]
    unserved: tuple[Unserved, ...]
    cost: Cost

    def rounds(self) -> dict[tuple[int, int], list[Visit]]:
        """The visits of each day and bus, in order."""
        return rounds(self.visits)


def rounds(visits: Iterable[Visit]) -> dict[tuple[int, int], list[Visit]]:
    found = defaultdict(list)
    for visit in sorted(visits):
        found[visit.day, visit.vehicle].append(visit)
    return dict(found)


def cost(instance: Instance, visits: Iterable[Visit], unserved: int) -> Cost:
    """What these visits cost, counted from nothing."""
    visits = list(visits)
    driven = rounds(visits)
    km = sum(
        length(instance, vehicle, [visit.stop for visit in round_]) for (_, vehicle), round_ in driven.items()
    )
    first = {visit.stop: visit for visit in sorted(visits, reverse=True)}
    moves = [visit for visit in first.values() if is_moved(instance, visit)]
    kept = [visit for visit in first.values() if visit not in moves]
    minutes = sum(noticed(instance, visit) for visit in kept)
    uneven = sum(worked(instance, *one) ** 2 for one in driven.items()) / 120
    weights = instance.weights
    total = (
        weights.km * km
        + weights.day * len(driven)
        + weights.moved * len(moves)
        + weights.minute * minutes
        + weights.unserved * unserved
        + weights.uneven * uneven
    )
    return Cost(km, len(driven), len(moves), minutes, unserved, total, uneven)


def worked(instance: Instance, where: tuple[int, int], round_: list[Visit]) -> float:
    """Minutes of driving and of visits in a day."""
    depot = instance.depot_of(where[1])
    stops = [visit.stop for visit in round_]
    drive = sum(instance.minutes[a][b] for a, b in zip([depot, *stops], [*stops, depot], strict=True))
    return drive + sum(instance.stops[stop].minutes for stop in stops)


def length(instance: Instance, vehicle: int, stops: list[int]) -> float:
    """Kilometres from the depot past these stops and home."""
    depot = instance.depot_of(vehicle)
    return sum(instance.km[a][b] for a, b in zip([depot, *stops], [*stops, depot], strict=True))


def is_moved(instance: Instance, first: Visit) -> bool:
    week, weekday = divmod(first.day, instance.weekdays)
    return moved(instance.stops[first.stop], weekday, week)


def noticed(instance: Instance, visit: Visit) -> float:
    """Minutes that it begins earlier or later than today, beyond what nobody notices."""
    today = instance.stops[visit.stop].today
    if today is None:
        return 0.0
    return max(0.0, abs(visit.begins - today.begins) - instance.weights.unnoticed)
