"""A timetable in; the same in another form out."""

from datetime import UTC, date, datetime, time

import pytest

from busplan import publishing
from busplan.store import Notices, Store
from busplan.timetable import Extra, Notice, Scope


@pytest.mark.parametrize("form", ["yaml", "csv", "xlsx"])
def test_what_is_exported_is_the_same_timetable(busplan, files, tmp_path, form):
    busplan("publish", *files)
    written = tmp_path / f"out.{form}"
    assert busplan("export", "--output", written).exit_code == 0
    of = ("--from", "2026-08-01", "--format", "csv")
    assert busplan("visits", written, *of).stdout == busplan("visits", *of).stdout
    assert busplan("export", written, "--format", form).stdout_bytes == written.read_bytes()


def test_news_from_the_desk_are_not_handed_in_a_second_time(busplan, files, tmp_path):
    """An extra visit would come twice, one that stands by itself and one of the file."""
    busplan("publish", *files)
    store = Store(f"sqlite:///{tmp_path / 'busplan.db'}")
    day = date(2026, 11, 20)
    extra = Notice(day, day, Scope(stops=frozenset({"hol"})), Extra(time(18), time(19)))
    Notices(store).say([extra], "ola", datetime(2026, 11, 2, tzinfo=UTC))
    done = busplan("export", "--output", tmp_path / "out.yaml")
    assert "Notices said at the desk are left out, as they stand by themselves (1)." in done.stderr
    busplan("publish", tmp_path / "out.yaml")
    assert len(publishing.in_force(store).timetable.visits(day, day)) == 1


def test_home_visits_are_exported_for_staff_alone(busplan, files):
    assert "Hjemmebesøk" in busplan("export", *files).stdout
    assert "hjem" not in busplan("export", *files, "--public").stdout.lower()
    done = busplan("export", *files, "--format", "mobile-library-stops")
    assert "hjem" not in done.stdout.lower()
    assert "Home visits are left out (stops: 1)." in done.stderr


def test_what_the_open_table_cannot_say_is_told(busplan, files):
    done = busplan("export", *files, "--format", "mobile-library-stops")
    assert done.exit_code == 0
    assert "closures.reason (1)" in done.stderr
    assert len(done.stdout.splitlines()) == 5


def test_an_open_table_in_force_goes_out_as_it_came(busplan, tmp_path):
    table = tmp_path / "york.csv"
    table.write_text(
        "organisation,mobile,route,stop,day,arrival,departure,frequency,start,kept by\n"
        "York,Mobile,D1, Pond,Thursday,11:00,11:20,FREQ=WEEKLY;INTERVAL=2,2026-09-03,Ann\n"
    )
    busplan("publish", table)
    assert busplan("export", "--format", "mobile-library-stops").stdout_bytes == table.read_bytes()


def test_a_workbook_is_not_written_to_a_terminal(busplan, files, monkeypatch):
    monkeypatch.setattr("busplan.cli.export.to_terminal", lambda: True)
    done = busplan("export", *files, "--format", "xlsx")
    assert done.exit_code == 2
    assert "Say where to put it: --output FILE" in done.stderr


def test_a_schedule_without_its_stops_is_not_exported(busplan, files):
    done = busplan("export", files[1])
    assert done.exit_code == 1
    assert "error: missing_table" in done.stderr
    assert done.stdout == ""


def test_a_file_that_cannot_be_written_is_one_plain_line(busplan, files, tmp_path):
    done = busplan("export", *files, "--output", tmp_path / "nowhere" / "out.yaml")
    assert done.exit_code == 1
    assert done.stderr.startswith("busplan: ")
