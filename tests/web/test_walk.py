"""A subscriber while staff publish, hand in drafts, undo, say news and take it back, in whatever order comes."""

import os
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import icalendar
import pytest
from small import OSLO, SCHEDULE_YAML, STOPS_CSV
from web.test_subscriber import Subscriber

from busplan import publishing
from busplan.publishing import notices
from busplan.reading import Source
from busplan.store import Drafts
from busplan.timetable import (
    Cancelled,
    Delayed,
    Extra,
    Kind,
    Moved,
    Notice,
    OtherVehicle,
    PerhapsCancelled,
    Scope,
)
from busplan.web import create_app

STEPS = 30
# More of them by hand: WALKS=100 pytest tests/web/test_walk.py
SEEDS = range(int(os.environ.get("WALKS", "2")))
BEGUN = datetime(2026, 11, 1, 8, tzinfo=UTC)
FIRST, LAST = date(2026, 11, 1), date(2026, 12, 18)
SCHEDULES = [
    SCHEDULE_YAML,
    SCHEDULE_YAML.split("notices:")[0],
    SCHEDULE_YAML.replace("12:30, to: 13:00", "13:30, to: 14:00"),
    SCHEDULE_YAML.replace("every_weeks: 3", "every_weeks: 1"),
    SCHEDULE_YAML.replace("[2026-11-26, 2026-12-03]", "[2026-11-26, 2026-12-03, 2026-12-10]"),
    SCHEDULE_YAML.replace("      - {stop: hjem, from: 10:45, to: 11:15}\n", ""),
    SCHEDULE_YAML.replace("{stop: aas, from", "{stop: hol, from").replace(
        "stop: aas, what", "stop: hol, what"
    ),
]
CHANGES = [
    Cancelled(),
    PerhapsCancelled(),
    Delayed(15),
    Delayed(30),
    OtherVehicle("Reservebussen"),
    Moved(place="Ved kirken"),
    Moved(day=date(2026, 12, 9), start=time(17)),
]
LISTS = [STOPS_CSV, STOPS_CSV.replace("Hol torg", "Hol kirke"), STOPS_CSV.replace("Ved torget", "")]


class Walk:
    """A database, who changes it, and who follows it."""

    def __init__(self, store, seed):
        self.store, self.by_chance, self.now = store, Random(seed), BEGUN
        self.publishes()
        self.site = create_app(database=str(store.url), now="2026-11-01T09:00").test_client()
        self.feeds = {
            address: Subscriber(address) for address in ("/calendar.ics", "/stops/hol.ics", "/my/hol,aas.ics")
        }

    def newest(self):
        return publishing.standing(self.store).number

    def files(self):
        return Source("stops.csv", self.by_chance.choice(LISTS).encode()), Source(
            "schedule.yaml", self.by_chance.choice(SCHEDULES).encode()
        )

    def publishes(self):
        publishing.publish(self.store, publishing.check(*self.files()), "kari", self.now)

    def hands_in_and_publishes(self):
        found = publishing.check(*self.files())
        number = publishing.hand_in(self.store, found, self.newest(), "kari", self.now)
        draft = Drafts(self.store).get(number)
        if draft.is_open:
            publishing.publish_draft(self.store, draft, "kari", self.now)

    def undoes(self):
        earlier = self.by_chance.choice(list(self.store.entries())).id
        publishing.publish_again(self.store, earlier, self.newest(), "kari", self.now)

    def says(self):
        visits = publishing.in_force(self.store).timetable.visits(FIRST, LAST)
        some = self.by_chance.sample(visits, min(len(visits), self.by_chance.randint(1, 3)))
        change = self.by_chance.choice(CHANGES)
        notices.say(self.store, notices.of_each(some, change, reason="Uvær"), "ola", self.now)

    def says_of_all(self):
        day = FIRST + timedelta(days=self.by_chance.randrange((LAST - FIRST).days))
        notices.say(self.store, [Notice(day, None, Scope(), Cancelled(), "Verksted")], "ola", self.now)

    def says_one_more(self):
        day = FIRST + timedelta(days=self.by_chance.randrange((LAST - FIRST).days))
        hour, stop = self.by_chance.randint(8, 18), self.by_chance.choice(["hol", "aas"])
        extra = Extra(time(hour), time(hour, 45))
        notices.say(self.store, [Notice(day, day, Scope(stops=frozenset({stop})), extra)], "ola", self.now)

    def takes_back(self):
        said = notices.announcements(self.store)
        if said:
            notices.withdraw(self.store, self.by_chance.choice(said).moment, "ola", self.now)

    def steps(self):
        self.now += timedelta(minutes=self.by_chance.randint(1, 90))
        act = self.by_chance.choice(
            [
                self.publishes,
                self.hands_in_and_publishes,
                self.undoes,
                self.says,
                self.says,
                self.says_of_all,
                self.says_one_more,
                self.takes_back,
                self.takes_back,
            ]
        )
        act()
        return act.__name__

    def is_told_the_truth(self):
        for address, subscriber in self.feeds.items():
            subscriber.takes(self.site.get(address).data)
            assert subscriber.lies == [], address
        assert self.told() == self.true()

    def told(self):
        """When and where all of the calendar says that the bus comes."""
        events = icalendar.Calendar.from_ical(self.site.get("/calendar.ics").data).walk("VEVENT")
        return sorted(
            (str(event["UID"]).split("@")[0], event["DTSTART"].dt)
            for event in events
            if event.get("STATUS") in {"CONFIRMED", "TENTATIVE"} and event["DTSTART"].dt >= BEGUN
        )

    def true(self):
        visits = publishing.in_force(self.store).timetable.visits(FIRST, LAST + timedelta(days=30))
        return sorted(
            (f"{visit.key[1]:%Y%m%d}-{visit.key[2]}-{visit.stop.id}", visit.slot.begins(OSLO))
            for visit in visits
            if visit.takes_place and visit.stop.kind is not Kind.HOME
        )


@pytest.mark.parametrize("seed", SEEDS)
def test_no_calendar_is_told_a_lie_whatever_staff_do(store, seed):
    walk = Walk(store, seed)
    done = []
    for _ in range(STEPS):
        done.append(walk.steps())
        walk.is_told_the_truth()
    # A server that has just been started says the same, to the octet.
    fresh = create_app(database=str(store.url), now="2026-11-01T09:00").test_client()
    for address in walk.feeds:
        assert fresh.get(address).data == walk.site.get(address).data
        assert fresh.get(address).headers["ETag"] == walk.site.get(address).headers["ETag"]
    assert len(set(done)) > 4
