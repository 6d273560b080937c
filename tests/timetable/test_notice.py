"""What notices make of visits."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest
from small import OSLO

from busplan.timetable import (
    Cancelled,
    Delayed,
    Extra,
    Moved,
    Notice,
    OtherVehicle,
    PerhapsCancelled,
    Scope,
    Slot,
    Status,
)

DAY = date(2026, 9, 15)
AT_HOL = Scope(stops=frozenset({"hol"}))
ON_ROUTE = Scope(routes=frozenset({"tirsdag"}))


def told(small, *notices):
    return replace(small, notices=notices)


def of_day(timetable, stop=None):
    return [(v.stop.id, v.status, f"{v.slot.start:%H:%M}") for v in timetable.visits(DAY, DAY, stop)]


def test_the_rest_of_the_day_is_off(small):
    rest = Notice(DAY, DAY, ON_ROUTE, Cancelled(), "Uvær", start=time(11))
    assert of_day(told(small, rest)) == [
        ("skole", Status.SCHEDULED, "09:00"),
        ("hjem", Status.CANCELLED, "10:45"),
        ("hol", Status.CANCELLED, "12:30"),
    ]


def test_a_delay_moves_the_whole_visit_and_keeps_what_was_planned(small):
    [visit] = told(small, Notice(DAY, DAY, AT_HOL, Delayed(20), "Kø", "Vi venter på ferja")).visits(
        DAY, DAY, "hol"
    )
    assert visit.status is Status.DELAYED
    assert visit.slot == Slot(DAY, time(12, 50), time(13, 20))
    assert visit.planned == Slot(DAY, time(12, 30), time(13))
    assert (visit.reason, visit.text) == ("Kø", "Vi venter på ferja")
    assert visit.key == ("hol", DAY, 1)


@pytest.mark.parametrize("between", [[], [OtherVehicle("Bil")], [Moved(place="Torget")]])
def test_a_delay_is_told_anew_and_not_on_top(small, between):
    changes = [Delayed(20), *between, Delayed(45)]
    notices = [Notice(DAY, DAY, AT_HOL, change) for change in changes]
    [visit] = told(small, *notices).visits(DAY, DAY, "hol")
    assert visit.slot == Slot(DAY, time(13, 15), time(13, 45))


def test_a_delayed_bus_is_waited_for(small):
    late = told(small, Notice(DAY, DAY, AT_HOL, Delayed(20)))
    assert late.coming(datetime(2026, 9, 15, 13, 10, tzinfo=OSLO), "hol", days=0)


def test_a_visit_that_may_be_off_still_counts_as_the_next(small):
    [visit] = told(small, Notice(DAY, DAY, AT_HOL, PerhapsCancelled(), "Bussen er syk")).visits(
        DAY, DAY, "hol"
    )
    assert visit.status is Status.PERHAPS_CANCELLED
    assert visit.takes_place


@pytest.mark.parametrize(
    ("also", "status"), [(None, Status.OTHER_VEHICLE), (Delayed(5), Status.DELAYED), (Moved(), Status.MOVED)]
)
def test_another_vehicle_comes_whatever_else_is_said(small, also, status):
    van = Notice(DAY, None, ON_ROUTE, OtherVehicle("en hvit varebil"), "Bussen er på verksted")
    for notices in ((van, Notice(DAY, DAY, AT_HOL, also)), (Notice(DAY, DAY, AT_HOL, also), van)):
        [visit] = told(small, *(n for n in notices if n.change)).visits(DAY, DAY, "hol")
        assert (visit.vehicle, visit.replaced, visit.status) == ("en hvit varebil", True, status)


def extra(day, hour, **more):
    return Notice(day, day, AT_HOL, Extra(time(hour), time(hour + 1), **more), "Sommerles")


def test_an_extra_visit_is_one_more_and_renames_none(small):
    before = {visit.key for visit in small.visits(DAY, DAY)}
    found = told(small, extra(DAY, 8), extra(DAY, 18, place="Rådhuset")).visits(DAY, DAY, "hol")
    assert [visit.slot.start.hour for visit in found] == [8, 12, 18]
    assert before < {visit.key for visit in told(small, extra(DAY, 8)).visits(DAY, DAY)}
    assert [visit.key for visit in found if visit.status is Status.EXTRA] == [
        ("hol", DAY, 101),
        ("hol", DAY, 102),
    ]
    assert found[-1].place == "Rådhuset"


def test_an_extra_visit_comes_on_closed_days_and_outside_seasons_too(small):
    closed, after = date(2026, 10, 6), date(2027, 1, 20)
    more = told(small, extra(closed, 10), extra(after, 10))
    assert len(more.visits(closed, closed)) == 1
    assert more.coming(datetime(2026, 12, 20, tzinfo=OSLO), "hol")[-1].slot.day == after


def test_an_extra_visit_can_be_off_like_any_other(small):
    off = Notice(DAY, DAY, AT_HOL, Cancelled(), start=time(17))
    found = told(small, extra(DAY, 18), off).visits(DAY, DAY, "hol")
    assert [visit.status for visit in found] == [Status.SCHEDULED, Status.CANCELLED]


def test_an_extra_home_visit_stays_unseen(small):
    home = Notice(DAY, DAY, Scope(stops=frozenset({"hjem"})), Extra(time(18), time(19)), "Ola")
    assert "Ola" not in repr(told(small, home).public())
    assert len(told(small, home).visits(DAY, DAY, "hjem")) == 2


@pytest.mark.parametrize(
    "make",
    [
        lambda: Delayed(0),
        lambda: Extra(time(9), time(9)),
        lambda: Notice(DAY, None, AT_HOL, Extra(time(9), time(10))),
        lambda: Notice(DAY, DAY, ON_ROUTE, Extra(time(9), time(10))),
    ],
)
def test_what_cannot_be_true_cannot_be_told(make):
    with pytest.raises(ValueError, match=r"."):
        make()


@pytest.mark.parametrize(
    ("ahead", "back"), [(0, None), (1, date(2026, 11, 17)), (2, date(2026, 12, 8)), (3, None)]
)
def test_books_are_due_so_many_visits_that_take_place_later(small, ahead, back):
    service = replace(small.service, loan_visits=ahead)
    off = Notice(date(2026, 10, 27), date(2026, 10, 27), AT_HOL, Cancelled(), "Snø")
    lending = replace(told(small, off), service=service)
    [visit] = lending.visits(DAY, DAY, "hol")
    due = lending.due(visit)
    assert (due.slot.day if due else None) == back


def test_nothing_is_borrowed_at_a_visit_that_is_off(small):
    off = Notice(DAY, DAY, AT_HOL, Cancelled(), "Snø")
    lending = replace(told(small, off), service=replace(small.service, loan_visits=1))
    [visit] = lending.visits(DAY, DAY, "hol")
    assert lending.due(visit) is None
