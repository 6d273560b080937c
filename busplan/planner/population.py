"""Plans crossed with each other, in the manner of HGSADC (Vidal et al., 2012), compiled.

For stops that name the days they may have, on buses that are all alike: the periodic routing problem. Nothing
is read but what is given, as in `kernel.py`.
"""

import numpy as np

from busplan.planner.child import anything, born, cross
from busplan.planner.compiled import fast, inner
from busplan.planner.lanes import fine, lay, walk
from busplan.planner.patterns import educate
from busplan.planner.tribe import (
    DRIVEN,
    FAR,
    FINE,
    HEAVY,
    LANE,
    LOAD,
    LONG,
    NEXT,
    RANK,
    SORT,
    TIME,
    Field,
    Floats,
    Integers,
    Longs,
    Tribe,
    below,
    chance,
)

NOBODY, SOUND, SICK = range(3)  # what `SORT` says: no plan, one that keeps all limits, one that does not
FEW = 25  # plans of each sort that survive
MANY = 65  # plans of each sort at the most
CLOSE = 5  # the nearest that tell how unlike others a plan is
ELITE = 4
SEEN = 100  # births between two looks at the prices


@fast
def enter(f: Field, t: Tribe, child: int, held: Longs) -> None:
    """A plan made by others, as it lies in the child's place, and its stops' days: joins the living."""
    t.pattern[:] = held
    for d in range(t.link.shape[1]):
        t.link[LANE, d] = -1
        start = 0
        for k in range(t.lane.shape[2]):
            lay(t, d, k, t.order[child, d], start, t.ends[child, d, k], len(f.service))
            start = t.ends[child, d, k]
            walk(f, t, d, k, 0)
    educate(f, t)
    write(f, t, child)
    settle_in(t, child)


@inner
def fines_again(f: Field, t: Tribe) -> None:
    for d in range(t.link.shape[1]):
        for k in range(t.lane.shape[2]):
            t.lane[FINE, d, k] = fine(t.lane[LOAD, d, k], t.lane[TIME, d, k], f.limits, t.price)


@inner
def next_lane(f: Field, t: Tribe, d: int, at: int, first: bool) -> int:
    """Of those not used yet, the one that begins nearest; the first is any; empty ones come last."""
    stops, used = len(f.service), t.list[4]
    best, found = FAR, -1
    for k in range(t.lane.shape[2]):
        if used[k] == 0:
            head, far = t.link[NEXT, d, stops + k], FAR / 2
            if head < stops:
                far = chance(t) if first else f.roads[at, head]
            if far < best:
                best, found = far, k
    return found


@inner
def write(f: Field, t: Tribe, plan: int) -> None:
    """Keeps the plan that is worked on; lanes that begin near where another ends come after it."""
    stops, days, lanes = len(f.service), t.link.shape[1], t.lane.shape[2]
    driven = heavy = late = 0.0
    for d in range(days):
        after = t.link[NEXT, d]
        used = t.list[4]
        used[:lanes] = 0
        count, at = 0, stops
        for n in range(lanes):
            found = next_lane(f, t, d, at, n == 0)
            used[found] = 1
            b = after[stops + found]
            while b < stops:
                t.order[plan, d, count] = b
                count += 1
                at = b
                b = after[b]
            t.ends[plan, d, n] = count
            driven += t.lane[TIME, d, found]
            heavy += max(0.0, t.lane[LOAD, d, found] - f.limits[LOAD])
            late += max(0.0, t.lane[TIME, d, found] - f.limits[TIME])
    for i in range(stops):
        t.held[plan, i] = t.pattern[i]
        for d in range(days):
            if t.pattern[i] >> d & 1:
                driven -= f.service[i]
    t.kin[plan, DRIVEN] = driven
    t.kin[plan, HEAVY] = heavy
    t.kin[plan, LONG] = late
    t.kin[plan, SORT] = SOUND if heavy < 1e-6 and late < 1e-6 else SICK


@inner
def cost(t: Tribe, plan: int) -> float:
    return t.kin[plan, DRIVEN] + t.kin[plan, HEAVY] * t.price[LOAD] + t.kin[plan, LONG] * t.price[TIME]


@inner
def unlike(t: Tribe, one: int, two: int) -> float:
    """Share of stops with other days, and of visits followed by another."""
    stops, days = t.held.shape[1], t.link.shape[1]
    other = 0
    for i in range(stops):
        other += t.held[one, i] != t.held[two, i]
    follows, broken, visits = t.list[6], 0, 0
    for d in range(days):
        follows[:stops] = -1
        size = t.ends[one, d, -1]
        k = 0
        for n in range(size):
            while t.ends[one, d, k] <= n:
                k += 1
            end = n + 1 == t.ends[one, d, k]
            follows[t.order[one, d, n]] = stops if end else t.order[one, d, n + 1]
        size = t.ends[two, d, -1]
        k = 0
        for n in range(size):
            while t.ends[two, d, k] <= n:
                k += 1
            i = t.order[two, d, n]
            b = stops if n + 1 == t.ends[two, d, k] else t.order[two, d, n + 1]
            visits += 1
            same = follows[i] == b or (b < stops and follows[b] == i)
            broken += not same
    return other / stops + broken / max(1, visits)


