from contextlib import suppress
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small import SCHEDULE_YAML, STOPS_CSV, TABLES_CSV

from busplan.reading import Source, read
from busplan.timetable import Audience, BadTimetable, Kind, Point, Severity, Status

AUTUMN = (date(2026, 8, 17), date(2026, 12, 18))


def timetable(stops=STOPS_CSV, schedule=SCHEDULE_YAML):
    raw = stops if isinstance(stops, bytes) else stops.encode()
    return read(Source("stops.csv", raw), Source("schedule.yaml", schedule.encode())).timetable


def test_the_files_mean_what_they_say():
    read = timetable()
    assert read.service.id == "testbussen"
    assert read.service.sample is False
    assert read.stop("skole").kind is Kind.SCHOOL
    assert read.stop("skole").audience is Audience.SCHOOL
    assert read.stop("hol").note == "Ved torget"
    assert not read.stop("hjem").public
    found = read.visits(*AUTUMN)
    assert [(v.stop.id, str(v.slot.day)) for v in found if v.status is Status.CANCELLED] == [
        ("aas", "2026-12-03")
    ]
    [moved] = [visit for visit in found if visit.status is Status.MOVED]
    assert (str(moved.slot.day), moved.slot.start, moved.slot.end) == ("2026-11-18", time(16), time(16, 30))


def test_times_and_words_mean_what_a_person_means():
    """YAML 1.1 would read 12:30 as 750, 09:00 as text, `no` as false and 0150 as 104."""
    schedule = SCHEDULE_YAML.replace("id: tirsdag", "id: 0150").replace("name: Testbussen", "name: no")
    read = timetable(schedule=schedule)
    assert read.service.name == "no"
    assert read.routes[0].id == "0150"
    assert [call.start for call in read.routes[0].calls] == [time(9), time(10, 45), time(12, 30)]


@pytest.mark.parametrize(
    "raw",
    [
        STOPS_CSV.encode("utf-8-sig"),
        STOPS_CSV.encode("windows-1252"),
        STOPS_CSV.encode("utf-16"),
        STOPS_CSV.replace("\n", "\r\n").encode(),
        STOPS_CSV.replace("\n", "\r").encode(),
        ("sep=,\n" + STOPS_CSV).encode(),
        STOPS_CSV.replace(",", "\t").encode(),
        STOPS_CSV.replace(",", ";").encode(),
        STOPS_CSV.replace(",", ";").replace("60.", "60,").replace("11.", "11,").encode("windows-1252"),
        STOPS_CSV.replace("\n", ",,,\n").encode(),
        STOPS_CSV.replace("\n", "\n\n").encode(),
        STOPS_CSV.replace("municipality,address,lat,lon", "Kommune,Adresse,Breddegrad, LENGDEGRAD ").encode(),
        STOPS_CSV.replace("school,school", "Skole,skolen").encode(),
    ],
    ids=[
        "utf-8 with a mark", "windows-1252", "utf-16", "crlf", "cr", "sep line", "tabs", "semicolons",
        "norwegian excel", "empty columns", "blank rows", "norwegian header", "norwegian words",
    ],
)  # fmt: skip
def test_whatever_a_spreadsheet_made_of_it_it_is_the_same_list(raw):
    assert timetable(raw).stops == timetable().stops


def test_one_season_may_be_written_in_two_lines():
    schedule = SCHEDULE_YAML.replace(
        "seasons:\n  - {id: host, from: 2026-08-17, to: 2026-12-18}",
        "valid_from: 2026-08-17\nvalid_to: 2026-12-18",
    )
    assert timetable(schedule=schedule).visits(*AUTUMN) == timetable().visits(*AUTUMN)
    assert [season.id for season in timetable(schedule=schedule).seasons] == ["2026-08-17_2026-12-18"]


def test_every_week_needs_no_anchor():
    schedule = SCHEDULE_YAML.replace("every_weeks: 3", "every_weeks: 1").replace(
        "    anchor: 2026-08-25\n", ""
    )
    found = timetable(schedule=schedule).visits(date(2026, 8, 17), date(2026, 8, 31), "skole")
    assert [visit.slot.day for visit in found] == [date(2026, 8, 18), date(2026, 8, 25)]


