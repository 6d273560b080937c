"""Ruin and recreate over patterns, in the manner of SISR (Christiaens and Vanden Berghe, 2020), by numba.

Nothing here reads a clock or a number it was not given.

A *bay* is a day of the cycle (where visits must be alike, of one bus); it has `lanes` rounds, one a bus.
A *pattern* of a stop is the bays it is visited in, and when a visit may begin. A *group* is all rounds of
one bus and weekday: there a stop has one time for all weeks.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from busplan.planner.compiled import fast, inner

Floats = NDArray[np.float64]
Integers = NDArray[np.int32]
Records = Any  # numpy's records have no types of their own

FAR = 1e15
EARLY, LATE, AT = range(3)  # the rows of `clock`

STOP = np.dtype(
    [
        ("service", "f8"),
        ("load", "f8"),
        ("lost", "f8"),  # what leaving it out costs
        ("work", "f8"),  # visits by minutes, or load: the large ones first
        ("narrow", "f8"),  # how much time there is to begin in
        ("away", "f8"),  # from the depot
        ("first", "i8"),  # its patterns
        ("last", "i8"),
        ("pattern", "i8"),  # else -1
        ("best_pattern", "i8"),
        ("old_pattern", "i8"),
        ("is_lifted", "i8"),
        ("lifted", "i8"),  # a list of those lifted in this step, not of this stop
        ("out", "i8"),  # a list of those to be placed
        ("key", "f8"),
    ],
    align=True,
)
PATTERN = np.dtype(
    [
        ("price", "f8"),
        ("opens", "f8"),
        ("closes", "f8"),
        ("wanted", "f8"),  # today's time, else -1
        ("variant", "i8"),  # which of the windows of that weekday
        ("banned", "i8"),
    ],
    align=True,
)
ROUND = np.dtype(
    [
        ("depot", "i8"),
        ("begins", "f8"),
        ("ends", "f8"),
        ("longest", "f8"),
        ("capacity", "f8"),
        ("kind", "i8"),  # those of one bay that are alike
        ("group", "i8"),
        ("length", "i8"),
        ("loaded", "f8"),
        ("driven", "f8"),  # minutes of driving and visits
        ("rest", "i8"),  # the leg with the break, else -1
        ("stamp", "i8"),  # another number whenever what an insertion depends on changes
        ("cut", "i8"),  # the ruin that has cut it
        ("old_length", "i8"),
        ("old_loaded", "f8"),
        ("old_driven", "f8"),
        ("old_stamp", "i8"),
        ("best_length", "i8"),
        ("is_touched", "i8"),
        ("touched", "i8"),  # a list of rounds
        ("shifted", "f8"),  # of the group of this number: what minutes earlier or later than today cost
        ("is_stirred", "i8"),
        ("stirred", "i8"),  # a list of groups
    ],
    align=True,
)
KEPT = np.dtype([("stamp", "i8"), ("cost", "f8"), ("leg", "i8")], align=True)
SLOT = np.dtype([("marked", "i8"), ("price", "f8"), ("leg", "i8"), ("lane", "i8")], align=True)
RUN = np.dtype(
    [
        ("day", "f8"),
        ("minute", "f8"),
        ("uneven", "f8"),
        ("unnoticed", "f8"),
        ("grid", "f8"),
        ("rest_after", "f8"),
        ("rest", "f8"),
        ("timed", "?"),
        ("lanes", "i8"),
        ("variants", "i8"),
        ("stamp", "i8"),
        ("touched", "i8"),
        ("lifted", "i8"),
        ("stirred", "i8"),
        ("mark", "i8"),
        ("seed", "u8"),
        ("total", "f8"),
        ("best_total", "f8"),
    ],
    align=True,
)


class World(NamedTuple):
    """All of it. Few arrays of many columns: each array more makes every call dearer, and compiling too."""

    roads: Floats  # [cost or minutes, place, place]
    near: Integers  # [stop, n]: other stops, nearest first
    bays: Integers  # [pattern, n]; -1 ends a row
    members: Integers  # [group, n]: its rounds; -1 ends a row
    order: Integers  # [now, before this step or best, round, n]: stops
    where: Integers  # [stop, bay]: the round, else -1
    clock: Floats  # [early, late or at, stop]
    stops: Records
    patterns: Records
    rounds: Records
    kept: Records  # [stop, round, variant]: the cheapest leg, for one stamp of the round
    slots: Records  # [bay * variants]: where the stop that is being placed would go
    run: Records  # [1]


@inner
def chance(w: World) -> float:
    """The next number from 0 up to 1 (xorshift64*)."""
    x = w.run[0].seed
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    w.run[0].seed = x
    return float((x * np.uint64(2685821657736338717)) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@inner
def below(w: World, n: int) -> int:
    return int(chance(w) * n)


@inner
def up(minute: float, grid: float) -> float:
    return minute if grid == 0.0 else np.ceil(minute / grid - 1e-9) * grid


@inner
def down(minute: float, grid: float) -> float:
    return minute if grid == 0.0 else np.floor(minute / grid + 1e-9) * grid


@fast
def place(w: World, r: int, n: int) -> int:
    """The n-th place of a round; the depot before the first and after the last."""
    return w.order[0, r, n] if 0 <= n < w.rounds[r].length else w.rounds[r].depot


@inner
def next_stamp(w: World) -> int:
    w.run[0].stamp += 1
    return w.run[0].stamp


# ---- changing rounds, and taking it back


@inner
def touch(w: World, r: int) -> None:
    """Keeps the round as it was before this step, once."""
    if w.rounds[r].is_touched == 0:
        w.rounds[r].is_touched = 1
        w.rounds[w.run[0].touched].touched = r
        w.run[0].touched += 1
        for n in range(w.rounds[r].length):
            w.order[1, r, n] = w.order[0, r, n]
        w.rounds[r].old_length = w.rounds[r].length
        w.rounds[r].old_loaded = w.rounds[r].loaded
        w.rounds[r].old_driven = w.rounds[r].driven
        w.rounds[r].old_stamp = w.rounds[r].stamp
    w.rounds[r].stamp = next_stamp(w)
    stir(w, w.rounds[r].group)


@inner
def stir(w: World, g: int) -> None:
    if w.run[0].timed and w.rounds[g].is_stirred == 0:
        w.rounds[g].is_stirred = 1
        w.rounds[w.run[0].stirred].stirred = g
        w.run[0].stirred += 1


@inner
def keep_pattern(w: World, i: int) -> None:
    if w.stops[i].is_lifted == 0:
        w.stops[i].is_lifted = 1
        w.stops[w.run[0].lifted].lifted = i
        w.run[0].lifted += 1
        w.stops[i].old_pattern = w.stops[i].pattern


@inner
def weary(w: World, minutes: float) -> float:
    """What a day of so many minutes costs: each minute more is dearer the longer the day is."""
    return w.run[0].uneven * minutes * minutes / 120.0


@inner
def put(w: World, i: int, r: int, leg: int) -> None:
    """One visit into a round, after its first `leg` stops."""
    touch(w, r)
    a, b = place(w, r, leg - 1), place(w, r, leg)
    w.run[0].total -= weary(w, w.rounds[r].driven)
    for n in range(w.rounds[r].length, leg, -1):
        w.order[0, r, n] = w.order[0, r, n - 1]
    w.order[0, r, leg] = i
    w.run[0].total += w.roads[0, a, i] + w.roads[0, i, b]
    w.rounds[r].driven += w.roads[1, a, i] + w.roads[1, i, b] + w.stops[i].service
    if w.rounds[r].length == 0:
        w.run[0].total += w.run[0].day
    else:
        w.run[0].total -= w.roads[0, a, b]
        w.rounds[r].driven -= w.roads[1, a, b]
    w.run[0].total += weary(w, w.rounds[r].driven)
    w.rounds[r].length += 1
    w.rounds[r].loaded += w.stops[i].load


@inner
def lift(w: World, i: int, r: int) -> None:
    """One visit out of a round."""
    touch(w, r)
    leg = 0
    while w.order[0, r, leg] != i:
        leg += 1
    a, b = place(w, r, leg - 1), place(w, r, leg + 1)
    w.run[0].total -= weary(w, w.rounds[r].driven)
    w.run[0].total -= w.roads[0, a, i] + w.roads[0, i, b]
    w.rounds[r].driven -= w.roads[1, a, i] + w.roads[1, i, b] + w.stops[i].service
    for n in range(leg, w.rounds[r].length - 1):
        w.order[0, r, n] = w.order[0, r, n + 1]
    w.rounds[r].length -= 1
    w.rounds[r].loaded -= w.stops[i].load
    if w.rounds[r].length == 0:
        w.run[0].total -= w.run[0].day
        w.rounds[r].driven = 0.0
        w.rounds[r].loaded = 0.0
    else:
        w.run[0].total += w.roads[0, a, b]
        w.rounds[r].driven += w.roads[1, a, b]
    w.run[0].total += weary(w, w.rounds[r].driven)


@fast
def lift_all(w: World, i: int) -> None:
    """All visits of a stop out; it counts as left out."""
    p = w.stops[i].pattern
    if p < 0:
        return
    keep_pattern(w, i)
    for n in range(w.bays.shape[1]):
        bay = w.bays[p, n]
        if bay < 0:
            break
        lift(w, i, w.where[i, bay])
        w.where[i, bay] = -1
    w.stops[i].pattern = -1
    w.run[0].total += w.stops[i].lost - w.patterns[p].price


@inner
def take_back(w: World) -> None:
    """Undoes the step."""
    for n in range(w.run[0].lifted):
        i = w.stops[n].lifted
        place_marks(w, i, w.stops[i].pattern, -1)
        w.stops[i].pattern = w.stops[i].old_pattern
    for n in range(w.run[0].touched):
        r = w.rounds[n].touched
        w.rounds[r].length = w.rounds[r].old_length
        w.rounds[r].loaded = w.rounds[r].old_loaded
        w.rounds[r].driven = w.rounds[r].old_driven
        w.rounds[r].stamp = w.rounds[r].old_stamp
        bay = r // w.run[0].lanes
        for m in range(w.rounds[r].length):
            w.order[0, r, m] = w.order[1, r, m]
            w.where[w.order[0, r, m], bay] = r
    for n in range(w.run[0].stirred):
        settle(w, w.rounds[n].stirred)


@inner
def place_marks(w: World, i: int, p: int, value: int) -> None:
    if p >= 0:
        for n in range(w.bays.shape[1]):
            if w.bays[p, n] < 0:
                break
            w.where[i, w.bays[p, n]] = value


@fast
def forget(w: World) -> None:
    """The next step begins here."""
    for n in range(w.run[0].lifted):
        w.stops[w.stops[n].lifted].is_lifted = 0
    for n in range(w.run[0].touched):
        w.rounds[w.rounds[n].touched].is_touched = 0
    for n in range(w.run[0].stirred):
        w.rounds[w.rounds[n].stirred].is_stirred = 0
    w.run[0].lifted = w.run[0].touched = w.run[0].stirred = 0


# ---- one time for all weeks


@inner
def leg_time(w: World, r: int, n: int) -> float:
    """Minutes from the place before the n-th to the n-th, with the break if it is here."""
    a, b = place(w, r, n - 1), place(w, r, n)
    return w.roads[1, a, b] + (w.run[0].rest if w.rounds[r].rest == n else 0.0)


@fast
def leaves(w: World, r: int, n: int, times: int) -> float:
    """When the bus is ready to leave the place before the n-th."""
    return (
        w.rounds[r].begins
        if n == 0
        else w.clock[times, w.order[0, r, n - 1]] + w.stops[w.order[0, r, n - 1]].service
    )


@inner
def span(w: World, r: int, times: int) -> float:
    """Minutes from leaving the depot to being home."""
    last = w.rounds[r].length
    home = leaves(w, r, last, times) + leg_time(w, r, last)
    return home - (w.clock[times, w.order[0, r, 0]] - leg_time(w, r, 0))


@inner
def forward(w: World, g: int, times: int, latest: int) -> bool:
    """Moves times on until every leg can be driven. False where one gets too late, or weeks go in circles."""
    grid = w.run[0].grid
    for _ in range(40):
        moved = False
        for k in range(w.members.shape[1]):
            r = w.members[g, k]
            if r < 0:
                break
            for n in range(w.rounds[r].length):
                i = w.order[0, r, n]
                ready = up(leaves(w, r, n, times) + leg_time(w, r, n), grid)
                if ready > w.clock[times, i] + 1e-9:
                    w.clock[times, i] = ready
                    moved = True
                if w.clock[times, i] > w.clock[latest, i] + 1e-9:
                    return False
        if not moved:
            return True
    return False


@inner
def backward(w: World, g: int) -> None:
    """How late each visit may begin without making another impossible."""
    grid = w.run[0].grid
    moved = True
    while moved:
        moved = False
        for k in range(w.members.shape[1]):
            r = w.members[g, k]
            if r < 0:
                break
            for n in range(w.rounds[r].length - 1, -1, -1):
                i = w.order[0, r, n]
                after = (
                    w.rounds[r].ends if n == w.rounds[r].length - 1 else w.clock[LATE, w.order[0, r, n + 1]]
                )
                limit = down(after - leg_time(w, r, n + 1) - w.stops[i].service, grid)
                if limit < w.clock[LATE, i] - 1e-9:
                    w.clock[LATE, i] = limit
                    moved = True


@inner
def begin(w: World, g: int) -> None:
    for k in range(w.members.shape[1]):
        r = w.members[g, k]
        if r < 0:
            break
        for n in range(w.rounds[r].length):
            i = w.order[0, r, n]
            w.clock[EARLY, i] = up(w.patterns[w.stops[i].pattern].opens, w.run[0].grid)
            w.clock[LATE, i] = down(w.patterns[w.stops[i].pattern].closes, w.run[0].grid)


@inner
def home_in_time(w: World, r: int, times: int) -> bool:
    last = w.rounds[r].length
    home = leaves(w, r, last, times) + leg_time(w, r, last)
    return home <= w.rounds[r].ends + 1e-9 and span(w, r, times) <= w.rounds[r].longest + 1e-9


@inner
def most_idle_leg(w: World, r: int, times: int) -> int:
    """The leg with the most time to spare; of several, the one nearest the middle of the day."""
    middle = (w.clock[times, w.order[0, r, 0]] + w.clock[times, w.order[0, r, w.rounds[r].length - 1]]) / 2
    found, best = 0, -FAR
    for n in range(w.rounds[r].length + 1):
        idle, then = 0.0, leaves(w, r, n, times)
        if 0 < n < w.rounds[r].length:
            idle = min(w.run[0].rest, w.clock[times, w.order[0, r, n]] - then - leg_time(w, r, n))
        if n == 0:
            then = w.clock[times, w.order[0, r, 0]]
        value = idle - abs(then - middle) * 1e-4 - (0.5 if n == 0 or n == w.rounds[r].length else 0.0)
        if value > best:
            found, best = n, value
    return found


@inner
def longest_idle(w: World, r: int, times: int) -> float:
    """Between two visits, when the drive is over."""
    longest = 0.0
    for n in range(1, w.rounds[r].length):
        idle = w.clock[times, w.order[0, r, n]] - leaves(w, r, n, times) - leg_time(w, r, n)
        longest = max(longest, idle)
    return longest


@inner
def rests(w: World, g: int) -> bool:
    """Gives each long day a break. True where a new one was given."""
    given = False
    for k in range(w.members.shape[1]):
        r = w.members[g, k]
        if r < 0:
            break
        if w.rounds[r].length > 0 and w.rounds[r].rest < 0 and span(w, r, EARLY) > w.run[0].rest_after:
            w.rounds[r].rest = most_idle_leg(w, r, EARLY)
            given = True
    return given


@fast
def settle(w: World, g: int) -> bool:
    """Earliest, latest and wanted times of all stops of a group. False where its rounds cannot be driven."""
    for k in range(w.members.shape[1]):
        if w.members[g, k] >= 0:
            w.rounds[w.members[g, k]].rest = -1
    given = True
    while given:  # each turn gives one more round its break
        begin(w, g)
        if not forward(w, g, EARLY, LATE):
            return False
        given = rests(w, g)
    for k in range(w.members.shape[1]):
        r = w.members[g, k]
        if r >= 0 and w.rounds[r].length > 0 and not home_in_time(w, r, EARLY):
            return False
    backward(w, g)
    choose(w, g)
    return True


@inner
def choose(w: World, g: int) -> None:
    """Times as near to today's as can be: none gets later than its latest, so all stays drivable."""
    wish(w, g)
    forward(w, g, AT, LATE)
    held = True
    for k in range(w.members.shape[1]):
        r = w.members[g, k]
        if r >= 0 and w.rounds[r].length > 0:
            long = w.rounds[r].rest < 0 and span(w, r, AT) > w.run[0].rest_after
            tired = long and longest_idle(w, r, AT) < w.run[0].rest
            held = held and not tired and home_in_time(w, r, AT)
    price = 0.0
    for k in range(w.members.shape[1]):
        r = w.members[g, k]
        if r < 0:
            break
        for n in range(w.rounds[r].length):
            i = w.order[0, r, n]
            if not held:
                w.clock[AT, i] = w.clock[EARLY, i]
            wanted = w.patterns[w.stops[i].pattern].wanted
            if wanted >= 0:
                gap = max(0.0, abs(w.clock[AT, i] - wanted) - w.run[0].unnoticed)
                # Counted once for each of its weeks; so divided by them.
                price += gap * w.run[0].minute / visits(w, w.stops[i].pattern)
    w.run[0].total += price - w.rounds[g].shifted
    w.rounds[g].shifted = price


