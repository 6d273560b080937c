"""The rounds of a day, made cheaper by moving stops within them and between them, as long as anything is.

Rounds that are too full or too long are allowed on the way, at a price that rises and falls.
"""

from busplan.planner.compiled import inner
from busplan.planner.tribe import (
    ENOUGH,
    FINE,
    LANE,
    LAST,
    LOAD,
    NEXT,
    POSITION,
    SIZE,
    TIME,
    Field,
    Floats,
    Integers,
    Tribe,
    shuffle,
)

# Whether a and b are one lane; load and minutes of each. The most of both, and what a unit beyond costs.
Lanes = tuple[bool, float, float, float, float]
Rules = tuple[float, float, float, float]
# What a stop u, or u and x after it, does with v, or v and y after it.
NOTHING, ONE, TWO, TURNED, ONE_FOR_ONE, TWO_FOR_ONE, TWO_FOR_TWO, PART_TURNED, ENDS_TURNED, ENDS = range(10)


@inner
def join(after: Integers, before: Integers, a: int, b: int) -> None:
    after[a] = b
    before[b] = a


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
def improve(f: Field, t: Tribe, d: int) -> None:  # noqa: C901 - as it says
    """Moves one or two stops within a day, and ends of rounds, as long as anything gets cheaper.

    In one piece: here the time goes, and functions that are handed arrays take half as long again.
    """
    stops = len(f.service)
    c, load, service, limits, price = f.roads, f.load, f.service, f.limits, t.price
    after, before, lane, position = t.link[NEXT, d], t.link[LAST, d], t.link[LANE, d], t.link[POSITION, d]
    laden, gone = t.upto[LOAD, d], t.upto[TIME, d]
    full, long, fined, size = t.lane[LOAD, d], t.lane[TIME, d], t.lane[FINE, d], t.lane[SIZE, d]
    changed, tested, row = t.changed[d], t.tested, t.list[0]
    rules = (limits[LOAD], limits[TIME], price[LOAD], price[TIME])
    count, most = those_there(f, t, d), int(limits[2])
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
                    v = empty_lane(size, stops)
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
                lanes = (a == b, full[a], long[a], full[b], long[b])
                spare = fined[a] + (fined[b] if a != b else 0.0) - ENOUGH
                move = NOTHING
                # One stop, or two, or two turned round, after v
                if u != y:
                    du, dv = c[p, x] - c[p, u] - c[u, x], c[v, u] + c[u, y] - c[v, y]
                    more = du + dv
                    if more < spare:
                        more = paid(lanes, rules, more, load[u], du - service[u], dv + service[u])
                        if more < spare:
                            move = ONE
                    if move == NOTHING and x < stops and x != v:
                        both = load[u] + load[x]
                        du, dv = c[p, xx] - c[p, u] - c[x, xx], c[v, u] + c[x, y] - c[v, y]
                        stay = service[u] + service[x]
                        more = du + dv
                        if more < spare:
                            more = paid(lanes, rules, more, both, du - stay - c[u, x], dv + stay + c[u, x])
                            if more < spare:
                                move = TWO
                        if move == NOTHING:
                            du -= c[u, x]
                            dv = c[v, x] + c[x, u] + c[u, y] - c[v, y]
                            more = du + dv
                            if more < spare:
                                more = paid(lanes, rules, more, both, du - stay, dv + stay)
                                if more < spare:
                                    move = TURNED
                q = before[v]
                # One for one, two for one, two for two
                if move == NOTHING and v < stops and u != q and u != y:
                    if u < v:
                        du = c[p, v] + c[v, x] - c[p, u] - c[u, x]
                        dv = c[q, u] + c[u, y] - c[q, v] - c[v, y]
                        more = du + dv
                        if more < spare:
                            less, stay = load[u] - load[v], service[u] - service[v]
                            more = paid(lanes, rules, more, less, du - stay, dv + stay)
                            if more < spare:
                                move = ONE_FOR_ONE
                    if move == NOTHING and x < stops and x != q:
                        du = c[p, v] + c[v, xx] - c[p, u] - c[x, xx]
                        dv = c[q, u] + c[x, y] - c[q, v] - c[v, y]
                        more = du + dv
                        if more < spare:
                            less = load[u] + load[x] - load[v]
                            stay = service[u] + service[x] - service[v] + c[u, x]
                            more = paid(lanes, rules, more, less, du - stay, dv + stay)
                            if more < spare:
                                move = TWO_FOR_ONE
                        yy = after[y]
                        if move == NOTHING and u < v and y < stops and y != p and x != v and v != xx:
                            du = c[p, v] + c[y, xx] - c[p, u] - c[x, xx]
                            dv = c[q, u] + c[x, yy] - c[q, v] - c[y, yy]
                            more = du + dv
                            if more < spare:
                                less = load[u] + load[x] - load[v] - load[y]
                                stay = service[u] + service[x] - service[v] - service[y]
                                stay += c[u, x] - c[v, y]
                                more = paid(lanes, rules, more, less, du - stay, dv + stay)
                                if more < spare:
                                    move = TWO_FOR_TWO
                if move == NOTHING:
                    if a == b:  # A part of the round turned round
                        if position[u] < position[v] and x != v:
                            more = c[u, v] + c[x, y] - c[u, x] - c[v, y]
                            if more < spare:
                                more += fine(full[a], long[a] + more, limits, price)
                                if more < spare:
                                    move = PART_TURNED
                    else:  # The ends of two rounds
                        more = c[u, v] + c[x, y] - c[u, x] - c[v, y]
                        if more < spare:
                            held = laden[u] + laden[v]
                            more += fine(held, gone[u] + gone[v] + c[u, v], limits, price)
                            rest = long[a] - gone[u] - c[u, x] + long[b] - gone[v] - c[v, y] + c[x, y]
                            more += fine(full[a] + full[b] - held, rest, limits, price)
                            if more < spare:
                                move = ENDS_TURNED
                        if move == NOTHING:
                            more = c[u, y] + c[v, x] - c[u, x] - c[v, y]
                            if more < spare:
                                held = laden[u] + full[b] - laden[v]
                                drive = gone[u] + long[b] - gone[v] - c[v, y] + c[u, y]
                                more += fine(held, drive, limits, price)
                                rest = gone[v] + long[a] - gone[u] - c[u, x] + c[v, x]
                                more += fine(full[a] + full[b] - held, rest, limits, price)
                                if more < spare:
                                    move = ENDS
                if move == NOTHING:
                    continue
                make(t, d, move, u, v, stops)
                moves += 1
                walk(f, t, d, a, moves)
                if a != b:
                    walk(f, t, d, b, moves)
                done = False
                j = 0
        turn += 1


