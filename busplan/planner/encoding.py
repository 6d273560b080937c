"""An instance into the arrays of the kernel, and rounds of the kernel into visits."""

from dataclasses import dataclass
from math import inf, isfinite
from typing import Any

import numpy as np

from busplan.planner import kernel
from busplan.planner.instance import Instance, Lock, Slot, moved
from busplan.planner.kernel import World
from busplan.planner.plan import Visit

LOCKED = 100  # so many times worse to leave out a locked stop than another


@dataclass(frozen=True, slots=True)
class Pattern:
    """Where a stop may have its turn: bays, group, window, and what choosing it costs."""

    bays: tuple[int, ...]
    opens: float = -inf
    closes: float = inf
    price: float = 0.0
    wanted: float = -1.0
    variant: int = 0


@dataclass(frozen=True, slots=True)
class Round:
    """One bus on one day of the cycle."""

    vehicle: int
    day: int
    group: int


@dataclass(frozen=True, slots=True)
class Encoded:
    """A world with nothing placed, and what its rounds and patterns mean."""

    blank: World
    rounds: tuple[Round, ...]
    patterns: tuple[tuple[Pattern, ...], ...]


def encoded(instance: Instance) -> Encoded:
    rounds = alike_rounds(instance) if instance.same_time else free_rounds(instance)
    find = alike_patterns if instance.same_time else free_patterns
    patterns = tuple(tuple(find(instance, stop)) for stop in range(len(instance.stops)))
    return Encoded(blank(instance, rounds, patterns), tuple(rounds), patterns)


def alike_rounds(instance: Instance) -> list[Round]:
    """By bus, weekday and week: a bay is one round."""
    return [
        Round(vehicle, week * instance.weekdays + weekday, vehicle * instance.weekdays + weekday)
        for vehicle in range(len(instance.vehicles))
        for weekday in range(instance.weekdays)
        for week in range(instance.weeks)
    ]


def free_rounds(instance: Instance) -> list[Round]:
    """By day and bus: a bay is a day with all its buses."""
    days, buses = range(instance.weeks * instance.weekdays), range(len(instance.vehicles))
    return [Round(vehicle, day, 0) for day in days for vehicle in buses]


def free_patterns(instance: Instance, stop: int) -> list[Pattern]:
    return [Pattern(tuple(sorted(days))) for days in instance.stops[stop].combinations]


def alike_patterns(instance: Instance, stop: int) -> list[Pattern]:
    found = []
    seen: dict[tuple[int, int, int], int] = {}
    for slot in instance.slots(stop):
        key = slot[:3]
        seen[key] = seen.get(key, -1) + 1
        found.append(alike_pattern(instance, stop, slot, seen[key]))
    return found


def alike_pattern(instance: Instance, number: int, slot: Slot, variant: int) -> Pattern:
    stop, window = instance.stops[number], slot.window
    base = (slot.vehicle * instance.weekdays + slot.weekday) * instance.weeks
    bays = tuple(range(base + slot.week, base + instance.weeks, stop.every))
    moves = moved(stop, slot.weekday, slot.week)
    wanted = stop.today.begins if stop.today and not moves else -1.0
    price = instance.weights.moved if moves else 0.0
    return Pattern(bays, window.earliest, window.latest, price, wanted, variant)


def table(rows: list[tuple[int, ...]]) -> kernel.Integers:
    """Rows of different lengths, ended by -1."""
    found = np.full((len(rows), max(map(len, rows), default=0) + 1), -1, np.int32)
    for number, row in enumerate(rows):
        found[number, : len(row)] = row
    return found


def blank(instance: Instance, rounds: list[Round], patterns: tuple[tuple[Pattern, ...], ...]) -> World:
    """Nothing placed."""
    stops = len(instance.stops)
    flat = [pattern for row in patterns for pattern in row]
    run = settings(instance, flat)
    lanes, variants = int(run["lanes"][0]), int(run["variants"][0])
    bays = len(rounds) // lanes
    roads = np.array([instance.weights.km * readable(instance.km), readable(instance.minutes)])
    span = roads[0, :stops, :stops]
    records = stop_records(instance, patterns, roads)
    run["total"] = run["best_total"] = records["lost"].sum()
    run["stamp"] = len(rounds) + 1
    return World(
        roads=roads,
        near=neighbours(span + span.T),
        bays=table([one.bays for one in flat]),
        members=groups(rounds),
        order=np.zeros((3, len(rounds), stops), np.int32),
        where=np.full((stops, bays), -1, np.int32),
        clock=np.zeros((3, stops)),
        stops=records,
        patterns=pattern_records(flat),
        rounds=round_records(instance, rounds),
        kept=np.zeros((stops, len(rounds), variants), kernel.KEPT),
        slots=np.zeros(bays * variants, kernel.SLOT),
        run=run,
    )