@inner
def wish(w: World, g: int) -> None:
    for k in range(w.members.shape[1]):
        r = w.members[g, k]
        if r < 0:
            break
        for n in range(w.rounds[r].length):
            i = w.order[0, r, n]
            wanted = up(w.patterns[w.stops[i].pattern].wanted, w.run[0].grid)
            w.clock[AT, i] = (
                min(max(wanted, w.clock[EARLY, i]), w.clock[LATE, i]) if wanted >= 0 else w.clock[EARLY, i]
            )


@inner
def visits(w: World, p: int) -> int:
    n = 0
    while n < w.bays.shape[1] and w.bays[p, n] >= 0:
        n += 1
    return n


@inner
def settle_all(w: World) -> bool:
    """All groups that were stirred, and new stamps for their rounds, since their times may have changed."""
    for n in range(w.run[0].stirred):
        if not settle(w, w.rounds[n].stirred):
            return False
        restamp(w, w.rounds[n].stirred)
    return True


@fast
def restamp(w: World, g: int) -> None:
    for k in range(w.members.shape[1]):
        r = w.members[g, k]
        if r >= 0:
            touch(w, r)


# ---- placing a stop


@inner
def best_leg(w: World, i: int, r: int, p: int) -> None:
    """The cheapest leg of a round for a stop, kept until the round changes."""
    v = w.patterns[p].variant
    w.kept[i, r, v].stamp = w.rounds[r].stamp
    w.kept[i, r, v].leg = -1
    w.kept[i, r, v].cost = FAR
    if w.rounds[r].loaded + w.stops[i].load > w.rounds[r].capacity + 1e-9:
        return
    best, found, timed = FAR, -1, w.run[0].timed
    uneven = w.run[0].uneven > 0
    a = w.rounds[r].depot
    last = w.rounds[r].length
    empty = last == 0
    for n in range(last + 1):
        b = w.order[0, r, n] if n < last else w.rounds[r].depot
        more = w.roads[0, a, i] + w.roads[0, i, b]
        more += w.run[0].day if empty else -w.roads[0, a, b]
        if uneven:
            more += wearier(w, i, r, a, b)
        if more < best and fits(w, i, r, n, a, b, p, timed):
            best, found = more, n
        a = b
    w.kept[i, r, v].cost = best
    w.kept[i, r, v].leg = found


