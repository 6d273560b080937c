"""What people see of a fault of the disk or the database: never a trace, and never half a change."""

import os
import re
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from http.client import HTTPConnection
from io import BytesIO
from time import monotonic, sleep
from urllib.parse import urlencode, urlsplit

import pytest
from rights import bound
from serving import ended, serving
from small import SCHEDULE_YAML, STOPS_CSV
from sqlalchemy import event, func, select
from web.staff.signing import account_of, secret_of, signed_in, token

from busplan import publishing
from busplan.access import Role, secret, tokens
from busplan.store import Drafts, Store, database
from busplan.store.tables import TABLES
from busplan.web import create_app
from busplan.web.staff.session import COOKIE

CLOCK = "2026-11-26T09:00"
NOW = datetime(2026, 11, 26, 8, tzinfo=UTC)
LATER = SCHEDULE_YAML.replace('"14:00", to: 14:30', '"15:00", to: 15:30')
PUBLIC = ("/", "/stops/hol", "/stops/hol.ics", "/calendar.ics", "/stops.geojson", "/nn/", "/en/stops/hol")
DESK = ("/staff/", "/staff/notices/", "/staff/publications", "/staff/drafts/1")
SIGN_IN = "/staff/sign-in"
ALL_IS_WELL = {
    "off": 303,
    "said": 303,
    "handed in": 303,
    "published": 303,
    "signed in": 401,
    "heard": 303,
    "api": 201,
}
SMALL_DISK = "1m"
VISIT = "aas 2026-11-26 1"
A_COMMENT = {"name": "Kari", "text": "Fint"}


class Site:
    """The app over a database with a draft on hearing, a publisher who is signed in, and a program's key."""

    def __init__(self, store):
        self.store = store
        self.app = create_app(database=str(store.url), now=CLOCK)
        self.client = signed_in(self.app, Role.PUBLISHER)
        self.key = tokens.make(store, account_of(store, Role.PUBLISHER), "regneark", 30, NOW)
        self.hearing = f"/hearing/{on_hearing(store)}"
        self.stranger = self.app.test_client()
        self.token, self.door_token = token(self.client), token(self.stranger, SIGN_IN)
        self.before = self.all_public()
        assert {answer.status_code for answer in self.before} == {200}

    def all_public(self):
        return [self.app.test_client().get(path) for path in PUBLIC]

    def desk(self):
        return [self.client.get(path) for path in DESK]

    def writes(self):
        """One of each sort of thing that people and programs send: by what it is."""
        return {
            "off": lambda: self.sent("/staff/today/off", visit=VISIT),
            "said": lambda: self.sent("/staff/notices/new", **A_NOTICE),
            "handed in": lambda: self.sent("/staff/hand-in", files=files("16")),
            "heard": lambda: self.stranger.post(f"{self.hearing}/comments", data=A_COMMENT),
            "published": lambda: self.sent("/staff/drafts/1/publish", yes="ja"),
            "signed in": self.at_the_door,
            "api": self.api,
        }

    def sent(self, path, **fields):
        return self.client.post(path, data={**fields, "csrf_token": self.token})

    def at_the_door(self):
        fields = {"login": "unni", "password": "feil passord her", "csrf_token": self.door_token}
        return self.stranger.post(SIGN_IN, data=fields)

    def api(self):
        headers = {"Authorization": f"Bearer {self.key}"}
        return self.app.test_client().post("/api/publications", data={"files": files("17")}, headers=headers)


A_NOTICE = {
    "what": "cancelled",
    "whom": "stop:hol",
    "first": "2026-11-26",
    "last": "2026-12-31",
    "whole": "1",
}


def files(hour):
    plan = LATER.replace("15:", f"{hour}:")
    return [(BytesIO(STOPS_CSV.encode()), "stops.csv"), (BytesIO(plan.encode()), "plan.yaml")]


def on_hearing(store):
    standing = publishing.standing(store)
    given = [("stops.csv", STOPS_CSV.encode()), ("plan.yaml", LATER.encode())]
    number = publishing.hand_in(store, publishing.look_at(standing, given, NOW.date()), 1, "Randi", NOW, "")
    made = secret.new()
    Drafts(store).hear(number, secret.digest(made), datetime(2027, 1, 1, tzinfo=UTC), "Randi", NOW)
    return made


@pytest.fixture
def site(published):
    return Site(published)


