"""The open table out of any timetable: the same visits when it is read again."""

import csv
import io
import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import HealthCheck, given, settings
from small import SHARED, STOPS_CSV, again
from timetables import PROMISED, timetables

from busplan.reading import Source, read
from busplan.timetable import (
    OPEN_END,
    Call,
    Cancelled,
    Closure,
    EveryWeeks,
    Extra,
    ListedWeeks,
    MonthlyWeekdays,
    Moved,
    Notice,
    OnDates,
    ParityWeeks,
    Point,
    Route,
    Scope,
    Season,
    Service,
    Stop,
    Timetable,
)
from busplan.writing import again as table_again
from busplan.writing import unsaid
from busplan.writing.open_schema import COLUMNS, names_of, rows_of, table_of

SEASON = Season("2026-27", date(2026, 8, 17), date(2027, 6, 18))
TUESDAYS = EveryWeeks(date(2026, 8, 18), 3)


def told(cadence, season=SEASON, **more):
    """The rows of one stop with this rule: what its frequency, start, end and exceptions are."""
    stop = Stop("hol", "Hol torg", "Nes", Point(60.12, 11.47), "2150 Årnes")
    route = Route(
        "r", "Nes", season, cadence, (Call("hol", time(10), time(11)),), slips=more.pop("slips", False)
    )
    timetable = Timetable(Service("Bussen"), (stop,), (season,), (route,), **more)
    return [
        tuple(row[name] for name in ("frequency", "start", "end", "exceptions")) for row in rows_of(timetable)
    ]


@pytest.mark.parametrize(
    ("cadence", "rows"),
    [
        (TUESDAYS, [("FREQ=WEEKLY;INTERVAL=3", "2026-08-18", "2027-06-18", "")]),
        (
            MonthlyWeekdays(1, frozenset({1, 3})),
            [("FREQ=MONTHLY;BYDAY=1TU,3TU", "2026-08-18", "2027-06-18", "")],
        ),
        (
            # After week 53 the next odd week comes at once: another row.
            ParityWeeks(1, True, SEASON.first),
            [
                ("FREQ=WEEKLY;INTERVAL=2", "2026-08-25", "2026-12-29", ""),
                ("FREQ=WEEKLY;INTERVAL=2", "2027-01-05", "2027-06-18", ""),
            ],
        ),
        (
            ListedWeeks(1, frozenset({34, 37, 40, 42})),
            [
                ("FREQ=WEEKLY;INTERVAL=3", "2026-08-18", "2026-09-29", ""),
                ("FREQ=WEEKLY;INTERVAL=1", "2026-10-13", "2026-10-13", ""),
            ],
        ),
        (
            OnDates((date(2026, 9, 1), date(2026, 9, 15), date(2026, 9, 16))),
            [
                ("FREQ=WEEKLY;INTERVAL=2", "2026-09-01", "2026-09-15", ""),
                ("FREQ=WEEKLY;INTERVAL=1", "2026-09-16", "2026-09-16", ""),
            ],
        ),
    ],
    ids=lambda each: type(each).__name__,
)
def test_every_rule_is_said_in_rows(cadence, rows):
    assert told(cadence) == rows


def test_without_an_end_there_is_none():
    assert told(TUESDAYS, Season("s", date(2026, 8, 17), OPEN_END)) == [
        ("FREQ=WEEKLY;INTERVAL=3", "2026-08-18", "", "")
    ]


def test_closed_days_are_exceptions_and_a_stop_closed_for_good_ends():
    christmas = Closure(date(2026, 12, 21), date(2027, 1, 3))
    assert told(TUESDAYS, closures=(christmas,))[0][3] == "2026-12-22"
    for_good = Closure(date(2026, 10, 1), None)
    assert told(TUESDAYS, closures=(for_good,)) == [
        ("FREQ=WEEKLY;INTERVAL=3", "2026-08-18", "2026-09-29", "")
    ]


def test_a_rota_that_slips_is_a_row_until_it_slips_and_another_after():
    christmas = Closure(date(2026, 12, 22), date(2026, 12, 22))
    assert [row[:3] for row in told(TUESDAYS, closures=(christmas,), slips=True)] == [
        ("FREQ=WEEKLY;INTERVAL=3", "2026-08-18", "2026-12-01"),
        ("FREQ=WEEKLY;INTERVAL=3", "2026-12-29", "2027-06-18"),
    ]


def test_news_of_one_visit_leaves_a_day_out_or_adds_a_row():
    days, scope = (date(2026, 9, 8), date(2026, 9, 8)), Scope(stops=frozenset({"hol"}))
    assert told(TUESDAYS, notices=(Notice(*days, scope, Cancelled()),))[0][3] == "2026-09-08"
    for change in (Moved(day=date(2026, 9, 9)), Extra(time(17), time(18))):
        rows = told(TUESDAYS, notices=(Notice(*days, scope, change),))
        assert len(rows) == 2
    assert told(TUESDAYS, notices=(Notice(*days, scope, Moved(day=date(2026, 9, 9))),))[1] == (
        "FREQ=WEEKLY;INTERVAL=1", "2026-09-09", "2026-09-09", ""
    )  # fmt: skip


