"""A database of an earlier release becomes one of this, and no calendar notices."""

import os
import pwd
import shutil
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from calendars import calendars
from earlier import earlier, sample
from rights import bound
from sqlalchemy import text

from busplan.store import Store, StoreUnavailable, files, form, migrations
from busplan.store.database import Database


@pytest.fixture(scope="module")
def published_sample(tmp_path_factory):
    return sample(tmp_path_factory.mktemp("new"))


@pytest.fixture(scope="module")
def old_file(tmp_path_factory, published_sample):
    return earlier(published_sample, tmp_path_factory.mktemp("old") / "busplan.db")


@pytest.fixture
def old(tmp_path, old_file):
    """A store on a database of that release, which nobody has looked into yet."""
    (tmp_path / "data").mkdir()
    file = tmp_path / "data" / "busplan.db"
    shutil.copyfile(old_file, file)
    file.chmod(0o640)
    return Store(f"sqlite:///{file}")


def form_of(file):
    with Database(f"sqlite:///{file}").reading() as connection:
        return form.of(connection)


def names(folder):
    return sorted(file.name for file in folder.iterdir())


def is_untouched(store, old_file):
    assert store.file.read_bytes() == old_file.read_bytes()
    assert form_of(store.file) is form.Form.OLD


def test_calendars_are_the_same_byte_for_byte(old, published_sample):
    assert calendars(old.url) == calendars(published_sample.url)


def test_the_file_as_it_was_stays_beside_so_that_one_can_go_back(old, old_file):
    assert old.head() is not None
    assert form_of(old.file) is form.Form.PRESENT
    before = old.file.with_name("busplan.db.before")
    assert before.read_bytes() == old_file.read_bytes()
    assert names(old.file.parent) == ["busplan.db", "busplan.db.before"]


def test_whoever_could_read_the_file_can_read_the_new_one(old):
    nobody = pwd.getpwnam("nobody")
    if os.getuid() == 0:
        os.chown(old.file, nobody.pw_uid, nobody.pw_gid)
    was = old.file.stat()
    old.head()
    now = old.file.stat()
    assert (now.st_mode, now.st_uid, now.st_gid) == (was.st_mode, was.st_uid, was.st_gid)


def test_a_link_to_the_file_stays_a_link(old, tmp_path):
    link = tmp_path / "link.db"
    link.symlink_to(old.file)
    assert Store(f"sqlite:///{link}").head() is not None
    assert link.is_symlink()
    assert form_of(old.file) is form.Form.PRESENT


def test_what_a_copy_left_when_it_was_cut_off_does_no_harm(old, published_sample):
    """Its journal would be played into the next copy of that name: here one that empties a page."""
    new = old.file.with_name("busplan.db.new")
    program = (
        "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('PRAGMA cache_size = 1'); c.execute('CREATE TABLE t (b)');"
        "c.executemany('INSERT INTO t VALUES (?)', [(bytes(9000),)] * 50);"
        "c.execute('BEGIN'); c.execute('UPDATE t SET b = randomblob(9000)'); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", program, new], check=True)
    assert new.with_name("busplan.db.new-journal").stat().st_size > 0
    assert calendars(old.url) == calendars(published_sample.url)
    assert names(old.file.parent) == ["busplan.db", "busplan.db.before"]


def test_nobody_else_may_write_until_the_new_file_is_there(old, monkeypatch):
    """Reading the bytes of a file lets go of the locks on it: then another would write to what is left."""
    refused = []

    def upgrade_file(file, upgrade_file=migrations.upgrade_file):
        program = (
            "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None);"
            "c.execute('BEGIN IMMEDIATE')"
        )
        done = subprocess.run([sys.executable, "-c", program, old.file], capture_output=True, check=False)
        refused.append(b"database is locked" in done.stderr)
        upgrade_file(file)

    monkeypatch.setattr(migrations, "upgrade_file", upgrade_file)
    assert old.head() is not None
    assert refused == [True]


