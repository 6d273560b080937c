"""Where a stop fits, and what it does to others."""

from dataclasses import replace
from time import process_time

import pytest
from planning.conftest import MONDAY, STOPS

from busplan.planning.difference import compared
from busplan.planning.fits import fits, moved
from busplan.planning.ground import ground_of
from busplan.planning.rounds import Rounds, Turn
from busplan.planning.shortfalls import checked
from busplan.planning.today import rounds_of
from busplan.planning.wishes import Bus, Lock, Opening, Wish, Wishes, wishes_of


@pytest.fixture
def rounds(line):
    """With enough time from b to c."""
    turns = rounds_of(line, MONDAY).turns
    return Rounds(MONDAY, tuple(turn.at(690) if turn.stop_id == "c" else turn for turn in turns))


def test_the_best_place_is_on_the_way(rounds, ground, limits):
    """f lies beyond e, so it is on no way; e's day comes nearest to it."""
    [best, *others] = fits(rounds, "f", ground, wishes_of(rounds, ground, limits))
    assert (best.turn.week, best.turn.weekday, best.new_day) == (1, 0, False)
    assert best.km == pytest.approx(2 * ground.km("e", "f"), rel=1e-6)
    assert [fit.rank for fit in (best, *others)] == sorted(fit.rank for fit in (best, *others))
    difference = compared(rounds, best.rounds, ground, limits)
    assert difference.gained == ("f",)
    assert difference.after.km - difference.before.km == pytest.approx(best.km)


def test_no_fit_is_one_that_cannot_be_driven(rounds, ground, limits):
    wishes = replace(wishes_of(rounds, ground, limits), stops={"f": Wish(every=1, minutes=60)})
    for fit in fits(rounds, "f", ground, wishes, most=50):
        found = checked(fit.rounds.days(), ground, limits)
        assert (found.shorts, found.overs) == ((), ())
        shifted = {(shift.stop_id, shift.becomes) for shift in fit.shifts}
        now = {turn.stop_id: turn.begins for turn in fit.rounds.turns}
        was = {turn.stop_id: turn.begins for turn in rounds.turns}
        assert {(id, now[id]) for id in was if now[id] != was[id]} == shifted


def test_who_must_keep_the_time_is_not_shifted(rounds, ground, limits):
    kept = {id: Wish(lock=Lock.TIME) for id in "abcde"}
    wishes = replace(wishes_of(rounds, ground, limits), stops={**kept, "f": Wish(minutes=45)})
    found = fits(rounds, "f", ground, wishes)
    assert found
    assert all(not fit.shifts for fit in found)


def test_it_is_visited_when_it_is_open(rounds, ground, limits):
    opening = Opening(13 * 60, 14 * 60)
    wishes = replace(wishes_of(rounds, ground, limits), stops={"f": Wish(openings=(opening,), minutes=40)})
    found = fits(rounds, "f", ground, wishes)
    assert found
    assert all(fit.turn.begins >= 13 * 60 and fit.turn.ends <= 14 * 60 for fit in found)
    never = replace(wishes, stops={"f": Wish(openings=(opening,), minutes=90)})
    assert fits(rounds, "f", ground, never) == ()


def test_a_day_more_comes_after_all_that_are_driven_anyway(rounds, ground, limits):
    wishes = replace(wishes_of(rounds, ground, limits), buses=(Bus("Bussen", (0, 1), 480, 1020, 600),))
    found = fits(rounds, "f", ground, wishes)
    assert [fit.new_day for fit in found] == sorted(fit.new_day for fit in found)
    assert found[-1].new_day


def test_a_turn_is_moved_to_another_day_and_keeps_its_number(rounds, ground, limits):
    wishes = wishes_of(rounds, ground, limits)
    number = next(n for n, turn in enumerate(rounds.turns) if turn.stop_id == "c")
    fit = moved(rounds, number, ("Bussen", 0, 1), ground, wishes)
    assert fit
    turns = fit.rounds.turns
    assert (turns[number].stop_id, turns[number].week) == ("c", 1)
    assert [turn.stop_id for turn in turns] == [turn.stop_id for turn in rounds.turns]
    assert not checked(fit.rounds.days(), ground, limits).shorts
    closed = Wish(openings=(Opening(600, 700, (3,)),))
    assert moved(rounds, number, ("Bussen", 0, 1), ground, replace(wishes, stops={"c": closed})) is None


def test_a_place_among_three_hundred_visits_is_found_in_fifty_milliseconds(limits):
    turns = tuple(
        Turn(n % 5, n // 5 % 3, 480 + 70 * at, 500 + 70 * at, "abcde"[at % 5], f"Buss {n % 4}", 3)
        for n in range(50)
        for at in range(6)
    )
    rounds = Rounds(MONDAY, turns)
    ground = ground_of(STOPS, rounds.vehicles, limits)
    wishes = Wishes(tuple(Bus(name, ends=1200.0) for name in rounds.vehicles), limits=limits)
    took = []
    for _ in range(5):
        began = process_time()
        assert fits(rounds, "f", ground, wishes)
        took.append(process_time() - began)
    assert min(took) < 0.05
