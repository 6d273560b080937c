"""Stops that name their days, on buses that are alike, in; two tribes of plans; the best as visits out."""

from concurrent.futures import ThreadPoolExecutor
from math import isfinite

import numpy as np

from busplan.planner import population
from busplan.planner.instance import Instance
from busplan.planner.plan import Visit, rounds
from busplan.planner.search import THREADS, Part, Run
from busplan.planner.tribe import DRIVEN, FAR, Field, Floats, Integers, Tribe

MOST_DAYS = 60  # bits of a number
LIVING = 2 * population.MANY + 4
NEAREST = 20
FIRST, SOME = 4 * population.FEW, 10  # made of nothing
STALE = 20_000
STEPS = 2000  # of the kernel's, between two looks at the clock
TALKS = 8


def is_crossed(instance: Instance) -> bool:
    """Whether all buses are alike, roads as long both ways, and a minute as dear as a kilometre."""
    vehicles = set(instance.vehicles)
    if (
        instance.same_time
        or instance.weights.uneven
        or len(vehicles) != 1
        or instance.weeks * instance.weekdays > MOST_DAYS
    ):
        return False
    if any(stop.vehicles for stop in instance.stops) or any(one.weekdays for one in vehicles):
        return False
    longest = min(instance.vehicles[0].longest, instance.vehicles[0].ends - instance.vehicles[0].begins)
    timed = isfinite(longest)
    weights = instance.weights
    roads = np.array(instance.km)
    return bool(
        weights.km > 0
        and np.isfinite(roads).all()
        and np.array_equal(roads, roads.T)
        and (not timed or (instance.km == instance.minutes and weights.day == 0))
    )


def days_are_alike(instance: Instance) -> bool:
    """One visit each, on any day: then all days are one day of many buses."""
    every = {(day,) for day in range(instance.weeks * instance.weekdays)}
    return all(set(stop.combinations) == every for stop in instance.stops)


def field(instance: Instance) -> Field:
    stops, lanes = len(instance.stops), len(instance.vehicles)
    alike = days_are_alike(instance)
    if alike:
        lanes *= instance.weeks * instance.weekdays
    depot = instance.depot_of(0)
    places = [*range(stops), *[depot] * lanes]
    roads = np.array(instance.km)[np.ix_(places, places)]
    near = roads[:stops, :stops].copy()
    np.fill_diagonal(near, -1.0)
    if alike:
        patterns = [[1]] * stops
    else:
        patterns = [[sum(1 << day for day in days) for days in stop.combinations] for stop in instance.stops]
    bus = instance.vehicles[0]
    # Each round has two legs at the depot; a day's price is in them.
    roads[:stops, stops:] += instance.weights.day / instance.weights.km / 2
    roads[stops:, :stops] += instance.weights.day / instance.weights.km / 2
    return Field(
        roads=roads,
        service=np.array([stop.minutes if isfinite(bus.longest) else 0.0 for stop in instance.stops]),
        load=np.array([float(stop.load) for stop in instance.stops]),
        near=np.argsort(near, axis=1, kind="stable")[:, 1:].astype(np.int32),
        first=np.cumsum([0, *map(len, patterns)]).astype(np.int32),
        days=np.array([days for row in patterns for days in row], np.int64),
        limits=np.array([bus.capacity, bus.longest, NEAREST, STALE], np.float64),
    )


def tribe(f: Field, seed: int) -> Tribe:
    stops, nodes = len(f.service), len(f.roads)
    lanes = nodes - stops
    days = int(f.days.max()).bit_length()
    plans = LIVING + 2
    kin = np.zeros((plans, 5))
    kin[-1, DRIVEN] = FAR
    room = max(nodes, days, plans) + 2
    heaviest, far = f.load.max(initial=0.0), f.roads.max()
    return Tribe(
        link=np.full((4, days, nodes), -1, np.int32),
        upto=np.zeros((2, days, nodes)),
        lane=np.zeros((4, days, lanes)),
        changed=np.zeros((days, lanes), np.int64),
        tested=np.zeros(nodes, np.int64),
        pattern=np.zeros(stops, np.int64),
        close=np.full((stops, NEAREST + 1), -1, np.int32),
        list=np.zeros((7, room), np.int32),
        best=np.zeros(days),
        spot=np.zeros((2, days), np.int32),
        order=np.zeros((plans, days, stops), np.int32),
        ends=np.zeros((plans, days, lanes), np.int32),
        held=np.zeros((plans, stops), np.int64),
        kin=kin,
        gap=np.zeros((plans, plans)),
        price=np.array([max(0.1, min(1000.0, far / heaviest)) if heaviest else 1.0, 1.0]),
        tally=np.zeros(5, np.int64),
        seed=np.array([(seed * 0x9E3779B97F4A7C15 + 0x7654321) % 2**64 or 1], np.uint64),
    )


