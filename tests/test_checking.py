"""What is handed in, beside what is in force, beside the day, and on the road."""

from dataclasses import replace
from datetime import date

import pytest
from small import NEXT_STOPS_CSV, NEXT_YAML, SCHEDULE_YAML, SHARED, STOPS_CSV, rows
from workbooks import as_excel

from busplan.checking import check
from busplan.reading import Source, read
from busplan.timetable import OPEN_END, BadTimetable, in_succession

TODAY = date(2026, 9, 1)
AAS = "aas,Ås,Ås,1430 Ås,59.6600,10.7900,place,everyone,\n"


def told(stops=STOPS_CSV, schedule=SCHEDULE_YAML, today=TODAY, **given):
    """Code, severity, file and line of each problem."""
    files = Source("stops.csv", stops.encode()), Source("schedule.yaml", schedule.encode())
    try:
        problems = check(*files, today=today, **given).doubts
    except BadTimetable as bad:
        problems = bad.problems
    return [(each.code, str(each.severity), each.file, each.line) for each in problems]


def problems(*args, **given):
    files = Source("stops.csv", args[0].encode()), Source("schedule.yaml", args[1].encode())
    return check(*files, **{"today": TODAY, **given}).doubts


@pytest.fixture
def in_force(stops, schedule):
    return read(stops, schedule).timetable


# Beside what is in force.


def test_the_same_files_again_raise_no_doubt(in_force):
    assert told(against=in_force) == []


def test_a_stop_with_visits_to_come_is_not_dropped_without_a_yes(in_force):
    fewer = STOPS_CSV.replace(AAS, "")
    schedule = SCHEDULE_YAML.partition("  - id: aas")[0]
    gone = ("stop_in_use_removed", "error", "stops.csv", 0)
    assert told(fewer, schedule, against=in_force) == [gone]
    said_yes = ("stop_in_use_removed", "warning", "stops.csv", 0)
    assert told(fewer, schedule, against=in_force, accept=["stop_in_use_removed"]) == [said_yes]
    assert told(fewer, schedule, against=in_force, today=date(2026, 12, 4)) == [
        ("timetable_ends_soon", "warning", "schedule.yaml", 7)
    ]


def test_a_schedule_that_still_names_the_stop_hides_nothing(in_force):
    found = told(STOPS_CSV.replace(AAS, ""), against=in_force)
    assert ("stop_in_use_removed", "error", "stops.csv", 0) in found
    assert ("unknown_stop", "error", "schedule.yaml", 25) in found
    assert "stop_in_use_removed" not in [code for code, *_ in told(STOPS_CSV.replace(AAS, ""))]


def test_a_home_is_given_up_without_a_word(in_force):
    fewer = STOPS_CSV.replace("hjem,Hjemmebesøk,Nes,,,,home,,\n", "")
    schedule = SCHEDULE_YAML.replace("      - {stop: hjem, from: 10:45, to: 11:15}\n", "")
    assert told(fewer, schedule, against=in_force) == []


def test_a_list_of_stops_alone_is_compared_with_what_is_called_at(in_force):
    stops = Source("stops.csv", STOPS_CSV.replace(AAS, "").encode())
    with pytest.raises(BadTimetable) as refused:
        check(stops, today=TODAY, against=in_force)
    assert [each.code for each in refused.value.problems] == ["stop_in_use_removed"]
    assert check(Source("stops.csv", STOPS_CSV.encode()), today=TODAY, against=in_force).doubts == ()


def test_a_schedule_alone_says_nothing_of_stops(in_force, schedule):
    assert check(schedule, today=TODAY, against=in_force).doubts == ()


def test_more_than_a_fifth_of_the_visits_gone_needs_a_yes(in_force):
    rarely = SCHEDULE_YAML.replace("every_weeks: 3", "every_weeks: 6")
    gone = ("many_visits_gone", "error", "schedule.yaml", 0)
    assert gone in told(schedule=rarely, against=in_force)
    accepted = problems(STOPS_CSV, rarely, against=in_force, accept=["many_visits_gone"])
    [problem] = [each for each in accepted if each.code == "many_visits_gone"]
    # From 1 September: four Tuesdays at two public stops, and two Thursdays at Ås. One Tuesday is left.
    assert (problem.value, problem.facts) == ("6", {"before": "10", "percent": "60"})


def test_a_closed_day_is_no_great_loss(in_force):
    closed = SCHEDULE_YAML.replace("closures:\n", "closures:\n  - {date: 2026-10-27, reason: Kurs}\n")
    assert told(schedule=closed, against=in_force) == []