@inner
def wearier(w: World, i: int, r: int, a: int, b: int) -> float:
    """How much dearer the length of the day gets."""
    now = w.rounds[r].driven
    then = now + w.roads[1, a, i] + w.roads[1, i, b] + w.stops[i].service
    if w.rounds[r].length > 0:
        then -= w.roads[1, a, b]
    return weary(w, then) - weary(w, now)


@inner
def fits(w: World, i: int, r: int, n: int, a: int, b: int, p: int, timed: bool) -> bool:
    longer = w.roads[1, a, i] + w.roads[1, i, b] + w.stops[i].service
    if w.rounds[r].length > 0:
        longer -= w.roads[1, a, b]
    if not timed:
        return w.rounds[r].driven + longer <= w.rounds[r].longest + 1e-9
    grid = w.run[0].grid
    ready = up(max(w.patterns[p].opens, leaves(w, r, n, EARLY) + w.roads[1, a, i]), grid)
    if ready > w.patterns[p].closes:
        return False
    gone = ready + w.stops[i].service + w.roads[1, i, b] + (w.run[0].rest if w.rounds[r].rest == n else 0.0)
    if n == w.rounds[r].length:
        return gone <= w.rounds[r].ends + 1e-9
    return up(gone, grid) <= w.clock[LATE, b] + 1e-9


