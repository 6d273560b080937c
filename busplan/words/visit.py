"""A visit in, the sentences a person reads about it out."""

from datetime import date, datetime
from functools import lru_cache

from busplan.timetable import Audience, Closure, Service, Status, Stop, Visit
from busplan.words.moment import Moments

# Beside the word, for the eye.
SIGN = {
    Status.CANCELLED: "✕",
    Status.MOVED: "→",
    Status.DELAYED: "…",
    Status.PERHAPS_CANCELLED: "?",
    Status.OTHER_VEHICLE: "⇄",
    Status.EXTRA: "+",
}
# These need to be said where only a sentence is read; the others say it themselves.
SAID_FIRST = frozenset({Status.CANCELLED, Status.PERHAPS_CANCELLED, Status.DELAYED, Status.EXTRA})


class VisitWords(Moments):
    """What is said of visits and stops. What staff wrote themselves is passed on as it is."""

    SIGN = SIGN

    @property
    def sample(self) -> str:
        return self.say("Eksempeldata: stedene er virkelige, ruteplanen er oppdiktet.")

    @property
    def no_more(self) -> str:
        return self.say("Ingen flere besøk i denne ruteplanen.")

    def status(self, visit: Visit) -> str:
        """`Kjører som planlagt`, `Innstilt` …"""
        return self.of_status(visit.status)

    def of_status(self, status: Status) -> str:
        return {
            Status.SCHEDULED: self.say("Kjører som planlagt"),
            Status.CANCELLED: self.say("Innstilt"),
            Status.MOVED: self.say("Flyttet"),
            Status.DELAYED: self.say("Forsinket"),
            Status.PERHAPS_CANCELLED: self.say("Kan bli innstilt"),
            Status.OTHER_VEHICLE: self.say("Annet kjøretøy"),
            Status.EXTRA: self.say("Ekstra besøk"),
        }[status]

    def audience(self, stop: Stop) -> str:
        """Who may come."""
        return {
            Audience.EVERYONE: self.say("Åpent for alle"),
            Audience.CHILDREN_FIRST: self.say("Åpent for alle, men barna først"),
            Audience.SCHOOL: self.say("Bare for skolen"),
            Audience.CLOSED: self.say("Ikke åpent for alle"),
        }[stop.audience]

    def when(self, visit: Visit, now: datetime) -> str:
        """`torsdag 3. desember kl. 14.00–14.30`"""
        return f"{self.day(visit.slot.day, now.date())} {self.hours(visit.slot)}"

    def how_far(self, visit: Visit, now: datetime) -> str:
        """`om 11 dager`, or that the bus is there. `now` in the zone of the service."""
        slot, today = visit.slot, now.date()
        if slot.day == today and visit.takes_place and slot.start <= now.time() < slot.end:
            return self.say("bussen er her nå, til kl. {end}", end=self.clock(slot.end))
        return self.distance(slot.day, today)

    def news(self, visit: Visit, today: date) -> str:
        """What has become of the visit, with its reason; empty when it goes as planned."""
        if visit.status is Status.SCHEDULED:
            return ""
        told = f"{self.status(visit)}. " if visit.status in SAID_FIRST else ""
        return (told + self.details(visit, today)).strip()

    def details(self, visit: Visit, today: date) -> str:
        """The news of a visit whose status stands beside them already."""
        return " ".join(part for part in (self.change(visit, today), self.told_by_staff(visit)) if part)

    def told_by_staff(self, visit: Visit) -> str:
        """The reason and the text of a notice, in this language if staff wrote it in it."""
        return " ".join(text for text, _ in self.said_by_staff(visit))

    def said_by_staff(self, visit: Visit) -> list[tuple[str, bool]]:
        """Reason and text, each with whether it is surely in this language; else it is in the service's."""
        mine = dict(visit.others).get(self.code, "")
        reason = self.reasons().get(visit.reason) if visit.reason else None
        said = [(reason or visit.reason, reason is not None), (mine or visit.text, mine != "")]
        return [(sentence(text), is_mine) for text, is_mine in said if text]

    def reasons(self) -> dict[str, str]:
        """Those staff choose among, as they are kept, and in this language."""
        return {
            "Uvær": self.say("Uvær"),
            "Verksted": self.say("Verksted"),
            "Sykdom": self.say("Sykdom"),
            "Ferge": self.say("Ferge"),
            "Stengt vei": self.say("Stengt vei"),
        }

    def change(self, visit: Visit, today: date) -> str:
        """From when, to where, and with what. The new time stands beside it already."""
        planned, slot = visit.planned, visit.slot
        parts = []
        if visit.status is Status.DELAYED and planned != slot:
            parts.append(self.say("Skulle kommet {hours}.", hours=self.hours(planned)))
        elif planned.day != slot.day:
            before = f"{self.day(planned.day, today)} {self.hours(planned)}"
            parts.append(self.say("Flyttet fra {before}.", before=before))
        elif planned != slot:
            parts.append(self.say("Flyttet fra {before}.", before=self.hours(planned)))
        if visit.place:
            parts.append(self.new_place(visit))
        if visit.replaced:
            parts.append(sentence(self.say("Kommer med {vehicle}", vehicle=visit.vehicle)))
        return " ".join(parts)

    def moved_to(self, visit: Visit, today: date) -> str:
        """Where it went, said on the day it was planned for."""
        after = f"{self.day(visit.slot.day, today)} {self.hours(visit.slot)}"
        return f"{self.say('Flyttet til {after}.', after=after)} {self.new_place(visit)}".strip()

    def new_place(self, visit: Visit) -> str:
        """Where it is, if that is not where the stop is."""
        if not visit.place:
            return ""
        extra = visit.status is Status.EXTRA
        named = self.say("Sted: {place}") if extra else self.say("Nytt sted: {place}")
        return sentence(named.format(place=visit.place))

    def sentence(self, text: str) -> str:
        """What staff wrote, with a full stop."""
        return sentence(text)

    def due(self, visit: Visit, back: Visit, today: date) -> str:
        """When books borrowed at the visit are brought back."""
        return due_on(self, visit.slot.day, back.slot.day, today)

    def until(self, closure: Closure, today: date) -> str:
        """Until when the bus stands still; nothing for the last day."""
        if closure.last == today:
            return ""
        if closure.last is None:
            return self.say("Inntil videre.")
        return self.say("Til og med {day}.", day=self.day(closure.last, today))

    def kilometres(self, distance: float) -> str:
        """`3,4 km`"""
        return f"{self.decimal(distance)} km"

    def where(self, stop: Stop) -> str:
        """Address and municipality, as one line."""
        return where(stop)

    def with_sample(self, lines: list[str], service: Service, separator: str) -> str:
        """The lines, and that it is sample data if it is."""
        return separator.join([*lines, self.sample] if service.sample else lines)


# The same for all visits of a day; a calendar has many of them.
@lru_cache(maxsize=10_000)
def due_on(words: VisitWords, lent: date, back: date, today: date) -> str:
    said = {"lent": words.day(lent, today), "returned": words.day(back, today)}
    return words.say("Det du låner {lent}, tar du med tilbake {returned}.", **said)


def where(stop: Stop) -> str:
    return ", ".join(part for part in (stop.address, stop.municipality) if part)


def sentence(text: str) -> str:
    """With a full stop, unless it ends in something of the kind."""
    return text if not text or text[-1] in ".!?…" else text + "."
