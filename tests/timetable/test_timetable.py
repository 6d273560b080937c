from dataclasses import FrozenInstanceError, replace
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import OSLO

from busplan.timetable import (
    Call,
    Cancelled,
    Closure,
    EveryWeeks,
    Kind,
    Moved,
    Notice,
    OnDates,
    ParityWeeks,
    Point,
    Route,
    Scope,
    Season,
    Service,
    Slot,
    Status,
    Stop,
    Timetable,
)

AUTUMN = (date(2026, 8, 17), date(2026, 12, 18))
HOL_TUESDAYS = ["2026-08-25", "2026-09-15", "2026-10-27", "2026-11-17", "2026-12-08"]


def days(visits):
    return [str(visit.slot.day) for visit in visits]


def test_every_third_tuesday_but_the_closed_one(small):
    assert days(small.visits(*AUTUMN, "hol")) == HOL_TUESDAYS


def test_visits_of_a_day_come_in_order_of_time(small):
    found = small.visits(date(2026, 8, 25), date(2026, 8, 25))
    assert [visit.stop.id for visit in found] == ["skole", "hjem", "hol"]


def test_a_closure_of_one_stop_leaves_the_others_open(small):
    closed = Closure(date(2026, 8, 1), None, scope=Scope(stops=frozenset({"skole"})))
    half = replace(small, closures=(closed,))
    assert days(half.visits(*AUTUMN, "skole")) == []
    assert len(half.visits(*AUTUMN, "hol")) == 6


@pytest.mark.parametrize(
    "scope",
    [
        Scope(routes=frozenset({"tirsdag"})),
        Scope(municipalities=frozenset({"Nes"})),
        Scope(kinds=frozenset({Kind.PLACE})),
    ],
)
def test_a_closure_can_be_for_a_route_a_municipality_or_a_kind(small, scope):
    shut = replace(small, closures=(Closure(*AUTUMN, scope=scope),))
    assert days(shut.visits(*AUTUMN, "hol")) == []


def test_a_cancelled_visit_is_kept_and_marked(small):
    notice = Notice(date(2026, 9, 15), date(2026, 9, 15), Scope(stops=frozenset({"hol"})), Cancelled(), "Snø")
    found = replace(small, notices=(notice,)).visits(*AUTUMN, "hol")
    assert days(found) == HOL_TUESDAYS
    assert [(visit.status, visit.reason) for visit in found[:2]] == [
        (Status.SCHEDULED, ""),
        (Status.CANCELLED, "Snø"),
    ]


def moved_to(small, change):
    notice = Notice(date(2026, 9, 15), date(2026, 9, 15), Scope(stops=frozenset({"hol"})), change)
    return replace(small, notices=(notice,))


def test_a_moved_visit_is_on_its_new_day_and_not_on_the_old(small):
    moved = moved_to(small, Moved(day=date(2026, 9, 14), start=time(16)))
    assert moved.visits(date(2026, 9, 15), date(2026, 9, 15), "hol") == []
    [visit] = moved.visits(date(2026, 9, 14), date(2026, 9, 14), "hol")
    assert visit.slot == Slot(date(2026, 9, 14), time(16), time(16, 30))
    assert visit.planned == Slot(date(2026, 9, 15), time(12, 30), time(13))
    assert visit.status is Status.MOVED


def test_a_moved_visit_keeps_its_identity(small):
    before = {visit.key for visit in small.visits(*AUTUMN, "hol")}
    after = {visit.key for visit in moved_to(small, Moved(day=date(2026, 9, 14))).visits(*AUTUMN, "hol")}
    assert before == after


def test_a_visit_moved_past_the_season_is_still_to_come(small):
    late = moved_to(small, Moved(day=date(2027, 1, 5)))
    [*_, last] = late.coming(datetime(2026, 12, 1, tzinfo=OSLO), "hol")
    assert last.slot.day == date(2027, 1, 5)


def test_a_visit_is_to_come_until_it_is_over(small):
    assert small.coming(datetime(2026, 12, 8, 12, 59, tzinfo=OSLO), "hol")
    assert not small.coming(datetime(2026, 12, 8, 13, 0, tzinfo=OSLO), "hol")


def test_now_is_understood_in_the_zone_of_the_service(small):
    # 23:30 in London on the 24th is the 25th in Oslo: the visit of the 25th is today's.
    [first, *_] = small.coming(datetime.fromisoformat("2026-08-24T23:30+01:00"), "hol", days=0)
    assert first.slot.day == date(2026, 8, 25)


def test_two_calls_a_day_are_told_apart_by_number():
    season = Season("s", *AUTUMN)
    morning = Route("a", "a", season, EveryWeeks(date(2026, 8, 25)), (Call("hol", time(9), time(10)),))
    evening = Route("b", "b", season, EveryWeeks(date(2026, 8, 25)), (Call("hol", time(18), time(19)),))
    stop = Stop("hol", "Hol", "Nes", Point(60, 11))
    both = Timetable(Service("x"), (stop,), (season,), (evening, morning))
    day = date(2026, 9, 1)
    assert [(v.nth, v.slot.start.hour) for v in both.visits(day, day)] == [(1, 9), (2, 18)]
    # Closing the morning does not make the evening another visit.
    closed = Closure(day, day, scope=Scope(routes=frozenset({"a"})))
    assert [v.nth for v in replace(both, closures=(closed,)).visits(day, day)] == [2]


