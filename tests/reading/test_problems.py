"""Each fault has its own tiny file, named for the fault and the line it is on (0: the file as a whole)."""

from datetime import date
from pathlib import Path

import pytest
from small import SCHEDULE_YAML, STOPS_CSV

from busplan.checking import check
from busplan.reading import Source, read
from busplan.timetable import BadTimetable
from busplan.words import problem as words

BAD = sorted((Path(__file__).parents[1] / "data" / "bad").iterdir())
# Shown elsewhere: these need a file that is missing, another file beside it, or a very large one;
# and what is wrong with workbooks and ZIPs is shown in files that are made for it.
ELSEWHERE = {
    *("archive_broken", "archive_has_doctype", "archive_has_macros", "archive_in_archive"),
    *("archive_path_not_allowed", "archive_too_large", "decimal_comma", "formula_without_value"),
    *("hidden_rows", "hidden_sheet", "missing_table", "workbook_has_external_links"),
    "file_not_there",
    "file_not_a_file",
    "file_not_allowed",
    "more_of_the_same",
    "file_too_large",
    "too_many_rows",
    "second_schedule",
    "day_and_start_disagree",
    "line_break_read_as_space",
    "times_look_swapped",
}
STOPS = Source("stops.csv", STOPS_CSV.encode())
# The schedule that goes with a bad list of stops.
ANY_STOPS = Source(
    "schedule.yaml",
    b"""\
seasons: [{id: s, from: 2026-08-17, to: 2026-12-18}]
routes:
  - {id: r, weekday: mon, stops: [{stop: hol, from: 10:00, to: 11:00}]}
""",
)
# What is in force when the codes below are told: Hol every Monday, and Ås once.
IN_FORCE = Source(
    "schedule.yaml",
    ANY_STOPS.content + b"  - {id: q, dates: [2026-12-03], stops: [{stop: aas, from: 10:00, to: 11:00}]}",
)
AGAINST = {"stop_in_use_removed", "stop_moved_far", "stop_renamed", "stop_id_changed", "many_visits_gone"}
TODAY = date(2026, 8, 17)


def problems(stops, schedule, code=""):
    against = read(STOPS, IN_FORCE).timetable if code in AGAINST else None
    try:
        return check(stops, schedule, today=TODAY, against=against).doubts
    except BadTimetable as bad:
        return bad.problems


def problems_of(file):
    source, code = Source.from_file(file), file.stem.split(".")[0]
    return problems(*((source, ANY_STOPS) if file.suffix == ".csv" else (STOPS, source)), code)


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_a_fault_is_told_once_with_its_code_and_line(file):
    code, line = file.stem.split(".")
    found = problems_of(file)
    assert [(problem.code, problem.line) for problem in found] == [(code, int(line))]


def test_every_code_has_a_file_and_every_file_a_sentence():
    shown = {file.stem.split(".")[0] for file in BAD}
    assert shown | ELSEWHERE == set(words.sentences())


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_every_fault_says_what_and_what_to_do_in_every_language(file, language):
    [problem] = problems_of(file)
    assert len(words.message(problem, language)) > 10
    assert words.hint(problem, language)


def test_everything_is_told_at_once_in_both_files():
    stops = STOPS_CSV.replace("60.1200", "160.12").replace("aas,Ås", "hol,Ås")
    schedule = SCHEDULE_YAML.replace("to: 10:30", "to: 08:30").replace("stop: hjem", "stop: hjemm")
    found = problems(Source("stops.csv", stops.encode()), Source("schedule.yaml", schedule.encode()))
    assert [(problem.file, problem.line, problem.code) for problem in found] == [
        ("stops.csv", 2, "coordinates_outside_earth"),
        ("stops.csv", 4, "duplicate_id"),
        ("schedule.yaml", 18, "visit_ends_before_it_starts"),
        ("schedule.yaml", 19, "unknown_stop"),
        ("schedule.yaml", 25, "unknown_stop"),
        ("schedule.yaml", 27, "unknown_stop"),
    ]


def test_files_that_are_not_there_are_told_like_any_other_fault(tmp_path):
    missing = Source.from_file(tmp_path / "stops.csv")
    folder = Source.from_file(tmp_path)
    assert [problem.code for problem in problems(missing, folder)] == ["file_not_there", "file_not_a_file"]


