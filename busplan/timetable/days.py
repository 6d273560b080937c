"""Stretches of days in, whether a day is in one of them out."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date


class Days:
    """Days from the first to the last of each stretch, both included; a stretch may have no last."""

    def __init__(self, stretches: Iterable[tuple[date, date | None]]) -> None:
        self.firsts: list[date] = []
        self.lasts: list[date] = []
        for first, last in sorted((first, last or date.max) for first, last in stretches):
            if self.lasts and first <= self.lasts[-1]:
                self.lasts[-1] = max(last, self.lasts[-1])
            else:
                self.firsts.append(first)
                self.lasts.append(last)

    def __contains__(self, day: date) -> bool:
        at = bisect_right(self.firsts, day) - 1
        return at >= 0 and day <= self.lasts[at]
