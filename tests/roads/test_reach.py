"""Who lives near a stop. pyproj, which is PROJ, judges where the squares of the grid lie."""

from time import process_time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from busplan.roads import kilometres
from busplan.roads.grid import degrees
from busplan.roads.people import BadPeople, People, people_of
from busplan.roads.reach import (
    compared,
    inside,
    living,
    nearest_km,
    within_drive,
    within_ground,
    within_km,
    within_walk,
)
from busplan.timetable import Point

TO_DEGREES = Transformer.from_crs(25833, 4258, always_xy=True)
OSLO, HOL = Point(59.9139, 10.7522), Point(60.12, 11.47)
SQUARE = ((60.0, 11.0), (60.0, 11.1), (60.1, 11.1), (60.1, 11.0), (60.0, 11.0))


@given(st.floats(-100_000, 1_150_000), st.floats(6_400_000, 8_000_000))
def test_metres_of_the_grid_are_degrees_as_proj_has_them(east, north):
    longitude, latitude = TO_DEGREES.transform(east, north)
    found = degrees(np.array([east]), np.array([north]))
    assert found[0][0] == pytest.approx(latitude, abs=1e-9)
    assert found[1][0] == pytest.approx(longitude, abs=1e-9)


def grid(*rows, head="x,y,people"):
    return "\n".join([head, *rows]).encode()


@pytest.mark.parametrize(
    "content",
    [
        grid("262125,6649125,120"),
        grid("262125.0;6649125,0;120", head="X;Y;people"),
        grid("22620006649000,120", head="ssbid250m,pop_tot"),
        grid("7;22620006649000;120", head="\ufeffogc_fid;SSBID250M;pop_tot"),
    ],
)
def test_a_grid_is_read_in_metres_and_by_ssbs_ids(content):
    longitude, latitude = TO_DEGREES.transform(262125, 6649125)
    found = people_of(content)
    assert (found.latitude[0], found.longitude[0]) == (pytest.approx(latitude), pytest.approx(longitude))
    assert found.all == 120


def test_a_corner_is_half_a_square_from_its_middle():
    by_corner, by_middle = people_of(grid("262000,6649000,1"), side=250), people_of(grid("262125,6649125,1"))
    assert by_corner.latitude[0] == pytest.approx(by_middle.latitude[0])


def test_a_grid_is_read_in_degrees():
    found = people_of(grid("10.7522,59.9139,7", "11.47,60.12,3", head="lon,lat,people"))
    assert (found.latitude.tolist(), found.longitude.tolist()) == ([59.9139, 60.12], [10.7522, 11.47])
    assert found.all == 10


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "no column is called people"),
        (grid("1,2", head="x,y"), "no column is called people"),
        (grid("1,2", head="x,people"), "no column is called y"),
        (grid("262000,6649000,120", "262000,nord,120"), "line 3: 'nord' is no number"),
        (grid("262000,6649000"), "line 2: '' is no number"),
        (grid("262000,6649000,nan"), "line 2: 'nan' is no number"),
        (grid("262000,6649000,-1"), "fewer than none"),
        (grid("2262000,1", head="ssbid250m,pop_tot"), "line 2: '2262000' is no id of SSB's grid"),
        (grid("999999999,6649000,1"), "line 2: x and y are neither degrees nor metres"),
    ],
)
def test_what_is_no_grid_is_told_with_its_line(content, told):
    with pytest.raises(BadPeople, match=told):
        people_of(content)


def people(*places):
    latitude, longitude, count = np.array(places, float).T
    return People(latitude, longitude, count)


def test_who_is_near_by_distance_on_foot_and_by_car():
    near = people((59.9139, 10.7522, 100), (59.9239, 10.7522, 10), (59.96, 10.7522, 1))
    assert kilometres(OSLO, Point(59.9239, 10.7522)) == pytest.approx(1.11, abs=0.01)
    for within, least, most in (
        (within_km, 1.1, 1.13),
        (within_walk, 17.2, 17.6),  # 1.11 km × 1.3 at 5 km/h
        (within_drive, 2.45, 2.5),  # at 35 km/h
    ):
        assert within(near, [OSLO], least).tolist() == [True, False, False]
        assert within(near, [OSLO], most).tolist() == [True, True, False]
    assert living(near, within_km(near, [OSLO, HOL], 2)) == 110
    assert living(near, within_km(near, [], 2)) == 0


def test_what_a_change_gives_and_takes():
    near = people((59.9139, 10.7522, 100), (60.12, 11.47, 30), (60.13, 11.47, 5))
    before, after = within_km(near, [OSLO], 0.5), within_km(near, [HOL], 0.5)
    told = compared(near, before, after | before & False)
    assert (told.all, told.before, told.after, told.gained, told.lost) == (135, 100, 30, 30, 100)


def test_ground_with_a_hole_in_it():
    outer = [Point(*place) for place in SQUARE]
    hole = [Point(60.04, 11.04), Point(60.04, 11.06), Point(60.06, 11.06), Point(60.06, 11.04)]
    points = [
        Point(60.02, 11.02),
        Point(60.05, 11.05),
        Point(60.05, 11.2),
        Point(60.05, 10.9),
        Point(60.2, 11.05),
    ]
    assert inside([outer, hole], points).tolist() == [True, False, False, False, False]
    some = people((60.02, 11.02, 1), (60.05, 11.05, 2), (60.05, 11.2, 4))
    assert living(some, within_ground(some, [[outer, hole], [hole]])) == 3
    assert living(some, within_ground(some, [])) == 0


def test_a_county_of_squares_and_five_hundred_stops_take_no_time():
    random = np.random.default_rng(1)
    latitude, longitude = random.uniform((59, 9), (61, 12), (30_000, 2)).T
    squares = People(latitude, longitude, np.ones(30_000))
    stops = [Point(*place) for place in random.uniform((59, 9), (61, 12), (500, 2))]
    begun = process_time()
    found = nearest_km(squares, stops)
    assert process_time() - begun < 5
    one = Point(latitude[7], longitude[7])
    assert found[7] == pytest.approx(min(kilometres(one, stop) for stop in stops), rel=0.005)