def test_json_is_yaml_too():
    schedule = (
        '{"seasons": [{"id": "s", "from": "2026-08-17", "to": "2026-12-18"}],'
        ' "routes": [{"id": "r", "weekday": "mandag",'
        ' "stops": [{"stop": "hol", "from": "10:00", "to": "11:00"}]}]}'
    )
    assert len(timetable(schedule=schedule).visits(*AUTUMN)) == 18


def tried(stops, schedule):
    with suppress(BadTimetable):
        read(Source("stops.csv", stops), Source("schedule.yaml", schedule))


def test_a_quote_that_is_never_closed_is_told_where_the_file_ends():
    with pytest.raises(BadTimetable) as refused:
        timetable(schedule=SCHEDULE_YAML.replace('"14:00"', '"14:00'))
    assert [problem.code for problem in refused.value.problems] == ["yaml_syntax"]


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_but_never_crash(junk):
    tried(junk, SCHEDULE_YAML.encode())
    tried(STOPS_CSV.encode(), junk)


@settings(deadline=None)
@given(st.data())
def test_any_slip_of_the_keyboard_is_read_or_refused_but_never_crashes(data):
    for original in (STOPS_CSV, SCHEDULE_YAML):
        at = data.draw(st.integers(0, len(original) - 1))
        slip = data.draw(st.text(max_size=4))
        slipped = (original[:at] + slip + original[at + 1 :]).encode("utf-8", "replace")
        if original is STOPS_CSV:
            tried(slipped, SCHEDULE_YAML.encode())
        else:
            tried(STOPS_CSV.encode(), slipped)


def with_became(**became):
    """The list of stops with what each of them has become."""
    header, *rows = STOPS_CSV.splitlines()
    return "\n".join([f"{header},ble til", *(f"{row},{became.get(row.split(',')[0], '')}" for row in rows)])


@pytest.mark.parametrize("said", ["hol", "Hol torg"])
def test_a_stop_says_what_it_has_become_by_id_or_by_name(said):
    assert [stop.became for stop in timetable(with_became(aas=said)).stops] == ["", "", "hol", ""]


@pytest.mark.parametrize(
    ("became", "told"),
    [
        ({"aas": "holl"}, [("unknown_stop", 4, "holl")]),
        ({"aas": "hol", "hol": "aas"}, [("stop_became_itself", 2, "hol"), ("stop_became_itself", 4, "aas")]),
        # Only what is wrong is told, not what leads to it.
        ({"aas": "hol", "hol": "nope"}, [("unknown_stop", 2, "nope")]),
    ],
)
def test_a_stop_becomes_one_that_is_there_and_not_itself(became, told):
    with pytest.raises(BadTimetable) as bad:
        timetable(with_became(**became))
    errors = [each for each in bad.value.problems if each.severity == "error"]
    assert [(each.code, each.line, each.value) for each in errors] == told


LIBRARIES = """\
libraries:
  - {name: Nes bibliotek, municipality: Nes, lat: 60.1221, lon: 11.4682, url: https://example.no/nes}
  - {name: Ås bibliotek, municipality: Ås, lat: 59.6641}
"""


def test_libraries_are_known_beside_the_stops_and_are_none(stops):
    whole = LIBRARIES.replace("lat: 59.6641", "lat: 59.6641, lon: 10.7911")
    found = read(stops, Source("schedule.yaml", (SCHEDULE_YAML + whole).encode())).timetable
    assert [library.name for library in found.libraries] == ["Nes bibliotek", "Ås bibliotek"]
    assert [stop.id for stop in found.stops] == ["hol", "skole", "aas", "hjem"]


def test_a_library_without_a_place_is_a_fault_where_it_stands(stops):
    with pytest.raises(BadTimetable) as bad:
        read(stops, Source("schedule.yaml", (SCHEDULE_YAML + LIBRARIES).encode()))
    [problem] = [each for each in bad.value.problems if each.severity is Severity.ERROR]
    line = (
        (SCHEDULE_YAML + LIBRARIES)
        .splitlines()
        .index("  - {name: Ås bibliotek, municipality: Ås, lat: 59.6641}")
    )
    assert (problem.code, problem.line) == ("missing_coordinates", line + 1)


def test_a_table_of_libraries_is_told_by_its_title():
    tables = (
        TABLES_CSV + "\n[Bibliotek]\nnavn;kommune;breddegrad;lengdegrad\nNes bibliotek;Nes;60,1221;11,4682\n"
    )
    found = read(Source("plan.csv", tables.encode())).timetable
    assert [library.point for library in found.libraries] == [Point(60.1221, 11.4682)]
