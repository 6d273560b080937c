"""Days and hours in, the words for them out."""

from datetime import date, time, timedelta
from typing import NamedTuple, Protocol

from busplan.words.language import Language

MONDAY = date(2024, 1, 1)


class Weekday(NamedTuple):
    """Its name, short and whole."""

    short: str
    whole: str


class Hours(Protocol):
    """Whatever has a beginning and an end on the clock."""

    @property
    def start(self) -> time: ...
    @property
    def end(self) -> time: ...


class Moments(Language):
    """What is said of days and hours."""

    def day(self, when: date, today: date) -> str:
        """`torsdag 3. desember`; with the year when it is not this one."""
        if when.year == today.year:
            return self.dated(when, "EEEE d. MMMM")
        return self.dated(when, "EEEE d. MMMM y")

    def date_of(self, when: date) -> str:
        """`3. desember 2026`"""
        return self.dated(when, "d. MMMM y")

    def short_day(self, when: date) -> str:
        """`tor. 3. des.`"""
        return self.dated(when, "EEE d. MMM")

    def weekdays(self) -> list[Weekday]:
        """From Monday on."""
        week = [MONDAY + timedelta(days=day) for day in range(7)]
        return [Weekday(self.dated(day, "cccccc"), self.dated(day, "cccc")) for day in week]

    def hours(self, slot: Hours) -> str:
        """`kl. 14.00–14.30`"""
        return self.say("kl. {start}–{end}", start=self.clock(slot.start), end=self.clock(slot.end))

    def distance(self, when: date, today: date) -> str:
        """`i morgen`, `om 11 dager`, `for 2 dager siden`."""
        days = (when - today).days
        near = {-1: self.say("i går"), 0: self.say("i dag"), 1: self.say("i morgen")}
        if days in near:
            return near[days]
        # Not Babel's words: its bokmål counts whole days as "døgn", which nobody says of a visit.
        if days > 0:
            return self.count("om {n} dag", "om {n} dager", days)
        return self.count("for {n} dag siden", "for {n} dager siden", -days)