@inner
def best_lane(w: World, i: int, bay: int, p: int, blink: float) -> None:
    """The cheapest round of a bay for a stop; now and then a round is overlooked."""
    at = bay * w.run[0].variants + w.patterns[p].variant
    w.slots[at].marked = w.run[0].mark
    w.slots[at].price = FAR
    lanes = w.run[0].lanes
    alike = -1
    for m in range(lanes):
        r = bay * lanes + m
        if w.rounds[r].length == 0:
            if w.rounds[r].kind == alike:
                continue  # the first of empty rounds that are alike speaks for all
            alike = w.rounds[r].kind
        if chance(w) < blink:
            continue
        v = w.patterns[p].variant
        if w.kept[i, r, v].stamp != w.rounds[r].stamp:
            best_leg(w, i, r, p)
        if w.kept[i, r, v].cost < w.slots[at].price:
            w.slots[at].price = w.kept[i, r, v].cost
            w.slots[at].leg = w.kept[i, r, v].leg
            w.slots[at].lane = r


@inner
def best_pattern(w: World, i: int, blink: float) -> int:
    """The cheapest pattern that is not banned, else -1."""
    best, found = FAR, -1
    for p in range(w.stops[i].first, w.stops[i].last):
        if w.patterns[p].banned == w.run[0].mark:
            continue
        price = w.patterns[p].price
        for n in range(w.bays.shape[1]):
            bay = w.bays[p, n]
            if bay < 0 or price >= best:
                break
            at = bay * w.run[0].variants + w.patterns[p].variant
            if w.slots[at].marked != w.run[0].mark:
                best_lane(w, i, bay, p, blink)
            price += w.slots[at].price
        if price < best:
            best, found = price, p
    return found


