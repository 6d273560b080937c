"""A server killed again and again while it is written to: `.venv/bin/python tests/crash/killed.py [ROUNDS] [SEED]`.

It is `busplan serve` as it is. Two programs publish, somebody says notices and takes them back, a resident reads; at a
moment by chance the process is killed (SIGKILL), and begun anew on what that left. Then what they were answered must be
true, what they were refused must not be there, and all that is shown must be of one version, whole.
"""

import re
import signal
import sqlite3
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from io import BytesIO
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from threading import Thread
from time import monotonic, sleep

sys.path.insert(0, str(Path(__file__).parent.parent))

from loop import database, state, url
from serving import begun
from small import SCHEDULE_YAML, STOPS_CSV
from web.staff.signing import account_of, secret_of
from werkzeug.test import EnvironBuilder

from busplan import publishing
from busplan.access import Role, tokens
from busplan.reading import Source
from busplan.store import Store
from busplan.web.staff.session import COOKIE

ROUNDS, SEED = 200, 20261124
MOST_SECONDS = 45 * 60
# After so many have been answered, and so many seconds: something is being written at nearly any moment.
MOST_ANSWERED, LATEST_KILL = 5, 0.2
MOST_SECONDS_TO_WAIT = 10
# What is kept grows: a fresh database now and then keeps the rounds alike.
ROUNDS_A_DATABASE = 20
CLOCK, NOW = "2026-11-22T09:00", datetime(2026, 11, 22, 8, tzinfo=UTC)
PAGES = ("/", "/timetable", "/changes", "/about", "/nn/", "/en/stops/skole")
FEEDS = ("/calendar.ics", "/routes/tirsdag.ics", "/municipalities/nes.ics")
# What a notice of theirs is about: as many rows, of which all or none must stand.
STOPS = ("hol", "skole", "aas")
VISITS = ["hol 2026-12-08 1", "skole 2026-12-08 1", "aas 2026-11-26 1"]
NAME, SAID, UNDO = (re.compile(sign) for sign in ("Buss nr ([0-9]+)", "Melding ([0-9]+)", "/([0-9]+)/undo"))
ENDS = ("</html>", "END:VCALENDAR")


def files(number: int) -> list[tuple[str, bytes]]:
    """A timetable that tells its number on each page and in each calendar."""
    plan = SCHEDULE_YAML.replace("name: Testbussen", f"name: Buss nr {number}")
    return [("stops.csv", STOPS_CSV.encode()), ("plan.yaml", plan.encode())]


@dataclass
class Told:
    """What was sent, by its number, and what was answered; nothing where the server was killed meanwhile."""

    sent: list[int] = field(default_factory=list)
    answers: dict[int, int] = field(default_factory=dict)

    def ask(self, number: int, send: Callable[[int], int]) -> int:
        self.sent.append(number)
        self.answers[number] = send(number)
        return self.answers[number]

    def answered(self, code: int) -> set[int]:
        return {number for number, answer in self.answers.items() if answer == code}

    def unanswered(self) -> set[int]:
        return set(self.sent) - set(self.answers)


