"""A notice in, what it says in one line out."""

from collections.abc import Sequence
from datetime import date, datetime

from busplan.timetable import (
    Cancelled,
    Change,
    Delayed,
    Extra,
    Moved,
    Notice,
    OtherVehicle,
    PerhapsCancelled,
    Status,
    Visit,
)
from busplan.words.closure import ClosureWords

STATUS: dict[type[Change], Status] = {
    Cancelled: Status.CANCELLED,
    PerhapsCancelled: Status.PERHAPS_CANCELLED,
    Moved: Status.MOVED,
    Delayed: Status.DELAYED,
    OtherVehicle: Status.OTHER_VEHICLE,
    Extra: Status.EXTRA,
}


class NoticeWords(ClosureWords):
    """What is said of notices to those who said them."""

    def notice(self, notice: Notice, names: list[str], today: date) -> str:
        """`Innstilt: Årnes. torsdag 3. desember, fra kl. 12.00.`; `names` are those it is about, if any."""
        whom = self.several(names) if names else self.say("alle stopp")
        return f"{self.change_of(notice.change)}: {whom}. {self.when_of(notice, today)}"

    def change_of(self, change: Change) -> str:
        """`Forsinket 15 minutter`"""
        said = self.of_status(STATUS[type(change)])
        if isinstance(change, Delayed):
            return f"{said} {self.count('{n} minutt', '{n} minutter', change.minutes)}"
        if isinstance(change, OtherVehicle):
            return f"{said} ({change.vehicle})"
        if isinstance(change, Extra) and change.place:
            return f"{said} ({change.place})"
        return said

    def when_of(self, notice: Notice, today: date) -> str:
        """The days and the hours that are meant."""
        first = self.begun(self.day(notice.first, today))
        if notice.last is None:
            days = self.say("Fra {first} inntil videre", first=self.day(notice.first, today))
        elif notice.last == notice.first:
            days = first
        else:
            days = f"{first} – {self.day(notice.last, today)}"
        hours = self.hours_of(notice)
        return self.sentence(f"{days} {hours}".strip())

    def hours_of(self, notice: Notice) -> str:
        hours = notice.change if isinstance(notice.change, Extra) else notice
        return self.within(hours.start, hours.end)

    def minutes(self, n: int) -> str:
        return self.count("{n} minutt", "{n} minutter", n)

    def hits(self, n: int) -> str:
        """How many visits a notice is about."""
        return self.count("Det gjelder {n} besøk", "Det gjelder {n} besøk", n)

    def more_visits(self, n: int) -> str:
        return self.count("… og {n} besøk til.", "… og {n} besøk til.", n)

    def from_here(self, n: int) -> str:
        """How many a delay is about."""
        return self.count("Gjelder dette besøket.", "Gjelder herfra og resten av dagen: {n} besøk.", n)

    def off_from_here(self, n: int) -> str:
        """Of two and more."""
        return self.say("Ja, innstill herfra og resten av dagen ({n} besøk)", n=n)

    def yes_off(self, n: int) -> str:
        return self.count("Ja, innstill {n} besøk", "Ja, innstill {n} besøk", n)

    def those_off(self, visits: Sequence[Visit]) -> str:
        """`Årnes kl. 12.30–13.00 og Ås kl. 14.00–14.30`"""
        return self.listed(f"{visit.stop.name} {self.hours(visit.slot)}" for visit in visits)

    def instant(self, at: datetime, now: datetime) -> str:
        """`torsdag 3. desember kl. 14.05`; both in the zone of the service."""
        return self.say("{day} kl. {time}", day=self.day(at.date(), now.date()), time=self.clock(at.time()))
