"""Times that cannot be kept in, the nearest that can out.

Along one day the sum of all shifts is as small as can be: it is an isotonic regression in the absolute
distance, which pooling adjacent violators solves (Ayer and others, 1955; for medians, Robertson and Wright,
1973). Where days share stops, as weeks of a rota do, each is mended in turn until all can be kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from typing import Generic, TypeVar

Key = TypeVar("Key")
FIXED = 1e6  # as heavy as that is what may not be shifted
TURNS = 30
GRID = 5


@dataclass(frozen=True, slots=True)
class Chain(Generic[Key]):
    """One day: what follows what, and after how many minutes at the least (`needs`, one fewer).

    The first begins not before `earliest`, the last not after `latest`.
    """

    keys: tuple[Key, ...]
    needs: tuple[float, ...]
    earliest: float = -inf
    latest: float = inf

    def kept(self, times: Mapping[Key, float]) -> bool:
        begins = [times[key] for key in self.keys]
        if not begins:
            return True
        follow = all(b - a >= need - 1e-6 for (a, b), need in zip(pairwise(begins), self.needs, strict=True))
        return follow and begins[0] >= self.earliest - 1e-6 and begins[-1] <= self.latest + 1e-6


def mended(
    chains: Sequence[Chain[Key]], times: Mapping[Key, float], weights: Mapping[Key, float]
) -> dict[Key, float] | None:
    """New times; None where there are none. What weighs FIXED keeps its own; others weigh 1 unless said."""
    found = dict(times)
    for turn in range(TURNS):
        broken = [chain for chain in chains if not chain.kept(found)]
        if not broken:
            held = all(found[key] == times[key] for key, weight in weights.items() if weight >= FIXED)
            return found if held else None
        for chain in broken:
            begins = [found[key] for key in chain.keys]
            if turn < TURNS // 2:
                nearest = smallest(begins, chain, [weights.get(key, 1.0) for key in chain.keys])
            else:
                # What one day gains another loses: then all are only put later.
                nearest = later(begins, chain)
            if nearest is None:
                return None
            found.update(zip(chain.keys, nearest, strict=True))
    return None


def smallest(begins: Sequence[float], chain: Chain[Key], weights: Sequence[float]) -> list[float] | None:
    """Of one day by itself; None where the day is too short for it."""
    reached, offsets = 0.0, [0.0]
    for need in chain.needs:
        reached += need
        offsets.append(reached)
    low, high = chain.earliest, chain.latest - reached
    if low > high:
        return None
    levels = pooled([begin - offset for begin, offset in zip(begins, offsets, strict=True)], weights)
    return [min(max(level, low), high) + offset for level, offset in zip(levels, offsets, strict=True)]


def later(begins: Sequence[float], chain: Chain[Key]) -> list[float] | None:
    found = [max(begins[0], chain.earliest)]
    for begin, need in zip(begins[1:], chain.needs, strict=True):
        found.append(max(begin, found[-1] + need))
    return found if found[-1] <= chain.latest else None


def pooled(values: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The nearest values that never fall."""
    blocks: list[tuple[float, list[tuple[float, float]]]] = []
    for value, weight in zip(values, weights, strict=True):
        block = (value, [(value, weight)])
        while blocks and blocks[-1][0] > block[0]:
            both = sorted(blocks.pop()[1] + block[1])
            block = (middle(both), both)
        blocks.append(block)
    return [level for level, members in blocks for _ in members]


def middle(members: Sequence[tuple[float, float]]) -> float:
    """The weighted median of what is sorted; the lower of two."""
    half, reached = sum(weight for _, weight in members) / 2, 0.0
    for value, weight in members:
        reached += weight
        if reached >= half:
            return value
    raise AssertionError("half of the whole is reached")


def upward(minutes: float) -> float:
    """To the next whole multiple of GRID; half a minute is let go."""
    return -(-(minutes - 0.5) // GRID) * GRID
