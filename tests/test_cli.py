"""The command as a person or a script meets it, in a process of its own where that matters."""

import csv
import io
import json
import re
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from bad import FILES
from click.testing import CliRunner
from small import SCHEDULE_YAML, STOPS_CSV, tables
from workbooks import as_excel

from busplan import paths
from busplan.cli import main
from busplan.store import Store


@pytest.fixture
def busplan(tmp_path, monkeypatch):
    """Runs a command on a database of its own; gives its exit code, stdout and stderr."""
    monkeypatch.setenv("BUSPLAN_DATABASE", f"sqlite:///{tmp_path / 'busplan.db'}")
    monkeypatch.setenv("BUSPLAN_NOW", "2026-11-22T09:00")

    def run(*words):
        done = CliRunner().invoke(main, [str(word) for word in words])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done

    return run


def test_a_good_timetable_has_no_problems(busplan, files):
    done = busplan("check", *files, "--now", "2026-09-01")
    assert (done.exit_code, done.stdout) == (0, "")


def test_problems_are_lines_that_an_editor_can_follow(busplan, files):
    files[0].write_text(STOPS_CSV.replace("60.1200", "95.0"))
    files[1].write_text(SCHEDULE_YAML.replace("12:30", "12:75"))
    done = busplan("check", *files)
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert lines[0].startswith(f"{files[0]}:2: error: coordinates_outside_earth: «95.0» ligger utenfor")
    assert lines[1].startswith(f"{files[1]}:20: error: invalid_time: «12:75» er ikke et klokkeslett.")
    assert len(lines) == 2


def test_problems_speak_the_language_asked_for(busplan, files, monkeypatch):
    monkeypatch.setenv("BUSPLAN_LANGUAGE", "en")
    files[1].write_text(SCHEDULE_YAML.replace("12:30", "12:75"))
    assert "“12:75” is no time of day. Write it as 14:30." in busplan("check", *files).stdout


def test_problems_can_be_had_as_json(busplan, files):
    files[1].write_text(SCHEDULE_YAML.replace("12:30", "12.30"))
    done = busplan("check", *files, "--format", "json", "--now", "2026-09-01")
    told = json.loads(done.stdout)
    assert (done.exit_code, told["outcome"]) == (0, "accepted-with-warning")
    [problem] = told["problems"]
    assert problem.keys() == {"file", "line", "column", "severity", "code", "message", "hint", "value"}
    assert (problem["line"], problem["severity"], problem["value"]) == (20, "warning", "12.30")
    files[0].write_text("")
    rejected = json.loads(busplan("check", *files, "--format", "json").stdout)
    assert rejected["outcome"] == "rejected"
    assert rejected["problems"][0]["line"] is None


def test_the_json_is_as_the_documents_say(busplan, files):
    """Of whatever is handed in: its shape is relied upon by other programs."""
    sources = FILES
    assert len(sources) > 80
    for file in sources:
        beside = files[1] if file.suffix == ".csv" else files[0]
        done = busplan("check", file, beside, "--format", "json")
        told = json.loads(done.stdout)
        assert told.keys() == {"outcome", "problems"}
        severities = {problem["severity"] for problem in told["problems"]}
        assert told["outcome"] == outcome(severities)
        assert done.exit_code == (told["outcome"] == "rejected")
        for problem in told["problems"]:
            check_shape(problem, {str(file), str(beside)})


def outcome(severities):
    if "error" in severities:
        return "rejected"
    return "accepted-with-warning" if "warning" in severities else "accepted"


TEXT = {"file", "severity", "code", "message", "hint", "value"}


def check_shape(problem, files):
    assert list(problem) == ["file", "line", "column", "severity", "code", "message", "hint", "value"]
    assert all(isinstance(problem[name], str) for name in TEXT)
    assert all(problem[name] for name in TEXT - {"value"})
    assert problem["file"] in files
    assert problem["severity"] in {"error", "warning", "note"}
    assert re.fullmatch("[a-z][a-z0-9_]+", problem["code"])
    for name in ("line", "column"):
        assert problem[name] is None or (type(problem[name]) is int and problem[name] >= 1)
    assert problem["line"] or not problem["column"]
    assert len(problem["value"]) <= 80
    assert problem["value"].isprintable()


@pytest.mark.parametrize("bad", [b"", b"\x89PNG\r\n\x1a\n", b"routes: [", b"\x00\x01\x02" * 50, b"just text"])
def test_a_bad_file_changes_nothing(busplan, files, tmp_path, bad):
    assert busplan("publish", *files).exit_code == 0
    before = (tmp_path / "busplan.db").read_bytes()
    files[1].write_bytes(bad)
    done = busplan("publish", *files)
    assert done.exit_code == 1
    assert re.match(rf"{re.escape(str(files[1]))}:\d+: error: [a-z_]+: ", done.stderr.splitlines()[1])
    assert "Traceback" not in done.stderr
    assert (tmp_path / "busplan.db").read_bytes() == before


def test_files_that_are_missing_are_both_told(busplan, tmp_path):
    done = busplan("publish", tmp_path / "a.csv", tmp_path / "b.yaml")
    assert done.exit_code == 1
    assert done.stderr.count("error: file_not_there") == 2
    assert not (tmp_path / "busplan.db").exists()