def test_the_public_timetable_knows_nothing_of_homes(small):
    notice = Notice(date(2026, 9, 15), None, Scope(stops=frozenset({"hjem"})), Cancelled(), "Syk")
    public = replace(small, notices=(notice,)).public()
    assert "hjem" not in repr(public)
    assert "Hjemmebesøk" not in repr(public)
    assert {visit.stop.id for visit in public.visits(*AUTUMN)} == {"skole", "hol"}


def test_the_public_timetable_keeps_no_reason_that_names_a_home(small):
    at_home = Scope(stops=frozenset({"hjem"}))
    shared = Scope(stops=frozenset({"hjem", "hol"}))
    told = replace(
        small,
        closures=(Closure(*AUTUMN, "Ola er syk", at_home), Closure(*AUTUMN, "Ola og torget", shared)),
        notices=(Notice(*AUTUMN, Scope(kinds=frozenset({Kind.HOME})), Cancelled(), "Ola er borte"),),
    ).public()
    assert "Ola er" not in repr(told)
    assert "hjem" not in repr(told)


def test_the_public_timetable_names_no_round_and_no_place_of_homes_alone(small):
    far = Stop("langt", "Hjemmebesøk", "Utkanten", None, kind=Kind.HOME)
    home_only = replace(small.routes[0], id="hjemme", calls=(Call("langt", time(15), time(16)),))
    told = replace(
        small,
        stops=(*small.stops, far),
        routes=(*small.routes, home_only),
        closures=(
            Closure(*AUTUMN, "Ola", Scope(routes=frozenset({"hjemme"}))),
            Closure(*AUTUMN, "Ola", Scope(municipalities=frozenset({"Utkanten"}))),
            Closure(*AUTUMN, "Alle", Scope(routes=frozenset({"hjemme", "tirsdag"}))),
        ),
        notices=(Notice(*AUTUMN, Scope(kinds=frozenset({Kind.HOME, Kind.SCHOOL})), Cancelled(), "Alle"),),
    ).public()
    assert not {word for word in ("Ola", "hjem", "home", "Utkanten") if word in repr(told)}
    assert [closure.reason for closure in told.closures] == ["Alle"]
    assert [notice.reason for notice in told.notices] == ["Alle"]


def test_a_day_that_somebody_named_wins_over_a_closure(small):
    named = replace(small.routes[0], cadence=OnDates((date(2026, 10, 6), date(2026, 10, 7))))
    assert days(replace(small, routes=(named,)).visits(*AUTUMN, "hol")) == ["2026-10-06", "2026-10-07"]
    by_rule = replace(named, cadence=OnDates((date(2026, 10, 6),), rule="FREQ=WEEKLY"))
    assert days(replace(small, routes=(by_rule,)).visits(*AUTUMN, "hol")) == []


def test_a_visit_can_be_moved_away_from_a_closed_day(small):
    notice = Notice(
        date(2026, 10, 6), date(2026, 10, 6), Scope(stops=frozenset({"hol"})), Moved(day=date(2026, 10, 8))
    )
    moved = replace(small, notices=(notice,))
    assert days(moved.visits(*AUTUMN, "hol"))[2] == "2026-10-08"
    assert days(moved.visits(*AUTUMN, "skole")) == HOL_TUESDAYS


def test_a_timetable_that_contradicts_itself_cannot_be_made(small):
    with pytest.raises(ValueError, match="same id"):
        replace(small, stops=(*small.stops, small.stops[0]))
    with pytest.raises(ValueError, match="not a stop"):
        replace(small, stops=())


def test_values_do_not_change(small):
    with pytest.raises(FrozenInstanceError):
        small.service.name = "Annet"


@pytest.mark.parametrize(
    "make",
    [
        lambda: Point(91, 0),
        lambda: Point(float("nan"), 0),
        lambda: Season("s", date(2026, 2, 1), date(2026, 1, 1)),
        lambda: Closure(date(2026, 2, 1), date(2026, 1, 1)),
        lambda: Call("hol", time(10), time(10)),
        lambda: Slot(date(2026, 1, 1), time(11), time(10)),
        lambda: EveryWeeks(date(2026, 1, 1), 0),
        lambda: Service("x", timezone="Europe/Oslooo").zone,
    ],
)
def test_what_cannot_be_true_cannot_be_made(make):
    with pytest.raises((ValueError, KeyError)):
        make()


CLOSED = st.lists(st.tuples(st.dates(*AUTUMN), st.integers(0, 20)), max_size=5)


