"""The visits of a day in, how the day goes, in words, out."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from busplan.timetable import OPEN_END, Season, Status, Visit
from busplan.words.visit import VisitWords


class DayWords(VisitWords):
    """What is said of whole days and weeks."""

    def full_day(self, when: date) -> str:
        """`torsdag 3. desember 2026`"""
        return self.dated(when, "EEEE d. MMMM y")

    def week(self, when: date) -> str:
        """`uke 53, 2026`: the week the day is in, and the year that counts it."""
        year, week, _ = when.isocalendar()
        return self.say("uke {week}, {year}", week=week, year=year)

    def short_date(self, when: date) -> str:
        """`3. des.`"""
        return self.dated(when, "d. MMM")

    def lasts(self, season: Season) -> str:
        """From when to when, as a sentence."""
        if season.last >= OPEN_END:
            return self.say("Gjelder fra {first}.", first=self.date_of(season.first))
        first, last = self.date_of(season.first), self.date_of(season.last)
        return self.say("Gjelder fra {first} til {last}.", first=first, last=last)

    def reach(self, stops: int, municipalities: int) -> str:
        """How far the bus comes, as a sentence."""
        where = self.count("{n} kommune", "{n} kommuner", municipalities)
        of_stops = self.count("{n} stopp", "{n} stopp", stops)
        return self.say("Den har {stops} i {where}.", stops=of_stops, where=where)

    def goes(self, visits: Iterable[Visit]) -> str:
        """`5 besøk. Innstilt: 1. Flyttet: 2.`"""
        statuses = Counter(visit.status for visit in visits)
        parts = [self.count("{n} besøk", "{n} besøk", statuses.total())]
        if statuses.keys() == {Status.SCHEDULED}:
            return self.say("{visits}, alt som planlagt.", visits=parts[0])
        others = (status for status in Status if status in statuses and status is not Status.SCHEDULED)
        parts += [f"{self.of_status(status)}: {statuses[status]}" for status in others]
        return ". ".join(parts) + "."
