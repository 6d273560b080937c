"""The best order of one day of one bus: the cheapest of all orders where stops are few, else a search.

Few stops: every set of stops and the last of them, with all ways there that may still turn out best (dynamic
programming; Held and Karp, 1962, with windows). Compiled by numba.
"""

from dataclasses import replace
from math import inf
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from busplan.planner.checker import check
from busplan.planner.compiled import fast
from busplan.planner.instance import Instance, windows_on
from busplan.planner.kernel import up
from busplan.planner.plan import Plan, Visit, cost
from busplan.planner.refusal import refuse
from busplan.planner.rota import solve
from busplan.planner.search import Clock

FEW = 12
SECONDS = 0.9
MOST_WAYS = 1_500_000
Floats = NDArray[np.float64]
# A way to the last stop of a set: what it costs, when it is ready to leave, when it left the depot, by how
# much all of it may still be later, whether it has had its break.
PRICE, READY, LEFT, SHIFT, RESTED = range(5)
BEGINS, ENDS, LONGEST, GRID, AFTER, REST = range(6)  # of `rules`


def order(instance: Instance, clock: Clock = monotonic) -> Plan:
    """For one bus, one day and no more; what is asked of each stop is kept as everywhere. Raises BadInstance.

    Where stops near today's times count, or even days, `solve` is asked.
    """
    limited = instance
    if instance.seconds is None and instance.iterations is None:
        limited = replace(instance, seconds=SECONDS)
    refuse(limited)
    if not is_one_day(instance):
        raise ValueError("One bus, one weekday and one week, and visits at one time: that is a day.")
    if is_small(instance) and (plan := exact(instance)):
        return plan
    return solve(limited, clock=clock)


def is_one_day(instance: Instance) -> bool:
    return (len(instance.vehicles), instance.weekdays, instance.weeks, instance.same_time) == (1, 1, 1, True)


def is_small(instance: Instance) -> bool:
    """Few stops, and nothing but the road counts."""
    wanted = instance.weights.minute and any(stop.today for stop in instance.stops)
    single = all(len(windows_on(stop, 0)) == 1 for stop in instance.stops)
    load = sum(stop.load for stop in instance.stops)
    light = load <= instance.vehicles[0].capacity
    return len(instance.stops) <= FEW and single and light and not wanted and not instance.weights.uneven


def exact(instance: Instance) -> Plan | None:
    """The cheapest of all orders that serve all; none where there is none."""
    bus, rest, stops = instance.vehicles[0], instance.rest, len(instance.stops)
    windows = [windows_on(stop, 0)[0] for stop in instance.stops]
    depot = instance.depot_of(0)
    places = [*range(stops), depot]
    rules = np.array(
        [bus.begins, bus.ends, bus.longest, instance.grid]
        + ([rest.after, rest.minutes] if rest else [inf, 0.0])
    )
    found = cheapest(
        instance.weights.km * np.array(instance.km)[np.ix_(places, places)],
        np.array(instance.minutes)[np.ix_(places, places)],
        np.array([[one.earliest, one.latest] for one in windows]),
        np.array([stop.minutes for stop in instance.stops]),
        rules,
        MOST_WAYS,
    )
    if not len(found):
        return None
    served = tuple(Visit(0, 0, begins, int(stop)) for stop, begins in found.tolist())
    plan = Plan(served, (), cost(instance, served, 0))
    return None if check(instance, plan) else plan


@fast
def down(minute: float, grid: float) -> float:
    return minute if grid == 0.0 else np.floor(minute / grid + 1e-9) * grid


@fast
def further(
    way: Floats, a: int, b: int, break_: float, roads: tuple[Floats, Floats, Floats, Floats], rules: Floats
) -> tuple[float, float, float, float, float]:
    """That way one stop further; its price is infinite where it comes too late."""
    km, minutes, window, stay = roads
    depot, grid = len(stay), rules[GRID]
    if a == depot:
        begins = up(max(window[b, 0], rules[BEGINS] + minutes[a, b]), grid)
        left = begins - minutes[a, b]
        spare = down(window[b, 1], grid) - begins
    else:
        ready = up(way[READY] + minutes[a, b] + break_, grid)
        begins = max(up(window[b, 0], grid), ready)
        # Who would have to wait leaves the depot later instead, where that is possible.
        late = min(begins - ready, way[SHIFT])
        left = way[LEFT] + late
        spare = min(way[SHIFT] - late, down(window[b, 1], grid) - begins)
    price = way[PRICE] + km[a, b] if begins <= window[b, 1] + 1e-9 else np.inf
    return price, begins + stay[b], left, spare, 1.0 if break_ > 0 else way[RESTED]