def room(t: Tribe) -> tuple[Floats, Integers]:
    """Where one long round is cut."""
    shape = (t.lane.shape[2] + 1, t.order.shape[2] + 1)
    return np.zeros(shape), np.zeros(shape, np.int32)


def breed(run: Run, part: Part, made: list[list[list[Visit]]]) -> list[Visit]:
    """The best of two tribes, which now and then tell each other; empty where none keeps all limits.

    Each begins with the plans made for it, and with others made of nothing.
    """
    instance = run.instance
    f = field(instance)
    tribes = [tribe(f, instance.seed * 1000 + number) for number in range(THREADS)]
    for t, plans in zip(tribes, made, strict=True):
        for plan in plans:
            enter(instance, f, t, plan)
    begins, ends = part
    with ThreadPoolExecutor(THREADS) as threads:
        for n in range(TALKS):
            now = (begins + (ends - begins) * n / TALKS, begins + (ends - begins) * (n + 1) / TALKS)
            list(threads.map(lambda t: live(run, f, t, now, n == 0), tribes))  # noqa: B023
            if run.over():
                break
            tell_of_best(tribes)
    best = min(tribes, key=lambda t: float(t.kin[-1, DRIVEN]))
    return visits(instance, best) if best.kin[-1, DRIVEN] < FAR else []


def enter(instance: Instance, f: Field, t: Tribe, plan: list[Visit]) -> None:
    """A whole plan joins the living."""
    if len({visit.stop for visit in plan}) < len(instance.stops):
        return
    child, alike, lanes = len(t.kin) - 2, days_are_alike(instance), len(instance.vehicles)
    held = np.zeros(len(instance.stops), np.int64)
    by_lane: dict[tuple[int, int], list[int]] = {}
    for (day, bus), round_ in rounds(plan).items():
        day, lane = (0, day * lanes + bus) if alike else (day, bus)
        by_lane[day, lane] = [visit.stop for visit in round_]
        for visit in round_:
            held[visit.stop] |= 1 << day
    for day in range(t.ends.shape[1]):
        row: list[int] = []
        for lane in range(t.ends.shape[2]):
            row += by_lane.get((day, lane), [])
            t.ends[child, day, lane] = len(row)
        t.order[child, day, : len(row)] = row
    population.enter(f, t, child, held)


def live(run: Run, f: Field, t: Tribe, part: Part, young: bool) -> None:
    """Births, until this part of the time is over. Where time is short, few are made of nothing."""
    first = FIRST if young or t.tally[0] > STALE else SOME
    a_birth = births_price(f, t)
    space, done = room(t), 0
    while not run.over() and run.gone(part, done) < 1:
        births = max(1, run.left(part, done, STEPS) // a_birth)
        population.evolve(f, t, births, first, *space)
        done += births * a_birth
        total = float(t.kin[-1, DRIVEN]) * run.instance.weights.km
        run.tell(births * a_birth, total, 0, lambda: tuple(sorted(timed(run.instance, t))))


def births_price(f: Field, t: Tribe) -> int:
    """How many of the kernel's steps one birth is worth: about as many as take as long."""
    return max(1, sum(int(days).bit_count() for days in f.days[f.first[:-1]]) // 5)


def tell_of_best(tribes: list[Tribe]) -> None:
    """The best ever is a guest of the other tribes."""
    guests = [(t.order[-1].copy(), t.ends[-1].copy(), t.held[-1].copy(), t.kin[-1].copy()) for t in tribes]
    for t in tribes:
        for order, ends, held, kin in guests:
            if kin[DRIVEN] < t.kin[-1, DRIVEN] - 1e-6:
                t.order[-2], t.ends[-2], t.held[-2], t.kin[-2] = order, ends, held, kin
                population.settle_in(t, -2 + len(t.kin))


def visits(instance: Instance, t: Tribe) -> list[Visit]:
    """The best ever; times only keep the order."""
    days, lanes = t.ends.shape[1], len(instance.vehicles)
    found, nth = [], 0
    for day in range(days):
        start = 0
        for lane, end in enumerate(t.ends[-1, day].tolist()):
            if end > start:
                where = divmod(nth, lanes) if days_are_alike(instance) else (day, lane)
                stops = t.order[-1, day, start:end].tolist()
                found += [Visit(*where, float(place), stop) for place, stop in enumerate(stops)]
                nth += 1
            start = end
    return found


def timed(instance: Instance, t: Tribe) -> list[Visit]:
    """The best ever, each visit as early as can be."""
    found = []
    for (day, bus), round_ in rounds(visits(instance, t)).items():
        at, minute = instance.depot_of(bus), instance.vehicles[bus].begins
        for visit in round_:
            minute += instance.minutes[at][visit.stop]
            found.append(Visit(day, bus, minute, visit.stop))
            at, minute = visit.stop, minute + instance.stops[visit.stop].minutes
    return found