@fast
def settle_in(t: Tribe, child: int) -> None:
    """A place among the living; too many, and the worst and the too like go."""
    places = len(t.kin) - 2
    free = 0
    while t.kin[free, SORT] != NOBODY:
        free += 1
    t.order[free] = t.order[child]
    t.ends[free] = t.ends[child]
    t.held[free] = t.held[child]
    t.kin[free] = t.kin[child]
    sort, count = t.kin[child, SORT], 0
    for n in range(places):
        if n != free and t.kin[n, SORT] == sort:
            t.gap[n, free] = t.gap[free, n] = unlike(t, n, free)
        count += t.kin[n, SORT] == sort
    if count >= MANY:
        while count > FEW:
            rank(t, sort)
            worst, found = -1.0, -1
            for n in range(places):
                if t.kin[n, SORT] == sort and t.kin[n, RANK] > worst:
                    worst, found = t.kin[n, RANK], n
            t.kin[found, SORT] = NOBODY
            count -= 1
    rank(t, sort)
    if t.kin[child, SORT] == SOUND and t.kin[child, DRIVEN] < t.kin[-1, DRIVEN] - 1e-6:
        t.order[-1] = t.order[child]
        t.ends[-1] = t.ends[child]
        t.held[-1] = t.held[child]
        t.kin[-1] = t.kin[child]
        t.tally[3] = 0


@inner
def rank(t: Tribe, sort: float) -> None:
    """By cost, and by how unlike the nearest others; a twin is worse than all."""
    places = len(t.kin) - 2
    count = 0
    for n in range(places):
        if t.kin[n, SORT] == sort:
            t.list[4, count] = n
            count += 1
    costs, apart, nearest = np.empty(count), np.empty(count), np.empty(CLOSE)
    for n in range(count):
        i = t.list[4, n]
        costs[n] = cost(t, i)
        nearest[:] = FAR
        for m in range(count):
            if m != n:
                far = t.gap[i, t.list[4, m]]
                at = CLOSE - 1
                if far < nearest[at]:
                    while at > 0 and nearest[at - 1] > far:
                        nearest[at] = nearest[at - 1]
                        at -= 1
                    nearest[at] = far
        close = min(CLOSE, count - 1)
        apart[n] = nearest[:close].mean() if close > 0 else 0.0
        t.kin[i, RANK] = 10.0 if close > 0 and nearest[0] < 1e-9 else 0.0
    by_cost, by_unlike = np.argsort(costs), np.argsort(-apart)
    share = 1.0 - min(ELITE, count) / count
    for n in range(count):
        # The cheapest is never a twin too many: the other of the two is.
        i = t.list[4, by_cost[n]]
        if n == 0:
            t.kin[i, RANK] = 0.0
        t.kin[i, RANK] += n / count
        t.kin[t.list[4, by_unlike[n]], RANK] += share * n / count


@inner
def parent(t: Tribe) -> int:
    """The better of two."""
    places, count = len(t.kin) - 2, 0
    for n in range(places):
        if t.kin[n, SORT] != NOBODY:
            t.list[4, count] = n
            count += 1
    one, two = t.list[4, below(t, count)], t.list[4, below(t, count)]
    return one if t.kin[one, RANK] < t.kin[two, RANK] else two


@inner
def count_living(t: Tribe) -> int:
    return int((t.kin[:-2, SORT] != NOBODY).sum())


@inner
def adapt(t: Tribe) -> None:
    """Dearer limits where too few plans keep them."""
    for n in range(2):
        share = t.tally[1 + n] / SEEN
        if share < 0.2:
            t.price[n] = min(1e5, t.price[n] * 1.2)
        elif share > 0.3:
            t.price[n] = max(0.05, t.price[n] * 0.85)
    t.tally[1] = t.tally[2] = 0
    rank(t, SICK)


@fast
def evolve(f: Field, t: Tribe, births: int, first: int, table: Floats, cut: Integers) -> None:
    """So many children; the first ones of nobody."""
    child = len(t.kin) - 2
    for _ in range(births):
        if t.tally[3] > f.limits[3]:  # stale: all but the best ever begin anew
            t.kin[:-1, SORT] = NOBODY
            t.tally[3] = 0
            t.tally[4] = 0
        if t.tally[4] < first:
            anything(f, t, child)
        else:
            one = two = parent(t)
            for _ in range(8):
                two = parent(t)
                if two != one:
                    break
            cross(f, t, one, two, child)
        t.tally[4] += 1
        t.tally[3] += 1
        t.tally[0] += 1
        born(f, t, child, table, cut)
        write(f, t, child)
        t.tally[1] += t.kin[child, HEAVY] < 1e-6
        t.tally[2] += t.kin[child, LONG] < 1e-6
        settle_in(t, child)
        if t.kin[child, SORT] == SICK and chance(t) < 0.5:
            t.price[:] *= 10.0
            fines_again(f, t)
            educate(f, t)
            t.price[:] /= 10.0
            write(f, t, child)
            if t.kin[child, SORT] == SOUND:
                settle_in(t, child)
        if t.tally[0] % SEEN == 0:
            adapt(t)
