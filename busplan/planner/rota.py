"""An instance in, the best plan found out: from today's plan or from nothing, on two threads."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from threading import Lock as Mutex
from time import monotonic

import numpy as np

from busplan.planner import kernel, uniform
from busplan.planner.checker import check
from busplan.planner.encoding import Encoded, encoded, visits, world
from busplan.planner.instance import Instance
from busplan.planner.kernel import World
from busplan.planner.plan import Plan, Unserved, Visit, cost
from busplan.planner.refusal import refuse

THREADS = 2  # fixed, so that a seed and a number of iterations give one plan on every machine
STEPS = 200  # between two looks at the clock
MEAN = 10.0  # stops taken out in a step
COLD = 0.01
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


@dataclass(frozen=True, slots=True)
class Progress:
    """The best so far. `visits` gives its visits to who asks while being told, and `turn` is which of `three`
    it is of.
    """

    iterations: int
    seconds: float
    total: float
    unserved: int
    visits: Callable[[], tuple[Visit, ...]] = tuple
    turn: int = 0


Heard = Callable[[Progress], None]
Asked = Callable[[], bool]
Stage = tuple[float, float, bool]


class BrokenPlan(AssertionError):
    """The checker found a rule broken: the search has a fault, and its plan is not given out."""


@dataclass(slots=True)
class Run:
    """What the threads of one search share."""

    instance: Instance
    progress: Heard | None
    cancelled: Asked | None
    begun: float = field(default_factory=monotonic)
    iterations: int = 0
    total: float = float("inf")
    mutex: Mutex = field(default_factory=Mutex)
    show: Callable[[World], tuple[Visit, ...]] = lambda _: ()

    def elapsed(self) -> float:
        return monotonic() - self.begun

    def over(self) -> bool:
        late = self.instance.seconds is not None and self.elapsed() >= self.instance.seconds
        return late or bool(self.cancelled and self.cancelled())

    def tell(self, steps: int, w: World) -> None:
        with self.mutex:
            self.iterations += steps
            best = float(w.run["best_total"][0])
            if self.progress and best < self.total - 1e-6:
                self.total = best
                left = int((w.stops["best_pattern"] < 0).sum())
                self.progress(Progress(self.iterations, self.elapsed(), best, left, lambda: self.show(w)))


def solve(
    instance: Instance,
    progress: Heard | None = None,
    cancelled: Asked | None = None,
    start: Iterable[Visit] = (),
) -> Plan:
    """Raises BadInstance before any solving. Stops early, with the best so far, when `cancelled` says so."""
    refuse(instance)
    run = Run(instance, progress, cancelled)
    known = encoded(instance)
    begin = list(start) or todays(instance)
    if not begin and uniform.is_uniform(instance):
        begin = uniform.visits(instance, run.over)
    run.show = shower(known)
    worlds = [world(known, instance.seed * 1000 + number) for number in range(THREADS)]
    for w in worlds:
        begin_with(known, w, begin)
    stages = FROM_A_PLAN if begin else stages_for(instance)
    search(run, worlds, stages)
    best = min(worlds, key=lambda w: float(w.run["best_total"][0]))
    return planned(instance, known, best)


def shower(known: Encoded) -> Callable[[World], tuple[Visit, ...]]:
    """Draws the best of a world on a sheet of its own: whoever looks does not disturb the search."""
    sheet: list[World] = []

    def show(w: World) -> tuple[Visit, ...]:
        if not sheet:
            sheet.append(world(known, 0))
        kernel.load(
            sheet[0], w.order[2].copy(), w.rounds["best_length"].copy(), w.stops["best_pattern"].copy()
        )
        return tuple(visits(known, sheet[0]))

    return show


def search(run: Run, worlds: list[World], stages: Iterable[Stage]) -> None:
    done = 0.0
    with ThreadPoolExecutor(THREADS) as threads:
        for share, warm, fresh in stages:
            list(threads.map(lambda w: stage(run, w, (done, done + share), warm, fresh), worlds))  # noqa: B023
            done += share
            share_best(worlds)
            if run.over():
                return


def stages_for(instance: Instance) -> tuple[Stage, ...]:
    """Short starts only where each is long enough to get somewhere."""
    stops = len(instance.stops)
    enough = (instance.seconds or 0) >= ENOUGH_SECONDS
    if instance.iterations is not None:
        enough = instance.iterations * MANY_STARTS[0][0] >= ENOUGH_STEPS * stops
    return MANY_STARTS if enough and stops < SMALL else ONE_LONG_RUN


def share_best(worlds: list[World]) -> None:
    """Each thread goes on from the best of all."""
    best = min(worlds, key=lambda w: float(w.run["best_total"][0]))
    for w in worlds:
        if w is not best:
            w.order[2] = best.order[2]
            w.rounds["best_length"] = best.rounds["best_length"]
            w.stops["best_pattern"] = best.stops["best_pattern"]
            w.run["best_total"] = best.run["best_total"]


def stage(run: Run, w: World, part: tuple[float, float], warm: float, fresh: bool) -> None:
    """One cooling: from nothing, or from the best so far."""
    if fresh and part[0] > 0:
        empty(w)
        kernel.build(w)
    elif not fresh:
        back_to_best(w)
    heat = warm * scale(w)
    steps, seconds = run.instance.iterations, run.instance.seconds
    done, whole = 0, int((steps or 0) * (part[1] - part[0]))
    while not run.over():
        gone = done / whole if whole else 1.0
        if steps is None and seconds is not None:
            gone = (run.elapsed() / seconds - part[0]) / (part[1] - part[0])
        if gone >= 1:
            return
        now = heat * (COLD * scale(w) / heat) ** max(0.0, gone)
        count = STEPS if steps is None else min(STEPS, whole - done)
        kernel.anneal(w, count, now, now, MEAN)
        done += count
        run.tell(count, w)


def scale(w: World) -> float:
    """How far near stops lie from each other."""
    near = w.near[:, :5]
    if not near.size:
        return 1.0
    return max(1e-6, float(np.mean(w.roads[0, np.arange(len(near))[:, None], near])))


def empty(w: World) -> None:
    rounds, stops = len(w.rounds), len(w.stops)
    kernel.load(w, w.order[2].copy(), np.zeros(rounds, np.int64), np.full(stops, -1, np.int64))


def back_to_best(w: World) -> None:
    kernel.load(w, w.order[2].copy(), w.rounds["best_length"].copy(), w.stops["best_pattern"].copy())


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
    """What it lacks in the slot where it lacks least."""
    if not w.run["timed"][0]:
        return Unserved(stop, "full")
    short = [
        max(lacking(w, stop, one.opens, one.closes, bay) for bay in one.bays) for one in known.patterns[stop]
    ]
    return Unserved(stop, "no_room", max(0.0, min(short)))


def lacking(w: World, stop: int, opens: float, closes: float, r: int) -> float:
    """By how many minutes it does not fit into a round, on the leg where it fits best."""
    best = float("inf")
    for n in range(int(w.rounds["length"][r]) + 1):
        a, b = kernel.place(w, r, n - 1), kernel.place(w, r, n)
        ready = max(opens, kernel.leaves(w, r, n, kernel.EARLY) + w.roads[1, a, stop])
        gone = ready + w.stops["service"][stop] + w.roads[1, stop, b]
        last = w.rounds["ends"][r] if n == w.rounds["length"][r] else w.clock[kernel.LATE, b]
        best = min(best, max(ready - closes, gone - last))
    return float(best)


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
