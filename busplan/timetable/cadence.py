"""How often a route is driven: a rule in, dates out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol


class Cadence(Protocol):
    """A rule that can tell its dates. It knows no season and no closure."""

    def dates(self, first: date, last: date) -> Iterator[date]:
        """The dates from first to last, both included, in order."""
        ...


@dataclass(frozen=True, slots=True)
class EveryWeeks:
    """Every nth week on the anchor's weekday, from the anchor on."""

    anchor: date
    weeks: int = 1

    def __post_init__(self) -> None:
        if self.weeks < 1:
            raise ValueError("a cycle is at least one week")

    def dates(self, first: date, last: date) -> Iterator[date]:
        step = 7 * self.weeks
        anchor, start = self.anchor.toordinal(), first.toordinal()
        # The first day of the cycle that is neither before the anchor nor before `first`.
        day = max(anchor, start + (anchor - start) % step)
        return map(date.fromordinal, range(day, last.toordinal() + 1, step))


@dataclass(frozen=True, slots=True)
class OnDates:
    """Exactly these days. Kept in order, each once."""

    days: tuple[date, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "days", tuple(sorted(set(self.days))))

    def dates(self, first: date, last: date) -> Iterator[date]:
        return (day for day in self.days if first <= day <= last)
