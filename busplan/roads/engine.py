"""What all road engines are, and how they are asked: one host, bounded in time and size."""

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from math import isfinite
from typing import Any

from busplan.fetching import Unavailable, fetch
from busplan.roads.blocks import Shape, blocks
from busplan.roads.leg import Leg, Pair, Spot, Way
from busplan.roads.vehicle import Vehicle
from busplan.timetable import Point

SECONDS = 60.0
LARGEST_ANSWER = 20_000_000
LONGEST = 10**8  # metres, and seconds: what is longer is nonsense
Table = list[list[Leg | None]]


class Refused(Unavailable):
    """The engine answers, but not this: such as a place that no road is near."""


class Engine(ABC):
    """One of them, at one address. What it cannot tell in time is Unavailable."""

    name: str
    metres_per_unit = 1.0
    # How it says that there is no road, as a status of HTTP.
    refusals: tuple[HTTPStatus, ...] = (HTTPStatus.BAD_REQUEST,)
    # Whether where the bus stops stays among ourselves.
    is_ours = True

    def __init__(self, address: str, vehicle: Vehicle, version: str = "", seconds: float = SECONDS) -> None:
        self.address = address.rstrip("/")
        self.vehicle = vehicle
        self.told_version = version
        self.seconds = seconds
        self.alone: dict[Spot, bool] = {}

    @property
    def kept_as(self) -> str:
        """Legs of one name are kept together."""
        return f"{self.name} {self.vehicle.shown}"

    @abstractmethod
    def version(self) -> str:
        """Of the road data; another means that all is to be asked anew. Raises Unavailable."""

    @abstractmethod
    def way(self, one: Point, other: Point) -> Way | None:
        """The road itself; None where there is none. Raises Unavailable."""

    @abstractmethod
    def shape(self, rows: int, columns: int) -> Shape:
        """What may be asked at once."""

    @abstractmethod
    def table(self, origins: Sequence[Spot], destinations: Sequence[Spot]) -> Table:
        """One call. Raises Unavailable."""

    def legs(
        self, origins: Sequence[Spot], destinations: Sequence[Spot]
    ) -> Iterator[Mapping[Pair, Leg | None]]:
        """All of them, block by block. Raises Unavailable."""
        if not origins or not destinations:
            return
        shape = self.shape(len(origins), len(destinations))
        for rows, columns in blocks(len(origins), len(destinations), shape):
            yield self.block(origins[rows], destinations[columns])

    def block(self, origins: Sequence[Spot], destinations: Sequence[Spot]) -> dict[Pair, Leg | None]:
        """Where one place that no road is near would spoil it for all, it is asked again without that."""
        legs: dict[Pair, Leg | None] = {(one, other): None for one in origins for other in destinations}
        try:
            found = self.table(origins, destinations)
        except Refused:
            origins, destinations = self.near_a_road(origins), self.near_a_road(destinations)
            # All near, or none at all: it is not for one place that it was refused.
            if len(origins) * len(destinations) == len(legs) or not (origins or destinations):
                raise
            found = self.table(origins, destinations) if origins and destinations else []
        for one, row in zip(origins, found, strict=True):
            legs.update({(one, other): leg for other, leg in zip(destinations, row, strict=True)})
        return legs

    def near_a_road(self, spots: Sequence[Spot]) -> list[Spot]:
        return [each for each in spots if self.is_near_a_road(each)]

    def is_near_a_road(self, each: Spot) -> bool:
        if each not in self.alone:
            try:
                self.table([each], [each])
                self.alone[each] = True
            except Refused:
                self.alone[each] = False
        return self.alone[each]

    def ask(
        self, path: str, content: object = None, headers: Mapping[str, str] | None = None, mimetype: str = ""
    ) -> dict[str, Any]:
        """Raises Unavailable, or Refused."""
        body = None if content is None else json.dumps(content).encode()
        try:
            text = fetch(
                f"{self.address}{path}",
                mimetype or "application/json",
                self.seconds,
                LARGEST_ANSWER,
                body,
                headers or {},
            )
            found = json.loads(text)
        except Unavailable as fault:
            # No more of the address than its host: the rest tells where people are visited.
            sentence = str(fault).replace(f"{self.address}{path}", self.address)
            refused = fault.status in self.refusals
            raise (Refused if refused else Unavailable)(f"{self.name}: {sentence}", fault.status) from None
        except (ValueError, RecursionError) as fault:
            raise Unavailable(f"{self.address}{path.partition('?')[0]} gave no JSON") from fault
        if not isinstance(found, dict):
            raise Unavailable("the answer is no object")
        return found

    def table_of(self, seconds: Any, lengths: Any, rows: int, columns: int) -> Table:
        """Both matrices as legs, if they are what was asked for. Raises Unavailable."""
        for matrix in (seconds, lengths):
            whole = isinstance(matrix, list) and len(matrix) == rows
            if not whole or not all(isinstance(row, list) and len(row) == columns for row in matrix):
                raise Unavailable(f"{self.name} gave no matrix of {rows} × {columns}")
        return [
            [self.leg_of(*both) for both in zip(*pair, strict=True)]
            for pair in zip(seconds, lengths, strict=True)
        ]

    def leg_of(self, seconds: Any, length: Any) -> Leg | None:
        if seconds is None or length is None:
            return None
        return Leg(whole(length, self.metres_per_unit), whole(seconds))


def whole(number: Any, times: float = 1.0) -> int:
    """Raises Unavailable when it is no length and no time."""
    if isinstance(number, bool) or not isinstance(number, int | float) or not isfinite(number):
        raise Unavailable(f"{number!r} is no number")
    found = round(number * times)
    if not 0 <= found <= LONGEST:
        raise Unavailable(f"{number!r} is no length and no time")
    return found


def way_of(seconds: Any, metres: Any, geometry: Any) -> Way:
    """A LineString of GeoJSON. Raises Unavailable."""
    try:
        line = tuple(Point(float(place[1]), float(place[0])) for place in geometry["coordinates"])
    except (KeyError, TypeError, ValueError, IndexError) as fault:
        raise Unavailable("the road is no line") from fault
    return Way(Leg(whole(metres), whole(seconds)), line)
