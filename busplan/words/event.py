"""A visit in, the words of its calendar event out."""

from datetime import date

from busplan.timetable import Service, Status, Stop, Visit
from busplan.words.visit import VisitWords, where

MOST_NAMES = 3


class EventWords(VisitWords):
    """What is said in calendars and in news of changes."""

    @property
    def everywhere(self) -> str:
        return self.say("alle stopp")

    @property
    def next_unknown(self) -> str:
        return self.say(
            "Den neste ruteplanen er ikke publisert ennå. Når den er det, kommer besøkene i denne kalenderen."
        )

    def mark(self, visit: Visit) -> str:
        """Before the name of a visit that is not as planned."""
        return {
            Status.CANCELLED: self.say("INNSTILT"),
            Status.MOVED: self.say("FLYTTET"),
            Status.DELAYED: self.say("FORSINKET"),
            Status.PERHAPS_CANCELLED: self.say("KAN BLI INNSTILT"),
            Status.EXTRA: self.say("EKSTRA"),
        }.get(visit.status, "")

    def calendar_name(self, of: str, service: Service) -> str:
        """Of a stop, a municipality, a route …"""
        return f"{service.called}: {of}"

    def several(self, names: list[str]) -> str:
        """`Maura, Råholt og 3 til`"""
        shown, more = names[:MOST_NAMES], len(names) - MOST_NAMES
        if more > 0:
            return self.say("{some} og {more} til", some=", ".join(shown), more=more)
        return self.listed(shown)

    def calendar_description(self, service: Service) -> str:
        told = self.say("Besøk av {service}.", service=service.name)
        return self.with_sample([told], service, " ")

    def changes_name(self, of: str, service: Service) -> str:
        return self.say("{service}: endringer, {of}", service=service.called, of=of)

    def headline(self, visit: Visit, today: date) -> str:
        """`Innstilt: Hol torg, tirsdag 8. desember kl. 12.30–13.00`"""
        said = self.status(visit) if visit.status is not Status.SCHEDULED else self.say("Endret")
        return f"{said}: {visit.stop.name}, {self.day(visit.slot.day, today)} {self.hours(visit.slot)}"

    def extended(self, until: date) -> str:
        return self.say(
            "Ny ruteplan er publisert. Den gjelder til og med {until}.", until=self.date_of(until)
        )

    def ends(self, service: Service) -> str:
        return self.say("{service}: ruteplanen er slutt", service=service.called)

    def given_up(self, stop: Stop, service: Service) -> str:
        return self.say("{service}: stopper ikke lenger ved {stop}", service=service.called, stop=stop.name)

    def instead(self, stops: list[Stop]) -> str:
        """Where to go when a stop is no more."""
        if not stops:
            return ""
        return self.say("De nærmeste stoppene er {stops}.", stops=self.several([s.name for s in stops]))

    def summary(self, visit: Visit, service: Service) -> str:
        told = f"{service.called}: {visit.stop.name}"
        mark = self.mark(visit)
        return f"{mark}: {told}" if mark else told

    def location(self, visit: Visit) -> str:
        """Where it is now: the new place of a moved visit, else the stop's."""
        stop = visit.stop
        return visit.place or ", ".join(part for part in (stop.name, where(stop)) if part)

    def description(
        self, visit: Visit, service: Service, back: Visit | None = None, planned: bool = True
    ) -> str:
        """News first, then when books are due, who may come and how to find it."""
        return self.news_and_due(visit, back, planned) + self.about(visit.stop, service)

    def news_and_due(self, visit: Visit, back: Visit | None = None, planned: bool = True) -> str:
        """What is said of this visit alone, each on a line of its own."""
        today = visit.slot.day
        if planned or visit.takes_place:
            told = self.news(visit, today)
        else:
            told = self.say("Besøket er ikke lenger med i ruteplanen.")
        first = f"{told}\n" if told else ""
        return f"{first}{self.due(visit, back, today)}\n" if back else first

    def about(self, stop: Stop, service: Service) -> str:
        """What is said of every visit to the stop."""
        lines = [f"{self.audience(stop)}.", stop.note]
        return self.with_sample([line for line in lines if line], service, "\n")