class Site:
    """A database, a server on it now and then, and all that it has answered."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        store = Store(url(folder))
        sources = [Source(*file) for file in files(0)]
        publishing.publish(store, publishing.check(*sources), "kari", datetime(2026, 11, 1, tzinfo=UTC))
        key = tokens.make(store, account_of(store, Role.PUBLISHER, NOW), "regneark", 30, NOW)
        self.program = {"Authorization": f"Bearer {key}"}
        self.staff = {"Cookie": f"{COOKIE}={secret_of(store, Role.PUBLISHER, NOW)}"}
        self.published, self.said, self.undone = Told(), Told(), Told()
        self.seen: list[int] = []
        self.faults: list[str] = []
        self.address = ""

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, str]:
        """Raises OSError or HTTPException when there is nobody any more."""
        with closing(HTTPConnection(self.address.removeprefix("http://"), timeout=20)) as wire:
            wire.request(method, path, body or None, headers)
            answer = wire.getresponse()
            return answer.status, answer.read().decode()

    def send(self, path: str, headers: dict[str, str], **fields: object) -> int:
        with closing(EnvironBuilder(method="POST", data=fields)) as built:
            environ = built.get_environ()
        body, kind = environ["wsgi.input"].read(), environ["CONTENT_TYPE"]
        return self.ask("POST", path, body, **{"Content-Type": kind, **headers})[0]

    def publish(self, number: int) -> int:
        given = [(BytesIO(content), name) for name, content in files(number)]
        return self.send("/api/publications", self.program, files=given)

    def form(self, path: str, **fields: object) -> int:
        token = re.search('name="csrf_token" value="([^"]+)"', self.ask("GET", "/staff/", **self.staff)[1])
        assert token
        return self.send(path, self.staff, csrf_token=token[1], **fields)

    def say(self, number: int) -> int:
        asked = {"what": "cancelled", "first": "2026-11-22", "last": "2026-12-18", "visit": VISITS}
        return self.form("/staff/notices/new", text=f"Melding {number}", **asked)

    def undo(self, _number: int) -> int:
        """All that stands of what staff have said."""
        moments = UNDO.findall(self.ask("GET", "/staff/notices/", **self.staff)[1])
        return max((self.form(f"/staff/notices/{moment}/undo") for moment in moments), default=303)

    def publishes(self, numbers: Iterator[int]) -> None:
        for number in numbers:
            self.published.ask(number, self.publish)

    def speaks(self, numbers: Iterator[int]) -> None:
        for number in numbers:
            self.said.ask(number, self.say)
            self.undone.ask(number, self.undo)

    def wait_for_answers(self, more: int) -> None:
        before, until = self.answered(), monotonic() + MOST_SECONDS_TO_WAIT
        while self.answered() < before + more and monotonic() < until:
            sleep(0.005)

    def answered(self) -> int:
        return sum(len(told.answers) for told in (self.published, self.said, self.undone))

    def reads(self, _numbers: Iterator[int]) -> None:
        while True:
            for path, end in zip(("/stops/hol", "/calendar.ics"), ENDS, strict=True):
                status, text = self.ask("GET", path)
                found = numbers_in(NAME, text)
                if status != 200 or len(found) != 1 or not text.rstrip().endswith(end):
                    self.faults.append(f"{path} meanwhile: {status}, of {found}")
                self.seen += found


def numbers_in(sign: "re.Pattern[str]", text: str) -> list[int]:
    return sorted({int(number) for number in sign.findall(text)})


def killed(site: Site, random: Random, numbers: Iterator[int]) -> None:
    """Begun, looked at, written to, and killed."""
    with begun(site.folder, BUSPLAN_DATABASE=url(site.folder), BUSPLAN_NOW=CLOCK) as (server, site.address):
        site.faults += wrong(site)
        threads = [
            Thread(target=until_killed, args=(act, numbers))
            for act in (site.publishes, site.publishes, site.speaks, site.reads)
        ]
        for thread in threads:
            thread.start()
        site.wait_for_answers(random.randint(0, MOST_ANSWERED))
        sleep(random.uniform(0, LATEST_KILL))
        server.kill()
        server.wait()
        for thread in threads:
            thread.join()


def until_killed(act: Callable[[Iterator[int]], None], numbers: Iterator[int]) -> None:
    try:
        act(numbers)
    except (OSError, HTTPException):
        return


def wrong(site: Site) -> Iterator[str]:
    """What is not as all have been told; nothing, if all is well."""
    state(database(site.folder))
    kept, notices = what_is_kept(database(site.folder))
    yield from untrue("published", site.published, set(kept), 201)
    yield from untrue("said", site.said, set(notices), 303)
    for number, rows in notices.items():
        if len(rows) != len(VISITS) or len(set(rows)) != 1:
            yield f"notice {number} stands half: withdrawn {rows}"
    standing = [number for number, rows in notices.items() if None in rows]
    if still := site.undone.answered(303).intersection(standing):
        yield f"taken back, and stands: {still}"
    yield from shown(site, [kept[-1]], standing[-1:])


def untrue(what: str, told: Told, there: set[int], done: int) -> Iterator[str]:
    there = there - {0}
    if lost := told.answered(done) - there:
        yield f"{what} and lost: {lost}"
    if more := there - told.answered(done) - told.unanswered():
        yield f"refused, and {what}: {more}"
    if odd := set(told.answers.values()) - {done, 409}:
        yield f"answered {odd}"


def what_is_kept(file: Path) -> tuple[list[int], dict[int, list[int | None]]]:
    """The numbers that were published, in order; and the rows of each notice, by when it was taken back."""
    notices: dict[int, list[int | None]] = defaultdict(list)
    with closing(sqlite3.connect(file)) as connection:
        plans = connection.execute(
            "SELECT content FROM sources WHERE name = 'plan.yaml' ORDER BY publication"
        )
        kept = [number for (content,) in plans for number in numbers_in(NAME, content.decode())]
        for content, withdrawn in connection.execute("SELECT content, withdrawn FROM notices ORDER BY id"):
            for number in numbers_in(SAID, content):
                notices[number].append(withdrawn)
    return kept, notices


def shown(site: Site, version: list[int], standing: list[int]) -> Iterator[str]:
    """All of one version, with what stands on each of the stops it is about, or on none."""
    if (health := site.ask("GET", "/healthz")[0]) != 200:
        yield f"/healthz: {health}"
    of_stops = [f"/stops/{stop}{kind}" for stop in STOPS for kind in ("", ".ics")]
    for path in (*PAGES, *FEEDS, *of_stops):
        status, text = site.ask("GET", path)
        found, said = numbers_in(NAME, text), numbers_in(SAID, text)
        if status != 200 or found != version or not text.rstrip().endswith(ENDS):
            yield f"{path}: {status}, of {found} instead of {version}"
        if path in of_stops and said != standing:
            yield f"{path}: says {said} instead of {standing}"


def rounds(folder: Path, times: int, seed: int) -> Counter[str]:
    """What became of all that was sent. Raises AssertionError at the first fault."""
    random, numbers, site = Random(seed), count(1), Site(folder)
    for _ in range(times):
        killed(site, random, numbers)
        assert site.faults == []
    with begun(folder, BUSPLAN_DATABASE=url(folder), BUSPLAN_NOW=CLOCK) as (_, site.address):
        assert list(wrong(site)) == []
    kept, notices = what_is_kept(database(folder))
    under_way = site.published.unanswered() | site.said.unanswered()
    there = under_way.intersection({*kept, *notices})
    done = len(site.published.answered(201)) + len(site.said.answered(303)) + len(site.undone.answered(303))
    refused = len(site.published.answered(409))
    told = {"done": done, "refused": refused, "new": len(there), "old": len(under_way - there)}
    return Counter({**told, "killed": times, "read": len(site.seen)})


def main(times: int = ROUNDS, seed: int = SEED) -> None:
    signal.alarm(MOST_SECONDS)
    began, found = monotonic(), Counter[str]()
    for at in range(0, times, ROUNDS_A_DATABASE):
        with TemporaryDirectory(prefix="busplan-killed-") as folder:
            found += rounds(Path(folder), min(ROUNDS_A_DATABASE, times - at), seed + at)
        print(
            f"{found['killed']} times killed in {monotonic() - began:.0f} s: {found['done']} writes answered and there,"
            f" {found['refused']} refused and not, {found['new']} under way and there whole, {found['old']} under way and"
            f" not there, {found['read']} answers read meanwhile; 0 half, 0 lost",
            flush=True,
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
