"""The open schema of the United Kingdom's mobile libraries, on real files where they are at hand."""

import csv
from collections import Counter
from datetime import date, timedelta

import pytest
from small import SHARED

from busplan.reading import Source, read
from busplan.timetable import OPEN_END, Audience, BadTimetable

UK = SHARED / "data" / "uk"
FILES = ["birmingham.csv", "librariesni.csv", "warwickshire.csv", "west_berkshire.csv", "york.csv"]
HEADER = (
    "organisation,mobile,route,community,stop,address,postcode,geox,geoy,day,type,arrival,departure,"
    "frequency,start,end,exceptions,timetable\n"
)
ROW = (
    'York,Mobile,D1,Askham Bryan,Pond,"Askham Bryan, Pond",YO23 3QU,-1.16,53.93,Thursday,Public,11:00,11:20,'
    'FREQ=WEEKLY;INTERVAL=2,2026-09-03,2026-12-31,"2026-10-01,2026-10-15",https://example.org/\n'
)


def timetable(*rows):
    return read(Source("stops.csv", (HEADER + "".join(rows)).encode())).timetable


def test_a_row_is_a_stop_a_season_a_rule_and_its_exceptions():
    found = timetable(ROW).visits(date(2026, 1, 1), date(2027, 12, 31))
    assert [str(visit.slot.day) for visit in found] == [
        "2026-09-03", "2026-09-17", "2026-10-29", "2026-11-12", "2026-11-26", "2026-12-10", "2026-12-24"
    ]  # fmt: skip
    first = found[0]
    assert (first.stop.id, first.stop.name, first.stop.municipality) == (
        "askham-bryan-pond",
        "Pond",
        "Askham Bryan",
    )
    assert (first.route, first.vehicle, first.stop.address) == (
        "d1",
        "Mobile",
        "Askham Bryan, Pond, YO23 3QU",
    )


def test_the_same_stop_on_two_rows_is_one_stop_and_another_of_its_name_is_not():
    again = ROW.replace("11:00,11:20", "15:00,15:20")
    other = ROW.replace('"Askham Bryan, Pond"', '"Askham Bryan, far side"')
    found = timetable(ROW, again, other)
    assert [stop.id for stop in found.stops] == ["askham-bryan-pond", "askham-bryan-pond-2"]
    assert [visit.nth for visit in found.visits(date(2026, 9, 3), date(2026, 9, 3), "askham-bryan-pond")] == [
        1,
        2,
    ]


def test_a_route_is_known_by_the_name_the_table_has_and_by_an_id_of_its_own():
    again = ROW.replace("2026-09-03", "2026-11-05")
    found = timetable(ROW, again)
    assert [(route.id, route.called, route.season.first.month) for route in found.routes] == [
        ("d1", "D1", 9),
        ("d1-2", "D1", 11),
    ]
    closed = {id for closure in found.closures for id in closure.scope.routes}
    assert closed == {"d1", "d1-2"}


def test_a_table_beside_a_list_of_stops_names_no_stop_as_it_does():
    stops = b"id,name,municipality,lat,lon\naskham-bryan-pond,Pond,York,53.93,-1.16\n"
    found = read(Source("stops.csv", stops), Source("york.csv", (HEADER + ROW).encode())).timetable
    assert [stop.id for stop in found.stops] == ["askham-bryan-pond", "askham-bryan-pond-2"]


def test_a_bus_that_would_be_in_two_places_is_two_rounds_of_one_name_and_told():
    other = ROW.replace("Pond", "Far side").replace("11:00,11:20", "11:10,11:30")
    reading = read(Source("stops.csv", (HEADER + ROW + other).encode()))
    assert [(problem.code, problem.line) for problem in reading.doubts] == [("visits_overlap", 3)]
    assert [(route.id, route.called) for route in reading.timetable.routes] == [("d1", "D1"), ("d1-2", "D1")]


def test_an_exception_leaves_out_the_call_of_its_row_alone():
    again = ROW.replace("11:00,11:20", "15:00,15:20").replace('"2026-10-01,2026-10-15"', "")
    found = timetable(ROW, again).visits(date(2026, 10, 1), date(2026, 10, 1))
    assert [visit.slot.start.hour for visit in found] == [15]


def test_a_stop_or_a_route_may_have_a_name_that_no_address_may_have():
    found = timetable(ROW.replace("Pond,", "Map,").replace("Askham Bryan", "").replace(",D1,", ",All,"))
    assert (found.stops[0].id, found.routes[0].id) == ("map-2", "all-2")


