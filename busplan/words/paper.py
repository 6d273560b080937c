"""What is said on paper only, where nobody can ask again: until when it holds, and where to look."""

from datetime import date

from busplan.timetable import Visit
from busplan.words.visit import VisitWords


class PaperWords(VisitWords):
    """What is said on posters, slips and sheets."""

    @property
    def bus_comes(self) -> str:
        return self.say("Bussen kommer")

    @property
    def look_here(self) -> str:
        return self.say("Skann koden, eller gå til")

    @property
    def page(self) -> str:
        return self.say("Side")

    @property
    def all_of_municipality(self) -> str:
        return self.say("Alle stopp i kommunen")

    @property
    def all_of_route(self) -> str:
        return self.say("Alle stopp på ruta")

    @property
    def no_stops(self) -> str:
        return self.say("Ingen stopp i denne ruteplanen.")

    def month(self, when: date) -> str:
        """`Desember 2026`"""
        return capital(self.dated(when, "LLLL y"))

    def day_of_month(self, when: date) -> str:
        """`tirsdag 8.`"""
        return self.dated(when, "EEEE d.")

    def day_and_month(self, when: date) -> str:
        """`8. des.`"""
        return self.dated(when, "d. MMM")

    def weekday_and_hours(self, visit: Visit) -> str:
        """`Tirsdag kl. 14.00–14.30`"""
        weekday = self.dated(visit.slot.day, "EEEE")
        return capital(f"{weekday} {self.hours(visit.slot)}")

    def told_alone(self, visit: Visit, today: date) -> str:
        """`Tirsdag 8. desember kl. 14.00–14.30: Innstilt. Bussen er på verksted.`"""
        slot = visit.slot
        return capital(f"{self.day(slot.day, today)} {self.hours(slot)}: {self.news(visit, today)}")

    def holds(self, until: date, printed: date) -> str:
        """What is on paper does not change, and what it tells of may."""
        return self.say(
            "Gjelder til og med {until}. Skrevet ut {printed}. Endringer finner du på nettsiden.",
            until=self.date_of(until),
            printed=self.date_of(printed),
        )


def capital(text: str) -> str:
    """With a capital letter first, and the rest as it is."""
    return text[:1].upper() + text[1:]
