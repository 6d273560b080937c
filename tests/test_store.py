"""The same promises on a file of SQLite and on a real PostgreSQL."""

import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import postgres
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from busplan.publishing import Shelf
from busplan.store import BadDatabase, Legs, Store, StoreUnavailable, form, migrations
from busplan.store.tables import TABLES
from busplan.timetable import Season, Told

AT = datetime(2026, 11, 1, 12, tzinfo=UTC)
FILES = (("stops.csv", b"id\r\n\xff\x00"), ("schedule.yaml", "æøå".encode()), ("a.csv", b"date"))


@pytest.fixture(scope="session")
def postgres_url():
    bin = postgres.binaries()
    if bin is None:
        pytest.skip("PostgreSQL is not installed (Debian's package postgresql)")
    with postgres.server(bin) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def any_store(request, tmp_path):
    if request.param == "sqlite":
        yield Store(f"sqlite:///{tmp_path / 'new folder' / 'busplan.db'}")
        return
    url = request.getfixturevalue("postgres_url")
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    store = Store(url)
    yield store
    store.engine.dispose()


def test_a_publication_is_kept_byte_for_byte(any_store):
    any_store.prepare()
    number = any_store.add(FILES, "digest", "kari", AT, "Vinterruter")
    kept = any_store.newest()
    assert (kept.id, kept.published_at, kept.author, kept.message) == (number, AT, "kari", "Vinterruter")
    assert kept.files == FILES
    assert any_store.head() == (number, "digest")


def test_the_files_of_the_first_release_are_still_there(any_store):
    """It kept two, under their roles."""
    any_store.prepare()
    number = any_store.add(FILES[:2], "digest", "kari", AT)
    with any_store.engine.begin() as connection:
        for old, new in (("000001", "schedule"), ("000000", "stops")):
            connection.execute(
                text("UPDATE sources SET role = :new WHERE publication = :id AND role = :old"),
                {"new": new, "old": old, "id": number},
            )
    assert any_store.newest().files == FILES[:2]


def test_the_newest_is_in_force_and_the_older_ones_stay(any_store):
    any_store.prepare()
    first = any_store.add(FILES, "one", "kari", AT)
    second = any_store.add([("s", b"2"), ("y", b"2")], "two", "ola", AT)
    assert second > first
    assert any_store.newest().digest == "two"


def test_older_publications_are_known_by_their_seasons(any_store):
    any_store.prepare()
    seasons = (
        Season("", date(2026, 8, 17), date(2026, 12, 18)),
        Season("v", date(2027, 1, 4), date(2027, 6, 18)),
    )
    first = any_store.add(FILES, "one", "kari", AT, seasons=seasons)
    second = any_store.add(FILES, "two", "kari", AT)
    third = any_store.add(FILES, "three", "kari", AT, seasons=seasons[1:])
    assert any_store.before(third) == [(second, ()), (first, seasons)]
    assert any_store.before(first) == []
    assert any_store.kept(first).digest == "one"


def test_the_same_again_is_no_new_publication(any_store):
    any_store.prepare()
    assert any_store.add(FILES, "same", "kari", AT)
    assert any_store.add(FILES, "same", "ola", AT) is None
    assert any_store.newest().author == "kari"


def test_a_publication_that_fails_half_way_leaves_nothing(any_store):
    any_store.prepare()
    any_store.add(FILES, "one", "kari", AT)
    broken = [("stops.csv", b"x"), (None, b"no name")]
    with pytest.raises(StoreUnavailable):
        any_store.add(broken, "two", "kari", AT)
    assert any_store.newest().digest == "one"
    assert any_store.newest().files == FILES


def test_an_empty_store_has_nothing_in_force(any_store):
    any_store.prepare()
    any_store.prepare()
    assert any_store.head() is None
    assert any_store.newest() is None


def test_a_store_that_was_never_prepared_has_nothing_in_force(any_store):
    assert any_store.head() is None
    assert any_store.newest() is None


def test_many_at_once_lose_nothing(any_store):
    """Each publishes something of its own: none is lost, and nobody is told that the database is locked."""
    any_store.prepare()
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda n: any_store.add(FILES, f"digest {n}", "kari", AT), range(24)))
    assert len(set(numbers)) == 24
    assert any_store.head()[0] == max(numbers)


def test_the_file_is_for_its_owner_alone(tmp_path):
    """It holds the addresses of home visits."""
    Store(f"sqlite:///{tmp_path / 'busplan.db'}").prepare()
    assert (tmp_path / "busplan.db").stat().st_mode & 0o077 == 0


def test_an_option_the_driver_cannot_read_is_told_plainly(tmp_path):
    with pytest.raises(BadDatabase):
        Store(f"sqlite:///{tmp_path / 'b.db'}?timeout=abc")


def test_reading_makes_no_file(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'busplan.db'}")
    assert store.newest() is None
    assert list(tmp_path.iterdir()) == []