def test_a_workbook_is_checked_listed_and_published(busplan, tmp_path):
    plan = tmp_path / "plan.xlsx"
    plan.write_bytes(as_excel({title: rows_of(text) for title, text in tables().items()}))
    assert busplan("check", plan, "--now", "2026-10-01T09:00").stdout == ""
    listed = busplan("visits", plan, "--format", "csv").stdout
    assert listed.splitlines()[1] == "2026-11-26,14:00,14:30,aas,Ås,Ås,aas,Bussen,scheduled"
    assert "Published as number 1: 3 stops, 2 routes" in busplan("publish", plan).stderr
    assert busplan("visits", "--format", "csv").stdout == listed


def test_a_fault_in_a_workbook_is_told_with_its_sheet_and_row(busplan, tmp_path):
    sheets = {title: rows_of(text) for title, text in tables().items()}
    sheets["Ruteplan"][1][1] = "skolen"
    plan = tmp_path / "plan.xlsx"
    plan.write_bytes(as_excel(sheets))
    [line] = busplan("check", plan).stdout.splitlines()
    assert line.startswith(f"{plan} [Ruteplan]:2: error: unknown_stop: ")
    [problem] = json.loads(busplan("check", plan, "--format", "json").stdout)["problems"]
    assert (problem["file"], problem["line"], problem["column"]) == (f"{plan} [Ruteplan]", 2, 2)


def rows_of(text):
    return [line.split(";") for line in text.splitlines()]


def test_a_part_of_a_timetable_is_not_published(busplan, files):
    done = busplan("publish", files[0])
    assert done.exit_code == 1
    assert "error: missing_table: Det mangler en tabell: «routes»." in done.stderr


def test_publishing_twice_is_no_change(busplan, files):
    assert "Published as number 1: 3 stops, 2 routes" in busplan("publish", *files).stderr
    again = busplan("publish", *files)
    assert (again.exit_code, "No changes" in again.stderr) == (0, True)


def test_what_changes_is_told_in_one_line(busplan, files):
    busplan("publish", *files)
    files[0].write_text(STOPS_CSV + "bo,Bø,Nes,,60.1500,11.5000,,,\n")
    files[1].write_text(SCHEDULE_YAML.replace("from: 12:30, to: 13:00", "from: 12:45, to: 13:00"))
    told = busplan("publish", *files).stderr.splitlines()
    assert told[-1] == "From 2026-11-22 on: 1 stop added, 1 visit moved."
    files[1].write_text(files[1].read_text() + "# Det samme.")
    assert busplan("publish", *files).stderr.splitlines()[-1] == "From 2026-11-22 on: nothing changes."


def test_what_would_surprise_residents_is_not_published_without_a_yes(busplan, files, tmp_path):
    busplan("publish", *files)
    before = (tmp_path / "busplan.db").read_bytes()
    files[0].write_text(STOPS_CSV.replace("aas,", "ny,").replace("Ås,Ås", "Ny,Ås").replace("59.66", "59.50"))
    files[1].write_text(SCHEDULE_YAML.replace("stop: aas", "stop: ny"))
    refused = busplan("publish", *files)
    assert refused.exit_code == 1
    assert f"{files[0]}:1: error: stop_in_use_removed: Stoppet «aas» (Ås)" in refused.stderr
    assert f"{files[1]}:1: error: many_visits_gone: 2 av 4 besøk" in refused.stderr
    assert (tmp_path / "busplan.db").read_bytes() == before
    half = busplan("publish", *files, "--accept", "stop_in_use_removed")
    assert half.exit_code == 1
    codes = ("--accept", "stop_in_use_removed", "--accept", "many_visits_gone")
    done = busplan("publish", *files, *codes)
    assert done.exit_code == 0
    assert "warning: stop_in_use_removed" in done.stderr
    assert "1 stop added, 1 stop gone, 2 visits added, 2 visits dropped." in done.stderr
    assert busplan("publish", *files, "--accept", "invalid_time").exit_code == 2


def test_files_are_checked_against_what_is_published_or_against_other_files(busplan, files, tmp_path):
    assert "Nothing has been published yet" in busplan("check", *files, "--published").stderr
    busplan("publish", *files)
    other = tmp_path / "other.csv"
    other.write_text(STOPS_CSV.replace("Hol torg", "Hol nye torg"))
    assert "stop_renamed" not in busplan("check", other, files[1]).stdout
    for earlier in (("--published",), ("--against", files[0], "--against", files[1])):
        done = busplan("check", other, files[1], *earlier)
        assert f"{other}:2: warning: stop_renamed: Stoppet heter «Hol nye torg»" in done.stdout
    assert busplan("check", *files, "--published", "--against", files[0]).exit_code == 2
    missing = busplan("check", *files, "--against", tmp_path / "x.csv")
    assert (missing.exit_code, "file_not_there" in missing.stdout) == (1, True)


