"""A timetable becomes rounds, and rounds a timetable with the same visits."""

from dataclasses import replace
from datetime import date, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from planning.conftest import MONDAY, SEASON, STOPS
from small import ROOT

from busplan import reading, writing
from busplan.planning.draft import with_rounds
from busplan.planning.rounds import Rounds, Turn, days_of, read_rounds, rounds_json
from busplan.planning.today import rounds_of
from busplan.reading import Source
from busplan.timetable import (
    Call,
    Closure,
    MonthlyWeekdays,
    ParityWeeks,
    Route,
    Scope,
    Season,
    Service,
    Timetable,
)

SAMPLE = (ROOT / "schedule.yaml", ROOT / "data" / "stops.csv")


def what(visits):
    return sorted((v.stop.id, v.slot.day, v.slot.start, v.slot.end, v.vehicle) for v in visits)


def expected(rounds: Rounds, season: Season):
    return sorted(
        (turn.stop_id, day, time(*divmod(turn.begins, 60)), time(*divmod(turn.ends, 60)), turn.vehicle)
        for turn in rounds.turns
        for day in rounds.dates(turn, season.first, season.last)
    )


def test_the_rota_of_a_day_is_told_by_weeks_from_its_monday(line):
    rounds = rounds_of(line, MONDAY + timedelta(3))
    assert (rounds.monday, rounds.weeks) == (MONDAY, 2)
    assert [(t.stop_id, t.week, t.begins, t.every) for t in rounds.turns] == [
        ("a", 0, 600, 2),
        ("b", 0, 645, 2),
        ("c", 0, 680, 2),
        ("d", 1, 600, 2),
        ("e", 1, 720, 2),
    ]
    assert [[stay.stop_id for stay in day.stays] for day in rounds.days()] == [["a", "b", "c"], ["d", "e"]]


def test_the_last_week_of_a_season_has_the_rota_of_all_of_it(line):
    [last] = {route.season.last for route in line.routes}
    assert {turn.stop_id for turn in rounds_of(line, last).turns} == set("abcde")
    moved = rounds_of(line, MONDAY).since(last - timedelta(4))
    assert rounds_of(line, last).turns == tuple(sorted(moved.turns))


def test_odd_weeks_are_every_second_and_the_first_tuesday_of_the_month_about_every_fourth(line):
    odd = ParityWeeks(0, True, SEASON.first)
    calls = (
        Call("f", time(14), time(15), odd),
        Call("f", time(15), time(16), MonthlyWeekdays(1, frozenset({1}))),
    )
    route = Route("tre", "Tre", SEASON, odd, calls, "Bussen")
    rounds = rounds_of(replace(line, routes=(route,)), SEASON.first)
    assert [(t.weekday, t.every, t.about) for t in rounds.turns] == [(0, 2, False), (1, 4, True)]


def test_the_sample_becomes_a_rota_of_six_weeks_with_the_visits_it_has():
    timetable = reading.read(*map(Source.from_file, SAMPLE)).timetable
    rounds = rounds_of(timetable, date(2026, 11, 24))
    assert rounds.weeks == 6
    season = Season("ny", date(2027, 1, 4), date(2027, 6, 18))
    draft = with_rounds(timetable, rounds, season)
    both = [each.visits(season.first, season.last) for each in (draft, timetable)]
    assert what(both[0]) == what(both[1])
    # By these the calendars know their events.
    assert {visit.key for visit in both[0]} == {visit.key for visit in both[1]}
    assert {route.id for route in draft.routes} == {route.id for route in timetable.routes}


def test_days_are_told_of_visits_too(line):
    visits = line.visits(MONDAY, MONDAY + timedelta(13))
    by_rule = {(day.vehicle, day.stays) for day in rounds_of(line, MONDAY).days()}
    assert {(day.vehicle, day.stays) for day in days_of(visits)} == by_rule


@st.composite
def rotas(draw):
    """What a bus can do: one stop at a time. A stop has one turn, as in a plan."""
    turns = []
    for at, stop in enumerate(draw(st.permutations("abcdef"))[: draw(st.integers(1, 6))]):
        every, begins = draw(st.sampled_from([1, 2, 3, 4])), 420 + 100 * at + draw(st.integers(0, 40))
        week, weekday = draw(st.integers(0, every - 1)), draw(st.integers(0, 6))
        bus, route = draw(st.sampled_from(["", "Bussen", "Buss 2"])), draw(st.sampled_from(["en", "to", "x"]))
        ends = begins + draw(st.integers(5, 60))
        turns.append(Turn(weekday, week, begins, ends, stop, bus, every, route))
    return Rounds(MONDAY, tuple(turns))


@settings(max_examples=40)
@given(rotas(), st.integers(0, 40), st.integers(1, 150))
def test_a_draft_has_the_visits_of_its_rounds_and_keeps_them_in_a_file(rounds, later, days):
    closure = Closure(MONDAY, MONDAY + timedelta(2), "Stengt", Scope(stops=frozenset("a")))
    timetable = Timetable(Service("Testbussen"), STOPS, (SEASON,), closures=(closure,))
    assert read_rounds(rounds_json(rounds)) == rounds
    first = MONDAY + timedelta(later)
    season = Season("ny", first, first + timedelta(days))
    draft = with_rounds(timetable, rounds, season)
    open_days = [each for each in expected(rounds, season) if not (each[0] == "a" and closure.holds(each[1]))]
    assert what(draft.visits(date.min, date.max)) == open_days
    if not draft.routes:
        return
    again = reading.read(*(Source(name, text) for name, text in writing.parted(draft).items())).timetable
    assert again.stops == draft.stops
    assert what(again.visits(date.min, date.max)) == open_days


def test_another_monday_is_the_same_days(line):
    rounds = rounds_of(line, MONDAY)
    moved = rounds.since(MONDAY + timedelta(21))
    season = Season("ny", date(2027, 1, 4), date(2027, 3, 1))
    assert expected(moved, season) == expected(rounds, season)


def test_a_rota_that_slips_is_only_about_every_so_many_weeks(small):
    slips = replace(small, routes=tuple(replace(route, slips=True) for route in small.routes))
    day = date(2026, 11, 22)
    assert {turn.about for turn in rounds_of(small, day).turns} == {False}
    assert {turn.about for turn in rounds_of(slips, day).turns} == {True}