@given(closed=CLOSED, weeks=st.integers(1, 6), first=st.dates(*AUTUMN), last=st.dates(*AUTUMN))
def test_a_visit_is_never_on_a_closed_day_nor_outside_the_question(closed, weeks, first, last):
    season = Season("s", *AUTUMN)
    closures = tuple(Closure(day, date.fromordinal(day.toordinal() + more)) for day, more in closed)
    route = Route("r", "r", season, EveryWeeks(date(2026, 8, 18), weeks), (Call("hol", time(9), time(10)),))
    stop = Stop("hol", "Hol", "Nes", Point(60, 11))
    timetable = Timetable(Service("x"), (stop,), (season,), (route,), closures)
    found = timetable.visits(first, last)
    assert all(first <= visit.slot.day <= last for visit in found)
    assert not any(closure.holds(visit.slot.day) for visit in found for closure in closures)
    open_days = [
        day for day in route.cadence.dates(first, last) if not any(closure.holds(day) for closure in closures)
    ]
    assert [visit.slot.day for visit in found] == open_days


def test_a_closed_morning_leaves_the_afternoon(small):
    mornings = Closure(date(2026, 11, 1), date(2026, 11, 30), "Kurs", start=time(8), end=time(12))
    november = replace(small, closures=(mornings,)).visits(date(2026, 11, 1), date(2026, 11, 30))
    assert [visit.stop.id for visit in november] == ["hol"]


def test_a_route_that_slips_moves_on_and_one_that_drops_keeps_step(small):
    slips = replace(small, routes=(replace(small.routes[0], slips=True),))
    assert days(small.visits(*AUTUMN, "hol")) == HOL_TUESDAYS
    assert days(slips.visits(*AUTUMN, "hol")) == [
        "2026-08-25",
        "2026-09-15",
        "2026-10-13",
        "2026-11-03",
        "2026-11-24",
        "2026-12-15",
    ]


def test_a_stop_that_is_closed_alone_does_not_make_the_rota_slip(small):
    closed = Closure(date(2026, 9, 15), date(2026, 9, 15), scope=Scope(stops=frozenset({"skole"})))
    slips = replace(small, closures=(closed,), routes=(replace(small.routes[0], slips=True),))
    assert days(slips.visits(*AUTUMN, "hol"))[1] == "2026-09-15"


def test_a_stop_that_is_closed_alone_is_left_out_of_a_rota_that_slips(small):
    closed = Closure(date(2026, 9, 15), date(2026, 9, 15), scope=Scope(stops=frozenset({"skole"})))
    slips = replace(small, closures=(closed,), routes=(replace(small.routes[0], slips=True),))
    assert "2026-09-15" not in days(slips.visits(*AUTUMN, "skole"))
    assert "2026-09-15" in days(slips.visits(*AUTUMN, "hol"))


def test_a_rota_slips_for_a_closure_of_several_rounds_too(small):
    closed = Closure(
        date(2026, 10, 6), date(2026, 10, 6), scope=Scope(routes=frozenset({"tirsdag", "onsdag"}))
    )
    slips = replace(small, closures=(closed,), routes=(replace(small.routes[0], slips=True),))
    assert days(slips.visits(*AUTUMN, "hol"))[2] == "2026-10-13"


def test_only_a_rota_of_weeks_can_slip(small):
    with pytest.raises(ValueError, match="slip"):
        replace(small.routes[0], cadence=OnDates(()), slips=True)


def test_two_stops_share_one_slot_by_odd_and_even_weeks():
    season = Season("s", *AUTUMN)
    calls = tuple(
        Call(stop, time(15, 50), time(16, 5), ParityWeeks(1, odd, season.first))
        for stop, odd in (("odde", True), ("par", False))
    )
    stops = tuple(Stop(id, id, "Nes", Point(60, 11)) for id in ("odde", "par"))
    shared = Timetable(
        Service("x"), stops, (season,), (Route("r", "r", season, EveryWeeks(date(2026, 8, 18)), calls),)
    )
    found = shared.visits(date(2026, 8, 17), date(2026, 9, 11))
    assert [(visit.stop.id, str(visit.slot.day)) for visit in found] == [
        ("par", "2026-08-18"),
        ("odde", "2026-08-25"),
        ("par", "2026-09-01"),
        ("odde", "2026-09-08"),
    ]


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2026, 10, 25)])
def test_the_hour_on_the_wall_stays_over_a_change_of_the_clocks(day):
    week = [date.fromordinal(day.toordinal() + step) for step in (-7, 0, 7)]
    hours = [Slot(when, time(10), time(11)).begins(OSLO) for when in week]
    assert {moment.hour for moment in hours} == {10}
    assert len({moment.utcoffset() for moment in hours}) == 2


def test_of_two_visits_at_one_moment_the_one_planned_first_is_first(small):
    day, other = date(2026, 10, 27), date(2026, 11, 17)
    moved = Notice(other, other, Scope(stops=frozenset({"hol"})), Moved(day=day))
    found = [visit.planned.day for visit in replace(small, notices=(moved,)).visits(day, day, "hol")]
    assert found == [day, other]


def test_how_many_visits_there_are_is_known_without_making_them(small):
    since = date(2026, 9, 1)
    there = len(replace(small, closures=()).visits(since, date.max))
    assert there > 10
    assert small.has_more_than(there - 1, since)
    assert not small.has_more_than(there, since)
