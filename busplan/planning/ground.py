"""Stops and depots in, the drives between them by their names out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import isinf

from busplan.planning.limits import Limits
from busplan.roads.matrix import Matrix
from busplan.roads.roads import Roads
from busplan.timetable import Kind, Point, Stop

# How the depot of a bus is called among the stops; no stop has such an id.
DEPOT = "depot:"


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """A matrix, and which of its rows is which: stops by id, depots by `depot_of`.

    A stop without coordinates is not there, nor is the depot of a bus that has none.
    """

    matrix: Matrix
    places: Mapping[str, int]
    points: tuple[Point, ...]
    # A number is sooner found in a list than in an array.
    _minutes: list[list[float]] = field(init=False, repr=False)
    _km: list[list[float]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_minutes", self.matrix.minutes.tolist())
        object.__setattr__(self, "_km", self.matrix.km.tolist())

    def minutes(self, one: str, other: str) -> float | None:
        """By the roads, without margin; None where one of them lies nowhere, infinite where no road leads."""
        here, there = self.place(one), self.place(other)
        return None if here is None or there is None else self._minutes[here][there]

    def km(self, one: str, other: str) -> float:
        """0 where one of them lies nowhere."""
        here, there = self.place(one), self.place(other)
        found = 0.0 if here is None or there is None else self._km[here][there]
        return 0.0 if isinf(found) else found

    def place(self, id: str) -> int | None:
        """Its row. A bus without a depot of its own has that of all others."""
        found = self.places.get(id)
        return self.places.get(DEPOT) if found is None and id.startswith(DEPOT) else found

    def point(self, id: str) -> Point | None:
        place = self.place(id)
        return None if place is None else self.points[place]


def depot_of(vehicle: str) -> str:
    return DEPOT + vehicle


def ground_of(
    stops: Iterable[Stop], vehicles: Iterable[str], limits: Limits, roads: Roads | None = None
) -> Ground:
    """Asks the engine of the roads, if they have one; else all is the straight line and a factor."""
    placed = {stop.id: stop.point for stop in stops if stop.point}
    homes = {stop.id for stop in stops if stop.kind is Kind.HOME}
    private = [number for number, id in enumerate(placed) if id in homes]
    for vehicle in ("", *vehicles):
        if depot := limits.depot(vehicle):
            placed[depot_of(vehicle)] = depot
    points = tuple(placed.values())
    matrix = (roads or Roads()).matrix(points, private)
    return Ground(matrix, {id: number for number, id in enumerate(placed)}, points)
