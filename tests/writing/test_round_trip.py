"""What is written reads again to an equal timetable."""

import csv
import io
import re
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from small import ROOT, SHARED, STOPS_CSV, again
from timetables import EVERYTHING, PROMISED, timetables

from busplan.reading import Source, read
from busplan.timetable import in_succession
from busplan.writing import FORMS, TooLongForCell, open_table, written
from busplan.writing.settled import settled

UK = SHARED / "data" / "uk"
thoroughly = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
FORMULA = re.compile(r"(?:\A|[\r\n])[\s\u00a0]*[=+\-@＝＋－＠]|\A[\t\r]")


def check(timetable, form):
    content = written(timetable, form)
    told = again(content, f"timetable.{form}")
    assert told == timetable
    assert written(told, form) == content


@pytest.mark.parametrize("form", FORMS)
def test_a_timetable_with_everything_in_it_comes_back(form):
    check(EVERYTHING, form)


@thoroughly
@given(timetables())
def test_whatever_a_timetable_holds_comes_back(timetable):
    assert settled(timetable) == timetable
    for form in FORMS:
        check(timetable, form)


@thoroughly
@given(timetables())
def test_without_home_visits_it_comes_back_too_and_knows_of_none(timetable):
    public = timetable.public()
    assert all(stop.public for stop in public.stops)
    if public.stops and public.routes:
        check(public, "csv")


@settings(thoroughly, max_examples=10)
@given(timetables(), timetables())
def test_timetables_put_together_give_the_same_visits(older, newer):
    both = in_succession(newer, older)
    for form in FORMS:
        try:
            content = written(both, form)
        except TooLongForCell:
            # Days that follow from no rule are listed, and there may be a century of them.
            assert form == "xlsx"
            continue
        told = again(content, f"timetable.{form}")
        assert settled(told) == told
        assert driven(told) == driven(both)


def driven(timetable):
    """All that is said of visits, but what the round is called."""
    return Counter(replace(visit, route="") for visit in timetable.visits(date.min, PROMISED))


@pytest.mark.parametrize("form", FORMS)
def test_the_sample_comes_back(form):
    check(sample(), form)


def sample():
    stops, schedule = ROOT / "data" / "stops.csv", ROOT / "schedule.yaml"
    return read(Source.from_file(stops), Source.from_file(schedule)).timetable


@pytest.mark.parametrize("form", FORMS)
def test_a_list_of_stops_alone_comes_back(form):
    check(read(Source("stops.csv", STOPS_CSV.encode())).timetable, form)


@pytest.mark.may_skip
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["birmingham", "librariesni", "warwickshire", "west_berkshire", "york"])
def test_published_tables_come_back_from_our_own_files(name, form):
    if not UK.is_dir():
        pytest.skip("the United Kingdom's open files are not beside this clone")
    check(read(Source.from_file(UK / f"{name}.csv")).timetable, form)


def cells_of(content, form):
    if form == "xlsx":
        with zipfile.ZipFile(io.BytesIO(content)) as workbook:
            sheets = [workbook.read(name).decode() for name in workbook.namelist() if "worksheets/" in name]
            strings = workbook.read("xl/sharedStrings.xml").decode()
        assert not any(re.search("<f[ >]|hyperlink", sheet) for sheet in sheets)
        return re.findall(r"<t[^>]*>([^<]*)</t>", strings)
    delimiter = "," if form == "open" else ";"
    return [
        cell
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=delimiter)
        for cell in row
    ]


@pytest.mark.parametrize("form", ["csv", "xlsx", "open"])
@pytest.mark.parametrize(
    "name", ["=1+1", "+47 1", "-HYPERLINK(1)", "@SUM(1)", "＝1", "\u00a0=1", "'=1", " -x"]
)
def test_no_cell_begins_a_formula_wherever_it_came_from(name, form):
    first, *others = EVERYTHING.stops
    stops = (replace(first, name=name, municipality=name, address=name, note=name), *others)
    hostile = replace(EVERYTHING, stops=stops, service=replace(EVERYTHING.service, name=name, owner=name))
    cells = cells_of(open_table(hostile.public()) if form == "open" else written(hostile, form), form)
    assert any(name.strip() in cell for cell in cells)
    assert not [cell for cell in cells if FORMULA.search(cell) and not re.fullmatch(r"-[0-9.,]+", cell)]


def test_a_file_in_yaml_reads_as_a_person_would_write_it():
    text = written(sample(), "yaml").decode()
    for line in (
        "version: 1",
        "  - {id: arnes, name: Årnes, municipality: Nes, address: 2150 Årnes, lat: 60.1211, lon: 11.4663, kind: place, open_to: everyone}",
        "  - id: tirsdag-1",
        "    every_weeks: 3",
        "    anchor: 2026-08-18",
        '      - {stop: arnes, from: "17:15", to: "18:15"}',
        "  - {date: 2026-12-02, stop: raholt, what: cancelled, reason: Bussen er på verksted.}",
    ):
        assert line in text.splitlines()


def test_a_csv_file_is_as_a_norwegian_excel_saves_it():
    content = written(sample(), "csv")
    assert content.startswith(b"\xef\xbb\xbf[service]\r\n")
    lines = content.decode("utf-8-sig").split("\r\n")
    at = lines.index("[stops]")
    assert lines[at - 1] == ""
    assert lines[at + 1].startswith("id;name;municipality;address;lat;lon;")
    assert lines[at + 2].startswith("bodalen;Bødalen;Asker;3472 Bødalen;59,76;10,4612;")


def test_a_workbook_knows_dates_times_and_numbers_from_text():
    with zipfile.ZipFile(io.BytesIO(written(sample(), "xlsx"))) as workbook:
        names = re.findall(r'<sheet name="(\w+)"', workbook.read("xl/workbook.xml").decode())
        calls = workbook.read(f"xl/worksheets/sheet{names.index('calls') + 1}.xml").decode()
        styles = workbook.read("xl/styles.xml").decode()
    assert names == [
        "service",
        "credits",
        "stops",
        "seasons",
        "routes",
        "calls",
        "closures",
        "notices",
        "libraries",
    ]
    assert 'state="frozen"' in calls
    # A quarter past eleven, as a part of the day.
    assert re.search(r'<c r="C2" s="[0-9]+"><v>0.4583333333333333</v></c>', calls)
    assert 'formatCode="hh:mm"' in styles
    assert 'formatCode="yyyy-mm-dd"' in styles
