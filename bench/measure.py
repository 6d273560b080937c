"""Work in, figures out: ours beside the least that the same could take, measured in the same run."""

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from resource import RUSAGE_CHILDREN, getrusage
from subprocess import run
from time import process_time

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: all of it, or so little that a test can see that it works."""

    share: float = 1.0
    runs: int = 7

    def of(self, number: int) -> int:
        """So many of a full number, one at least."""
        return max(1, round(number * self.share))


@dataclass(frozen=True, slots=True)
class Figure:
    """What ours takes, in seconds of CPU unless `unit` says otherwise.

    The mark is the most it should be: so many times the floor, or so much where there is no floor.
    """

    name: str
    ours: float
    mark: float | None = None
    floor: float | None = None
    floor_is: str = ""
    unit: str = "s"

    @property
    def ratio(self) -> float | None:
        return None if self.floor is None else self.ours / self.floor

    @property
    def holds(self) -> bool | None:
        """None where no mark has been set."""
        if self.mark is None:
            return None
        return (self.ours if self.ratio is None else self.ratio) <= self.mark


def best(runs: int, *works: Work) -> list[float]:
    """The least CPU time of each, in seconds: what others do on the machine only ever adds to it.

    In turns, so that a machine that slows down slows them all.
    """
    return [min(taken) for taken in zip(*(each_once(works) for _ in range(runs)), strict=True)]


def each_once(works: Sequence[Work]) -> list[float]:
    return [taken(work) for work in works]


def taken(work: Work) -> float:
    """CPU time of this process, garbage of earlier work taken out first."""
    gc.collect()
    begun = process_time()
    work()
    return process_time() - begun


def commands(runs: int, *lines: Sequence[str]) -> list[float]:
    """The same of commands of their own, which must succeed."""
    return [min(spent) for spent in zip(*(list(map(spent_on, lines)) for _ in range(runs)), strict=True)]


def spent_on(line: Sequence[str]) -> float:
    before = getrusage(RUSAGE_CHILDREN)
    run(line, check=True, capture_output=True)
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
