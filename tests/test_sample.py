"""The sample data: real places, a made-up timetable, and one that could be driven."""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from busplan import paths
from busplan.reading import Source, read
from busplan.roads import drive_minutes
from busplan.timetable import Kind, Status

ALL = (date(2026, 1, 1), date(2028, 1, 1))


@pytest.fixture(scope="module")
def sample():
    found = read(*map(Source.from_file, paths.sample()))
    assert found.doubts == ()
    return found.timetable


def test_it_is_about_as_large_as_the_real_service(sample):
    public = sample.public()
    assert 65 <= len(public.stops) <= 75
    assert len({stop.municipality for stop in public.stops}) == 18


def test_it_says_that_it_is_a_sample_and_thanks_its_sources(sample):
    assert sample.service.sample
    assert any("erikbolstad.no/postnummer" in credit.url for credit in sample.service.credits)


def test_it_shows_what_a_timetable_can_hold(sample):
    visits = sample.visits(*ALL)
    assert {
        status: n for status, n in Counter(v.status for v in visits).items() if status != Status.SCHEDULED
    } == {
        Status.CANCELLED: 1,
        Status.MOVED: 1,
    }
    assert {route.cadence.weeks for route in sample.routes} == {2, 3}
    assert sum(stop.kind is Kind.SCHOOL for stop in sample.stops) == 2
    assert sum(stop.kind is Kind.HOME for stop in sample.stops) == 1
    calls = Counter(call.stop_id for route in sample.routes for call in route.calls)
    assert [stop for stop, times in calls.items() if times == 2] == ["gjerdrum"]
    assert {stop.id for stop in sample.stops} == calls.keys()


def test_it_can_be_driven(sample):
    """One bus: never two places at once, and each gap is longer than the drive."""
    days = defaultdict(list)
    for visit in sample.visits(*ALL):
        if visit.takes_place:
            days[visit.vehicle, visit.slot.day].append(visit)
    legs = 0
    for visits in days.values():
        for before, after in pairwise(visits):
            gap = datetime.combine(ALL[0], after.slot.start) - datetime.combine(ALL[0], before.slot.end)
            assert gap > timedelta(0)
            if before.stop.point and after.stop.point:
                legs += 1
                assert gap > timedelta(minutes=drive_minutes(before.stop.point, after.stop.point)), (
                    before,
                    after,
                )
    assert legs > 700


def test_it_stands_still_when_the_schools_do(sample):
    days = {visit.slot.day for visit in sample.visits(*ALL)}
    assert not days & {date(2026, 12, 19) + timedelta(n) for n in range(16)}
    assert not days & {date(2027, 3, 22) + timedelta(n) for n in range(8)}
    # Winter break is a week later in Jevnaker and Lunner.
    week_8, week_9 = (date(2027, 2, 22), date(2027, 2, 26)), (date(2027, 3, 1), date(2027, 3, 5))
    assert {visit.stop.municipality for visit in sample.visits(*week_8)} <= {"Jevnaker", "Lunner"}
    assert not {visit.stop.municipality for visit in sample.visits(*week_9)} & {"Jevnaker", "Lunner"}