@inner
def place_at(w: World, i: int, p: int) -> bool:
    """All visits of a pattern into the rounds found. False, and nothing changed, where weeks clash."""
    keep_pattern(w, i)
    w.stops[i].pattern = p
    w.run[0].total += w.patterns[p].price - w.stops[i].lost
    for n in range(w.bays.shape[1]):
        bay = w.bays[p, n]
        if bay < 0:
            break
        at = bay * w.run[0].variants + w.patterns[p].variant
        put(w, i, w.slots[at].lane, w.slots[at].leg)
        w.where[i, bay] = w.slots[at].lane
    if not w.run[0].timed:
        return True
    g = w.rounds[w.where[i, w.bays[p, 0]]].group
    fine = settle(w, g)
    if not fine:
        lift_all(w, i)
        settle(w, g)
    restamp(w, g)
    return fine


@inner
def place_stop(w: World, i: int, blink: float) -> None:
    w.run[0].mark += 1
    for _ in range(4):
        p = best_pattern(w, i, blink)
        if p < 0 or w.patterns[p].price >= w.stops[i].lost:
            return
        if place_at(w, i, p):
            return
        w.run[0].mark += 1
        # Banned for this placing: those banned before stay so.
        for q in range(w.stops[i].first, w.stops[i].last):
            if w.patterns[q].banned == w.run[0].mark - 1:
                w.patterns[q].banned = w.run[0].mark
        w.patterns[p].banned = w.run[0].mark


