"""What is published, or files, in; visits out, for people, spreadsheets and programs."""

import csv
import io
import json

from small import STOPS_CSV


def test_visits_begin_today_and_leave_out_homes(busplan, files):
    busplan("publish", *files)
    done = busplan("visits", "--format", "csv")
    rows = list(csv.reader(io.StringIO(done.stdout)))
    assert ",".join(rows[0]) == "date,from,to,stop,name,municipality,route,vehicle,status"
    assert rows[1] == ["2026-11-26", "14:00", "14:30", "aas", "Ås", "Ås", "aas", "Bussen", "scheduled"]
    assert rows[2][-1] == "cancelled"
    assert "hjem" not in done.stdout


def test_visits_of_files_need_no_database(busplan, files, tmp_path):
    done = busplan("visits", *files, "--from", "2026-09-01", "--to", "2026-09-30", "--format", "csv")
    assert [line.split(",")[3] for line in done.stdout.splitlines()[1:]] == ["skole", "hol"]
    assert not (tmp_path / "busplan.db").exists()


def test_a_table_of_the_open_schema_is_enough(busplan, tmp_path):
    table = tmp_path / "york.csv"
    table.write_text(
        "organisation,mobile,route,stop,day,arrival,departure,frequency,start\n"
        "York,Mobile,D1,Pond,Thursday,11:00,11:20,FREQ=WEEKLY;INTERVAL=2,2026-09-03\n"
    )
    done = busplan("visits", table, "--to", "2026-12-10", "--format", "csv")
    assert done.stdout.splitlines()[1:] == [
        "2026-11-26,11:00,11:20,pond,Pond,York,D1,Mobile,scheduled",
        "2026-12-10,11:00,11:20,pond,Pond,York,D1,Mobile,scheduled",
    ]
    # Without an end it is listed a good year ahead, and for as long as one asks.
    assert len(busplan("visits", table, "--format", "csv").stdout.splitlines()) == 30
    assert "2040-" in busplan("visits", table, "--to", "2040-12-31", "--format", "csv").stdout


def test_files_with_faults_list_no_visits(busplan, files):
    files[1].write_text("routes: [")
    done = busplan("visits", *files)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "error: yaml_syntax" in done.stderr


def test_visits_of_one_stop_between_two_days(busplan, files):
    busplan("publish", *files)
    done = busplan(
        "visits", "--stop", "hol", "--from", "2026-09-01", "--to", "2026-11-30", "--format", "json"
    )
    assert [(one["date"], one["status"]) for one in json.loads(done.stdout)] == [
        ("2026-09-15", "scheduled"),
        ("2026-10-27", "scheduled"),
        ("2026-11-18", "moved"),
    ]


def test_visits_are_a_table_for_people(busplan, files):
    busplan("publish", *files)
    header, first, *_ = busplan("visits").stdout.splitlines()
    assert header.split()[:4] == ["date", "from", "to", "stop"]
    assert first.split()[:4] == ["2026-11-26", "14:00", "14:30", "aas"]


def test_no_cell_of_a_spreadsheet_is_a_formula(busplan, files):
    files[0].write_text(STOPS_CSV.replace("Hol torg", "=1+1"))
    busplan("publish", *files)
    assert "'=1+1" in busplan("visits", "--format", "csv").stdout
    assert '"=1+1"' in busplan("visits", "--format", "json").stdout


def test_before_anything_is_published_there_is_nothing_to_list(busplan, tmp_path):
    done = busplan("visits")
    assert done.exit_code == 1
    assert "Nothing has been published yet" in done.stderr
    assert not (tmp_path / "busplan.db").exists()


def test_an_unknown_stop_is_told(busplan, files):
    busplan("publish", *files)
    done = busplan("visits", "--stop", "holl")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "'holl'" in done.stderr


def test_days_the_wrong_way_round_are_told(busplan, files):
    busplan("publish", *files)
    assert busplan("visits", "--from", "2026-12-01", "--to", "2026-11-01").exit_code == 2
