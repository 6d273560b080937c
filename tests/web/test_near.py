from dataclasses import replace

import pytest
from flask import Flask

from busplan.web.desk import desk
from busplan.web.near import beside, nearest


@pytest.fixture
def scene(app: Flask):
    with app.test_request_context("/"):
        yield desk().scene()


def test_the_nearest_come_first_and_a_stop_is_not_its_own_neighbour(scene):
    hol = scene.timetable.stop("hol")
    near = beside(scene, hol, 5)
    assert [stop.id for stop, _ in near] == ["skole", "aas"]
    assert near[0][1] == pytest.approx(1.25, abs=0.02)
    assert [stop.id for stop, _ in nearest(scene, hol.point, 1)] == ["hol"]


def test_a_stop_without_a_place_has_no_neighbours(scene):
    assert beside(scene, replace(scene.timetable.stop("hol"), point=None), 3) == []