def test_a_private_stop_is_not_called_open():
    assert timetable(ROW.replace("Public", "Private")).stops[0].audience is Audience.CLOSED


def test_what_a_published_table_has_wrong_is_read_as_it_is_meant_and_told():
    swapped = ROW.replace("11:00,11:20", "11:20,11:00").replace(",Pond,", ',"Po\nnd",')
    reading = read(Source("stops.csv", (HEADER + swapped).encode()))
    assert [problem.code for problem in reading.doubts] == ["line_break_read_as_space", "times_look_swapped"]
    [visit, *_] = reading.timetable.visits(date(2026, 9, 3), date(2026, 9, 3))
    assert (visit.slot.start.minute, visit.slot.end.minute, visit.stop.name) == (0, 20, "Po nd")


def test_without_an_end_it_goes_on():
    found = timetable(ROW.replace("2026-12-31", ""))
    assert found.seasons[0].last == OPEN_END
    assert found.visits(date(2040, 1, 1), date(2040, 12, 31))


def test_the_weekday_wins_over_a_start_on_another_day():
    reading = read(Source("stops.csv", (HEADER + ROW.replace("2026-09-03", "2026-09-02")).encode()))
    assert [problem.code for problem in reading.doubts] == ["day_and_start_disagree"]
    assert reading.timetable.visits(date(2026, 9, 1), date(2026, 9, 8))[0].slot.day == date(2026, 9, 3)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("Thursday", "Thirsday", "invalid_weekday"),
        ("11:00", "11:90", "invalid_time"),
        ("11:20", "11:00", "visit_ends_before_it_starts"),
        ("FREQ=WEEKLY;INTERVAL=2", "sometimes", "invalid_rrule"),
        ("2026-09-03", "2026-09-31", "invalid_date"),
        ("2026-12-31", "2026-01-01", "ends_before_it_begins"),
        ("53.93", "193.93", "coordinates_outside_earth"),
        ("Pond,", ",", "missing_required_field"),
    ],
)
def test_a_fault_in_a_row_is_told_with_its_line(old, new, code):
    with pytest.raises(BadTimetable) as refused:
        timetable(ROW, ROW.replace(old, new, 1))
    assert [(problem.line, problem.code) for problem in refused.value.problems] == [(3, code)]


def rows(name):
    if not UK.is_dir():
        pytest.skip("the United Kingdom's open files are not beside this clone")
    with (UK / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def by_hand(row, day):
    """Whether the row's stop is visited that day: counted in days from its first visit, and nothing else."""
    start = date.fromisoformat(row["start"])
    first = next(
        start + timedelta(n) for n in range(7) if WEEKDAYS[(start + timedelta(n)).weekday()] == row["day"]
    )
    weeks = int(row["frequency"].rpartition("INTERVAL=")[2])
    return day >= first and (day - first).days % (7 * weeks) == 0


@pytest.mark.may_skip
@pytest.mark.parametrize("name", FILES)
def test_every_visit_of_2027_and_the_next_from_today_are_right(name):
    told = rows(name)
    found = read(Source.from_file(UK / name)).timetable
    since, until = date(2026, 11, 22), date(2027, 12, 31)
    expected = Counter(
        (str(day), *sorted((row["arrival"], row["departure"])), " ".join(row["stop"].split()), row["route"])
        for row in told
        for day in (since + timedelta(n) for n in range((until - since).days + 1))
        if by_hand(row, day)
    )
    visits = found.visits(since, until)
    called = {route.id: route.called for route in found.routes}
    ours = Counter(
        (str(v.slot.day), f"{v.slot.start:%H:%M}", f"{v.slot.end:%H:%M}", v.stop.name, called[v.route])
        for v in visits
    )
    assert ours == expected


@pytest.mark.may_skip
def test_the_malformed_file_is_refused_at_its_line():
    name = "historical/york_2019-09_malformed.csv"
    # A start that is missing (5, 6, 21) or a weekday (20), and a row that lacks a column (31).
    assert len(rows(name)) == 53
    with pytest.raises(BadTimetable) as refused:
        read(Source.from_file(UK / name))
    errors = {problem.line for problem in refused.value.problems if problem.severity == "error"}
    assert errors == {5, 6, 20, 21, 31}


def test_the_buses_of_two_organisations_are_two_though_both_call_theirs_mobile():
    leeds = ROW.replace("York,", "Leeds,")
    assert [route.vehicle for route in timetable(ROW).routes] == ["Mobile"]
    assert [route.vehicle for route in timetable(ROW, leeds).routes] == ["York, Mobile", "Leeds, Mobile"]
