"""A closure in, the sentence about who is not visited out."""

from datetime import time

from busplan.timetable import Closure, Kind
from busplan.words.event import EventWords


class ClosureWords(EventWords):
    """What is said of days on which the bus stands still."""

    def stands_still(self, closure: Closure, names: list[str], in_part: bool = False) -> str:
        """For whom, and in which hours; the names are those of the places or rounds it is about.

        `in_part` where some visit takes place all the same: somebody named that day.
        """
        whom, hours = self._whom(closure, names), self.within(closure.start, closure.end)
        if whom:
            when = hours or self.say("denne dagen")
            return self.say("Uten vanlige besøk {when}: {whom}.", when=when, whom=whom)
        if in_part:
            return self.say("Bussen kjører ikke som vanlig denne dagen.")
        if hours:
            return self.say("Bussen kjører ikke {hours}.", hours=hours)
        return self.say("Bussen kjører ikke denne dagen.")

    def _whom(self, closure: Closure, names: list[str]) -> str:
        if names:
            return self.several(names)
        if closure.scope.kinds:
            return self.listed(self._kind(kind) for kind in Kind if kind in closure.scope.kinds)
        return self.say("stopp som har besøk bare på skoledager") if closure.scope.school_days else ""

    def _kind(self, kind: Kind) -> str:
        return {
            Kind.PLACE: self.say("vanlige stopp"),
            Kind.SCHOOL: self.say("skoler"),
            Kind.KINDERGARTEN: self.say("barnehager"),
            Kind.CARE_HOME: self.say("omsorgsboliger"),
            Kind.HOME: self.say("hjemmebesøk"),
        }[kind]

    def within(self, start: time | None, end: time | None) -> str:
        """Which hours of a day; nothing for all of them."""
        if start and end:
            return self.say("kl. {start}–{end}", start=self.clock(start), end=self.clock(end))
        if start:
            return self.say("fra kl. {start}", start=self.clock(start))
        return self.say("før kl. {end}", end=self.clock(end)) if end else ""
