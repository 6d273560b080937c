from dataclasses import FrozenInstanceError

import pytest

from busplan.timetable import Kind, Point, Stop
from busplan.timetable.made import made


def test_what_is_made_many_at_a_time_is_what_is_made_one_by_one():
    points = made(Point, [60.0, 61.0], [11.0, 10.0])
    assert points == [Point(60.0, 11.0), Point(61.0, 10.0)]
    [first, second] = made(Stop, ["hol", "aas"], ["Hol", "Ås"], ["Nes", "Ås"], points)
    assert first == Stop("hol", "Hol", "Nes", Point(60.0, 11.0))
    assert hash(second) == hash(Stop("aas", "Ås", "Ås", Point(61.0, 10.0)))
    assert (type(first), first.kind, repr(first)) == (Stop, Kind.PLACE, repr(Stop(*fields(first))))


def fields(stop):
    return stop.id, stop.name, stop.municipality, stop.point


def test_it_is_as_frozen():
    [stop] = made(Stop, ["hol"], ["Hol"], ["Nes"], [None])
    with pytest.raises(FrozenInstanceError):
        stop.name = "Hål"
