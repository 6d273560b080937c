"""Files in; what is wrong with them out, as lines or as JSON."""

import json
import re

from bad import FILES
from small import SCHEDULE_YAML, STOPS_CSV, rows
from workbooks import as_excel


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


def test_a_fault_in_a_workbook_is_told_with_its_sheet_and_row(busplan, tmp_path):
    sheets = rows()
    sheets["Ruteplan"][1][1] = "skolen"
    plan = tmp_path / "plan.xlsx"
    plan.write_bytes(as_excel(sheets))
    [line] = busplan("check", plan).stdout.splitlines()
    assert line.startswith(f"{plan} [Ruteplan]:2: error: unknown_stop: ")
    [problem] = json.loads(busplan("check", plan, "--format", "json").stdout)["problems"]
    assert (problem["file"], problem["line"], problem["column"]) == (f"{plan} [Ruteplan]", 2, 2)


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


def test_stops_alone_can_be_checked(busplan, files):
    assert busplan("check", files[0]).exit_code == 0
    assert busplan("check", files[1]).exit_code == 0
