"""News about single visits: cancelled, or moved in time, date or place."""

from dataclasses import dataclass, replace
from datetime import date, time

from busplan.timetable.scope import Scope
from busplan.timetable.visit import Slot, Status, Visit


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The visit is off."""

    def applied(self, visit: Visit) -> Visit:
        return replace(visit, status=Status.CANCELLED)


@dataclass(frozen=True, slots=True)
class Moved:
    """The visit is elsewhere in time or place; what is not said stays as planned.

    A new start alone keeps the length. Raises ValueError when that runs past midnight.
    """

    day: date | None = None
    start: time | None = None
    end: time | None = None
    place: str = ""

    def applied(self, visit: Visit) -> Visit:
        planned = visit.planned
        start = self.start or planned.start
        slot = Slot(self.day or planned.day, start, self.end or end_after(start, planned))
        return replace(visit, status=Status.MOVED, slot=slot, place=self.place)


def end_after(start: time, planned: Slot) -> time:
    """As long after the start as was planned."""
    end = start.hour * 60 + start.minute + planned.minutes
    return time(end // 60, end % 60)


@dataclass(frozen=True, slots=True)
class Notice:
    """A change to the visits planned from the first day to the last, both included."""

    first: date
    last: date | None
    scope: Scope
    change: Cancelled | Moved
    reason: str = ""

    def holds(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    def applied(self, visit: Visit) -> Visit:
        return replace(self.change.applied(visit), reason=self.reason)
