"""Which days a stop has, and where in their rounds: each stop where it is cheapest."""

import numpy as np

from busplan.planner.compiled import inner
from busplan.planner.lanes import improve, join, walk
from busplan.planner.tribe import ENOUGH, FAR, FINE, LANE, LAST, LOAD, NEXT, SIZE, TIME, Field, Tribe, shuffle


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
        old = t.pattern[i]
        saved = lifted(f, t, i)
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
def lifted(f: Field, t: Tribe, i: int) -> float:
    """What is saved without the stop: it is taken out, and the best spot of each of its days is found."""
    all_days, saved = np.int64(0), 0.0
    for p in range(f.first[i], f.first[i + 1]):
        all_days |= f.days[p]
    for d in range(t.link.shape[1]):
        if t.pattern[i] >> d & 1:
            k, a, b = t.link[LANE, d, i], t.link[LAST, d, i], t.link[NEXT, d, i]
            t.list[4, d], t.list[5, d] = a, k
            paid = t.lane[FINE, d, k]
            take_out(f, t, i, d)
            saved += f.roads[a, i] + f.roads[i, b] - f.roads[a, b] + paid - t.lane[FINE, d, k]
        if all_days >> d & 1:
            best_spot(f, t, i, d)
    return saved


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
