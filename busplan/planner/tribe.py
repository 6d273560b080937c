"""What plans are crossed by, as arrays: the question, and all plans that live.

A *node* is a stop, or the depot once for each lane; each lane of a day is a ring of nodes through its depot.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from busplan.planner.compiled import inner

Floats = NDArray[np.float64]
Integers = NDArray[np.int32]
Longs = NDArray[np.int64]

NEXT, LAST, LANE, POSITION = range(4)  # the rows of `link`
LOAD, TIME, FINE, SIZE = range(4)  # the rows of `lane`; the first two of `upto` too
DRIVEN, HEAVY, LONG, SORT, RANK = range(5)  # the columns of `kin`
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
