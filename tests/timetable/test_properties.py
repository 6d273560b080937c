"""What holds of every timetable, whatever its rules, closures and notices, for all the years to 2040."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from small import OSLO

from busplan.timetable import (
    Call,
    Cancelled,
    Closure,
    Delayed,
    EveryWeeks,
    Extra,
    ListedWeeks,
    MonthlyWeekdays,
    Moved,
    Notice,
    OnDates,
    ParityWeeks,
    PerhapsCancelled,
    Point,
    Route,
    Scope,
    Season,
    Service,
    Slot,
    Status,
    Stop,
    Timetable,
    Week53,
)

FIRST, LAST = date(2026, 1, 1), date(2040, 12, 31)
DAYS = st.dates(FIRST, LAST)
WEEKDAYS = st.integers(0, 6)
# Each is a whole timetable over years; a few dozen meet every pair of rules and closures.
ENOUGH = settings(max_examples=60, deadline=None)
STOPS = (
    Stop("hol", "Hol", "Nes", Point(60, 11)),
    Stop("skole", "Skolen", "Nes", Point(60, 11), school_days=True),
    Stop("aas", "Ås", "Ås", Point(59, 10)),
)
IDS = [stop.id for stop in STOPS]


@st.composite
def seasons(draw):
    first = draw(DAYS)
    return Season("s", first, first + timedelta(days=draw(st.integers(0, 500))))


def cadences():
    return st.one_of(
        st.builds(EveryWeeks, DAYS, st.integers(1, 6)),
        st.builds(ParityWeeks, WEEKDAYS, st.booleans(), DAYS, st.sampled_from(Week53)),
        st.builds(ListedWeeks, WEEKDAYS, st.frozensets(st.integers(1, 53), min_size=1)),
        st.builds(MonthlyWeekdays, WEEKDAYS, st.frozensets(st.sampled_from([1, 2, 5, -1]), min_size=1)),
        st.builds(OnDates, st.lists(DAYS, max_size=5).map(tuple), st.sampled_from(["", "FREQ=WEEKLY"])),
    )


@st.composite
def hours(draw):
    start = draw(st.integers(7 * 60, 19 * 60))
    end = start + draw(st.integers(5, 150))
    return time(start // 60, start % 60), time(end // 60, end % 60)


def scopes():
    few = {"max_size": 1}
    return st.builds(
        Scope,
        municipalities=st.frozensets(st.sampled_from(["Nes", "Ås"]), **few),
        routes=st.frozensets(st.sampled_from(["r0", "r1"]), **few),
        stops=st.frozensets(st.sampled_from(IDS), **few),
        school_days=st.sampled_from([False, False, True]),
    )


@st.composite
def closures(draw, season):
    first = season.first + timedelta(days=draw(st.integers(-10, 300)))
    last = draw(st.sampled_from([None, *(first + timedelta(days=more) for more in (0, 0, 4, 20))]))
    start, end = draw(st.sampled_from([(None, None), (None, time(12)), (time(11, 30), None)]))
    return Closure(first, last, "Stengt", draw(scopes()), start, end)


@st.composite
def routes(draw, id, season):
    slips = draw(st.booleans())
    cadence = draw(st.builds(EveryWeeks, DAYS, st.integers(1, 6)) if slips else cadences())
    calls = [
        Call(draw(st.sampled_from(IDS)), *draw(hours()), draw(st.none() | cadences()))
        for _ in range(draw(st.integers(1, 3)))
    ]
    return Route(id, id, season, cadence, tuple(calls), "Bussen", slips)


@st.composite
def notices(draw, season):
    day = season.first + timedelta(days=draw(st.integers(0, 200)))
    away = day + timedelta(days=draw(st.integers(-9, 9)))
    change = draw(
        st.sampled_from(
            [Cancelled(), PerhapsCancelled(), Delayed(15), Moved(away), Moved(place="Kirken"), Extra(*NIGHT)]
        )
    )
    scope = Scope(stops=frozenset({draw(st.sampled_from(IDS))}))
    return Notice(day, day, scope, change, "Fordi")


NIGHT = (time(20), time(21))


@st.composite
def timetables(draw):
    season = draw(seasons())
    return Timetable(
        Service("x"),
        STOPS,
        (season,),
        tuple(draw(routes(f"r{n}", season)) for n in range(2)),
        tuple(draw(st.lists(closures(season), max_size=4))),
        tuple(draw(st.lists(notices(season), max_size=3))),
    )


def closed(timetable, call, route, day):
    stop = timetable.stop(call.stop_id)
    return any(
        closure.first <= day <= (closure.last or date.max)
        and (closure.start is None or call.end > closure.start)
        and (closure.end is None or call.start < closure.end)
        and (not closure.scope.stops or stop.id in closure.scope.stops)
        and (not closure.scope.routes or route.id in closure.scope.routes)
        and (not closure.scope.municipalities or stop.municipality in closure.scope.municipalities)
        and (not closure.scope.school_days or stop.school_days)
        for closure in timetable.closures
    )


def whole_route_closed(timetable, route, day):
    return any(
        closure.first <= day <= (closure.last or date.max)
        and closure.start is closure.end is None
        and closure.scope in (Scope(), Scope(routes=frozenset({route.id})))
        for closure in timetable.closures
    )


def driven_weeks(timetable, route):
    """The slipping rota week by week: count the weeks that are driven, and take every nth."""
    day, count = route.cadence.anchor, 0
    while day <= route.season.last:
        if not whole_route_closed(timetable, route, day):
            if count % route.cadence.weeks == 0:
                yield day
            count += 1
        day += timedelta(days=7)


def by_hand(timetable):
    """Stop, day and hours of each visit before any notice: day by day, call by call."""
    for route in timetable.routes:
        season = route.season
        for call in route.calls:
            rule = call.cadence or route.cadence
            slips = route.slips and call.cadence is None
            days = driven_weeks(timetable, route) if slips else rule.dates(season.first, season.last)
            named = isinstance(rule, OnDates) and not rule.rule
            for day in days:
                if season.first <= day <= season.last and (named or not closed(timetable, call, route, day)):
                    yield call.stop_id, Slot(day, call.start, call.end)


@ENOUGH
@given(timetable=timetables())
def test_the_visits_are_those_that_a_patient_person_counts(timetable):
    plain = replace(timetable, notices=())
    found = [(visit.stop.id, visit.slot) for visit in plain.visits(date.min, date.max)]
    key = lambda visit: (visit[1].day, visit[1].start, visit[1].end, visit[0])  # noqa: E731
    assert found == sorted(by_hand(plain), key=key)


@ENOUGH
@given(timetable=timetables())
def test_notices_lose_no_visit_and_rename_none(timetable):
    before = {visit.key: visit for visit in replace(timetable, notices=()).visits(date.min, date.max)}
    found = timetable.visits(date.min, date.max)
    after = {visit.key: visit for visit in found}
    assert len(after) == len(found)
    assert before.keys() <= after.keys()
    assert all(after[key].planned == visit.slot for key, visit in before.items())
    # What is new was moved away from a closed day, or is an extra visit.
    for key in after.keys() - before.keys():
        assert after[key].nth > 100 or after[key].slot.day != after[key].planned.day


@ENOUGH
@given(timetable=timetables(), first=DAYS, length=st.integers(0, 60))
def test_a_part_of_the_time_is_a_part_of_the_visits(timetable, first, length):
    last = first + timedelta(days=length)
    whole = timetable.visits(date.min, date.max)
    assert timetable.visits(first, last) == [visit for visit in whole if first <= visit.slot.day <= last]
    of_each = [visit for id in IDS for visit in timetable.visits(first, last, id)]
    assert sorted(of_each, key=lambda visit: visit.order) == timetable.visits(first, last)


@ENOUGH
@given(timetable=timetables(), hour=st.integers(0, 23))
def test_what_is_coming_is_what_is_not_over(timetable, hour):
    now = datetime.combine(timetable.seasons[0].first, time(hour), UTC)
    coming = timetable.coming(now)
    whole = timetable.visits(date.min, date.max)
    assert coming == [visit for visit in whole if visit.slot.ends(OSLO) > now]


@ENOUGH
@given(timetable=timetables(), ahead=st.integers(-30, 500), hour=st.integers(0, 23))
def test_the_next_visit_is_the_first_to_come_that_takes_place(timetable, ahead, hour):
    day = timetable.seasons[0].first + timedelta(days=ahead)
    now = datetime.combine(day, time(hour, 30), UTC)
    coming = {id: [visit for visit in timetable.coming(now, id) if visit.takes_place] for id in IDS}
    first = {id: visits[0] for id, visits in coming.items() if visits}
    assert timetable.next_visits(now) == first
    assert {id: timetable.next_visit(now, id) for id in IDS} == {id: first.get(id) for id in IDS}


@ENOUGH
@given(timetable=timetables())
def test_the_hour_on_the_wall_is_the_hour_in_the_plan(timetable):
    calls = {(call.stop_id, call.start, call.end) for route in timetable.routes for call in route.calls}
    for visit in replace(timetable, notices=()).visits(date.min, date.max):
        begins, ends = visit.slot.begins(OSLO), visit.slot.ends(OSLO)
        assert (visit.stop.id, begins.time(), ends.time()) in calls
        assert (ends - begins) == ends.astimezone(UTC) - begins.astimezone(UTC)


@ENOUGH
@given(timetable=timetables(), first=DAYS, length=st.integers(0, 400))
def test_the_days_are_those_that_have_a_visit(timetable, first, length):
    last = first + timedelta(days=length)
    assert timetable.days(first, last) == sorted({visit.slot.day for visit in timetable.visits(first, last)})


@ENOUGH
@given(timetable=timetables())
def test_what_is_moved_from_a_day_is_what_was_planned_for_it_and_is_elsewhere(timetable):
    away = [visit for visit in timetable.visits(date.min, date.max) if visit.slot.day != visit.planned.day]
    for day in {visit.planned.day for visit in away} | {timetable.seasons[0].first}:
        assert timetable.moved_from(day) == [visit for visit in away if visit.planned.day == day]


@ENOUGH
@given(timetables(), DAYS, st.integers(0, 40))
def test_all_visits_are_those_of_every_stop_and_certain_ones_are_as_planned(timetable, first, length):
    until = first + timedelta(days=length)
    of_each = {id: timetable.visits(first, until, id) for id in IDS}
    together = sorted((visit for visits in of_each.values() for visit in visits), key=lambda each: each.order)
    assert timetable.visits(first, until) == together
    certain = [visit for id, visits in of_each.items() if not timetable.may_have_news(id) for visit in visits]
    assert all(visit.status is Status.SCHEDULED and visit.planned == visit.slot for visit in certain)
