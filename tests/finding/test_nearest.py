import random
import time

from geopy.distance import geodesic
from hypothesis import given
from hypothesis import strategies as st

from busplan.finding import Nearest
from busplan.timetable import Point, Stop

POINT = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))
NORWAY = st.builds(Point, st.floats(57.9, 71.2), st.floats(4.5, 31.2))
# The straight line and the geodesic part by this much at most, of the distance.
NEAR_BY, ANYWHERE = 1e-4, 6e-3


def stops(points):
    return [Stop(str(number), "Et stopp", "Nes", point) for number, point in enumerate(points)]


def kilometres(one, other):
    return geodesic((one.latitude, one.longitude), (other.latitude, other.longitude)).km


def check(points, here, most, within):
    found = Nearest(stops(points)).find(here, most)
    brute = sorted(kilometres(here, point) for point in points)[:most]
    assert len(found) == len({stop.id for stop in found}) == min(most, len(points))
    for stop, km in zip(found, brute, strict=True):
        assert abs(kilometres(here, stop.point) - km) <= km * within + 1e-6


@given(st.lists(NORWAY, max_size=30), NORWAY, st.integers(1, 6))
def test_the_nearest_are_the_nearest_along_the_ground(points, here, most):
    check(points, here, most, NEAR_BY * 10)


@given(st.lists(POINT, max_size=30), POINT, st.integers(1, 6))
def test_anywhere_on_earth(points, here, most):
    check(points, here, most, ANYWHERE)


@given(st.floats(-180, 180), st.floats(-180, 180))
def test_at_a_pole_all_longitudes_are_one(here, there):
    far = Point(89.5, here)
    assert Nearest(stops([far, Point(90, there)])).find(Point(90, here), 1)[0].id == "1"


def test_the_date_line_is_no_border():
    east, west = Point(65, 179.99), Point(65, -179.98)
    assert [stop.id for stop in Nearest(stops([Point(65, 179.5), west])).find(east, 2)] == ["1", "0"]


def test_a_stop_without_a_place_is_near_nobody():
    assert Nearest([Stop("hjem", "Hjem", "Nes", None)]).find(Point(60, 10), 3) == []


def test_the_nearest_of_ten_thousand_take_no_time():
    random.seed(7)
    index = Nearest(stops(Point(random.uniform(58, 71), random.uniform(5, 31)) for _ in range(10_000)))
    taken = []
    for _ in range(20):
        begun = time.process_time()
        index.find(Point(60, 11), 5)
        taken.append(time.process_time() - begun)
    assert min(taken) < 0.001
