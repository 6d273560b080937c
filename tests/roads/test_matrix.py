"""All pairs at once, by the straight line."""

import subprocess
import sys
from time import process_time

import numpy as np
import pytest
from geopy.distance import great_circle
from hypothesis import given
from hypothesis import strategies as st

from busplan.roads import drive_minutes, kilometres
from busplan.roads.leg import Leg
from busplan.roads.matrix import as_the_crow_flies
from busplan.timetable import Point

points = st.builds(Point, st.floats(57, 72), st.floats(4, 32))
OSLO, HOL, AAS = Point(59.9139, 10.7522), Point(60.12, 11.47), Point(59.66, 10.79)


@given(st.lists(points, max_size=8))
def test_all_pairs_at_once_are_what_they_are_one_by_one(places):
    found = as_the_crow_flies(places)
    assert found.km.shape == (len(places), len(places))
    for row, one in enumerate(places):
        for column, other in enumerate(places):
            straight = great_circle((one.latitude, one.longitude), (other.latitude, other.longitude)).km
            assert found.km[row, column] == pytest.approx(1.3 * straight, rel=1e-6, abs=1e-4)
            # Nearly as geopy has it on the ellipsoid: on a sphere, it is up to half a per cent off.
            assert found.km[row, column] == pytest.approx(1.3 * kilometres(one, other), rel=0.006, abs=1e-4)
            assert found.minutes[row, column] == pytest.approx(drive_minutes(one, other), rel=0.006, abs=1e-3)
            assert found.estimated[row, column] == (row != column)


def test_across_the_date_line_is_not_round_the_earth():
    assert as_the_crow_flies([Point(0, 179.9), Point(0, -179.9)]).km[0, 1] < 30


def test_five_hundred_stops_are_one_step():
    """A hundredth of what geopy takes for it, pair by pair; best of several, as the machine has more to do."""
    random = np.random.default_rng(1)
    places = [Point(*place) for place in random.uniform((59, 9), (61, 12), (500, 2))]
    took = []
    for _ in range(5):
        begun = process_time()
        found = as_the_crow_flies(places)
        took.append(process_time() - begun)
    assert found.estimates == 500 * 499
    assert min(took) < 0.25


def test_what_staff_say_of_a_leg_holds_and_is_no_estimate():
    before = as_the_crow_flies([OSLO, HOL, AAS])
    after = before.with_said({(0, 1): Leg(70_000, 4200), (2, 0): None})
    assert (after.km[0, 1], after.minutes[0, 1]) == (70, 70)
    assert np.isinf(after.minutes[2, 0])
    assert after.minutes[1, 0] == before.minutes[1, 0]
    assert (after.estimates, int(after.said.sum())) == (4, 2)
    assert before.estimates == 6


def test_a_place_that_no_road_leads_to_is_told():
    found = as_the_crow_flies([OSLO, HOL, AAS])
    assert found.cut_off == ()
    assert found.with_said({(0, 1): None}).cut_off == ()
    assert found.with_said({(0, 1): None, (2, 1): None}).cut_off == (1,)
    assert found.with_said({(2, 0): None, (2, 1): None}).cut_off == (2,)


@pytest.mark.parametrize("places", [[], [OSLO]])
def test_few_places_are_a_small_matrix(places):
    found = as_the_crow_flies(places)
    assert (len(found), found.estimates, found.cut_off) == (len(places), 0, ())


def test_a_check_loads_neither_numpy_nor_geopy():
    """They take as long as the check itself."""
    code = "import sys, busplan.checking; sys.exit(bool({'numpy', 'geopy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0