def test_a_season_cut_short_is_a_loss(in_force):
    short = SCHEDULE_YAML.replace("to: 2026-12-18", "to: 2026-10-30")
    short = short.partition("  - id: aas")[0]
    assert ("many_visits_gone", "error", "schedule.yaml", 0) in told(schedule=short, against=in_force)


def test_the_next_season_takes_nothing_from_the_present_one(in_force):
    assert told(NEXT_STOPS_CSV, NEXT_YAML, against=in_force) == []


def test_a_stop_that_the_next_season_leaves_out_too_early_is_told(in_force):
    early = NEXT_YAML.replace("2027-01-04", "2026-11-23").replace("anchor: 2027-01-05", "anchor: 2026-11-24")
    codes = [code for code, *_ in told(NEXT_STOPS_CSV, early, against=in_force)]
    assert codes == ["stop_in_use_removed", "many_visits_gone"]


def test_stops_that_move_or_change_their_name_or_id_are_told_at_their_row(in_force):
    other = STOPS_CSV.replace("60.1300", "60.1400").replace("Hol torg", "Hol nye torg")
    other = other.replace("hjem,Hjemmebesøk", "heim,Hjemmebesøk")
    schedule = SCHEDULE_YAML.replace("stop: hjem", "stop: heim")
    assert told(other, schedule, against=in_force) == [
        ("stop_renamed", "warning", "stops.csv", 2),
        ("stop_moved_far", "warning", "stops.csv", 3),
    ]
    moved, *_ = [
        each for each in problems(other, schedule, against=in_force) if each.code == "stop_moved_far"
    ]
    assert moved.facts == {"km": "1.1"}
    near = STOPS_CSV.replace("60.1300", "60.1380")
    assert told(near, against=in_force) == []


def test_another_id_in_the_same_place_is_the_same_stop(in_force):
    other = STOPS_CSV.replace("hol,Hol torg", "holtorg,Torget").replace("60.1200", "60.1205")
    schedule = SCHEDULE_YAML.replace("stop: hol", "stop: holtorg")
    found = told(other, schedule, against=in_force)
    assert ("stop_id_changed", "warning", "stops.csv", 2) in found
    assert ("stop_in_use_removed", "error", "stops.csv", 0) in found
    away = other.replace("60.1205", "60.1225")
    assert "stop_id_changed" not in [code for code, *_ in told(away, schedule, against=in_force)]


def test_what_has_no_end_is_compared_as_far_as_what_comes_after_it(in_force):
    before = read(Source("s.csv", STOPS_CSV.encode()), Source("y.yaml", SCHEDULE_YAML.encode())).timetable
    endless = replace(before.seasons[0], last=OPEN_END)
    routes = tuple(replace(route, season=endless) for route in before.routes)
    before = replace(before, seasons=(endless,), routes=routes)
    assert told(against=before) == []


# Beside the day.


def test_that_the_timetable_runs_out_is_told_at_its_last_day():
    assert told(today=date(2026, 10, 1)) == []
    assert told(today=date(2026, 11, 8)) == [("last_visits_near", "note", "stops.csv", 0)]
    assert told(today=date(2026, 11, 9)) == [("timetable_ends_soon", "warning", "schedule.yaml", 7)]
    assert told(today=date(2026, 12, 18)) == [("timetable_ends_soon", "warning", "schedule.yaml", 7)]
    assert told(today=date(2026, 12, 19)) == [("timetable_expired", "warning", "schedule.yaml", 7)]


def test_a_timetable_does_not_end_where_the_next_season_is_published(stops, schedule):
    following = Source("next.csv", NEXT_STOPS_CSV.encode()), Source("next.yaml", NEXT_YAML.encode())
    both = in_succession(read(*following).timetable, read(stops, schedule).timetable)
    assert [code for code, *_ in told(today=date(2026, 11, 9), against=both)] == ["last_visits_near"]


def test_stops_that_see_the_bus_for_the_last_time_are_told_together():
    extra = "  - id: son\n    dates: [2026-09-10]\n    stops:\n      - {stop: son, from: 10:00, to: 11:00}\n"
    schedule = SCHEDULE_YAML.replace("notices:\n", extra + "notices:\n")
    stops = STOPS_CSV + "son,Son,Vestby,,59.5200,10.6900,,,\n"
    [note] = problems(stops, schedule)
    assert (note.code, str(note.severity), note.value) == ("last_visits_near", "note", "son")
    assert note.facts == {"count": "1", "days": "30"}


