"""No file of ours stays in WAL mode, in which some versions of SQLite lose what is written."""

import sqlite3
import subprocess
import sys

import pytest

from busplan.store import StoreUnavailable, journal


def in_wal(store):
    connection = sqlite3.connect(store.file, isolation_level=None)
    assert connection.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
    return connection


def mode(store):
    with sqlite3.connect(store.file) as connection:
        return connection.execute("PRAGMA journal_mode").fetchone()[0]


@pytest.mark.parametrize(
    ("version", "loses"),
    [
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 52, 0), False),
        ((4, 0, 0), False),
    ],
)
def test_the_versions_that_lose_are_known(version, loses):
    assert journal.loses(version) is loses


def test_a_file_in_wal_mode_is_brought_out_of_it(published, caplog):
    in_wal(published).close()
    store = type(published)(str(published.url))
    assert store.head() == published.head()
    assert mode(store) == "delete"
    assert "was in WAL mode: it keeps a rollback journal from now on" in caplog.text


def test_what_lay_in_its_log_is_not_lost(published):
    """A process that died left it there."""
    program = (
        "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('PRAGMA journal_mode = WAL'); c.execute('CREATE TABLE kept (n)'); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", program, published.file], check=True)
    type(published)(str(published.url)).head()
    with sqlite3.connect(published.file) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    assert mode(published) == "delete"


@pytest.mark.parametrize("loses", [True, False])
def test_while_another_has_it_open_it_is_refused_where_it_may_lose(published, monkeypatch, caplog, loses):
    monkeypatch.setattr(journal, "loses", lambda: loses)
    monkeypatch.setattr("busplan.store.database.SECONDS_TO_WAIT", 0)
    store = type(published)(str(published.url))
    other = in_wal(published)
    other.execute("SELECT count(*) FROM told").fetchone()
    if loses:
        with pytest.raises(StoreUnavailable, match=r"in WAL mode, in which SQLite .* can lose what is writ"):
            store.head()
    else:
        assert store.head() == published.head()
        assert "it stays so for now" in caplog.text
    other.close()
    assert type(published)(str(published.url)).head() is not None


def test_what_was_promised_is_on_the_disk(published):
    with published.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 3  # EXTRA: the folder too
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