@inner
def sort_out(w: World, count: int) -> None:
    """The order in which stops are placed: by chance, the large, the far or the near first."""
    way = chance(w)
    for n in range(count):
        i = w.stops[n].out
        if way < 0.35:
            w.stops[n].key = chance(w)
        elif way < 0.65:
            w.stops[n].key = -w.stops[i].work
        elif way < 0.75:
            w.stops[n].key = w.stops[i].narrow
        elif way < 0.92:
            w.stops[n].key = -w.stops[i].away
        else:
            w.stops[n].key = w.stops[i].away
    for n in range(1, count):
        i, key, m = w.stops[n].out, w.stops[n].key, n
        while m > 0 and w.stops[m - 1].key > key:
            w.stops[m].out, w.stops[m].key = w.stops[m - 1].out, w.stops[m - 1].key
            m -= 1
        w.stops[m].out, w.stops[m].key = i, key


# ---- a step


@inner
def cut_string(w: World, i: int, r: int, most: float, count: int) -> int:
    """Stops next to each other in a round, the given one among them, out of all their rounds."""
    cut = min(w.rounds[r].length, 1 + below(w, int(min(float(w.rounds[r].length), most))))
    where = 0
    while w.order[0, r, where] != i:
        where += 1
    spared = 0  # some in the middle may stay
    if cut > 1 and chance(w) < 0.5:
        while cut + spared < w.rounds[r].length and chance(w) > 0.5:
            spared += 1
    whole = cut + spared
    low = max(0, where - whole + 1)
    start = low + below(w, min(where, w.rounds[r].length - whole) - low + 1)
    gap = start + 1 + below(w, cut - 1) if spared else -1
    first = count
    for n in range(start, start + whole):
        if not (spared and gap <= n < gap + spared):
            w.stops[count].out = w.order[0, r, n]
            count += 1
    for n in range(first, count):
        lift_all(w, w.stops[n].out)
    return count