def test_without_a_day_nothing_is_said_of_the_end(stops, schedule):
    assert check(stops, schedule).doubts == ()


# On the road.


def with_route(text):
    return SCHEDULE_YAML.replace("notices:\n", text + "notices:\n")


def test_a_vehicle_on_two_routes_at_once_is_told_with_its_first_day():
    both = with_route(
        "  - id: skoler\n    vehicle: Bussen\n    weekday: tuesday\n"
        "    stops:\n      - {stop: aas, from: 12:45, to: 14:00}\n"
    )
    [problem] = problems(STOPS_CSV, both)
    assert (problem.code, problem.line) == ("vehicle_in_two_places", 30)
    assert problem.facts == {
        "vehicle": "Bussen",
        "other": "hol",
        "first": "2026-09-15",
        "count": "3",
        "end": "13:00",
        "start": "12:45",
    }
    for other in ("vehicle: Varebil\n    ", ""):
        assert told(schedule=both.replace("skoler\n    vehicle: Bussen\n    ", f"skoler\n    {other}")) == []


def test_a_gap_too_short_for_the_drive_is_told_with_minutes_and_kilometres():
    # From Hol to Ås are 64 km as the crow flies, 92 minutes by the rule of thumb.
    far = with_route(
        "  - id: ned\n    vehicle: Bussen\n    dates: [2026-09-15]\n"
        "    stops:\n      - {stop: aas, from: 14:30, to: 15:00}\n"
    )
    [problem] = problems(STOPS_CSV, far)
    assert (problem.code, problem.line, problem.value) == ("gap_shorter_than_drive", 30, "aas")
    assert problem.facts == {
        "vehicle": "Bussen",
        "other": "hol",
        "first": "2026-09-15",
        "count": "1",
        "gap": "90",
        "drive": "92",
        "km": "63.8",
    }
    assert told(schedule=far.replace("from: 14:30", "from: 14:32")) == []


def test_a_visit_that_ends_long_after_the_next_began_is_still_the_one_left():
    three = with_route(
        "  - id: lang\n    vehicle: Bussen\n    dates: [2026-09-15]\n"
        "    stops:\n      - {stop: skole, from: 08:00, to: 12:00}\n"
    )
    found = problems(STOPS_CSV, three)
    assert [(each.code, each.value, each.facts["other"]) for each in found] == [
        ("vehicle_in_two_places", "skole", "skole"),
        ("vehicle_in_two_places", "hjem", "skole"),
    ]


def test_a_cancelled_visit_is_not_driven_to():
    busy = with_route(
        "  - id: to\n    vehicle: Bussen\n    dates: [2026-12-03]\n"
        "    stops:\n      - {stop: hol, from: '14:00', to: 14:30}\n"
    )
    assert told(schedule=busy) == []


@pytest.mark.may_skip
@pytest.mark.parametrize(
    ("name", "in_two_places", "too_short"),
    [
        ("birmingham.csv", 0, 1),
        ("librariesni.csv", 1, 14),
        ("warwickshire.csv", 0, 2),
        ("west_berkshire.csv", 1, 0),
        ("york.csv", 5, 3),
    ],
)
def test_published_tables_have_drives_that_cannot_be_kept(name, in_two_places, too_short):
    file = SHARED / "data" / "uk" / name
    if not file.is_file():
        pytest.skip("the published tables are not beside this clone")
    codes = [each.code for each in check(Source.from_file(file), today=date(2026, 11, 23)).doubts]
    assert codes.count("vehicle_in_two_places") == in_two_places
    assert codes.count("gap_shorter_than_drive") == too_short


def test_the_sheets_of_a_workbook_are_told_of_in_the_order_of_their_tabs(in_force):
    """Each file after the one given before it, whatever they are called."""
    sheets = rows()
    sheets["Meldinger"][1][1] = sheets["Ruteplan"][1][1] = "skolen"
    plan = Source("plan", as_excel(sheets))
    closures = Source("plan-stengt.csv", b"dato;grunn\n2026-09-31;Kurs\n")
    with pytest.raises(BadTimetable) as refused:
        check(closures, plan, today=TODAY, against=in_force)
    assert [(each.file, each.line, each.code) for each in refused.value.problems] == [
        ("plan-stengt.csv", 2, "invalid_date"),
        ("plan [Ruteplan]", 2, "unknown_stop"),
        ("plan [Meldinger]", 2, "unknown_stop"),
    ]