def test_where_all_is_well_each_of_them_is_done(site):
    """So that what is refused below is refused for the fault alone."""
    found = {name: send().status_code for name, send in site.writes().items()}
    assert found == ALL_IS_WELL


@pytest.fixture
def small_disk(tmp_path):
    """A folder that holds little; skipped where nobody may make one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK}", "none", folder], check=False)
    if made.returncode:
        pytest.skip("only root may mount a small disk")
    yield folder
    subprocess.run(["umount", folder], check=True)


def fill(folder):
    """To the last octet."""
    with suppress(OSError), open(folder / "filler", "wb", buffering=0) as out:
        while out.write(b"x" * 4096):
            pass


def in_force(store, stops, schedule):
    publishing.publish(store, publishing.check(stops, schedule), "kari", datetime(2026, 11, 1, tzinfo=UTC))
    return store


def test_a_full_disk_takes_nothing_shows_all_and_works_when_there_is_room(small_disk, stops, schedule):
    site = Site(in_force(Store(f"sqlite:///{small_disk / 'busplan.db'}"), stops, schedule))
    fill(small_disk)
    no_room(site)
    (small_disk / "filler").unlink()
    assert site.sent("/staff/today/off", visit=VISIT).status_code == 303


@pytest.fixture
def full_file(published):
    """A database that may not grow, and has no room left: the driver says so as of a full disk."""

    def no_more(connection, _record):
        connection.execute("PRAGMA max_page_count = 1")

    site = Site(published)
    event.listen(site.app.extensions["busplan"].shelf.store.engine, "connect", no_more)
    return site


def test_a_database_that_may_not_grow_is_told_as_a_full_disk(full_file):
    """Only what is large: there is room yet in the pages it has."""
    large = [
        (BytesIO(STOPS_CSV.encode()), "stops.csv"),
        (BytesIO(LATER.encode() + b"# x" * 9000), "plan.yaml"),
    ]
    answer = full_file.sent("/staff/hand-in", files=large)
    assert (answer.status_code, "Ingenting er endret" in answer.text) == (507, True)
    assert len(Drafts(full_file.store).open()) == 1


def no_room(site):
    before = rows(site.store)
    for name, send in site.writes().items():
        answer = send()
        assert (name, answer.status_code) == (name, 507)
        assert answer.headers["Cache-Control"] == "no-store"
        said = answer.json["message"] if name == "api" else answer.text
        assert "Ingenting er endret" in said
        assert "Traceback" not in said
    api = site.api()
    assert (api.json["outcome"], api.json["error"]) == ("refused", "no_room")
    nynorsk = site.client.post("/nn/staff/today/off", data={"visit": VISIT, "csrf_token": site.token})
    assert "Ingenting er endra" in nynorsk.text
    goes_on(site)
    assert rows(site.store) == before


def goes_on(site):
    """Staff and residents read what they read before."""
    assert [answer.data for answer in site.all_public()] == [answer.data for answer in site.before]
    assert {answer.status_code for answer in site.desk()} == {200}


def rows(store):
    """How many there are of each sort."""
    with store.reading() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar()
            for table in TABLES.sorted_tables
        }


@contextmanager
def held(store):
    """Another process has it for itself."""
    program = (
        "import sqlite3, sys; it = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "it.execute('BEGIN EXCLUSIVE'); print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", program, str(store.file)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, text=True, **pipes) as other, ended(other):
        assert other.stdout.readline() == "held\n"
        yield other.stdin
        if not other.stdin.closed:
            other.stdin.close()


def test_what_another_holds_for_a_moment_is_waited_for(site):
    with held(site.store) as hold, ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: (sleep(0.5), hold.close()))
        assert site.sent("/staff/today/off", visit=VISIT).status_code == 303


def test_what_another_holds_for_longer_is_refused_and_residents_do_not_wait(published, monkeypatch):
    monkeypatch.setattr(database, "SECONDS_TO_WAIT", wait := 0.5)
    site = Site(published)
    long_ago = site.store.file.stat().st_mtime - 60
    os.utime(site.store.file, (long_ago, long_ago))
    site.all_public()
    before = rows(site.store)
    with held(site.store):
        began = monotonic()
        assert [answer.data for answer in site.all_public()] == [answer.data for answer in site.before]
        assert monotonic() - began < wait
        not_now(site, site.desk())
    assert rows(site.store) == before
    assert site.sent("/staff/today/off", visit=VISIT).status_code == 303


def not_now(site, desk=()):
    for name, send in site.writes().items():
        answer = send()
        assert (name, answer.status_code, answer.headers.get("Retry-After")) == (name, 503, "60")
        said = answer.json["message"] if name == "api" else answer.text
        assert ("Ingenting er endret" in said, "Traceback" in said) == (name != "heard", False)
    for answer in desk:
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
        assert "<h1>Det går ikke akkurat nå</h1>" in answer.text


@pytest.mark.parametrize(("at", "octets"), [(0, b"not any more"), (16, b"\xff\xff"), (100, b"\x99" * 60)])
def test_a_damaged_database_shows_what_it_showed_and_after_a_new_start_says_so(site, caplog, at, octets):
    with open(site.store.file, "r+b") as file:
        file.seek(at)
        file.write(octets)
    assert [answer.data for answer in site.all_public()] == [answer.data for answer in site.before]
    not_now(site, site.desk())
    anew = create_app(database=str(site.store.url), now=CLOCK).test_client()
    for path in PUBLIC:
        answer = anew.get(path)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
        assert "Traceback" not in answer.text
    assert "busplan restore" in caplog.text


class Wire:
    """A real server, asked as a browser in which a publisher is signed in asks."""

    def __init__(self, site, cookie):
        self.connection = HTTPConnection(site.removeprefix("http://"), timeout=10)
        self.cookie = {"Cookie": f"{COOKIE}={cookie}"}
        self.token = re.search('name="csrf_token" value="([^"]+)"', self.ask("GET", "/staff/")[1])[1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()

    def ask(self, method, path, **fields):
        """The status and the text."""
        headers = {**self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request(method, path, urlencode(fields) or None, headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read().decode()

    def off(self):
        return self.ask("POST", "/staff/today/off", visit=VISIT, csrf_token=self.token)


def cookie_in(store):
    return secret_of(store, Role.PUBLISHER, NOW)


def serving_as(folder, store, *command):
    return serving(
        folder,
        command=command,
        BUSPLAN_DATABASE=str(store.url),
        BUSPLAN_NOW=CLOCK,
        BUSPLAN_SECRET_KEY=secret.new(),
    )


@pytest.mark.parametrize("what", ["the file", "the folder"])
def test_what_cannot_be_written_is_read_and_refused(published, tmp_path, what):
    cookie, before = cookie_in(published), rows(published)
    thing, mode = (published.file, 0o400) if what == "the file" else (published.file.parent, 0o500)
    with (
        serving_as(tmp_path, published, *bound(sys.executable, "-m", "busplan")) as site,
        Wire(site, cookie) as wire,
    ):
        thing.chmod(mode)
        status, told = wire.off()
        assert (status, "Ingenting er endret" in told) == (503, True)
        assert {wire.ask("GET", path)[0] for path in (*PUBLIC, "/staff/", "/staff/today/")} == {200}
        thing.chmod(0o700)
        assert rows(published) == before
        assert wire.off()[0] == 303


def test_a_server_that_is_begun_where_nothing_can_be_written_shows_all(published, tmp_path):
    published.file.chmod(0o400)
    with serving_as(tmp_path, published, *bound(sys.executable, "-m", "busplan")) as site:
        wire = HTTPConnection(site.removeprefix("http://"), timeout=10)
        for path in PUBLIC:
            wire.request("GET", path)
            answer = wire.getresponse()
            assert (path, answer.status, bool(answer.read())) == (path, 200, True)
        wire.close()


def test_a_server_without_handles_is_well_again_once_they_are_given_back(tmp_path):
    few = ("prlimit", "--nofile=60", sys.executable, "-m", "busplan")
    with serving(tmp_path, command=few) as site:
        place = urlsplit(site).netloc
        idle = [socket.create_connection(place.split(":"), 5) for _ in range(80)]
        idle[0].settimeout(10)
        idle[0].sendall(f"GET /calendar.ics HTTP/1.1\r\nHost: {place}\r\n\r\n".encode())
        said = idle[0].recv(10_000).decode()
        assert said.startswith(("HTTP/1.1 5", "HTTP/1.1 200"))
        assert "Traceback" not in said
        for each in idle:
            each.close()
        with closing(HTTPConnection(place, timeout=10)) as connection:
            connection.request("GET", "/calendar.ics")
            assert connection.getresponse().status == 200
