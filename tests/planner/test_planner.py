"""Every plan passes the checker; the checker and the refusals name what is wrong."""

import random
from dataclasses import replace
from math import hypot, inf, nan

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from busplan.cli import main
from busplan.planner import (
    BadInstance,
    Instance,
    Lock,
    Stop,
    Today,
    Vehicle,
    Weights,
    Window,
    check,
    instance_json,
    plan_json,
    read_instance,
    read_plan,
    refuse,
    solve,
    three,
    uniform,
)
from busplan.planner.search import drawn


def county(seed: int, stops: int, weeks: int = 4, buses: int = 2, every=(1, 2, 4)) -> Instance:
    """Stops at random around one depot: schools in the morning, villages in the afternoon."""
    chance = random.Random(seed)
    points = [(chance.uniform(0, 60), chance.uniform(0, 60)) for _ in range(stops)] + [(30, 30)]
    km = tuple(tuple(1.3 * hypot(a[0] - b[0], a[1] - b[1]) for b in points) for a in points)
    minutes = tuple(tuple(leg * 60 / 55 for leg in row) for row in km)
    wanted = []
    for _ in range(stops):
        school = chance.random() < 0.4
        window = Window(510, 780) if school else Window(780, 1110)
        wanted.append(Stop(chance.choice([20, 30, 45]), chance.choice(every), (window,)))
    bus = Vehicle(begins=450, ends=1200)
    return Instance(tuple(wanted), (bus,) * buses, minutes, km, weeks=weeks, iterations=600)


def with_today(instance: Instance, plan, moved=0) -> Instance:
    first = {visit.stop: visit for visit in reversed(plan.visits)}
    stops = list(instance.stops)
    for number, visit in first.items():
        week, weekday = divmod(visit.day, instance.weekdays)
        stops[number] = replace(stops[number], today=Today(weekday, week, visit.begins, visit.vehicle))
    return replace(instance, stops=tuple(stops))


@settings(max_examples=12)
@given(
    seed=st.integers(0, 10**6),
    stops=st.integers(1, 25),
    buses=st.integers(1, 3),
    weeks=st.sampled_from([1, 4]),
)
def test_every_plan_keeps_every_rule(seed, stops, buses, weeks):
    instance = county(seed, stops, weeks, buses, (1,) if weeks == 1 else (1, 2, 4))
    plan = solve(instance)
    assert check(instance, plan) == ()


def test_the_same_seed_and_iterations_give_the_same_plan():
    instance = county(3, 20)
    assert solve(instance) == solve(instance)


def test_json_goes_both_ways():
    instance = with_today(county(3, 8), solve(county(3, 8)))
    plan = solve(instance)
    assert read_instance(instance_json(instance)) == instance
    assert read_plan(plan_json(plan)) == plan


def test_a_locked_stop_never_moves():
    instance = county(5, 20)
    today = with_today(instance, solve(replace(instance, iterations=2)))
    locked = replace(
        today, stops=tuple(replace(stop, lock=Lock.TIME if stop.today else Lock.NONE) for stop in today.stops)
    )
    plan = solve(locked)
    for visit in plan.visits:
        stop = locked.stops[visit.stop]
        if stop.today:
            assert visit.begins == stop.today.begins
            assert visit.day % locked.weekdays == stop.today.weekday


def test_dearer_moves_are_fewer_moves():
    instance = county(8, 25)
    today = with_today(instance, solve(replace(instance, iterations=2)))
    few, some, free = three(replace(today, iterations=6000))
    assert few.cost.moved <= some.cost.moved <= free.cost.moved
    assert free.cost.km <= few.cost.km


def test_a_cancelled_search_gives_the_best_so_far():
    heard = []
    instance = replace(county(2, 20), iterations=10**9)
    plan = solve(instance, heard.append, lambda: len(heard) > 0)
    assert (check(instance, plan), len(heard) > 0) == ((), True)


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("no_vehicles", lambda one: replace(one, vehicles=())),
        ("matrix_size", lambda one: replace(one, minutes=one.minutes[1:])),
        ("not_a_number", lambda one: with_stop(one, minutes=nan)),
        ("negative", lambda one: with_stop(one, minutes=-1)),
        ("window_impossible", lambda one: with_stop(one, windows=(Window(700, 600),))),
        ("window_outside_shift", lambda one: with_stop(one, windows=(Window(0, 100),))),
        ("too_far_for_shift", lambda one: with_stop(one, minutes=1000)),
        ("every_does_not_divide_weeks", lambda one: with_stop(one, every=3)),
        ("lock_without_today", lambda one: with_stop(one, lock=Lock.DAY)),
        ("no_slot", lambda one: with_stop(one, windows=(Window(600, 700, (1,)),), weekdays=(2,))),
        ("disconnected", lambda one: replace(one, minutes=cut_off(one.minutes, 2))),
        ("no_limit", lambda one: replace(one, iterations=None)),
    ],
)
def test_what_makes_no_sense_is_refused_before_any_solving(code, change):
    with pytest.raises(BadInstance) as refused:
        refuse(change(county(1, 5)))
    fault = refused.value.faults[0]
    assert fault.code == code
    if code not in {"no_vehicles", "matrix_size", "no_limit"}:
        assert fault.stop == 2


