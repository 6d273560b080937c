import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from busplan.roads import about_kilometres, drive_minutes, is_driven_within, kilometres
from busplan.timetable import Point

OSLO = Point(59.9139, 10.7522)
LILLESTROM = Point(59.9560, 11.0490)


def test_oslo_to_lillestrom_is_about_17_kilometres():
    assert kilometres(OSLO, LILLESTROM) == pytest.approx(17.3, abs=0.2)


def test_a_drive_is_the_straight_line_and_a_third_slowly_through_streets_and_faster_then():
    road = kilometres(OSLO, LILLESTROM) * 1.3
    assert drive_minutes(OSLO, LILLESTROM) == pytest.approx(3 / 35 * 60 + (road - 3) / 55 * 60)
    near = Point(OSLO.latitude + 0.01, OSLO.longitude)
    assert drive_minutes(OSLO, near) == pytest.approx(kilometres(OSLO, near) * 1.3 / 35 * 60)


latitudes, longitudes = st.floats(49, 71), st.floats(-8, 31)


@given(latitudes, longitudes, st.floats(-1, 1), st.floats(-1, 1), st.floats(0, 200))
def test_the_flat_map_is_good_enough_to_tell_what_can_be_driven(latitude, longitude, north, east, minutes):
    here, there = Point(latitude, longitude), Point(latitude + north, longitude + east)
    assert about_kilometres(here, there) == pytest.approx(kilometres(here, there), rel=0.005, abs=1e-6)
    assume(abs(drive_minutes(here, there) - minutes) > 1e-6)
    assert is_driven_within(here, there, minutes) == (drive_minutes(here, there) <= minutes)
