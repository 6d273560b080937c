"""Remarks: those that take the end of a name with them, and those that are hidden in a name."""

import csv

import pytest
from small import SCHEDULE_YAML, SHARED, STOPS_CSV

from busplan.reading import Source, read

UK = SHARED / "data" / "uk"


def doubts(stops=STOPS_CSV, schedule=SCHEDULE_YAML):
    found = read(Source("stops.csv", stops.encode()), Source("schedule.yaml", schedule.encode())).doubts
    return [(problem.code, problem.line, problem.value) for problem in found]


@pytest.mark.parametrize(
    ("written", "cut"),
    [
        ("name: Torget #2", "#2"),
        ("name: Rute #nord", "#nord"),
        ("name: Rute C# #1  # den gamle", "#1  # den gamle"),
        ("name: Torget  #2", None),
        ("name: Torget # ved kirken", None),
        ("name: Torget#2", None),
        ('name: "Torget" #2', None),
        ("name: 'Torget #2'", None),
        ("name: Torget", None),
        ("name:  #2\n      Torget", None),
    ],
)
def test_a_remark_that_looks_like_the_rest_of_a_name_is_doubted(written, cut):
    told = doubts(schedule=SCHEDULE_YAML.replace("name: Tirsdagsruta", written))
    assert told == ([("text_cut_at_hash", 12, cut)] if cut else [])


@pytest.mark.parametrize(
    "line",
    [
        "weekday: tuesday #hver uke",
        "anchor: 2026-08-25 #etter ferien",
        "every_weeks: 3 #ikke 2",
        "- {stop: skole, from: 09:00, to: 10:30} #skolen",
        "dates: [2026-11-26, 2026-12-03] #to",
    ],
)
def test_a_remark_behind_anything_else_is_a_remark(line):
    plain = line.partition(" #")[0]
    assert plain in SCHEDULE_YAML
    assert doubts(schedule=SCHEDULE_YAML.replace(plain, line)) == []


@pytest.mark.parametrize(
    "name",
    [
        "Nes skole (bare skoledager)",
        "Nes skule (berre skuledagar)",
        "Nes skole, ikke i skoleferien",
        "Nes skole (ikke i ferien)",
        "Nes skule utanom feriar",
        "Nes torg (stengt i sommerferien)",
        "Nes skole – følger skoleruta",
        "Primary School (term time)",
        "The Old Hall (Term-Time Only)",
        "Village hall, not in school holidays",
    ],
)
def test_a_name_that_says_when_the_bus_comes_is_doubted(name):
    stops = STOPS_CSV.replace("Hol torg", f'"{name}"')
    assert doubts(stops) == [("term_time_in_name", 2, name)]
    said = doubts(as_said_in_the_table(stops))
    assert "term_time_in_name" not in [code for code, *_ in said]


def as_said_in_the_table(stops):
    header, hol, *rest = stops.splitlines()
    return "\n".join([f"{header},school_days", f"{hol},yes", *(f"{row}," for row in rest)])


@pytest.mark.parametrize(
    "name",
    [
        "Hol skole",
        "Skoleveien 3",
        "Feriesenteret",
        "Terminalen",
        "Holiday Inn",
        "Waterman Court",
        "Skoletunet",
    ],
)
def test_a_name_that_only_sounds_so_is_not(name):
    assert doubts(STOPS_CSV.replace("Hol torg", name)) == []


@pytest.mark.may_skip
@pytest.mark.parametrize(
    ("file", "rows", "lines"),
    [
        ("birmingham.csv", 25, []),
        ("librariesni.csv", 426, []),
        ("warwickshire.csv", 262, []),
        ("west_berkshire.csv", 82, [23, 62]),
        ("york.csv", 53, [15]),
    ],
)
def test_the_names_of_the_united_kingdom_that_say_so_are_found(file, rows, lines):
    if not UK.is_dir():
        pytest.skip("the United Kingdom's open files are not beside this clone")
    with (UK / file).open(encoding="utf-8-sig", newline="") as table:
        assert len(list(csv.DictReader(table))) == rows
    found = [p for p in read(Source.from_file(UK / file)).doubts if p.code == "term_time_in_name"]
    assert [problem.line for problem in found] == lines
    assert all("(term time" in problem.value for problem in found)