@fast
def is_home(way: Floats, a: int, minutes: Floats, rules: Floats) -> bool:
    """Whether the shift and the break are kept on the way home from the last stop."""
    home = way[READY] + minutes[a, len(minutes) - 1]
    out = home - way[LEFT]
    if out > rules[AFTER] + 1e-9 and way[RESTED] == 0.0:
        if way[LEFT] - rules[REST] < rules[BEGINS] - 1e-9 and home + rules[REST] > rules[ENDS] + 1e-9:
            return False
        out += rules[REST]
    return home <= rules[ENDS] + 1e-9 and out <= rules[LONGEST] + 1e-9


@fast
def is_worse(one: Floats, other: Floats) -> bool:
    """Whether the other way is nowhere worse than this one."""
    return (
        other[PRICE] <= one[PRICE] + 1e-9
        and other[READY] <= one[READY] + 1e-9
        and other[LEFT] >= one[LEFT] - 1e-9
        and other[SHIFT] >= one[SHIFT] - 1e-9
        and other[RESTED] >= one[RESTED]
    )


@fast
def cheapest(km: Floats, minutes: Floats, window: Floats, stay: Floats, rules: Floats, most: int) -> Floats:
    """Stops in the best order, with when each begins; none where there is none, or too many ways."""
    stops = len(stay)
    sets = 1 << stops
    roads = (km, minutes, window, stay)
    ways = np.empty((most, 5))
    before, at, following = (
        np.full(most, -1, np.int64),
        np.full(most, stops, np.int64),
        np.full(most, -1, np.int64),
    )
    first = np.full((sets, stops + 1), -1, np.int64)
    ways[0] = 0.0
    ways[0, SHIFT] = np.inf
    first[0, stops] = 0
    count = 1
    new = np.empty(5)
    for held in range(sets - 1):
        for a in range(stops + 1):
            way = first[held, a]
            while way >= 0:
                for b in range(stops):
                    if held >> b & 1:
                        continue
                    for rested in range(2):
                        break_ = rules[REST] if rested else 0.0
                        if rested and (break_ == 0.0 or a == stops or ways[way, RESTED] > 0):
                            continue
                        new[:] = further(ways[way], a, b, break_, roads, rules)
                        if not new[PRICE] < np.inf:
                            continue
                        key = held | 1 << b
                        other, last = first[key, b], -1
                        while other >= 0 and not is_worse(new, ways[other]):
                            if is_worse(ways[other], new):  # out of the list
                                if last < 0:
                                    first[key, b] = following[other]
                                else:
                                    following[last] = following[other]
                            else:
                                last = other
                            other = following[other]
                        if other >= 0:
                            continue
                        if count == most:
                            return np.empty((0, 2))
                        ways[count] = new
                        before[count], at[count] = way, b
                        following[count] = first[key, b]
                        first[key, b] = count
                        count += 1
                way = following[way]
    best, found = np.inf, -1
    for a in range(stops):
        way = first[sets - 1, a]
        while way >= 0:
            price = ways[way, PRICE] + km[a, stops]
            if price < best and is_home(ways[way], a, minutes, rules):
                best, found = price, way
            way = following[way]
    if found < 0:
        return np.empty((0, 2))
    return told_back(found, ways, before, at, roads, rules)


@fast
def told_back(
    found: int,
    ways: Floats,
    before: NDArray[np.int64],
    at: NDArray[np.int64],
    roads: tuple[Floats, Floats, Floats, Floats],
    rules: Floats,
) -> Floats:
    """The way from its end; then its first stops begin as late as was counted on."""
    _, minutes, _, stay = roads
    stops, late = len(stay), ways[found, LEFT]
    told, breaks = np.empty((stops, 2)), np.zeros(stops)
    way = found
    for n in range(stops - 1, -1, -1):
        told[n, 0] = at[way]
        told[n, 1] = ways[way, READY] - stay[at[way]]
        breaks[n] = rules[REST] if ways[way, RESTED] > ways[before[way], RESTED] else 0.0
        way = before[way]
    shift = late - (told[0, 1] - minutes[stops, int(told[0, 0])])
    for n in range(stops):
        if shift <= 1e-9:
            break
        told[n, 1] += shift
        if n + 1 < stops:
            i, j = int(told[n, 0]), int(told[n + 1, 0])
            ready = up(told[n, 1] + stay[i] + minutes[i, j] + breaks[n + 1], rules[GRID])
            shift = max(0.0, ready - told[n + 1, 1])
    return told
