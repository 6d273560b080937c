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


def test_the_last_timetable_stands_when_the_file_is_gone(published, tmp_path):
    shelf = Shelf(published)
    first = shelf.in_force()
    (tmp_path / "busplan.db").unlink()
    assert shelf.in_force() is first
