"""All that is kept comes into one file, whole whoever writes meanwhile, and comes back the same."""

import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime

import postgres
import pytest
from calendars import calendars
from click.testing import CliRunner
from earlier import earlier, sample
from sqlalchemy import insert

from busplan.cli import main
from busplan.store import Notices, Store, StoreUnavailable, backup, files
from busplan.store.tables import LINKS, SESSIONS, STAFF, TRIES
from busplan.timetable import Cancelled, Notice, Scope

AT = datetime(2026, 11, 3, 12, tzinfo=UTC)
DAY = date(2026, 11, 26)
NOTICE = Notice(DAY, DAY, Scope(stops=frozenset({"aas"})), Cancelled(), "Snø")
COPIES = 60
SECRETS = ("digest-of-a-session", "digest-of-a-link", "who-tried")


@pytest.fixture
def busplan():
    return lambda *words: CliRunner().invoke(main, list(map(str, words)))


@pytest.fixture
def full(published):
    """With a notice, and somebody who is signed in."""
    Notices(published).say([NOTICE], "ola", AT)
    staff = {
        "login": "kari",
        "name": "Kari",
        "role": "admin",
        "password": "hash",
        "totp": "",
        "totp_used": 0,
        "codes": "[]",
        "active": True,
        "made_at": AT.isoformat(),
    }
    session = {"made_at": AT.isoformat(), "seen_at": AT.isoformat(), "agent": "", "content": "{}"}
    with published.writing() as connection:
        connection.execute(insert(STAFF).values(id=1, **staff))
        connection.execute(insert(SESSIONS).values(digest=SECRETS[0], staff=1, **session))
        connection.execute(insert(LINKS).values(digest=SECRETS[1], staff=1, until=AT.isoformat()))
        connection.execute(insert(TRIES).values(key=SECRETS[2], left=1, at=AT.isoformat()))
    return published


@pytest.fixture
def saved(full, tmp_path):
    backup.back_up(full, tmp_path / "saved")
    return tmp_path / "saved"


def url(file):
    return f"sqlite:///{file}"


def rows(file):
    """Of every table."""
    with closing(sqlite3.connect(file)) as connection:
        names = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        found = {name: connection.execute(f"SELECT * FROM {name}") for name in names}  # noqa: S608
        return {name: sorted(map(repr, each)) for name, each in found.items()}


def test_all_calendars_are_the_same_byte_for_byte_on_an_empty_host(full, saved, busplan, tmp_path):
    done = busplan("restore", saved, "--database", url(tmp_path / "new" / "host.db"))
    assert done.exit_code == 0, done.stderr
    assert calendars(url(tmp_path / "new" / "host.db")) == calendars(full.url)
    assert [file.name for file in (tmp_path / "new").iterdir() if file.name != "secret_key"] == ["host.db"]


def test_everything_is_in_it_but_who_is_signed_in(full, saved):
    before, after = rows(full.file), rows(saved)
    for gone in ("sessions", "links", "tries"):
        assert before.pop(gone)
        assert after.pop(gone) == []
    assert after == before
    assert not any(secret.encode() in saved.read_bytes() for secret in SECRETS)
    assert SECRETS[0].encode() in full.file.read_bytes()


def test_it_is_for_its_owner_alone(saved):
    assert saved.stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_there_is_not_written_over_unless_one_says_so(full, busplan, tmp_path):
    there = tmp_path / "there"
    there.write_text("mine")
    done = busplan("backup", there, "--database", full.url)
    assert (done.exit_code, there.read_text()) == (1, "mine")
    assert done.stderr == f"busplan: {there} is there already. Give another name, or --force.\n"
    assert busplan("backup", there, "--database", full.url, "--force").exit_code == 0
    assert busplan("restore", there, "--verify", "--database", full.url).exit_code == 0


def test_the_database_itself_is_never_written_over(full, busplan):
    before = full.file.read_bytes()
    assert busplan("backup", full.file, "--force", "--database", full.url).exit_code == 1
    assert full.file.read_bytes() == before