@inner
def left_out(w: World) -> int:
    """Lists the stops that have no place; how many they are."""
    count = 0
    for i in range(len(w.stops)):
        if w.stops[i].pattern < 0:
            w.stops[count].out = i
            count += 1
    return count


@inner
def longest_string(w: World) -> float:
    """How many neighbours may be taken out of one round: 0 when all rounds are empty."""
    filled, held = 0, 0
    for r in range(len(w.rounds)):
        if w.rounds[r].length > 0:
            filled += 1
            held += w.rounds[r].length
    return min(10.0, held / filled) if filled else 0.0


@inner
def ruin(w: World, mean: float) -> int:
    """Takes out some ten stops that are near each other; the number of stops to be placed."""
    count = left_out(w)
    stops, most = len(w.stops), longest_string(w)
    if most == 0:
        return count
    strings = 1 + int(chance(w) * (4.0 * mean / (1.0 + most) - 1.0))
    w.run[0].mark += 1
    seed, focus = below(w, stops), -1
    if chance(w) < 0.5 and w.stops[seed].pattern >= 0:
        p = w.stops[seed].pattern
        focus = w.bays[p, below(w, visits(w, p))]
    for n in range(-1, w.near.shape[1]):
        i = seed if n < 0 else w.near[seed, n]
        p = w.stops[i].pattern
        if p < 0:
            continue
        bay = w.bays[p, below(w, visits(w, p))]
        if focus >= 0:
            bay = focus
        r = w.where[i, bay]
        if r < 0 or w.rounds[r].cut == w.run[0].mark:
            continue
        w.rounds[r].cut = w.run[0].mark
        count = cut_string(w, i, r, most, count)
        strings -= 1
        if strings <= 0:
            break
    return count