def test_all_who_begin_at_once_find_it_whole(old, published_sample):
    """Three processes of two threads: one brings it up, the rest wait."""
    program = (
        "import sys, threading; from busplan.store import Store\n"
        "found = []; store = lambda: found.append(Store(sys.argv[1]).head())\n"
        "threads = [threading.Thread(target=store) for _ in range(2)]\n"
        "[each.start() for each in threads]; [each.join() for each in threads]\n"
        "print(len(found), len(set(found)), found[0][0])"
    )
    begun = [
        subprocess.Popen([sys.executable, "-c", program, str(old.url)], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert [each.communicate(timeout=60)[0] for each in begun] == ["2 1 2\n"] * 3
    assert names(old.file.parent) == ["busplan.db", "busplan.db.before"]
    assert form_of(old.file.with_name("busplan.db.before")) is form.Form.OLD


def test_several_databases_are_brought_up_in_one_process(tmp_path, old_file):
    stores = [Store(f"sqlite:///{shutil.copyfile(old_file, tmp_path / str(n))}") for n in range(6)]
    with ThreadPoolExecutor(len(stores)) as threads:
        heads = list(threads.map(Store.head, stores))
    assert len(set(heads)) == 1


def test_what_is_brought_up_and_not_whole_never_takes_the_place(old, old_file, monkeypatch):
    def broken(connection):
        connection.exec_driver_sql("DELETE FROM publications WHERE id = 1")

    monkeypatch.setattr(migrations, "upgrade", broken)
    with pytest.raises(StoreUnavailable, match=r"of an earlier release, and left as it is. .*not whole"):
        old.head()
    is_untouched(old, old_file)
    assert names(old.file.parent) == ["busplan.db"]


def test_a_disk_without_room_is_told_and_nothing_is_left_lying(old, old_file):
    """The most a file may take stands for the disk."""
    program = (
        "import resource, signal, sys; from busplan.store import Store, StoreUnavailable\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))\n"
        "try: Store(sys.argv[1]).head()\n"
        "except StoreUnavailable as fault: print(fault)"
    )
    run = [sys.executable, "-c", program, str(old.url)]
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    assert "of an earlier release, and left as it is. " in done.stdout
    is_untouched(old, old_file)
    assert names(old.file.parent) == ["busplan.db"]
    assert old.head() is not None


def test_a_folder_that_may_not_be_written_to_is_told(old, old_file):
    """As somebody who may write the file, but put nothing beside it."""
    old.file.chmod(0o666)
    old.file.parent.chmod(0o555)
    program = (
        "import sys; from busplan.store import Store, StoreUnavailable\n"
        "try: Store(sys.argv[1]).head()\n"
        "except StoreUnavailable as fault: print(fault)"
    )
    run = bound(sys.executable, "-c", program, old.url)
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    assert "of an earlier release, and left as it is. " in done.stdout
    assert "Permission denied" in done.stdout, done.stderr
    is_untouched(old, old_file)
    old.file.parent.chmod(0o755)


def test_a_file_system_without_two_names_for_a_file_keeps_a_copy(old, old_file, monkeypatch):
    def refused(*_):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(files.os, "link", refused)
    assert old.head() is not None
    before = Store(f"sqlite:///{old.file}.before")
    assert form_of(before.file) is form.Form.OLD
    assert before.file.stat().st_size == old_file.stat().st_size


def test_a_form_of_a_later_release_is_refused_in_words(old):
    old.head()
    with old.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    later = Store(str(old.url))
    for ask in (later.head, later.prepare):
        with pytest.raises(StoreUnavailable, match=r"made by a newer busplan. Install that, or restore a b"):
            ask()


def test_another_file_of_an_earlier_form_in_its_place_is_brought_up_too(old, old_file):
    """Somebody has put the old one back beneath a server."""
    assert old.head() is not None
    shutil.copyfile(old_file, old.file.with_name("back"))
    old.file.with_name("back").replace(old.file)
    assert old.head() is not None
    assert form_of(old.file) is form.Form.PRESENT


def test_readers_go_on_while_it_is_brought_up(old):
    """They see the old or the new file, each whole."""
    seen, done = [], threading.Event()

    def read():
        while not done.is_set():
            with closing(sqlite3.connect(old.file)) as connection:
                seen.append(connection.execute("SELECT count(*) FROM publications").fetchone())

    reader = threading.Thread(target=read)
    reader.start()
    Store(str(old.url)).head()
    done.set()
    reader.join()
    assert set(seen) == {(2,)}
