"""News about single visits: off, elsewhere, late, perhaps off, with another vehicle, or one more."""

from dataclasses import dataclass, replace
from datetime import date, time

from busplan.timetable.closure import within
from busplan.timetable.scope import Scope
from busplan.timetable.stop import Stop
from busplan.timetable.visit import Slot, Status, Visit


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The visit is off."""

    def applied(self, visit: Visit) -> Visit:
        return replace(visit, status=Status.CANCELLED)


@dataclass(frozen=True, slots=True)
class PerhapsCancelled:
    """The visit may be called off: nobody knows yet."""

    def applied(self, visit: Visit) -> Visit:
        return replace(visit, status=Status.PERHAPS_CANCELLED)


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
        slot = Slot(self.day or planned.day, start, self.end or later(start, planned.minutes))
        return replace(visit, status=Status.MOVED, slot=slot, place=self.place)


@dataclass(frozen=True, slots=True)
class Delayed:
    """The bus comes so many minutes late, and leaves as much later. Raises ValueError past midnight."""

    minutes: int

    def __post_init__(self) -> None:
        if self.minutes < 1:
            raise ValueError("a delay is at least a minute")

    def applied(self, visit: Visit) -> Visit:
        slot = visit.slot
        late = Slot(slot.day, later(slot.start, self.minutes), later(slot.end, self.minutes))
        return replace(visit, status=Status.DELAYED, slot=late)


@dataclass(frozen=True, slots=True)
class OtherVehicle:
    """Another vehicle comes instead; whatever else is said of the visit still holds."""

    vehicle: str

    def applied(self, visit: Visit) -> Visit:
        goes = visit.status is Status.SCHEDULED
        status = Status.OTHER_VEHICLE if goes else visit.status
        return replace(visit, status=status, vehicle=self.vehicle, replaced=True)


@dataclass(frozen=True, slots=True)
class Extra:
    """One visit more than the rules give, at the hours said. It adds a visit and changes none.

    Told alone, and not with others in a file, it has a number of its own, by which it is known for ever.
    """

    start: time
    end: time
    place: str = ""
    number: int = 0

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"{self.end} is not after {self.start}")

    def visit(self, notice: "Notice", stop: Stop, nth: int) -> Visit:
        """The visit that the notice adds."""
        slot = Slot(notice.first, self.start, self.end)
        route = ", ".join(sorted(notice.scope.routes))
        told = Visit(stop, nth, slot, slot, route, status=Status.EXTRA, place=self.place)
        return replace(told, reason=notice.reason, text=notice.text, others=notice.others)


Change = Cancelled | PerhapsCancelled | Moved | Delayed | OtherVehicle | Extra


def later(start: time, minutes: int) -> time:
    """So many minutes on. Raises ValueError past midnight."""
    end = start.hour * 60 + start.minute + minutes
    return time(end // 60, end % 60)


@dataclass(frozen=True, slots=True)
class Notice:
    """A change to the visits planned from the first day to the last, both included.

    No last day means until further notice. With hours (local), only visits planned within them are meant,
    such as the rest of the day. The reason and the text are for residents, in the language of the service;
    `others` is the text in other languages, by code.
    """

    first: date
    last: date | None
    scope: Scope
    change: Change
    reason: str = ""
    text: str = ""
    start: time | None = None
    end: time | None = None
    others: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if isinstance(self.change, Extra) and (self.first != self.last or len(self.scope.stops) != 1):
            raise ValueError("an extra visit is at one stop on one day")

    def holds(self, planned: Slot) -> bool:
        """Whether it is about a visit that was planned then."""
        day = planned.day
        in_days = self.first <= day and (self.last is None or day <= self.last)
        return in_days and within(self.start, self.end, planned.start, planned.end)

    def applied(self, visit: Visit) -> Visit:
        assert not isinstance(self.change, Extra)
        told = self.change.applied(visit)
        return replace(told, reason=self.reason, text=self.text, others=self.others)
