"""One halt at one stop on one day: what every page, feed and map is made of."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from busplan.timetable.stop import Stop


class Status(StrEnum):
    """What has become of a visit."""

    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"
    MOVED = "moved"
    DELAYED = "delayed"
    PERHAPS_CANCELLED = "perhaps_cancelled"
    OTHER_VEHICLE = "other_vehicle"
    EXTRA = "extra"


# Asked of every visit: to look a member up in its class takes longer than the rest of the question.
CANCELLED = Status.CANCELLED


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of one day, in the service's local time. It ends on the day it begins."""

    day: date
    start: time
    end: time

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"{self.end} is not after {self.start}")

    def begins(self, zone: ZoneInfo) -> datetime:
        return datetime.combine(self.day, self.start, zone)

    def ends(self, zone: ZoneInfo) -> datetime:
        return datetime.combine(self.day, self.end, zone)

    @property
    def minutes(self) -> int:
        """How long it lasts by the clock on the wall."""
        length = datetime.combine(self.day, self.end) - datetime.combine(self.day, self.start)
        return length // timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit. Its identity is (stop, planned date, nth call there that day) and outlives any change.

    `replaced` says that `vehicle` comes instead of the usual one. `others` is the text in other languages.
    """

    stop: Stop
    nth: int
    planned: Slot
    slot: Slot
    route: str
    vehicle: str = ""
    status: Status = Status.SCHEDULED
    place: str = ""
    reason: str = ""
    text: str = ""
    replaced: bool = False
    others: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> tuple[str, date, int]:
        return (self.stop.id, self.planned.day, self.nth)

    @property
    def order(self) -> tuple[date, time, time, str, date, int]:
        """Sorts as a person reads a day. No two are alike, even where one is moved to the hour of another."""
        slot = self.slot
        return (slot.day, slot.start, slot.end, self.stop.id, self.planned.day, self.nth)

    @property
    def takes_place(self) -> bool:
        return self.status is not CANCELLED
