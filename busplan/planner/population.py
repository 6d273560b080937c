"""Plans crossed with each other, in the manner of HGSADC (Vidal et al., 2012), by numba.

For stops that name the days they may have, on buses that are all alike: the periodic routing problem.
All in one file, and nothing read but what is given, as in `kernel.py`.

A *node* is a stop, or the depot once for each lane; each lane of a day is a ring of nodes through its depot.
Rounds that are too full or too long are allowed on the way, at a price that rises and falls.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int32]
Longs = NDArray[np.int64]
fast = njit(cache=True, nogil=True, error_model="numpy")
# Called by other compiled functions alone: without a way in from Python it is compiled in half the time.
inner: Any = njit(cache=True, nogil=True, error_model="numpy", no_cpython_wrapper=True)  # type: ignore[call-overload]

NEXT, LAST, LANE, POSITION = range(4)  # the rows of `link`
LOAD, TIME, FINE, SIZE = range(4)  # the rows of `lane`; the first two of `upto` too
DRIVEN, HEAVY, LONG, SORT, RANK = range(5)  # the columns of `kin`
NOBODY, SOUND, SICK = range(3)  # what `SORT` says: no plan, one that keeps all limits, one that does not
FEW = 25  # plans of each sort that survive
MANY = 65  # plans of each sort at the most
CLOSE = 5  # the nearest that tell how unlike others a plan is
ELITE = 4
SEEN = 100  # births between two looks at the prices
ENOUGH = 1e-7
FAR = 1e18


class Field(NamedTuple):
    """The question."""

    roads: Floats  # [node, node]
    service: Floats  # [stop]
    load: Floats  # [stop]
    near: Integers  # [stop, n]: other stops, nearest first
    first: Integers  # [stop, and one more]: where its patterns begin
    days: Longs  # [pattern]: a bit for each day
    limits: Floats  # capacity, longest, how many others to look at, stale


class Tribe(NamedTuple):
    """A plan that is worked on, and all that live."""

    link: Integers  # [NEXT.., day, node]
    upto: Floats  # [LOAD.., day, node]: up to and with the node
    lane: Floats  # [LOAD.., day, lane]
    changed: Longs  # [day, lane]: by which move
    tested: Longs  # [node]
    pattern: Longs  # [stop]: its days, as bits
    close: Integers  # [stop, n]: near, and there on that day
    list: Integers  # [some, node]: room to work in
    best: Floats  # [day]: room to work in
    spot: Integers  # [2, day]: room to work in
    order: Integers  # [plan, day, n]: stops; the last plan is the best ever, the one before a child
    ends: Integers  # [plan, day, lane]: where the lane ends in that order
    held: Longs  # [plan, stop]: its days, as bits
    kin: Floats  # [plan, DRIVEN..]
    gap: Floats  # [plan, plan]: how unlike they are
    price: Floats  # of a unit of load, of a minute
    tally: Longs  # births, sound in load, sound in time, since the best was found
    seed: NDArray[np.uint64]


@inner
def chance(t: Tribe) -> float:
    """The next number from 0 up to 1 (xorshift64*)."""
    x = t.seed[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    t.seed[0] = x
    return float((x * np.uint64(2685821657736338717)) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@inner
def below(t: Tribe, n: int) -> int:
    return int(chance(t) * n)


@inner
def shuffle(t: Tribe, row: Integers, count: int) -> None:
    for n in range(count - 1, 0, -1):
        m = below(t, n + 1)
        row[n], row[m] = row[m], row[n]


@inner
def join(after: Integers, before: Integers, a: int, b: int) -> None:
    after[a] = b
    before[b] = a


# ---- rounds


@inner
def walk(f: Field, t: Tribe, d: int, k: int, move: int) -> None:
    """Counts a lane anew."""
    stops = len(f.service)
    after, lane, position = t.link[NEXT, d], t.link[LANE, d], t.link[POSITION, d]
    laden, gone = t.upto[LOAD, d], t.upto[TIME, d]
    at, load, time, size = stops + k, 0.0, 0.0, 0
    lane[at] = k
    position[at] = 0
    laden[at] = gone[at] = 0.0
    while True:
        b = after[at]
        time += f.roads[at, b]
        if b >= stops:
            break
        load += f.load[b]
        time += f.service[b]
        size += 1
        lane[b] = k
        position[b] = size
        laden[b], gone[b] = load, time
        at = b
    t.lane[LOAD, d, k] = load
    t.lane[TIME, d, k] = time
    t.lane[SIZE, d, k] = size
    t.lane[FINE, d, k] = fine(load, time, f.limits, t.price)
    t.changed[d, k] = move


@inner
def fine(load: float, time: float, limits: Floats, price: Floats) -> float:
    """What a lane pays for being too full or too long."""
    return max(0.0, load - limits[LOAD]) * price[LOAD] + max(0.0, time - limits[TIME]) * price[TIME]


@inner
def lay(t: Tribe, d: int, k: int, row: Integers, start: int, end: int, stops: int) -> None:
    """Makes these stops a lane."""
    at = stops + k
    for n in range(start, end):
        join(t.link[NEXT, d], t.link[LAST, d], at, row[n])
        at = row[n]
    join(t.link[NEXT, d], t.link[LAST, d], at, stops + k)


@inner
def look_around(f: Field, t: Tribe, d: int, count: int) -> None:
    """The nearest of those that are there on that day."""
    lane, most = t.link[LANE, d], int(f.limits[2])
    for n in range(count):
        i, found = t.list[0, n], 0
        for m in range(f.near.shape[1]):
            if lane[f.near[i, m]] >= 0:
                t.close[i, found] = f.near[i, m]
                found += 1
                if found == most:
                    break
        if found < most:
            t.close[i, found] = -1


@inner
def improve(f: Field, t: Tribe, d: int) -> None:
    """Moves one or two stops within a day, and ends of rounds, as long as anything gets cheaper."""
    stops, lanes = len(f.service), t.lane.shape[2]
    c, load, service, limits, price = f.roads, f.load, f.service, f.limits, t.price
    after, before, lane, position = t.link[NEXT, d], t.link[LAST, d], t.link[LANE, d], t.link[POSITION, d]
    laden, gone = t.upto[LOAD, d], t.upto[TIME, d]
    full, long, fined, size = t.lane[LOAD, d], t.lane[TIME, d], t.lane[FINE, d], t.lane[SIZE, d]
    changed, tested, row = t.changed[d], t.tested, t.list[0]
    count, most = 0, int(limits[2])
    for i in range(stops):
        if lane[i] >= 0:
            row[count] = i
            count += 1
            tested[i] = -1
    shuffle(t, row, count)
    look_around(f, t, d, count)
    changed[:] = 0
    moves, turn, done = 0, 0, False
    while not done:
        done = turn > 0
        for m in range(count):
            u = row[m]
            then = tested[u]
            tested[u] = moves
            j = 0
            while j <= 2 * most:
                if j == 2 * most:  # a lane that is empty, at last
                    j += 1
                    if turn == 0:
                        break
                    v = -1
                    for k in range(lanes):
                        if size[k] == 0:
                            v = stops + k
                            break
                    if v < 0 or (turn > 1 and changed[lane[u]] <= then):
                        break
                else:
                    v = t.close[u, j >> 1]
                    if v < 0:
                        j = 2 * most
                        continue
                    other = j & 1
                    j += 1
                    if turn > 0 and max(changed[lane[u]], changed[lane[v]]) <= then:
                        j += 1 - other
                        continue
                    if other:
                        v = before[v]
                        if v < stops:
                            continue
                p, x, y = before[u], after[u], after[v]
                a, b = lane[u], lane[v]
                xx = after[x]
                spare = fined[a] + (fined[b] if a != b else 0.0) - ENOUGH
                kind = 0
                # 1 to 3: one stop, or two, or two turned round, after v
                if u != y:
                    du, dv = c[p, x] - c[p, u] - c[u, x], c[v, u] + c[u, y] - c[v, y]
                    more = du + dv
                    if more < spare:
                        if a == b:
                            more += fine(full[a], long[a] + more, limits, price)
                        else:
                            more += fine(full[a] - load[u], long[a] + du - service[u], limits, price)
                            more += fine(full[b] + load[u], long[b] + dv + service[u], limits, price)
                        if more < spare:
                            kind = 1
                    if kind == 0 and x < stops and x != v:
                        both = load[u] + load[x]
                        du, dv = c[p, xx] - c[p, u] - c[x, xx], c[v, u] + c[x, y] - c[v, y]
                        stay = service[u] + service[x]
                        more = du + dv
                        if more < spare:
                            if a == b:
                                more += fine(full[a], long[a] + more, limits, price)
                            else:
                                more += fine(full[a] - both, long[a] + du - stay - c[u, x], limits, price)
                                more += fine(full[b] + both, long[b] + dv + stay + c[u, x], limits, price)
                            if more < spare:
                                kind = 2
                        if kind == 0:
                            du -= c[u, x]
                            dv = c[v, x] + c[x, u] + c[u, y] - c[v, y]
                            more = du + dv
                            if more < spare:
                                if a == b:
                                    more += fine(full[a], long[a] + more, limits, price)
                                else:
                                    more += fine(full[a] - both, long[a] + du - stay, limits, price)
                                    more += fine(full[b] + both, long[b] + dv + stay, limits, price)
                                if more < spare:
                                    kind = 3
                q = before[v]
                # 4 to 6: one for one, two for one, two for two
                if kind == 0 and v < stops and u != q and u != y:
                    if u < v:
                        du = c[p, v] + c[v, x] - c[p, u] - c[u, x]
                        dv = c[q, u] + c[u, y] - c[q, v] - c[v, y]
                        more = du + dv
                        if more < spare:
                            if a == b:
                                more += fine(full[a], long[a] + more, limits, price)
                            else:
                                less, stay = load[u] - load[v], service[u] - service[v]
                                more += fine(full[a] - less, long[a] + du - stay, limits, price)
                                more += fine(full[b] + less, long[b] + dv + stay, limits, price)
                            if more < spare:
                                kind = 4
                    if kind == 0 and x < stops and x != q:
                        du = c[p, v] + c[v, xx] - c[p, u] - c[x, xx]
                        dv = c[q, u] + c[x, y] - c[q, v] - c[v, y]
                        more = du + dv
                        if more < spare:
                            if a == b:
                                more += fine(full[a], long[a] + more, limits, price)
                            else:
                                less = load[u] + load[x] - load[v]
                                stay = service[u] + service[x] - service[v] + c[u, x]
                                more += fine(full[a] - less, long[a] + du - stay, limits, price)
                                more += fine(full[b] + less, long[b] + dv + stay, limits, price)
                            if more < spare:
                                kind = 5
                        yy = after[y]
                        if kind == 0 and u < v and y < stops and y != p and x != v and v != xx:
                            du = c[p, v] + c[y, xx] - c[p, u] - c[x, xx]
                            dv = c[q, u] + c[x, yy] - c[q, v] - c[y, yy]
                            more = du + dv
                            if more < spare:
                                if a == b:
                                    more += fine(full[a], long[a] + more, limits, price)
                                else:
                                    less = load[u] + load[x] - load[v] - load[y]
                                    stay = service[u] + service[x] - service[v] - service[y]
                                    stay += c[u, x] - c[v, y]
                                    more += fine(full[a] - less, long[a] + du - stay, limits, price)
                                    more += fine(full[b] + less, long[b] + dv + stay, limits, price)
                                if more < spare:
                                    kind = 6
                if kind == 0:
                    if a == b:  # 7: a part of the round turned round
                        if position[u] < position[v] and x != v:
                            more = c[u, v] + c[x, y] - c[u, x] - c[v, y]
                            if more < spare:
                                more += fine(full[a], long[a] + more, limits, price)
                                if more < spare:
                                    kind = 7
                    else:  # 8 and 9: the ends of two rounds
                        more = c[u, v] + c[x, y] - c[u, x] - c[v, y]
                        if more < spare:
                            held = laden[u] + laden[v]
                            more += fine(held, gone[u] + gone[v] + c[u, v], limits, price)
                            rest = long[a] - gone[u] - c[u, x] + long[b] - gone[v] - c[v, y] + c[x, y]
                            more += fine(full[a] + full[b] - held, rest, limits, price)
                            if more < spare:
                                kind = 8
                        if kind == 0:
                            more = c[u, y] + c[v, x] - c[u, x] - c[v, y]
                            if more < spare:
                                held = laden[u] + full[b] - laden[v]
                                drive = gone[u] + long[b] - gone[v] - c[v, y] + c[u, y]
                                more += fine(held, drive, limits, price)
                                rest = gone[v] + long[a] - gone[u] - c[u, x] + c[v, x]
                                more += fine(full[a] + full[b] - held, rest, limits, price)
                                if more < spare:
                                    kind = 9
                if kind == 0:
                    continue
                if kind == 1:
                    join(after, before, p, x)
                    join(after, before, v, u)
                    join(after, before, u, y)
                elif kind == 2:
                    join(after, before, p, xx)
                    join(after, before, v, u)
                    join(after, before, x, y)
                elif kind == 3:
                    join(after, before, p, xx)
                    join(after, before, v, x)
                    join(after, before, x, u)
                    join(after, before, u, y)
                elif kind == 4:
                    join(after, before, p, v)
                    join(after, before, v, x)
                    join(after, before, q, u)
                    join(after, before, u, y)
                elif kind == 5:
                    join(after, before, p, v)
                    join(after, before, v, xx)
                    join(after, before, q, u)
                    join(after, before, x, y)
                elif kind == 6:
                    yy = after[y]
                    join(after, before, p, v)
                    join(after, before, y, xx)
                    join(after, before, q, u)
                    join(after, before, x, yy)
                else:
                    rejoin(t, d, kind, u, v, stops)
                moves += 1
                walk(f, t, d, a, moves)
                if a != b:
                    walk(f, t, d, b, moves)
                done = False
                j = 0
        turn += 1


@inner
def rejoin(t: Tribe, d: int, kind: int, u: int, v: int, stops: int) -> None:
    """Turns a part of a round round (7), or joins the parts of two rounds otherwise (8, 9)."""
    after, lane = t.link[NEXT, d], t.link[LANE, d]
    a, b = lane[u], lane[v]
    one, two = t.list[1], t.list[2]
    n = m = 0
    if kind == 7:
        at, size = after[stops + a], int(t.lane[SIZE, d, a])
        low, high = t.link[POSITION, d, u], t.link[POSITION, d, v]  # the parts after low up to high turn
        for n in range(size):
            place = n if n < low or n >= high else high - 1 - (n - low)
            one[place] = at
            at = after[at]
        lay(t, d, a, one, 0, size, stops)
        return
    x, y = after[u], after[v]
    at = after[stops + a]
    while at != x and at < stops:
        one[n] = at
        n += 1
        at = after[at]
    if kind == 8:
        at = v
        while at < stops:
            one[n] = at
            n += 1
            at = t.link[LAST, d, at]
        at = t.link[LAST, d, stops + a]
        while at != u and at < stops:
            two[m] = at
            m += 1
            at = t.link[LAST, d, at]
        at = y
        while at < stops:
            two[m] = at
            m += 1
            at = after[at]
    else:
        at = y
        while at < stops:
            one[n] = at
            n += 1
            at = after[at]
        at = after[stops + b]
        while at != y and at < stops:
            two[m] = at
            m += 1
            at = after[at]
        at = x
        while at < stops:
            two[m] = at
            m += 1
            at = after[at]
    lay(t, d, a, one, 0, n, stops)
    lay(t, d, b, two, 0, m, stops)


# ---- days


@inner
def best_spot(f: Field, t: Tribe, i: int, d: int) -> None:
    """The cheapest place for a stop on a day: what it costs, after which node, in which lane."""
    stops, c = len(f.service), f.roads
    after = t.link[NEXT, d]
    best, found, there, tried = FAR, -1, -1, False
    for k in range(t.lane.shape[2]):
        if t.lane[SIZE, d, k] == 0:
            if tried:
                continue
            tried = True
        paid = t.lane[FINE, d, k]
        heavy = max(0.0, t.lane[LOAD, d, k] + f.load[i] - f.limits[LOAD]) * t.price[LOAD]
        if heavy - paid >= best:
            continue
        least, where, a = FAR, -1, stops + k
        while True:
            b = after[a]
            more = c[a, i] + c[i, b] - c[a, b]
            if more < least:
                least, where = more, a
            if b >= stops:
                break
            a = b
        late = t.lane[TIME, d, k] + least + f.service[i] - f.limits[TIME]
        least += heavy + max(0.0, late) * t.price[TIME] - paid
        if least < best:
            best, found, there = least, where, k
    t.best[d] = best
    t.spot[0, d] = found
    t.spot[1, d] = there


@inner
def put_in(f: Field, t: Tribe, i: int, d: int, a: int, k: int) -> None:
    b = t.link[NEXT, d, a]
    join(t.link[NEXT, d], t.link[LAST, d], a, i)
    join(t.link[NEXT, d], t.link[LAST, d], i, b)
    walk(f, t, d, k, 0)


@inner
def take_out(f: Field, t: Tribe, i: int, d: int) -> None:
    k = t.link[LANE, d, i]
    join(t.link[NEXT, d], t.link[LAST, d], t.link[LAST, d, i], t.link[NEXT, d, i])
    t.link[LANE, d, i] = -1
    walk(f, t, d, k, 0)


@inner
def cheapest_days(f: Field, t: Tribe, i: int, held: int) -> int:
    """Which pattern is cheapest, of those with all days that are held already; its days."""
    best, found = FAR, np.int64(0)
    for p in range(f.first[i], f.first[i + 1]):
        days = f.days[p]
        if days & held != held:
            continue
        price = 0.0
        for d in range(t.link.shape[1]):
            if (days & ~held) >> d & 1:
                price += t.best[d]
        if price < best:
            best, found = price, days
    return int(found)


@inner
def reassign(f: Field, t: Tribe) -> int:
    """Gives each stop its cheapest days and places; the days that have changed."""
    stops, days = len(f.service), t.link.shape[1]
    row, stirred = t.list[3], np.int64(0)
    for i in range(stops):
        row[i] = i
    shuffle(t, row, stops)
    for n in range(stops):
        i = row[n]
        if f.first[i + 1] - f.first[i] < 2:
            continue
        old, all_days, saved = t.pattern[i], np.int64(0), 0.0
        for p in range(f.first[i], f.first[i + 1]):
            all_days |= f.days[p]
        for d in range(days):
            if old >> d & 1:
                k, a, b = t.link[LANE, d, i], t.link[LAST, d, i], t.link[NEXT, d, i]
                t.list[4, d], t.list[5, d] = a, k
                paid = t.lane[FINE, d, k]
                take_out(f, t, i, d)
                saved += f.roads[a, i] + f.roads[i, b] - f.roads[a, b] + paid - t.lane[FINE, d, k]
            if all_days >> d & 1:
                best_spot(f, t, i, d)
        new = cheapest_days(f, t, i, 0)
        price = 0.0
        for d in range(days):
            if new >> d & 1:
                price += t.best[d]
        better = price < saved - ENOUGH
        t.pattern[i] = new if better else old
        for d in range(days):
            if t.pattern[i] >> d & 1:
                if better:
                    put_in(f, t, i, d, t.spot[0, d], t.spot[1, d])
                else:
                    put_in(f, t, i, d, t.list[4, d], t.list[5, d])
        if better:
            stirred |= new | old
    return int(stirred)


@inner
def complete(f: Field, t: Tribe) -> None:
    """Adds the visits that a child lacks, each where it is cheapest."""
    stops, days = len(f.service), t.link.shape[1]
    row = t.list[3]
    for i in range(stops):
        row[i] = i
    shuffle(t, row, stops)
    for n in range(stops):
        i = row[n]
        held, whole = t.pattern[i], False
        for p in range(f.first[i], f.first[i + 1]):
            whole = whole or f.days[p] == held
        if whole:
            continue
        for d in range(days):
            if not held >> d & 1:
                best_spot(f, t, i, d)
        t.pattern[i] = cheapest_days(f, t, i, held)
        for d in range(days):
            if (t.pattern[i] & ~held) >> d & 1:
                put_in(f, t, i, d, t.spot[0, d], t.spot[1, d])


@inner
def educate(f: Field, t: Tribe) -> None:
    days = t.link.shape[1]
    stirred = (np.int64(1) << days) - 1
    for _ in range(4):
        for d in range(days):
            if stirred >> d & 1:
                improve(f, t, d)
        if days == 1:
            return
        stirred = reassign(f, t)
        if stirred == 0:
            return
    for d in range(days):
        if stirred >> d & 1:
            improve(f, t, d)


# ---- a child


@inner
def split(f: Field, t: Tribe, d: int, row: Integers, count: int, table: Floats, cut: Integers) -> None:
    """Cuts one long round into the cheapest lanes (Bellman)."""
    stops, lanes, c = len(f.service), t.lane.shape[2], f.roads
    table[:, : count + 1] = FAR
    table[0, 0] = 0.0
    used = 0
    for k in range(lanes):
        used = k + 1
        for i in range(count):
            if table[k, i] >= FAR:
                continue
            load, time = 0.0, 0.0
            for j in range(i, count):
                b = row[j]
                load += f.load[b]
                time += f.service[b] + (c[stops, b] if j == i else c[row[j - 1], b])
                if load > 1.5 * f.limits[LOAD] and j > i and k < lanes - 1:
                    break
                whole = time + c[b, stops]
                price = table[k, i] + whole + fine(load, whole, f.limits, t.price)
                if price < table[k + 1, j + 1]:
                    table[k + 1, j + 1] = price
                    cut[k + 1, j + 1] = i
    best = 0 if count == 0 else 1
    for k in range(1, used + 1):
        if table[k, count] < table[best, count]:
            best = k
    end = count
    for k in range(lanes - 1, -1, -1):
        start = end
        if k < best:
            start = cut[k + 1, end]
        lay(t, d, k, row, start, end, stops)
        end = start


@inner
def cross(f: Field, t: Tribe, one: int, two: int, child: int) -> None:
    """Whole days of one plan, whole days of another, and days of both; each stop as its patterns allow."""
    days = t.link.shape[1]
    kind = t.list[4]
    for d in range(days):
        kind[d] = d
    shuffle(t, kind, days)
    low, high = below(t, days + 1), below(t, days + 1)
    low, high = min(low, high), max(low, high)
    if days == 1:
        low = high = 0
    t.pattern[:] = 0
    for n in range(days):
        d = kind[n]
        count = 0
        size = t.ends[one, d, -1]
        if n < low:
            for m in range(size):
                i = t.order[one, d, m]
                t.order[child, d, m] = i
                t.pattern[i] |= np.int64(1) << d
            count = size
        elif n >= high and size > 0:
            start, length = below(t, size), 1 + below(t, size)
            for m in range(start, start + length):
                i = t.order[one, d, m % size]
                t.order[child, d, count] = i
                t.pattern[i] |= np.int64(1) << d
                count += 1
            t.list[5, d] = start + length
        t.ends[child, d, -1] = count
    if days > 1:
        shuffle(t, kind[low:], days - low)
    for n in range(low, days):
        d = kind[n]
        size, count = t.ends[two, d, -1], t.ends[child, d, -1]
        start = 0
        if size > 0 and count > 0:  # goes on after the stop where the part of the first ends
            tail = t.order[child, d, count - 1]
            for m in range(size):
                if t.order[two, d, m] == tail:
                    start = m + 1
        for m in range(start, start + size):
            i = t.order[two, d, m % size]
            if t.pattern[i] >> d & 1:
                continue
            wanted = t.pattern[i] | np.int64(1) << d
            for p in range(f.first[i], f.first[i + 1]):
                if f.days[p] & wanted == wanted:
                    t.order[child, d, count] = i
                    count += 1
                    t.pattern[i] = wanted
                    break
        t.ends[child, d, -1] = count


@inner
def anything(f: Field, t: Tribe, child: int) -> None:
    """Stops in any order on any of their days."""
    stops, days = len(f.service), t.link.shape[1]
    row = t.list[3]
    for i in range(stops):
        row[i] = i
        t.pattern[i] = f.days[f.first[i] + below(t, f.first[i + 1] - f.first[i])]
    for d in range(days):
        shuffle(t, row, stops)
        count = 0
        for n in range(stops):
            if t.pattern[row[n]] >> d & 1:
                t.order[child, d, count] = row[n]
                count += 1
        t.ends[child, d, -1] = count


@inner
def born(f: Field, t: Tribe, child: int, table: Floats, cut: Integers) -> None:
    """A child's long rounds into a plan, made as good as can be."""
    for d in range(t.link.shape[1]):
        t.link[LANE, d] = -1
        split(f, t, d, t.order[child, d], t.ends[child, d, -1], table, cut)
        for k in range(t.lane.shape[2]):
            walk(f, t, d, k, 0)
    complete(f, t)
    educate(f, t)


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
            best, found = FAR, -1
            for k in range(lanes):
                if used[k] == 0:
                    head = after[stops + k]
                    far = f.roads[at, head] if head < stops else FAR / 2
                    if n == 0:
                        far = chance(t) if head < stops else FAR / 2
                    if far < best:
                        best, found = far, k
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


# ---- all that live


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
