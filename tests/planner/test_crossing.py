"""Plans that are crossed with each other keep every rule, whatever days stops name; and come near the best known."""

import random
from dataclasses import replace
from math import hypot, inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small import ROOT

from busplan.planner import Instance, Stop, Vehicle, Weights, check, read_pvrp, solve
from busplan.planner.crossing import days_are_alike, is_crossed

VRP = ROOT.parent.parent / "shared" / "data" / "vrp" / "pvrp"


def periodic(
    seed: int, stops: int, days: int = 4, buses: int = 2, full: float = 0.8, longest: float = inf
) -> Instance:
    """Stops at random, each with its own choice of days; buses so full that it matters."""
    chance = random.Random(seed)
    points = [(chance.uniform(0, 60), chance.uniform(0, 60)) for _ in range(stops)] + [(30, 30)]
    km = tuple(tuple(hypot(a[0] - b[0], a[1] - b[1]) for b in points) for a in points)
    wanted, total = [], 0.0
    for _ in range(stops):
        size = min(days, chance.choice([1, 1, 2, days]))
        choices = {tuple(sorted(chance.sample(range(days), size))) for _ in range(3)}
        wanted.append(Stop(10, load=chance.randint(1, 20), combinations=tuple(sorted(choices))))
        total += wanted[-1].load * size
    bus = Vehicle(longest=longest, capacity=max(20, total / days / buses / full))
    return Instance(
        tuple(wanted),
        (bus,) * buses,
        km,
        km,
        weekdays=days,
        weights=Weights(day=0, unserved=5000),
        rest=None,
        grid=0,
        same_time=False,
        iterations=3000,
    )


@settings(max_examples=15, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    stops=st.integers(1, 25),
    days=st.integers(1, 6),
    buses=st.integers(1, 3),
    full=st.sampled_from([0.5, 0.9, 1.3]),
    longest=st.sampled_from([inf, 250]),
)
def test_every_plan_keeps_every_rule(seed, stops, days, buses, full, longest):
    instance = periodic(seed, stops, days, buses, full, longest)
    assert is_crossed(instance)
    plan = solve(instance)
    assert check(instance, plan) == ()


def test_the_same_seed_and_iterations_give_the_same_plan():
    instance = periodic(3, 30)
    assert solve(instance) == solve(instance)
    assert solve(instance) != solve(replace(instance, seed=2))


def test_days_that_are_alike_are_one_day_of_more_buses():
    any_day = tuple((day,) for day in range(4))
    instance = periodic(5, 20, full=0.7)
    instance = replace(instance, stops=tuple(replace(one, combinations=any_day) for one in instance.stops))
    assert days_are_alike(instance)
    plan = solve(instance)
    assert (check(instance, plan), plan.unserved) == ((), ())


def test_buses_that_differ_are_not_crossed():
    instance = periodic(5, 10)
    small = replace(instance.vehicles[0], capacity=60)
    assert not is_crossed(replace(instance, vehicles=(instance.vehicles[0], small)))


def test_what_is_left_out_says_by_how_many_minutes():
    instance = periodic(1, 12, days=2, buses=1, full=0.5, longest=130)
    plan = solve(instance)
    assert check(instance, plan) == ()
    assert plan.unserved
    for left in plan.unserved:
        assert left.reason == "shift"
        assert left.minutes > 0


@pytest.mark.may_skip
@pytest.mark.parametrize(
    ("name", "best", "gap"), [("p02", 1322.87, 1.5), ("p04", 835.26, 0.8), ("p05", 2024.96, 2.0)]
)
def test_published_instances_come_near_the_best_known(name, best, gap):
    if not VRP.exists():
        pytest.skip("no ../shared/data/vrp beside this clone")
    instance = replace(read_pvrp((VRP / name).read_text()), iterations=50_000)
    plan = solve(instance)
    assert (check(instance, plan), plan.unserved) == ((), ())
    assert best - 0.01 <= plan.cost.km <= best * (1 + gap / 100)