def test_a_writer_that_takes_too_long_is_told_apart_from_a_fault(tmp_path, monkeypatch):
    monkeypatch.setattr("busplan.store.database.SECONDS_TO_WAIT", 0)
    store = Store(f"sqlite:///{tmp_path / 'busplan.db'}")
    store.prepare()
    other = sqlite3.connect(tmp_path / "busplan.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreUnavailable, match="locked"):
        store.add(FILES, "one", "kari", AT)
    other.close()


def test_a_file_that_is_no_database_is_told_plainly(tmp_path):
    (tmp_path / "busplan.db").write_text("Dette er ikke en database." * 100)
    with pytest.raises(StoreUnavailable, match="not a database"):
        Store(f"sqlite:///{tmp_path / 'busplan.db'}").newest()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "sqlite://",
        "sqlite:///:memory:",
        "postgresql+psycopg://a@b:c/d",
        "busplan.db",
        "nonsense://x",
        "mysql+nothere://x",
    ],
)
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(BadDatabase):
        Store(url)


def test_a_password_is_not_shown():
    assert "hemmelig" not in Store("postgresql+psycopg://kari:hemmelig@db/busplan").shown


def test_what_calendars_have_been_told_comes_back(any_store, small):
    any_store.prepare()
    assert any_store.told() == (0, {})
    number = any_store.add(FILES, "one", "kari", AT)
    visits = small.visits(date.min, date.max)
    told = {visit.key: Told("facts", AT, n, visit if n % 2 else None) for n, visit in enumerate(visits)}
    any_store.tell(number, told)
    assert any_store.told() == (number, told)
    any_store.tell(number, {visits[0].key: Told("again", AT, 9)})  # another has kept it already
    assert any_store.told() == (number, told)
    second = any_store.add(FILES, "two", "kari", AT)
    newer = {visits[0].key: Told("newer", AT, 1, replace(visits[0], reason="Snø", text="«Å»"))}
    any_store.tell(second, newer)
    assert any_store.told() == (second, told | newer)


def test_a_file_that_has_rested_is_known_by_its_stamp(store):
    store.prepare()
    assert store.stamp() is None  # written just now
    file = Path(store.url.database)
    os.utime(file, ns=(1, 1))
    rested = store.stamp()
    assert rested is not None
    assert store.stamp() == rested
    store.add(FILES, "other", "kari", AT)
    os.utime(file, ns=(2, 2))
    assert store.stamp() != rested


def test_a_shelf_asks_no_database_that_has_rested(published, stops, monkeypatch):
    shelf = Shelf(published)
    file = Path(published.url.database)
    os.utime(file, ns=(1, 1))
    first = shelf.in_force()
    monkeypatch.setattr(published, "head", None)
    assert shelf.in_force() is first


def test_tables_made_anew_are_those_that_the_steps_make(any_store):
    """From the first form on, one after another."""
    any_store.prepare()
    with any_store.engine.connect() as connection:
        there = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(there, TABLES) == []


def test_an_older_database_gets_the_tables_of_this_release(any_store):
    any_store.prepare()
    with any_store.writing() as connection:
        TABLES.drop_all(connection)
        connection.execute(text("DROP TABLE alembic_version"))
        migrations.upgrade(connection)
    with any_store.engine.connect() as connection:
        there = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(there, TABLES) == []
        assert form.of(connection) is form.Form.PRESENT


HERE, THERE, AWAY = (5991390, 1075220), (6012000, 1147000), (5966000, 1079000)


def test_roads_are_kept_for_each_engine_and_newer_ones_take_their_place(any_store):
    legs = Legs(any_store)
    assert legs.find("valhalla", [HERE, THERE]) == {}
    there_and_back = {(HERE, THERE): ("2026-10", 70_000, 4200), (THERE, HERE): ("2026-10", None, None)}
    legs.keep("valhalla", there_and_back)
    assert legs.find("valhalla", [HERE, THERE, AWAY]) == there_and_back
    assert legs.find("valhalla", [HERE, AWAY]) == {}
    assert legs.find("osrm", [HERE, THERE]) == {}
    legs.keep("valhalla", {(HERE, THERE): ("2026-11", 71_000, 4300)})
    legs.keep("valhalla", {})
    assert legs.find("valhalla", [HERE, THERE])[HERE, THERE] == ("2026-11", 71_000, 4300)
    assert len(legs.find("valhalla", [HERE, THERE])) == 2


def test_the_roads_of_many_stops_are_found(any_store):
    """More than a database takes in one question."""
    spots = [(6000000 + number, 1000000) for number in range(900)]
    legs = {(one, spots[0]): ("2026-11", 1, 1) for one in spots}
    Legs(any_store).keep("osrm", legs)
    assert Legs(any_store).find("osrm", spots) == legs