@inner
def those_there(f: Field, t: Tribe, d: int) -> int:
    """How many stops that day has; they are listed in any order."""
    count = 0
    for i in range(len(f.service)):
        if t.link[LANE, d, i] >= 0:
            t.list[0, count] = i
            count += 1
            t.tested[i] = -1
    shuffle(t, t.list[0], count)
    look_around(f, t, d, count)
    return count


@inner
def empty_lane(size: Floats, stops: int) -> int:
    """Its depot; -1 where there is none."""
    for k in range(len(size)):
        if size[k] == 0:
            return stops + k
    return -1


@inner
def paid(lanes: Lanes, rules: Rules, more: float, less: float, da: float, db: float) -> float:
    """`more` with what two lanes then pay: so much load less in a and more in b, both longer by so much."""
    same, full_a, long_a, full_b, long_b = lanes
    most, longest, heavy, late = rules
    if same:
        return more + max(0.0, full_a - most) * heavy + max(0.0, long_a + more - longest) * late
    first = max(0.0, full_a - less - most) * heavy + max(0.0, long_a + da - longest) * late
    return more + first + (max(0.0, full_b + less - most) * heavy + max(0.0, long_b + db - longest) * late)


@inner
def make(t: Tribe, d: int, move: int, u: int, v: int, stops: int) -> None:
    """Joins the rings of the day anew; lanes are to be counted after it."""
    after, before = t.link[NEXT, d], t.link[LAST, d]
    p, x, q, y = before[u], after[u], before[v], after[v]
    if move == PART_TURNED:
        turn_part(t, d, u, v, stops)
        return
    if move > PART_TURNED:
        rejoin(t, d, move, u, v, stops)
        return
    xx, yy = after[x], after[y]
    if move == ONE:
        join(after, before, p, x)
        join(after, before, v, u)
        join(after, before, u, y)
    elif move == TWO:
        join(after, before, p, xx)
        join(after, before, v, u)
        join(after, before, x, y)
    elif move == TURNED:
        join(after, before, p, xx)
        join(after, before, v, x)
        join(after, before, x, u)
        join(after, before, u, y)
    elif move == ONE_FOR_ONE:
        join(after, before, p, v)
        join(after, before, v, x)
        join(after, before, q, u)
        join(after, before, u, y)
    elif move == TWO_FOR_ONE:
        join(after, before, p, v)
        join(after, before, v, xx)
        join(after, before, q, u)
        join(after, before, x, y)
    else:
        join(after, before, p, v)
        join(after, before, y, xx)
        join(after, before, q, u)
        join(after, before, x, yy)


@inner
def turn_part(t: Tribe, d: int, u: int, v: int, stops: int) -> None:
    """What comes after u, up to v, goes the other way."""
    after, a, row = t.link[NEXT, d], t.link[LANE, d, u], t.list[1]
    at, size = after[stops + a], int(t.lane[SIZE, d, a])
    low, high = t.link[POSITION, d, u], t.link[POSITION, d, v]
    for n in range(size):
        place = n if n < low or n >= high else high - 1 - (n - low)
        row[place] = at
        at = after[at]
    lay(t, d, a, row, 0, size, stops)


@inner
def rejoin(t: Tribe, d: int, move: int, u: int, v: int, stops: int) -> None:
    """Joins the parts of two rounds otherwise."""
    after, lane = t.link[NEXT, d], t.link[LANE, d]
    a, b = lane[u], lane[v]
    one, two = t.list[1], t.list[2]
    n = m = 0
    x, y = after[u], after[v]
    at = after[stops + a]
    while at != x and at < stops:
        one[n] = at
        n += 1
        at = after[at]
    if move == ENDS_TURNED:
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