def test_there_is_one_schedule(stops, schedule):
    with pytest.raises(BadTimetable) as refused:
        read(stops, schedule, Source("again.yaml", schedule.content))
    assert [(problem.file, problem.code) for problem in refused.value.problems] == [
        ("again.yaml", "second_schedule")
    ]


def test_what_a_file_is_does_not_hang_on_the_order(stops, schedule):
    assert read(schedule, stops).timetable == read(stops, schedule).timetable


def test_either_may_be_looked_at_alone(stops, schedule):
    assert len(read(stops).timetable.stops) == 4
    assert read(schedule).doubts == ()


def test_a_thousand_faults_are_told_as_a_hundred():
    rows = "".join(f"s{n},,Nes,,60.{n},11.{n},,,\n" for n in range(5000))
    many = Source("stops.csv", (STOPS_CSV.splitlines()[0] + "\n" + rows).encode())
    found = [problem for problem in problems(many, ANY_STOPS) if problem.file == "stops.csv"]
    assert len(found) == 100
    assert [problem.code for problem in found[-2:]] == ["missing_required_field", "more_of_the_same"]


def test_a_misspelt_column_cannot_make_a_home_public():
    rows = STOPS_CSV.replace("hjem,Hjemmebesøk,Nes,,,,home", "ola,Hos Ola,Nes,,60.1,11.4,home")
    for name in ("kindd", "kinds", "Typen"):
        found = problems(Source("stops.csv", rows.replace(",kind,", f",{name},").encode()), ANY_STOPS)
        assert "unknown_column" in [problem.code for problem in found], name
    [home] = problems(
        Source("stops.csv", rows.replace("Hos Ola", "Hjemmebesøk Ola").replace("home", "").encode()),
        ANY_STOPS,
    )
    assert home.code == "looks_like_a_home"


def test_a_column_of_ones_own_is_only_noted():
    rows = STOPS_CSV.replace("note", "note,Telefon,Telefon").replace("torget", "torget,1,2")
    found = problems(Source("stops.csv", rows.encode()), ANY_STOPS)
    assert {(problem.code, problem.severity) for problem in found} == {("column_not_used", "note")}


def test_a_file_over_the_limit_is_not_read():
    huge = Source("stops.csv", b"id,name\n" + b"x" * 5_000_001)
    assert [problem.code for problem in problems(huge, ANY_STOPS)] == ["file_too_large"]


def test_rows_over_the_limit_are_not_read():
    rows = "".join(f"s{n},S,Nes,,60,11,,,\n" for n in range(100_001))
    many = Source("stops.csv", (STOPS_CSV.splitlines()[0] + "\n" + rows).encode())
    assert "too_many_rows" in [problem.code for problem in problems(many, ANY_STOPS)]


def test_a_near_miss_is_suggested():
    schedule = SCHEDULE_YAML.replace("stop: skole", "stop: skolen")
    [problem] = problems(STOPS, Source("schedule.yaml", schedule.encode()))
    assert "Mente du «skole»?" in words.hint(problem, "nb")
    assert words.line(problem, "en").startswith(
        "schedule.yaml:18: error: unknown_stop: No stop has the id or name “skolen”."
    )


@pytest.mark.parametrize("escape", [r"\a", r"\e[31m", r"\x85", r"\u2028", r"\u202e", r"\0"])
def test_a_control_character_is_found_behind_its_escape_too(escape):
    schedule = SCHEDULE_YAML.replace("name: Tirsdagsruta", f'name: "Ruta{escape}ny"')
    [problem] = problems(STOPS, Source("schedule.yaml", schedule.encode()))
    assert (problem.code, problem.line) == ("control_character", 12)
    assert words.line(problem, "nb").isprintable()


def test_what_staff_wrote_is_shown_as_they_wrote_it_and_not_run():
    schedule = SCHEDULE_YAML.replace("stop: skole", "stop: '{value.__class__}'")
    [problem] = problems(STOPS, Source("schedule.yaml", schedule.encode()))
    assert "{value.__class__}" in words.message(problem, "nb")