def test_what_the_table_cannot_say_is_counted(small):
    notice = Notice(date(2026, 9, 15), None, Scope(stops=frozenset({"hol"})), Cancelled(), "Verksted")
    timetable = replace(small, notices=(notice,)).public()
    assert unsaid(timetable) == {
        "service.timezone": 1,
        "stops.kind": 1,
        "stops.open_to": 1,
        "closures.reason": 1,
        "notices.what": 1,
        "notices.reason": 1,
    }


def driven(timetable, names):
    """What a resident would meet: where, and when."""
    return Counter(
        (visit.slot, " ".join(names[visit.stop.id].split()), visit.stop.point)
        for visit in timetable.visits(date.min, PROMISED)
        if visit.takes_place
    )


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(timetables())
def test_whatever_the_rules_the_table_gives_the_same_visits(timetable):
    public = timetable.public()
    rows = rows_of(public)
    if not rows:
        return
    told = again(table_of(rows), "stops.csv")
    assert driven(told, {stop.id: stop.name for stop in told.stops}) == driven(public, names_of(public.stops))


TYPES = {
    "number": re.compile(r"-?[0-9]+(\.[0-9]+)?"),
    "time": re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]"),
    "date": re.compile(r"20[0-9]{2}-[01][0-9]-[0-3][0-9]"),
}


def violations(row, fields):
    """What the schema says against a row (Frictionless Table Schema)."""
    for field in fields:
        cell, limits = row[field["name"]], field["constraints"]
        if not cell:
            if limits["required"]:
                yield f"{field['name']} is missing"
            continue
        if field["type"] in TYPES and not TYPES[field["type"]].fullmatch(cell):
            yield f"{cell} is no {field['type']}"
        if not re.fullmatch(limits.get("pattern", ".*"), cell, re.DOTALL):
            yield f"{cell} is not of the form of {field['name']}"
        if cell not in limits.get("enum", [cell]):
            yield f"{cell} is no {field['name']}"


@pytest.mark.may_skip
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(timetables())
def test_the_table_keeps_to_the_schema(timetable):
    schema = SHARED / "data" / "uk" / "mobile-library-stops.json"
    if not schema.is_file():
        pytest.skip("the schema is not beside this clone")
    fields = json.loads(schema.read_text())["fields"]
    assert [field["name"] for field in fields] == list(COLUMNS)
    for row in csv.DictReader(io.StringIO(table_of(rows_of(timetable.public())).decode(), newline="")):
        assert list(violations(row, fields)) == []


def test_the_schema_would_find_fault():
    fields = [{"name": "day", "type": "string", "constraints": {"required": True, "enum": ["Monday"]}}]
    assert list(violations({"day": "Mandag"}, fields)) == ["Mandag is no day"]
    assert list(violations({"day": ""}, fields)) == ["day is missing"]


def came(*tables):
    return read(*(Source(f"{number}.csv", text.encode()) for number, text in enumerate(tables))).as_it_came


HEADER = "organisation,mobile,route,stop,day,arrival,departure,frequency,start,end,exceptions"
ROW = "York,Mobile,D1,Pond,Thursday,11:00,11:20,FREQ=WEEKLY;INTERVAL=2,2026-09-03,,"


def test_a_table_goes_out_as_it_came_with_columns_nobody_knows_and_every_blank():
    text = f"Note,{HEADER},x,x\n b ,{ROW},1,2\na,{ROW.replace('Pond', 'Far side')},,\n"
    assert table_again(came(text)).decode() == text


def test_tables_of_several_columns_go_out_under_all_of_them():
    tables = came(f"{HEADER},x\n{ROW},1\n", f"y,{HEADER}\n2,{ROW.replace('Pond', 'Far side')}\n")
    assert table_again(tables).decode().splitlines() == [
        f"{HEADER},x,y", f"{ROW},1,", f"{ROW.replace('Pond', 'Far side')},,2"
    ]  # fmt: skip


def test_what_came_dangerous_goes_out_safe_and_comes_back_as_it_was():
    tables = came(f"{HEADER},note\n{ROW},=1+1\n")
    content = table_again(tables)
    assert b",'=1+1\n" in content
    assert came(content.decode()) == tables


def test_with_other_tables_beside_it_nothing_is_as_it_came():
    assert came(f"{HEADER}\n{ROW}\n", STOPS_CSV) == ()


@pytest.mark.may_skip
@pytest.mark.parametrize("name", ["birmingham", "librariesni", "warwickshire", "west_berkshire", "york"])
def test_published_tables_go_out_byte_for_byte_as_they_came(name):
    file = SHARED / "data" / "uk" / f"{name}.csv"
    if not file.is_file():
        pytest.skip("the United Kingdom's open files are not beside this clone")
    assert table_again(read(Source.from_file(file)).as_it_came) == file.read_bytes()
