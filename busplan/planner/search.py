"""The kernel's worlds, cooled stage by stage on two threads, while all may hear how far it is."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock as Mutex
from time import monotonic

import numpy as np

from busplan.planner import kernel
from busplan.planner.encoding import Encoded, visits
from busplan.planner.instance import Instance
from busplan.planner.kernel import World
from busplan.planner.plan import Plan, Unserved, Visit, cost

THREADS = 2  # fixed, so that a seed and a number of iterations give one plan on every machine
STEPS = 200  # between two looks at the clock
MEAN = 10.0  # stops taken out in a step
COLD = 0.01
Part = tuple[float, float]  # of the whole: from and to
# Share of the whole, how warm it begins, and whether from nothing.
Stage = tuple[float, float, bool]


@dataclass(frozen=True, slots=True)
class Progress:
    """The best so far. `visits` gives its visits to who asks while being told, in milliseconds, and `turn`
    is which of `three` it is of.
    """

    iterations: int
    seconds: float
    total: float
    unserved: int
    visits: Callable[[], tuple[Visit, ...]] = field(default=tuple, repr=False, compare=False)
    turn: int = 0


Heard = Callable[[Progress], None]
Asked = Callable[[], bool]
Shown = Callable[[], tuple[Visit, ...]]
Clock = Callable[[], float]  # in seconds


@dataclass(slots=True)
class Run:
    """What the threads of one search share."""

    instance: Instance
    known: Encoded
    progress: Heard | None = None
    cancelled: Asked | None = None
    clock: Clock = monotonic
    begun: float = field(init=False)
    iterations: int = 0
    total: float = float("inf")
    mutex: Mutex = field(default_factory=Mutex)

    def __post_init__(self) -> None:
        self.begun = self.clock()

    def elapsed(self) -> float:
        return self.clock() - self.begun

    def over(self) -> bool:
        late = self.instance.seconds is not None and self.elapsed() >= self.instance.seconds
        return late or bool(self.cancelled and self.cancelled())

    def gone(self, part: Part, done: int) -> float:
        """How much of this part is over: by the clock, or by so many iterations done."""
        share = part[1] - part[0]
        if self.instance.iterations is not None:
            whole = int(self.instance.iterations * share)
            return done / whole if whole else 1.0
        return (self.elapsed() / (self.instance.seconds or 1.0) - part[0]) / share

    def left(self, part: Part, done: int, most: int) -> int:
        """How many iterations to the next look at the clock."""
        if self.instance.iterations is None:
            return most
        return min(most, int(self.instance.iterations * (part[1] - part[0])) - done)

    def tell(self, steps: int, total: float, unserved: int, visits: Shown) -> None:
        with self.mutex:
            self.iterations += steps
            if total < self.total - 1e-6:
                self.total = total
                if self.progress:
                    self.progress(Progress(self.iterations, self.elapsed(), total, unserved, visits))


def search(
    run: Run, worlds: list[World], stages: Iterable[Stage], done: float = 0.0, shared: bool = True
) -> None:
    """One stage after the other, begun when that share of the whole is done."""
    with ThreadPoolExecutor(THREADS) as threads:
        for share, warm, fresh in stages:
            list(threads.map(lambda w: stage(run, w, (done, done + share), warm, fresh), worlds))  # noqa: B023
            done += share
            if shared:
                share_best(worlds)
            if run.over():
                return


def stage(run: Run, w: World, part: Part, warm: float, fresh: bool) -> None:
    """One cooling: from nothing, or from the best so far."""
    if fresh and part[0] > 0:
        empty(w)
        kernel.build(w)
    elif not fresh:
        back_to_best(w)
    heat = warm * scale(w)
    done = 0
    tell(run, w, 0)
    while not run.over():
        gone = run.gone(part, done)
        if gone >= 1:
            return
        now = heat * (COLD * scale(w) / heat) ** max(0.0, gone)
        count = run.left(part, done, STEPS)
        kernel.anneal(w, count, now, now, MEAN)
        done += count
        tell(run, w, count)


def tell(run: Run, w: World, steps: int) -> None:
    left = int((w.stops["best_pattern"] < 0).sum())
    run.tell(steps, total(w), left, lambda: best_visits(run.known, w))


def best_visits(known: Encoded, w: World) -> tuple[Visit, ...]:
    """On a sheet of its own: whoever looks does not disturb the search."""
    spare = World._make(array.copy() for array in known.blank)
    kernel.load(spare, w.order[2].copy(), w.rounds["best_length"].copy(), w.stops["best_pattern"].copy())
    return tuple(visits(known, spare))


def drawn(instance: Instance, visits: Iterable[Visit]) -> Plan:
    """A plan that others may still better: why stops are left out is not looked into."""
    served = tuple(sorted(visits))
    left = sorted({*range(len(instance.stops))} - {visit.stop for visit in served})
    unserved = tuple(Unserved(stop, "no_room") for stop in left)
    return Plan(served, unserved, cost(instance, served, len(left)))


def total(w: World) -> float:
    return float(w.run["best_total"][0])


def best_of(worlds: list[World]) -> World:
    return min(worlds, key=total)


def share_best(worlds: list[World]) -> None:
    """Each thread goes on from the best of all."""
    best = best_of(worlds)
    for w in worlds:
        if w is not best:
            w.order[2] = best.order[2]
            w.rounds["best_length"] = best.rounds["best_length"]
            w.stops["best_pattern"] = best.stops["best_pattern"]
            w.run["best_total"] = best.run["best_total"]


def scale(w: World) -> float:
    """How far near stops lie from each other."""
    near = w.near[:, :5]
    if not near.size:
        return 1.0
    return max(1e-6, float(np.mean(w.roads[0, np.arange(len(near))[:, None], near])))


def empty(w: World) -> None:
    rounds, stops = len(w.rounds), len(w.stops)
    kernel.load(w, w.order[2].copy(), np.zeros(rounds, np.int64), np.full(stops, -1, np.int64))


def back_to_best(w: World) -> None:
    kernel.load(w, w.order[2].copy(), w.rounds["best_length"].copy(), w.stops["best_pattern"].copy())
