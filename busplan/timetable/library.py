"""A library that stands still: where to go when the bus is not there."""

from dataclasses import dataclass

from busplan.timetable.stop import Point


@dataclass(frozen=True, slots=True)
class Library:
    """One that residents may use besides the bus. The bus does not stop for it."""

    name: str
    municipality: str
    point: Point
    address: str = ""
    url: str = ""