def with_stop(instance: Instance, **changes) -> Instance:
    stops = list(instance.stops)
    stops[2] = replace(stops[2], **changes)
    return replace(instance, stops=tuple(stops))


def cut_off(matrix, place):
    return tuple(
        tuple(inf if (a == place) != (b == place) else leg for b, leg in enumerate(row))
        for a, row in enumerate(matrix)
    )


@pytest.mark.parametrize(
    ("rule", "spoil"),
    [
        ("drive", lambda v: v[1]._replace(begins=v[0].begins)),
        ("interval", lambda v: v[1]._replace(day=v[1].day + 1)),
        ("same_time", lambda v: v[1]._replace(begins=v[1].begins + 5)),
        ("grid", lambda v: v[1]._replace(begins=v[1].begins + 1)),
        ("same_bus", lambda v: v[1]._replace(vehicle=1 - v[1].vehicle)),
    ],
)
def test_the_checker_sees_a_visit_that_was_spoilt(rule, spoil):
    instance = county(4, 15, every=(1,))
    plan = solve(instance)
    day, vehicle = next(key for key, visits in plan.rounds().items() if len(visits) > 1)
    pair = plan.rounds()[day, vehicle][:2]
    spoilt = tuple(spoil(pair) if visit == pair[1] else visit for visit in plan.visits)
    assert rule in {breach.rule for breach in check(instance, replace(plan, visits=spoilt))}


def test_the_command_prints_cost_and_rounds(tmp_path):
    file = tmp_path / "question.json"
    file.write_text(instance_json(county(1, 5)))
    done = CliRunner().invoke(main, ["plan", "solve", str(file), "--iterations", "300"])
    assert (done.exit_code, done.output.startswith("km ")) == (0, True)
    file.write_text(instance_json(replace(county(1, 5), vehicles=())))
    done = CliRunner().invoke(main, ["plan", "solve", str(file), "--iterations", "300"])
    assert (done.exit_code, "no_vehicles" in done.output) == (1, True)


def test_weights_do_what_they_say():
    instance = county(6, 15, weeks=2, every=(1, 2))
    cheap = solve(replace(instance, weights=Weights(day=0), iterations=4000))
    dear = solve(replace(instance, weights=Weights(day=500), iterations=4000))
    assert dear.cost.days <= cheap.cost.days


def test_long_days_that_are_dear_are_more_even():
    instance = county(7, 16, weeks=2, every=(1, 2))
    loose = solve(replace(instance, weights=Weights(day=0), iterations=3000))
    even = solve(replace(instance, weights=Weights(day=0, uneven=2), iterations=3000))
    assert check(replace(instance, weights=Weights(day=0, uneven=2)), even) == ()
    assert even.cost.uneven < loose.cost.uneven
    assert loose.cost.km <= even.cost.km


def test_a_stop_that_finds_no_room_says_why_and_by_how_much():
    instance = county(9, 40, weeks=1, buses=1, every=(1,))
    instance = replace(instance, weekdays=1)
    plan = solve(instance)
    assert check(instance, plan) == ()
    assert plan.unserved
    assert {left.reason for left in plan.unserved} <= {"window", "shift", "no_room"}
    assert all(left.minutes is not None for left in plan.unserved)


def test_who_hears_of_progress_can_have_the_visits():
    heard = []
    instance = county(2, 20)
    solve(instance, lambda progress: heard.append((progress.total, progress.visits())))
    total, visits = heard[-1]
    plan = drawn(instance, visits)
    assert plan.cost.total == pytest.approx(total)
    assert check(instance, plan) == ()


def test_seconds_are_those_of_the_clock_that_is_given():
    ticks = iter(range(10**9))
    plan = solve(replace(county(2, 12), iterations=None, seconds=500), clock=lambda: next(ticks))
    assert plan.visits


def test_rounds_of_one_interval_leave_room_for_the_break_they_need():
    chance = random.Random(4)
    points = [(chance.uniform(0, 60), chance.uniform(0, 60)) for _ in range(24)] + [(30, 30)]
    roads = tuple(tuple(hypot(a[0] - b[0], a[1] - b[1]) for b in points) for a in points)
    bus = Vehicle(begins=420, ends=1320, longest=400)
    instance = Instance((Stop(30, 4),) * 24, (bus,), roads, roads, weeks=4, iterations=2000)
    assert uniform.is_uniform(instance)
    found = uniform.visits(instance, lambda: False)
    plan = solve(replace(instance, iterations=1), start=found)
    assert {visit.stop for visit in found} == {*range(24)}
    assert (check(instance, plan), plan.unserved) == ((), ())
    assert plan.cost.days == len(drawn(instance, found).rounds())
