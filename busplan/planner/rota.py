"""An instance in, the best plan found out: from today's plan or from nothing, on two threads."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from itertools import pairwise
from math import inf, isfinite
from time import monotonic

import numpy as np

from busplan.planner import crossing, kernel, uniform
from busplan.planner.checker import check
from busplan.planner.encoding import Encoded, encoded, visits, world
from busplan.planner.instance import Instance, Stop, Vehicle, Weights
from busplan.planner.kernel import World
from busplan.planner.plan import Plan, Reason, Unserved, Visit, cost
from busplan.planner.refusal import refuse
from busplan.planner.search import (
    THREADS,
    Asked,
    Clock,
    Heard,
    Run,
    Stage,
    back_to_best,
    best_of,
    search,
    total,
)

SMALL = 130  # stops: below, short starts are worth more than a long run
ENOUGH_STEPS = 500  # for each stop, in one start
ENOUGH_SECONDS = 15
# Share of the whole, how warm it begins, and whether from nothing. Between stages the best is shared.
MANY_STARTS = (
    (0.15, 1.0, True),
    (0.15, 1.0, True),
    (0.15, 1.0, True),
    (0.3, 0.25, False),
    (0.25, 0.15, False),
)
ONE_LONG_RUN = ((0.8, 1.0, True), (0.2, 0.1, False))
FROM_A_PLAN = ((0.6, 0.3, False), (0.4, 0.1, False))
STARTS = 4
FIRST_LOOK = (0.04, 1.0, True)
CROSSED = 0.75  # up to here
LAST_LOOK = ((0.25, 0.12, False),)


class BrokenPlan(AssertionError):
    """The checker found a rule broken: the search has a fault, and its plan is not given out."""


def solve(
    instance: Instance,
    progress: Heard | None = None,
    cancelled: Asked | None = None,
    start: Iterable[Visit] = (),
    clock: Clock = monotonic,
) -> Plan:
    """Raises BadInstance before any solving. Stops early, with the best so far, when `cancelled` says so.

    Begins with the visits of `start`, or with today's. `seconds` are those of `clock`; what it takes to
    compile the search, the first time after an installation, is not counted.
    """
    refuse(instance)
    warm(crossing.is_crossed(instance))
    return searched(instance, progress, cancelled, start, clock)


@cache
def warm(crossed: bool = True) -> None:
    """Compiles the search, or loads what was compiled."""
    roads = ((0.0, 1.0, 2.0), (1.0, 0.0, 1.0), (2.0, 1.0, 0.0))
    stop = Stop(1, combinations=((0,), (1,))) if crossed else Stop(1)
    weights = Weights(day=0 if crossed else 1)
    tiny = Instance((stop, stop), (Vehicle(),), roads, roads, weekdays=2, weights=weights, iterations=50)
    searched(replace(tiny, same_time=not crossed))


def searched(
    instance: Instance,
    progress: Heard | None = None,
    cancelled: Asked | None = None,
    start: Iterable[Visit] = (),
    clock: Clock = monotonic,
) -> Plan:
    known = encoded(instance)
    run = Run(instance, known, progress, cancelled, clock)
    begin = list(start) or todays(instance)
    if not begin and uniform.is_uniform(instance):
        begin = uniform.visits(instance, lambda: run.over() or run.gone((0.0, uniform.SHARE), 0) >= 1)
    worlds = [world(known, instance.seed * 1000 + number) for number in range(THREADS)]
    for w in worlds:
        begin_with(known, w, begin)
    if begin:
        search(run, worlds, FROM_A_PLAN)
    elif crossing.is_crossed(instance):
        search_crossed(run, worlds)
    else:
        search(run, worlds, stages_for(instance))
    return planned(instance, known, best_of(worlds))


def search_crossed(run: Run, worlds: list[World]) -> None:
    """The kernel makes some plans; they and others are crossed; then the kernel again, from the best."""
    made: list[list[list[Visit]]] = [[] for _ in worlds]
    for n in range(STARTS):
        search(run, worlds, (FIRST_LOOK,), n * FIRST_LOOK[0], shared=False)
        for plans, w in zip(made, worlds, strict=True):
            plans.append(visits(run.known, w))
        if run.over():
            return
    found = crossing.breed(run, (STARTS * FIRST_LOOK[0], CROSSED), made)
    if found and cost(run.instance, found, 0).total < total(best_of(worlds)):
        for w in worlds:
            load_visits(run.known, w, found)
            kernel.keep_best(w)
    search(run, worlds, LAST_LOOK, CROSSED)


def stages_for(instance: Instance) -> tuple[Stage, ...]:
    """Short starts only where each is long enough to get somewhere."""
    stops = len(instance.stops)
    enough = (instance.seconds or 0) >= ENOUGH_SECONDS
    if instance.iterations is not None:
        enough = instance.iterations * MANY_STARTS[0][0] >= ENOUGH_STEPS * stops
    return MANY_STARTS if enough and stops < SMALL else ONE_LONG_RUN


def todays(instance: Instance) -> list[Visit]:
    """Today's plan as visits, of the stops that may keep their turn."""
    found = []
    for number, stop in enumerate(instance.stops):
        today = stop.today
        if today is None or not instance.same_time:
            continue
        for slot in instance.slots(number):
            here = (slot.weekday, slot.week) == (today.weekday, today.week % stop.every)
            if here and today.vehicle in (None, slot.vehicle):
                days = instance.days(slot, stop.every)
                found += [Visit(day, slot.vehicle, today.begins, number) for day in days]
                break
    return found