def test_what_is_not_there_cannot_be_kept(busplan, tmp_path):
    done = busplan("backup", tmp_path / "b", "--database", url(tmp_path / "none.db"))
    assert (done.exit_code, done.stderr) == (1, f"busplan: {tmp_path / 'none.db'}: there is no database\n")
    assert not list(tmp_path.glob("b*"))


def test_a_copy_is_whole_and_of_one_version_while_others_publish(published, stops, tmp_path):
    """Each publication is one file of many rows, all saying the same number."""
    program = (
        "import sys, time; from datetime import datetime, UTC; from busplan.store import Store\n"
        "store, n = Store(sys.argv[1]), 0\n"
        "while True:\n"
        "    n += 1; files = [(f'{part}', b'%d ' % n * 200) for part in range(20)]\n"
        "    store.add(files, f'{n}', 'ola', datetime.now(UTC)); time.sleep(0.01)\n"
    )
    writer = subprocess.Popen([sys.executable, "-c", program, str(published.url)], stderr=subprocess.PIPE)
    seen = []
    try:
        while published.head()[0] < 3:
            assert writer.poll() is None
        for number in range(COPIES):
            backup.back_up(published, tmp_path / f"{number}")
            with backup.tried(tmp_path / f"{number}", tmp_path / "copy") as found:
                newest = found.newest()
                assert len(newest.files) == 20
                assert {content.split()[0].decode() for _, content in newest.files} == {newest.digest}
                assert found.entries(-1)[0].id == len(found.entries(-1)) == newest.id
                seen.append(newest.id)
    finally:
        writer.kill()
        said = writer.communicate()[1]
    assert said == b"", "no writer was turned away"
    assert seen == sorted(seen)
    assert len(set(seen)) > 1


def test_verifying_changes_nothing(full, saved, busplan):
    before = full.file.read_bytes()
    done = busplan("restore", saved, "--verify", "--database", full.url)
    assert done.exit_code == 0
    assert done.stderr == f"{saved} is whole: number 1 of 2026-11-01 is the newest, 6 calendars.\n"
    assert full.file.read_bytes() == before


