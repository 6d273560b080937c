from datetime import UTC, datetime

import pytest
from small import SCHEDULE_YAML

from busplan import publishing
from busplan.publishing import Shelf
from busplan.reading import Source
from busplan.store import StoreUnavailable
from busplan.timetable import BadTimetable

NOW = datetime(2026, 11, 2, tzinfo=UTC)
LATER = Source("schedule.yaml", SCHEDULE_YAML.replace("14:00", "15:00").replace("14:30", "15:30").encode())


def test_what_is_published_is_in_force(published, stops, schedule):
    found = publishing.in_force(published)
    assert found.author == "kari"
    assert found.timetable == publishing.check(stops, schedule).timetable


def test_the_same_files_are_not_published_again(published, stops, schedule):
    assert publishing.publish(published, publishing.check(stops, schedule), "ola", NOW) is None


def test_what_cannot_be_read_changes_nothing(published, stops):
    before = publishing.in_force(published)
    with pytest.raises(BadTimetable):
        publishing.check(stops, Source("schedule.yaml", b"routes: ["))
    assert publishing.in_force(published) == before


def test_a_shelf_reads_a_publication_once_and_sees_the_next(published, stops, monkeypatch):
    shelf = Shelf(published)
    first = shelf.in_force()
    assert shelf.in_force() is first
    publishing.publish(published, publishing.check(stops, LATER), "ola", NOW)
    assert shelf.in_force().author == "ola"


def test_the_last_timetable_stands_while_the_database_is_away(published, monkeypatch, caplog):
    shelf = Shelf(published)
    first = shelf.in_force()

    def away():
        raise StoreUnavailable("gone")

    monkeypatch.setattr(published, "head", away)
    assert shelf.in_force() is first
    assert "the last timetable stands" in caplog.text
    with pytest.raises(StoreUnavailable):
        Shelf(published).in_force()


def unreadable(store, stops):
    """A newer publication, made by a release that knew more than this one."""
    files = {"stops": (stops.name, stops.content), "schedule": ("schedule.yaml", b"version: 9\nroutes: []")}
    store.add(files, "newer", "kari", NOW)


def test_the_last_timetable_stands_when_a_newer_one_cannot_be_read(published, stops, monkeypatch):
    shelf = Shelf(published)
    first = shelf.in_force()
    unreadable(published, stops)
    assert shelf.in_force() is first
    monkeypatch.setattr(published, "newest", lambda: pytest.fail("it is not read again"))
    assert shelf.in_force() is first


def test_what_cannot_be_read_is_told_again_and_again_but_read_once(published, stops, monkeypatch):
    unreadable(published, stops)
    shelf = Shelf(published)
    with pytest.raises(BadTimetable):
        shelf.in_force()
    monkeypatch.setattr(published, "newest", lambda: pytest.fail("it is not read again"))
    with pytest.raises(BadTimetable):
        shelf.in_force()


def test_another_file_in_its_place_is_seen(published, stops, schedule, tmp_path):
    shelf = Shelf(published)
    shelf.in_force()
    (tmp_path / "busplan.db").unlink()
    publishing.publish(published, publishing.check(stops, LATER), "ola", NOW)
    assert shelf.in_force().author == "ola"


def test_what_is_newer_says_so_even_when_the_clock_was_set_back(published, stops):
    before = publishing.in_force(published).published_at
    publishing.publish(published, publishing.check(stops, LATER), "ola", datetime(2020, 1, 1, tzinfo=UTC))
    assert publishing.in_force(published).published_at > before


def test_the_last_timetable_stands_when_the_file_is_gone(published, tmp_path):
    shelf = Shelf(published)
    first = shelf.in_force()
    (tmp_path / "busplan.db").unlink()
    assert shelf.in_force() is first
