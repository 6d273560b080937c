"""Two plans in, a child of both out: long rounds, cut into lanes and made as good as can be."""

import numpy as np

from busplan.planner.compiled import inner
from busplan.planner.lanes import fine, lay, walk
from busplan.planner.patterns import complete, educate
from busplan.planner.tribe import FAR, LANE, LOAD, Field, Floats, Integers, Tribe, below, shuffle


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
    lay_out(t, d, row, count, table[: used + 1, count], cut, stops)


@inner
def lay_out(t: Tribe, d: int, row: Integers, count: int, prices: Floats, cut: Integers, stops: int) -> None:
    """The cheapest number of lanes, each from where it is cut."""
    best, lanes = 0 if count == 0 else 1, t.lane.shape[2]
    for k in range(1, len(prices)):
        if prices[k] < prices[best]:
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
    take_of_first(t, one, child, low, high)
    if days > 1:
        shuffle(t, kind[low:], days - low)
    fill_with_second(f, t, two, child, low)


@inner
def take_of_first(t: Tribe, one: int, child: int, low: int, high: int) -> None:
    """Its first days whole, its last in part. `kind` is which day is which."""
    days, kind = t.link.shape[1], t.list[4]
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
        t.ends[child, d, -1] = count


@inner
def fill_with_second(f: Field, t: Tribe, two: int, child: int, low: int) -> None:
    """Days that are not whole yet: what a stop's patterns still allow."""
    days, kind = t.link.shape[1], t.list[4]
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