@pytest.mark.parametrize("spoilt", ["half", "junk", "bytes", "lost", "other"])
def test_what_is_not_a_whole_backup_is_refused_and_changes_nothing(full, saved, busplan, spoilt):
    content = saved.read_bytes()
    if spoilt == "half":
        saved.write_bytes(content[: len(content) // 2])
    elif spoilt == "junk":
        saved.write_bytes(b"not a database at all, but long enough to be one" * 100)
    elif spoilt == "bytes":
        saved.write_bytes(content[:4096] + bytes(8192) + content[12288:])
    elif spoilt == "lost":
        with closing(sqlite3.connect(saved)) as connection, connection:
            connection.execute("DELETE FROM publications")
    else:
        saved.unlink()
        with closing(sqlite3.connect(saved)) as connection, connection:
            connection.execute("CREATE TABLE songs (name)")
    before = full.file.read_bytes()
    done = busplan("restore", saved, "--database", full.url)
    assert done.exit_code == 1
    assert done.stderr.startswith(f"busplan: {saved}: no ")
    assert len(done.stderr.splitlines()) == 1
    assert full.file.read_bytes() == before
    assert sorted(file.suffix for file in full.file.parent.iterdir() if "busplan.db" in file.name) == [".db"]


def test_what_was_there_stays_beside_each_time(full, saved, busplan, tmp_path):
    for number in range(3):
        Notices(full).say([replace(NOTICE, text=f"Nummer {number}")], "ola", AT)
        before = full.file.read_bytes()
        done = busplan("restore", saved, "--database", full.url)
        kept = tmp_path / done.stderr.strip().split("/")[-1]
        assert kept.read_bytes() == before
    assert len(list(tmp_path.glob("busplan.db.replaced*"))) == 3


def test_a_running_site_shows_it_at_once_and_never_the_one_for_the_other(full, saved, busplan):
    """Numbers that have been given out are not given again, so nothing that is kept by them is taken wrongly."""
    from busplan.web import create_app

    client = create_app(database=str(full.url), now="2026-11-22T09:00").test_client()
    another = replace(NOTICE, text="Veien er stengt")
    said = Notices(full).say([another], "ola", AT)
    client.get("/calendar.ics")
    assert busplan("restore", saved, "--database", full.url).exit_code == 0
    restored = Store(str(full.url))
    assert Notices(restored).say([another], "ola", AT) > said
    assert {each.id for each in Notices(restored).standing()} == {1, 3}
    expected = create_app(database=str(full.url), now="2026-11-22T09:00").test_client()
    assert client.get("/calendar.ics").data == expected.get("/calendar.ics").data


def test_a_database_that_is_damaged_can_be_replaced(full, saved, busplan):
    expected = calendars(full.url)
    full.file.write_bytes(b"not a database at all, but long enough to be one" * 100)
    full.file.with_name("busplan.db-journal").write_bytes(b"left by whoever died")
    assert busplan("visits", "--database", full.url).exit_code == 1
    done = busplan("restore", saved, "--database", full.url)
    assert done.exit_code == 0, done.stderr
    assert calendars(full.url) == expected


def test_a_backup_of_an_earlier_release_is_brought_up(tmp_path, busplan):
    store = sample(tmp_path)
    old = earlier(store, tmp_path / "old.db")
    backup.back_up(Store(url(old)), tmp_path / "saved")
    before = (tmp_path / "saved").read_bytes()
    assert busplan("restore", tmp_path / "saved", "--database", url(tmp_path / "new.db")).exit_code == 0
    assert calendars(url(tmp_path / "new.db")) == calendars(store.url)
    assert (tmp_path / "saved").read_bytes() == before


def test_nobody_writes_to_what_is_being_replaced(full, saved, monkeypatch, tmp_path):
    """A publication that comes just then goes into the new file."""
    begun = threading.Event()
    writer = threading.Thread(
        target=lambda: (begun.wait(), Store(str(full.url)).add([("a", b"a")], "new", "ola", AT))
    )
    writer.start()

    def put_in_place(*paths, put=files.put_in_place):
        begun.set()
        writer.join(0.3)
        assert writer.is_alive()
        put(*paths)

    monkeypatch.setattr(files, "put_in_place", put_in_place)
    with backup.tried(saved, tmp_path / "copy") as found:
        backup.put_in_place(found, full)
    writer.join()
    assert full.newest().digest == "new"


def test_a_database_can_move_to_postgresql_and_back(full, saved, tmp_path):
    bin = postgres.binaries()
    if bin is None:
        pytest.skip("PostgreSQL is not installed (Debian's package postgresql)")

    def busplan(*words):
        run = [sys.executable, "-m", "busplan", *map(str, words)]
        return subprocess.run(run, capture_output=True, text=True, check=False)

    with postgres.server(bin) as there:
        done = busplan("restore", saved, "--database", there)
        assert done.returncode == 0, done.stderr
        assert calendars(there) == calendars(full.url)
        again = busplan("restore", saved, "--database", there)
        assert (again.returncode, "there is something in it" in again.stderr) == (1, True)
        done = busplan("backup", tmp_path / "back", "--database", there)
        assert done.returncode == 0, done.stderr
        assert rows(tmp_path / "back") == rows(saved)
        store = Store(there)
        # Counting goes on where it was.
        assert Notices(store).say([replace(NOTICE, text="Veien er stengt")], "ola", AT) == 3
        store.engine.dispose()


def test_restoring_is_refused_while_another_writes_for_long(full, saved, monkeypatch, tmp_path):
    monkeypatch.setattr("busplan.store.database.SECONDS_TO_WAIT", 0.2)
    store = Store(str(full.url))
    with (
        full.writing(),
        backup.tried(saved, tmp_path / "copy") as found,
        pytest.raises(StoreUnavailable, match="locked"),
    ):
        backup.put_in_place(found, store)