@inner
def recreate(w: World, count: int, blink: float) -> None:
    sort_out(w, count)
    for n in range(count):
        place_stop(w, w.stops[n].out, blink)


@fast
def keep_best(w: World) -> None:
    w.run[0].best_total = w.run[0].total
    for r in range(len(w.rounds)):
        w.rounds[r].best_length = w.rounds[r].length
        for n in range(w.rounds[r].length):
            w.order[2, r, n] = w.order[0, r, n]
    for i in range(len(w.stops)):
        w.stops[i].best_pattern = w.stops[i].pattern


@fast
def anneal(w: World, steps: int, warm: float, cold: float, mean: float) -> None:
    """So many steps, from one temperature down to another."""
    heat = warm
    cooling = (cold / warm) ** (1.0 / max(1, steps))
    for _ in range(steps):
        before = w.run[0].total
        count = ruin(w, mean)
        fine = settle_all(w)
        if fine:
            recreate(w, count, 0.01)
        if fine and w.run[0].total < before - heat * np.log(chance(w) + 1e-300):
            if w.run[0].total < w.run[0].best_total - 1e-7:
                keep_best(w)
        else:
            take_back(w)
            w.run[0].total = before
        forget(w)
        heat *= cooling


@fast
def build(w: World) -> None:
    """Places all that is out, as a first plan."""
    count = left_out(w)
    recreate(w, count, 0.0)
    forget(w)
    keep_best(w)


@fast
def load(w: World, order: Integers, length: Records, pattern: Records) -> None:
    """Makes these rounds the present ones."""
    for i in range(len(w.stops)):
        place_marks(w, i, w.stops[i].pattern, -1)
        w.stops[i].pattern = pattern[i]
    w.run[0].total = 0.0
    lanes = w.run[0].lanes
    for r in range(len(w.rounds)):
        w.rounds[r].length = 0
        w.rounds[r].loaded = w.rounds[r].driven = 0.0
        w.rounds[r].stamp = next_stamp(w)  # also of one that is empty now
        for n in range(length[r]):
            put(w, order[r, n], r, n)
            w.where[order[r, n], r // lanes] = r
    for i in range(len(w.stops)):
        w.run[0].total += w.patterns[pattern[i]].price if pattern[i] >= 0 else w.stops[i].lost
    if w.run[0].timed:
        for g in range(len(w.members)):
            w.rounds[g].shifted = 0.0
            settle(w, g)
    forget(w)
