"""Each fault has its own tiny file, named for the fault and the line it is on (0: the file as a whole)."""

from collections import Counter

import pytest
from bad import ANY_STOPS, FILES, MADE, STOPS, example, of_file, of_many_codes, problems
from small import SCHEDULE_YAML, STOPS_CSV

from busplan.reading import Source, read
from busplan.timetable import BadTimetable
from busplan.words import problem as words


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_fault_is_told_once_with_its_code_and_line(file):
    code, line = file.stem.split(".")
    assert [(problem.code, problem.line) for problem in of_file(file)] == [(code, int(line))]


@pytest.mark.parametrize("code", MADE)
def test_a_fault_that_wants_no_file_or_several_is_told_too(code):
    _, problem = example(code)
    assert problem.code == code


def test_every_code_is_shown_by_one_file_or_made():
    shown = [file.stem.split(".")[0] for file in FILES]
    assert sorted([*shown, *MADE]) == sorted(words.sentences())


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_fault_says_what_and_what_to_do_in_every_language(file, language):
    [problem] = of_file(file)
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


def test_of_very_many_faults_the_gravest_are_told():
    found = of_many_codes()
    assert len(found) == 500
    assert (found[-1].code, found[-1].severity, found[-1].line) == ("more_problems", "warning", 0)
    told = Counter(str(problem.severity) for problem in found)
    # All the errors: five codes, of which four are told a hundred times. What room is left is for doubts.
    assert told == {"error": 401, "warning": 99}
    files = [problem.file for problem in found[:-1]]
    assert files == sorted(files, reverse=True)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old mac"])
def test_a_line_is_counted_as_an_editor_counts_it(end):
    """Breaks inside quotation marks are lines of the file too; a fault is told where its row begins."""
    header, hol, *rest = STOPS_CSV.splitlines()
    note = hol.replace("Ved torget", f'"Ved{end}torget{end}{end}ved kirken"')
    rows = [
        header,
        note,
        "",
        hol.replace("hol", "igjen").replace("60.1200", "160"),
        hol.replace("hol", "a\u0007"),
    ]
    found = problems(Source("stops.csv", end.join([*rows[:-1], *rest]).encode()), ANY_STOPS)
    assert [(p.code, p.line) for p in found if p.file == "stops.csv"] == [
        ("new_line_in_value", 2),
        ("empty_row", 6),
        ("coordinates_outside_earth", 7),
    ]
    for encoding in ("utf-8", "utf-16"):
        [control] = problems(Source("stops.csv", end.join(rows).encode(encoding)), ANY_STOPS)[-1:]
        assert (control.code, control.line, control.column) == ("control_character", 8, 2)
    latin = Source("stops.csv", end.join([header, hol.replace("Å", "A"), *rest]).encode("windows-1252"))
    assert ("encoding_guessed", 4) in [(p.code, p.line) for p in problems(latin, ANY_STOPS)]


def test_what_is_shown_is_short_and_has_nothing_invisible_in_it():
    stops = STOPS_CSV.replace("Nes,2150 Årnes", "Nes,2150 " + "Å" * 300).replace(
        "hol,", "h\u00a0l" + "o" * 300 + ","
    )
    found = problems(Source("stops.csv", stops.encode()), ANY_STOPS)
    no_id, too_long = [problem for problem in found if problem.file == "stops.csv"]
    assert len(too_long.value) == len(no_id.value) == 80
    assert no_id.value.startswith("h\ufffdl")
    assert no_id.value.endswith("o…")


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
    huge = Source("stops.csv", b"id,name\n" + b"x" * 10_000_000)
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