def test_the_next_season_is_published_beside_the_present_one(busplan, files, following):
    busplan("publish", *files)
    nexts = [files[0].with_name(source.name) for source in following]
    for file, source in zip(nexts, following, strict=True):
        file.write_bytes(source.content)
    told = busplan("publish", *nexts).stderr
    assert "Next season from 2027-01-04; until then number 1 stays in force." in told
    assert "From 2026-11-22 on: 1 stop added, 1 stop given up later, 24 visits added." in told
    assert "timetable_ends_soon" not in told
    listed = busplan("visits", "--stop", "hol", "--format", "json").stdout
    assert [one["date"] for one in json.loads(listed)][:3] == ["2026-12-08", "2027-01-05", "2027-01-19"]
    files[1].write_text(SCHEDULE_YAML.replace("14:30", "14:45"))
    assert "From 2027-01-04 on number 2 stays in force." in busplan("publish", *files).stderr


def test_what_cannot_be_read_any_more_can_be_published_over(busplan, files, tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'busplan.db'}")
    store.prepare()
    unreadable = [("stops.csv", b""), ("schedule.yaml", b"version: 9")]
    store.add(unreadable, "digest", "kari", datetime(2026, 1, 1, tzinfo=UTC))
    done = busplan("publish", *files)
    assert done.exit_code == 0
    assert "there is nothing to compare with" in done.stderr


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


def test_stops_alone_can_be_checked(busplan, files):
    assert busplan("check", files[0]).exit_code == 0
    assert busplan("check", files[1]).exit_code == 0


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


@pytest.mark.parametrize(
    "words",
    [
        ("nothing",),
        ("check",),
        ("serve", "--stops", "x.csv"),
        ("serve", "--port", "70000"),
        ("visits", "--from", "i dag"),
        ("visits", "--database", "nonsense"),
        ("visits", "--now", "i dag"),
        ("visits", "--now", "0001-01-01T00:00"),
        ("visits", "--database", "sqlite://"),
    ],
    ids=" ".join,
)
def test_a_command_that_is_wrong_exits_with_2(busplan, words):
    done = busplan(*words)
    assert done.exit_code == 2
    assert "Usage:" in done.stderr


def test_days_the_wrong_way_round_are_told(busplan, files):
    busplan("publish", *files)
    assert busplan("visits", "--from", "2026-12-01", "--to", "2026-11-01").exit_code == 2


def test_a_database_that_cannot_be_written_is_one_plain_line(busplan, files, tmp_path):
    (tmp_path / "file").write_text("")
    done = busplan("publish", *files, "--database", f"sqlite:///{tmp_path / 'file' / 'b.db'}")
    assert done.exit_code == 1
    assert done.stderr.splitlines()[-1].startswith("busplan: ")
    assert "Traceback" not in done.stderr


def test_a_setting_that_is_wrong_publishes_nothing(busplan, tmp_path, monkeypatch):
    monkeypatch.setenv("BUSPLAN_TILES", "kartverkt")
    done = busplan("serve", "--port", "0")
    assert done.exit_code == 1
    assert "BUSPLAN_TILES='kartverkt'" in done.stderr
    assert not (tmp_path / "busplan.db").exists()


@pytest.mark.parametrize("host", ["no such host", "256.256.256.256"])
def test_a_host_that_cannot_be_listened_on_is_told(busplan, host):
    done = busplan("serve", "--host", host)
    assert done.exit_code == 1
    assert f"Cannot listen on {host}" in done.stderr


def test_serving_bad_files_never_begins(busplan, files):
    files[0].write_text("")
    done = busplan("serve", "--stops", files[0], "--schedule", files[1])
    assert done.exit_code == 1
    assert "error: empty_file" in done.stderr
    assert "Open http" not in done.stderr


@pytest.mark.parametrize("form", ["yaml", "csv", "xlsx"])
def test_what_is_exported_is_the_same_timetable(busplan, files, tmp_path, form):
    busplan("publish", *files)
    written = tmp_path / f"out.{form}"
    assert busplan("export", "--output", written).exit_code == 0
    of = ("--from", "2026-08-01", "--format", "csv")
    assert busplan("visits", written, *of).stdout == busplan("visits", *of).stdout
    assert busplan("export", written, "--format", form).stdout_bytes == written.read_bytes()


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


@pytest.mark.parametrize("words", [("--help",), ("--version",), ("serve", "--help"), ("check", "--help")])
def test_help_is_there(busplan, words):
    done = busplan(*words)
    assert done.exit_code == 0
    assert "busplan" in done.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("check", "{0}", "{1}"),
        ("check", "{0}", "{1}", "--against", "{0}", "--against", "{1}"),
        ("check", *map(str, paths.sample())),
    ],
    ids=["help", "check", "against", "sample"],
)
def test_what_is_not_needed_is_not_loaded(files, words):
    told = [word.format(*files) for word in words]
    program = (
        "import sys; from busplan.cli import main; main(sys.argv[1:], standalone_mode=False);"
        "print(sorted({'flask', 'folium', 'sqlalchemy', 'babel', 'icalendar', 'geopy', 'typst',"
        " 'xlsxwriter', 'busplan.reading.archive', 'busplan.reading.workbook'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", program, *told], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
