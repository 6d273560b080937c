"""A calendar program that asks a real server again and again while staff publish."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event, Thread
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import icalendar
from serving import serving
from small import SCHEDULE_YAML, STOPS_CSV

from busplan import publishing
from busplan.reading import Source
from busplan.store import Store

PLANNED = "[2026-11-26, 2026-12-03]"
WITHOUT = SCHEDULE_YAML.split("notices:")[0]
NOTICE = "notices:\n  - {date: 2026-12-03, stop: aas, reason: Snø, what: %s}\n"
# What staff publish one after the other: the schedule, and the list of stops.
YEARS = [
    (SCHEDULE_YAML.replace("14:00", "15:00").replace("14:30", "15:30"), STOPS_CSV),
    (SCHEDULE_YAML, STOPS_CSV.replace("aas,Ås", "aas,Ås torg")),
    (WITHOUT, STOPS_CSV),
    (WITHOUT + NOTICE % "moved, new_date: 2026-12-04", STOPS_CSV),
    (WITHOUT + NOTICE % "delayed, minutes: 20", STOPS_CSV),
    (WITHOUT.replace(PLANNED, "[2026-11-26]"), STOPS_CSV),
    (WITHOUT + NOTICE % "cancelled", STOPS_CSV),
    (WITHOUT.replace(PLANNED, "[2026-11-26, 2026-12-03, 2026-12-10]"), STOPS_CSV),
    (SCHEDULE_YAML, "\n".join([STOPS_CSV.splitlines()[0], *reversed(STOPS_CSV.splitlines()[1:])])),
]


@dataclass
class Subscriber:
    """Keeps the events of one feed, and every lie it is told."""

    address: str
    events: dict[str, tuple[int, datetime, str]] = field(default_factory=dict)
    etag: str = ""
    lies: list[str] = field(default_factory=list)
    answers: dict[int, int] = field(default_factory=dict)

    def polls(self) -> None:
        try:
            with urlopen(Request(self.address, headers={"If-None-Match": self.etag}), timeout=10) as answer:  # noqa: S310 - our own server
                self.etag, status = answer.headers["ETag"], answer.status
                self.takes(answer.read())
        except HTTPError as fault:
            status = fault.code
        self.answers[status] = self.answers.get(status, 0) + 1

    def takes(self, feed: bytes) -> None:
        found = icalendar.Calendar.from_ical(feed).walk("VEVENT")
        sent = {
            str(event["UID"]): (event["SEQUENCE"], event["LAST-MODIFIED"].dt, bytes(event.to_ical()).decode())
            for event in found
        }
        if len(sent) < len(found):
            self.lies.append("an event came twice")
        self.lies += [f"{uid} vanished" for uid in self.events.keys() - sent.keys()]
        for uid, (sequence, modified, said) in sent.items():
            before = self.events.get(uid)
            if before and said != before[2] and not (sequence > before[0] and modified > before[1]):
                self.lies.append(f"{uid} changed and did not say so")
        self.events.update(sent)


def test_a_subscriber_is_never_told_a_lie_while_staff_publish(tmp_path, files):
    with serving(tmp_path, "--stops", files[0], "--schedule", files[1]) as site:
        subscribers = [Subscriber(f"{site}{path}") for path in ("/stops/aas.ics", "/calendar.ics")]
        done = Event()

        def follows(subscriber):
            while not done.wait(0.02):
                subscriber.polls()

        threads = [Thread(target=follows, args=(subscriber,)) for subscriber in subscribers]
        for thread in threads:
            thread.start()
        try:
            store = Store(f"sqlite:///{tmp_path / 'served.db'}")
            for schedule, stops in YEARS:
                handed_in = publishing.check(
                    Source("stops.csv", stops.encode()), Source("schedule.yaml", schedule.encode())
                )
                assert publishing.publish(store, handed_in, "kari", datetime.now(UTC))
        finally:
            done.set()
            for thread in threads:
                thread.join()
        for subscriber in subscribers:
            # Asked twice: the second time there can be nothing new.
            subscriber.polls()
            subscriber.polls()
            assert subscriber.lies == []
            assert subscriber.answers.keys() <= {200, 304}
            assert subscriber.answers[304] > 0
        told = {uid: "STATUS:CANCELLED" in event for uid, (_, _, event) in subscribers[0].events.items()}
        assert told == {
            "20261126-1-aas@testbussen.busplan": False,
            "20261203-1-aas@testbussen.busplan": True,  # as the last schedule has it
            "20261210-1-aas@testbussen.busplan": True,  # no longer planned
            "end@testbussen.busplan": False,
        }
