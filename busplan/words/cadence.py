"""A rule in, how often that is, in words, out."""

from datetime import date, timedelta

from busplan.timetable import Cadence, EveryWeeks, ListedWeeks, MonthlyWeekdays, ParityWeeks
from busplan.words.moment import Moments

A_MONDAY = date(2024, 1, 1)
EVERY, EVERY_SECOND, LAST = 1, 2, -1


class CadenceWords(Moments):
    """What is said of how often the bus comes."""

    def weekday(self, number: int) -> str:
        """`tirsdag`; Monday is 0."""
        return self.dated(A_MONDAY + timedelta(days=number), "EEEE")

    def how_often(self, cadence: Cadence) -> str:
        """`tirsdag hver 3. uke`; empty for days that follow no rule that can be said so."""
        match cadence:
            case EveryWeeks(anchor, weeks):
                return self._every(self.weekday(anchor.weekday()), weeks)
            case ParityWeeks(weekday, odd):
                told = self.say("{weekday} i oddetallsuker") if odd else self.say("{weekday} i partallsuker")
                return told.format(weekday=self.weekday(weekday))
            case ListedWeeks(weekday, weeks):
                numbers = self.listed(map(str, sorted(weeks)))
                return self.say("{weekday} i uke {weeks}", weekday=self.weekday(weekday), weeks=numbers)
            case MonthlyWeekdays(weekday, which):
                in_order = sorted(which, key=lambda each: (each == LAST, each))
                numbers = self.listed(self._which(each) for each in in_order)
                return self.say("{which} {weekday} i måneden", which=numbers, weekday=self.weekday(weekday))
        return ""

    def _every(self, weekday: str, weeks: int) -> str:
        if weeks == EVERY:
            return self.say("{weekday} hver uke", weekday=weekday)
        if weeks == EVERY_SECOND:
            return self.say("{weekday} annenhver uke", weekday=weekday)
        return self.say("{weekday} hver {n}. uke", weekday=weekday, n=weeks)

    def _which(self, number: int) -> str:
        return {
            1: self.say("første"),
            2: self.say("andre"),
            3: self.say("tredje"),
            4: self.say("fjerde"),
            5: self.say("femte"),
            LAST: self.say("siste"),
        }[number]