def stop_records(
    instance: Instance, patterns: tuple[tuple[Pattern, ...], ...], roads: kernel.Floats
) -> kernel.Records:
    stops = instance.stops
    found = np.zeros(len(stops), kernel.STOP)
    found["service"] = [stop.minutes for stop in stops]
    found["load"] = [stop.load for stop in stops]
    found["lost"] = [LOCKED if stop.lock is not Lock.NONE else 1 for stop in stops]
    found["lost"] *= instance.weights.unserved
    found["work"] = [max((len(one.bays) for one in row), default=0) for row in patterns]
    found["work"] *= found["load" if found["load"].any() else "service"]
    found["narrow"] = [sum(map(width, row)) for row in patterns]
    found["away"] = roads[0, len(stops) :, : len(stops)].min(axis=0)
    found["last"] = np.cumsum(list(map(len, patterns)))
    found["first"][1:] = found["last"][:-1]
    found["pattern"] = found["best_pattern"] = -1
    return found


def pattern_records(patterns: list[Pattern]) -> kernel.Records:
    found = np.zeros(len(patterns), kernel.PATTERN)
    for name in ("price", "opens", "closes", "wanted", "variant"):
        found[name] = [getattr(pattern, name) for pattern in patterns]
    return found


def round_records(instance: Instance, rounds: list[Round]) -> kernel.Records:
    buses = instance.vehicles
    found = np.zeros(len(rounds), kernel.ROUND)
    for name in ("begins", "ends", "longest", "capacity"):
        found[name] = [getattr(buses[round_.vehicle], name) for round_ in rounds]
    found["depot"] = [instance.depot_of(round_.vehicle) for round_ in rounds]
    found["kind"] = [buses.index(buses[round_.vehicle]) for round_ in rounds]
    found["group"] = [round_.group for round_ in rounds]
    found["stamp"] = np.arange(1, len(rounds) + 1)
    found["rest"] = -1
    return found


def readable(matrix: Any) -> kernel.Floats:
    """No road is very far, so that sums stay numbers."""
    found = np.array(matrix, dtype=float)
    found[~np.isfinite(found)] = 1e9
    return found


def width(pattern: Pattern) -> float:
    wide = pattern.closes - pattern.opens
    return wide if isfinite(wide) else 1440.0


def groups(rounds: list[Round]) -> kernel.Integers:
    members: dict[int, list[int]] = {}
    for number, round_ in enumerate(rounds):
        members.setdefault(round_.group, []).append(number)
    return table([tuple(members[group]) for group in sorted(members)])


def neighbours(span: kernel.Floats) -> kernel.Integers:
    """For each stop all others, nearest first."""
    span = span.copy()
    np.fill_diagonal(span, -1.0)
    return np.argsort(span, axis=1, kind="stable")[:, 1:].astype(np.int32)


def settings(instance: Instance, patterns: list[Pattern]) -> kernel.Records:
    found = np.zeros(1, kernel.RUN)
    weights, rest = instance.weights, instance.rest
    found["day"], found["minute"], found["unnoticed"] = weights.day, weights.minute, weights.unnoticed
    found["uneven"] = weights.uneven
    found["grid"] = instance.grid if instance.same_time else 0
    found["rest_after"], found["rest"] = (rest.after, rest.minutes) if rest else (inf, 0)
    found["timed"] = instance.same_time
    found["lanes"] = 1 if instance.same_time else len(instance.vehicles)
    found["variants"] = 1 + max((pattern.variant for pattern in patterns), default=0)
    found["mark"] = 1
    return found


def world(encoded: Encoded, seed: int) -> World:
    """A world of its own, with chance of its own."""
    found = World._make(array.copy() for array in encoded.blank)
    found.run["seed"] = (seed * 0x9E3779B97F4A7C15 + 0x1234567) % 2**64 or 1
    return found


def visits(encoded: Encoded, world: World) -> list[Visit]:
    """The present rounds as visits, with their times."""
    found = []
    for number, round_ in enumerate(encoded.rounds):
        stops = world.order[0, number, : world.rounds["length"][number]].tolist()
        if world.run["timed"][0]:
            times = world.clock[kernel.AT, stops].tolist()
        else:
            times = free_times(world, number, stops)
        found += [Visit(round_.day, round_.vehicle, *pair) for pair in zip(times, stops, strict=True)]
    return sorted(found)


def free_times(world: World, number: int, stops: list[int]) -> list[float]:
    """One visit after the other, as early as can be."""
    at, minute = world.rounds["depot"][number], float(world.rounds["begins"][number])
    times = []
    for stop in stops:
        minute += float(world.roads[1, at, stop])
        times.append(minute)
        at, minute = stop, minute + float(world.stops["service"][stop])
    return times