def begin_with(known: Encoded, w: World, start: list[Visit]) -> None:
    """Places those visits; a bus and weekday that cannot be driven is built anew."""
    if start:
        load_visits(known, w, start)
        if w.run["timed"][0]:
            for group in range(len(w.members)):
                clear_if_broken(w, group)
    kernel.build(w)


def load_visits(known: Encoded, w: World, start: list[Visit]) -> None:
    number = {(one.vehicle, one.day): n for n, one in enumerate(known.rounds)}
    order, length = np.zeros_like(w.order[0]), np.zeros(len(w.rounds), np.int64)
    bays: dict[int, set[int]] = {}
    for visit in sorted(start):
        r = number[visit.vehicle, visit.day]
        order[r, length[r]] = visit.stop
        length[r] += 1
        bays.setdefault(visit.stop, set()).add(r // int(w.run["lanes"][0]))
    pattern = np.full(len(w.stops), -1, np.int64)
    times = {visit.stop: visit.begins for visit in start}
    for stop, there in bays.items():
        for n, one in enumerate(known.patterns[stop]):
            inside = one.opens <= times[stop] <= one.closes
            if set(one.bays) == there and (pattern[stop] < 0 or inside):
                pattern[stop] = int(w.stops["first"][stop]) + n
    kernel.load(w, order, length, pattern)


def clear_if_broken(w: World, group: int) -> None:
    if kernel.settle(w, group):
        return
    for r in w.members[group]:
        while r >= 0 and w.rounds["length"][r]:
            kernel.lift_all(w, int(w.order[0, r, 0]))
    kernel.settle(w, group)
    kernel.restamp(w, group)
    kernel.forget(w)


def planned(instance: Instance, known: Encoded, w: World) -> Plan:
    """The best of a world as a plan, checked."""
    back_to_best(w)
    served = tuple(visits(known, w))
    left = tuple(reason(known, w, int(stop)) for stop in np.flatnonzero(w.stops["pattern"] < 0))
    plan = Plan(served, left, cost(instance, served, len(left)))
    if breaches := check(instance, plan):
        raise BrokenPlan(breaches)
    return plan


def reason(known: Encoded, w: World, stop: int) -> Unserved:
    """The first rule that fails, and by how many minutes, where it fails by the least."""
    if not w.run["timed"][0]:
        return reason_untimed(known, w, stop)
    least = min(
        # A turn needs all its weeks: what is shortest of time among them tells.
        max(lacking(w, stop, one.opens, one.closes, bay) for bay in one.bays)
        for one in known.patterns[stop]
    )
    return Unserved(stop, least[1], max(0.0, least[0]))


def reason_untimed(known: Encoded, w: World, stop: int) -> Unserved:
    """Too full, or too long a day by so many minutes, in the combination that lacks least."""
    lanes = int(w.run["lanes"][0])
    short = [
        max(min(longer(w, stop, r) for r in range(day * lanes, (day + 1) * lanes)) for day in one.bays)
        for one in known.patterns[stop]
    ]
    least = min(short)
    if least <= 0:
        return Unserved(stop, "not_reached")
    return Unserved(stop, "shift", least) if isfinite(least) else Unserved(stop, "full")


def longer(w: World, stop: int, r: int) -> float:
    """By how many minutes a round would be too long; infinite where it is too full."""
    one = w.rounds[r]
    if one["loaded"] + w.stops["load"][stop] > one["capacity"] + 1e-9:
        return inf
    places = [int(kernel.place(w, r, n)) for n in range(-1, int(one["length"]) + 1)]
    roads = w.roads[1]
    detour = min(roads[a, stop] + roads[stop, b] - roads[a, b] for a, b in pairwise(places))
    return float(one["driven"] + detour + w.stops["service"][stop] - one["longest"])


def lacking(w: World, stop: int, opens: float, closes: float, r: int) -> tuple[float, Reason]:
    """By how many minutes it does not fit into a round, on the leg where it fits best, and why not there."""
    found: list[tuple[float, Reason]] = []
    length = int(w.rounds["length"][r])
    for n in range(length + 1):
        a, b = kernel.place(w, r, n - 1), kernel.place(w, r, n)
        ready = max(opens, kernel.leaves(w, r, n, kernel.EARLY) + w.roads[1, a, stop])
        gone = ready + w.stops["service"][stop] + w.roads[1, stop, b]
        last = w.rounds["ends"][r] if n == length else w.clock[kernel.LATE, b]
        after: Reason = "shift" if n == length else "no_room"
        late: list[tuple[float, Reason]] = [(float(gone - last), after)]
        if ready > closes:
            late.append((float(ready - closes), "window"))
        found.append(max(late))
    return min(found)


def three(
    instance: Instance,
    progress: Heard | None = None,
    cancelled: Asked | None = None,
    start: Iterable[Visit] = (),
) -> tuple[Plan, ...]:
    """Few, some and free changes: one run, let loose step by step; costed by the given weights."""
    weights = instance.weights
    prices = ((4.0, 1.0), (1.0, 1.0), (0.0, 0.0))
    asked = [
        replace(
            instance,
            weights=replace(weights, moved=weights.moved * moved, minute=weights.minute * minute),
            seconds=None if instance.seconds is None else instance.seconds / len(prices),
            iterations=None if instance.iterations is None else instance.iterations // len(prices),
        )
        for moved, minute in prices
    ]
    found: list[Plan] = []
    for turn, one in enumerate(asked):
        begin = found[-1].visits if found else start
        found.append(solve(one, in_turn(progress, turn), cancelled, begin))
    # What was found with freer hands may be better under the dearer prices too.
    kept = [min(found, key=lambda plan: cost(one, plan.visits, len(plan.unserved)).total) for one in asked]
    return tuple(replace(plan, cost=cost(instance, plan.visits, len(plan.unserved))) for plan in kept)


def in_turn(progress: Heard | None, turn: int) -> Heard | None:
    """Each of three begins anew: who hears is told which it is."""
    return progress and (lambda told: progress(replace(told, turn=turn)))
