"""What cannot be driven is found, by how much, and the least that mends it."""

from dataclasses import replace
from datetime import date
from itertools import product
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from planning.conftest import MONDAY, STOPS
from small import SHARED

from busplan import reading
from busplan.planning.ground import ground_of
from busplan.planning.limits import Limits, Rules
from busplan.planning.mending import FIXED, Chain, mended
from busplan.planning.rest import warned
from busplan.planning.rounds import Day, Rounds, Stay, days_of
from busplan.planning.shortfalls import checked
from busplan.planning.today import rounds_of
from busplan.reading import Source


def test_a_gap_shorter_than_its_drive_is_told_and_mended(line, ground, limits):
    found = checked(rounds_of(line, MONDAY).days(), ground, limits)
    [short] = found.shorts
    assert (short.before, short.after, short.gap, short.first, short.times) == ("b", "c", 5, MONDAY, 1)
    assert 4 < short.minutes < 6
    # One of the two is put five minutes apart; which of them is as good.
    assert [abs(shift.becomes - shift.was) for shift in found.shifts] == [5]
    assert not found.overs
    assert found.mends


def test_a_margin_makes_more_of_them_short(line, ground, limits):
    rounds = rounds_of(line, MONDAY)
    winter = replace(limits, factor=1.3, per_leg=5)
    shorts = checked(rounds.days(), ground, winter).shorts
    assert [short.after for short in shorts] == ["b", "c"]
    assert shorts[0].drive == pytest.approx(1.3 * ground.minutes("a", "b") + 5)


def test_the_drive_out_and_home_are_part_of_the_day(line, ground, limits):
    early = replace(limits, begins=11 * 60, ends=12 * 60, longest=60)
    overs = checked(rounds_of(line, MONDAY).days(), ground, early).overs
    first = [(over.what, round(over.minutes)) for over in overs if over.first == MONDAY]
    home = ground.minutes("c", "depot:Bussen")
    assert first == [
        ("begins", 60),
        ("ends", round(11 * 60 + 50 + home - 12 * 60)),
        ("longest", round(50 + home)),
    ]


def test_visits_that_overlap_are_short_by_more_than_the_drive(ground, limits):
    day = Day("Bussen", 0, (Stay("a", 600, 660), Stay("b", 630, 640), Stay("c", 650, 700)), (MONDAY,))
    found = checked([day], ground, limits)
    # To c it comes from a, where it stands longest.
    assert [(short.before, short.after, short.gap) for short in found.shorts] == [
        ("a", "b", -30),
        ("a", "c", -10),
    ]


def test_what_lies_nowhere_is_counted_and_not_guessed(ground, limits):
    day = Day("Bussen", 0, (Stay("a", 600, 660), Stay("hjem", 660, 690)), (MONDAY,))
    found = checked([day], ground, limits)
    assert (found.legs, found.unknown, found.shorts) == (1, 1, ())


CHAINS = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 4), st.sampled_from([1.0, 1.0, FIXED])),
    min_size=1,
    max_size=4,
)


@settings(max_examples=60)
@given(CHAINS)
def test_no_other_shift_is_smaller(stays):
    times = {number: float(begins) for number, (begins, _, _) in enumerate(stays)}
    weights = {number: weight for number, (_, _, weight) in enumerate(stays) if weight == FIXED}
    needs = tuple(float(need) for _, need, _ in stays[:-1])
    chain = Chain(tuple(times), needs, 0, 8)
    possible = [
        sum(abs(new - times[number]) for number, new in enumerate(every))
        for every in product(range(9), repeat=len(stays))
        if chain.kept(dict(enumerate(every))) and all(every[number] == times[number] for number in weights)
    ]
    found = mended([chain], times, weights)
    if found is None:
        assert not possible
    else:
        assert chain.kept(found)
        assert sum(abs(found[key] - times[key]) for key in times) == min(possible)


def test_weeks_that_share_a_stop_are_mended_together():
    """b is short after a in one week and before c in the other: it cannot be both earlier and later."""
    weeks = [Chain(("a", "b"), (40,)), Chain(("b", "c"), (40,))]
    found = mended(weeks, {"a": 600, "b": 630, "c": 660}, {})
    assert found
    assert all(chain.kept(found) for chain in weeks)


