"""The order of one day: the cheapest of all orders, with every rule kept."""

import random
from dataclasses import replace
from itertools import permutations
from math import hypot, inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from busplan.planner import Instance, Lock, Rest, Stop, Today, Vehicle, Weights, Window, check, order, solve


def day(seed: int, stops: int, grid: float = 5, longest: float = inf, rest: Rest | None = None) -> Instance:
    """Stops at random around a depot; half have a window, one has a time that is fixed."""
    chance = random.Random(seed)
    points = [(chance.uniform(0, 50), chance.uniform(0, 50)) for _ in range(stops)] + [(25, 25)]
    km = tuple(tuple(1.3 * hypot(a[0] - b[0], a[1] - b[1]) for b in points) for a in points)
    wanted = []
    for number in range(stops):
        early = chance.uniform(480, 900)
        windows = (Window(early, early + chance.uniform(60, 300)),) if chance.random() < 0.5 else ()
        wanted.append(Stop(chance.choice([15, 20, 30]), windows=windows))
        if number == 0:
            wanted[0] = replace(wanted[0], windows=(), lock=Lock.TIME, today=Today(0, 0, 600))
    bus = Vehicle(begins=450, ends=1200, longest=longest)
    return Instance(
        tuple(wanted), (bus,), km, km, weekdays=1, rest=rest, grid=grid, weights=Weights(minute=0, moved=0)
    )


def by_force(instance: Instance) -> float:
    """Of all orders; each as early as can be. For days without a break and without a longest day."""
    best, depot, bus = inf, len(instance.stops), instance.vehicles[0]
    for stops in permutations(range(len(instance.stops))):
        at, ready, km = depot, bus.begins, 0.0
        for number in stops:
            stop = instance.stops[number]
            windows = stop.windows or (Window(-inf, inf),)
            one = Window(600, 600) if stop.lock is Lock.TIME else windows[0]
            begins = max(one.earliest, ready + instance.minutes[at][number])
            begins = -(-begins // instance.grid) * instance.grid if instance.grid else begins
            if begins > one.latest:
                break
            km += instance.km[at][number]
            at, ready = number, begins + stop.minutes
        else:
            if ready + instance.minutes[at][depot] <= bus.ends:
                best = min(best, km + instance.km[at][depot])
    return best


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), stops=st.integers(1, 6), grid=st.sampled_from([0, 5]))
def test_few_stops_come_in_the_cheapest_order_of_all(seed, stops, grid):
    instance = day(seed, stops, grid)
    plan = order(replace(instance, iterations=300))
    assert check(instance, plan) == ()
    best = by_force(instance)
    if best < inf:
        assert plan.unserved == ()
        assert plan.cost.km == pytest.approx(best)
    else:
        assert plan.unserved


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6), stops=st.integers(2, 8), longest=st.sampled_from([inf, 500, 400]))
def test_breaks_and_long_days_are_kept_and_no_dearer_than_a_search(seed, stops, longest):
    instance = replace(day(seed, stops, 5, longest, Rest(200, 30)), iterations=300)
    try:
        plan = order(instance)
    except ValueError:
        return  # refused: one of them alone is too much for the day
    assert check(instance, plan) == ()
    assert plan.cost.total <= solve(instance).cost.total + 1e-6


def test_more_than_a_day_is_no_day():
    with pytest.raises(ValueError, match="One bus"):
        order(replace(day(1, 3), weekdays=2))


def test_the_cheapest_order_counts_how_long_the_day_is_too():
    instance = day(4, 7, grid=0)
    # A road that is short, and slow.
    slow = tuple(
        tuple(leg * (9 if (a + b) % 3 == 0 else 1) for b, leg in enumerate(row))
        for a, row in enumerate(instance.minutes)
    )
    loose = replace(instance, minutes=slow, iterations=2000, vehicles=(Vehicle(),))
    loose = replace(loose, stops=tuple(Stop(15) for _ in loose.stops))
    even = replace(loose, weights=replace(loose.weights, uneven=5))
    assert order(even).cost.total <= solve(even).cost.total + 1e-6
    assert order(even).cost.uneven < order(loose).cost.uneven