@pytest.mark.may_skip
@pytest.mark.parametrize(
    ("name", "short", "of"),
    [
        ("birmingham", 1, 18),
        ("librariesni", 15, 279),
        ("warwickshire", 2, 223),
        ("west_berkshire", 1, 69),
        ("york", 8, 45),
    ],
)
def test_published_timetables_are_mended_by_the_shifts(name, short, of):
    """The same gaps that `busplan check` finds, and none left when all the shifts are followed."""
    file = SHARED / "data" / "uk" / f"{name}.csv"
    if not file.is_file():
        pytest.skip("the published tables are not beside this clone")
    timetable = reading.read(Source.from_file(file)).timetable
    rounds = rounds_of(timetable, date(2026, 9, 1))
    limits = Limits()
    ground = ground_of(timetable.stops, rounds.vehicles, limits)
    found = checked(rounds.days(), ground, limits)
    assert (len(found.shorts), found.legs) == (short, of)
    year = days_of(timetable.visits(date(2026, 1, 1), date(2026, 12, 31)))
    assert len(checked(year, ground, limits).shorts) == short
    new = {(each.stop_id, each.vehicle, each.weekday, each.was): each.becomes for each in found.shifts}
    turns = [
        turn.at(new.get((turn.stop_id, turn.bus, turn.weekday, turn.begins), turn.begins))
        for turn in rounds.turns
    ]
    assert not checked(Rounds(rounds.monday, tuple(turns)).days(), ground, limits).shorts


def test_three_hundred_visits_are_looked_at_in_fifty_milliseconds(limits):
    stays = tuple(Stay("abcdef"[n % 6], 480 + 60 * n, 500 + 60 * n) for n in range(6))
    days = [Day(f"Buss {n}", n % 5, stays, (MONDAY,)) for n in range(50)]
    ground = ground_of(STOPS, [day.vehicle for day in days], limits)
    took = []
    for _ in range(5):
        began = process_time()
        checked(days, ground, limits)
        took.append(process_time() - began)
    assert min(took) < 0.05


def rules_of(stays, dates=(MONDAY,), **figures):
    """The codes of what is beyond, with the bus standing at a all the time: no drive, only work."""
    limits = Limits(rules=Rules(**figures))
    ground = ground_of(STOPS, ["Bussen"], limits)
    return {each.rule: each.found for each in warned([Day("Bussen", 0, stays, dates)], ground, limits)}


def test_time_at_a_stop_is_work_and_only_a_gap_is_a_break():
    assert rules_of((Stay("a", 480, 820),)) == {"work_before_break": 340}
    assert rules_of((Stay("a", 480, 640), Stay("a", 660, 820))) == {}
    assert rules_of((Stay("a", 480, 640), Stay("a", 660, 960))) == {"work_break": 20}
    assert rules_of((Stay("a", 480, 640), Stay("a", 690, 1140))) == {"work_day": 610}
    assert rules_of((Stay("a", 480, 820),), work_before_break=0) == {}


def test_driving_without_a_break_is_warned_of_with_its_rule(line, limits):
    """A factor makes the drives long."""
    slow = replace(limits, factor=20)
    ground = ground_of(STOPS, ["Bussen"], slow)
    stays = (Stay("a", 480, 490), Stay("b", 700, 710), Stay("c", 940, 950))
    day = Day("Bussen", 0, stays, (MONDAY,))
    found = {each.rule: (each.found, each.figure) for each in warned([day], ground, slow)}
    assert found["eu_drive_day"][1] == 540
    assert found["eu_drive_before_break"][0] > 540
    rested = replace(day, stays=(Stay("a", 480, 490), Stay("b", 740, 750), Stay("c", 1000, 1010)))
    later = {each.rule: each.found for each in warned([rested], ground, slow)}
    assert later["eu_drive_before_break"] < found["eu_drive_before_break"][0]


def test_weeks_and_nights_are_looked_at_for_each_bus():
    day = (Stay("a", 6 * 60, 22 * 60),)
    dates = tuple(date(2026, 11, 23 + n) for n in range(7))
    found = rules_of(day, dates)
    assert found["eu_daily_rest"] == 8 * 60
    assert found["work_week"] == 7 * 16 * 60
