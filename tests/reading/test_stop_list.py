"""Whether rows are read many at once or one by one makes no difference but to the clock."""

import csv
import io
from statistics import median

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from busplan.reading import delimited, table
from busplan.reading.doubts import doubt_point, doubt_points, doubt_text, remarkable
from busplan.reading.fields import Fields
from busplan.reading.report import Place, Report
from busplan.reading.stop_list import read_stops
from busplan.reading.stops import COLUMNS, ReadStops, read_stop
from busplan.reading.text import UNWANTED, is_clean
from busplan.timetable import Point, Stop

USUAL = {
    "id": st.integers(1, 12).map(str) | st.integers(1, 10**6).map("stopp-{}".format),
    "name": st.sampled_from(["Hol torg", "Ås", "Nes skole", "Árdna", "Sted"]),
    "municipality": st.sampled_from(["Nes", "Hol", "Ås"]),
    "lat": st.floats(59, 61).map("{:.4f}".format),
    "lon": st.floats(10, 12).map("{:.3f}".format),
    "kind": st.sampled_from(["", "", "place", "skole", "home"]),
    "open_to": st.sampled_from(["", "alle", "closed"]),
    "note": st.sampled_from(["", "", "Ved torget"]),
    "school_days": st.sampled_from(["", "", "ja", "no"]),
    "until": st.sampled_from(["", "", "2027-01-31"]),
    "became": st.sampled_from(["", "", "", "1", "Hol torg"]),
    "vær": st.sampled_from(["", "sol", " "]),
}
ODD = {
    "id": ["", " 1", "1 ", "HOL", "Stopp-1", "stops", "2026-10-01", "'1", "a\nb", "x" * 65],
    "name": ["", " Hol", "Hjemmebesøk", "home vi\u017fit", "#REF!", "A\u030as", "x" * 201, "a\nb", "'=1+1", "'n"],
    "municipality": ["", "Nes ", " ", "'=Nes", "A\u030as", "\xa0Nes", "#N/A"],
    "lat": ["", "60,1", "60", "91", "-91,0", "nan", "1e1", "60.1\n", " 60.1", "6_0", "٦٠", "okt.60", "6650000"],
    "lon": ["", "11,1", "181", "-180", "inf", "11.1.1", "+11", "11.", ".5", "#####"],
    "kind": ["skule", "hjem", " home", "HOME", "bil", "place\n"],
    "open_to": ["Alle", "ingen", "barna først"],
    "note": ["'@hol", "x\u00ad", " ", 'det "nye" torget', "'s Gravenhage"],
    "school_days": ["JA", "kanskje", " ja"],
    "until": ["31.01.2027", "2027-02-30", "1/2/2027", "2199-01-01"],
    "became": [" 1", "a\u200bb", "x" * 201, "#REF!"],
    "vær": ["'=x", " x ", "\u200b"],
}  # fmt: skip
NAMES = tuple(USUAL)


@st.composite
def rows(draw):
    """Mostly usual rows; here and there an odd cell, one too few or too many, or nothing."""
    usual = draw(st.lists(st.tuples(*USUAL.values()).map(list), min_size=1, max_size=12))
    for _ in range(draw(st.integers(0, 4))):
        row = draw(st.sampled_from(usual))
        name = draw(st.sampled_from(NAMES))
        row[NAMES.index(name)] = draw(st.sampled_from(ODD[name]))
    for _ in range(draw(st.integers(0, 2))):
        change = draw(st.sampled_from([[""], ["x"], ["", " "]]))
        at = draw(st.integers(0, len(usual) - 1))
        usual[at] = draw(st.sampled_from([usual[at] + change, usual[at][:-3], [""] * 3, list(usual[0])]))
    return usual


def row(id, latitude="60.1", longitude="11.1"):
    return [id, f"Sted {id}", "Nes", latitude, longitude, *[""] * (len(NAMES) - 5)]


def written(cells, header=NAMES):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *cells])
    return text.getvalue()


def at_once(sheet, found):
    read_stops(sheet, found)


def one_by_one(sheet, found):
    for row in sheet.rows(COLUMNS):
        read_stop(Fields(row, sheet.report), found)
    found.unread = found.unread or sheet.report.failed


def came_of(text, road):
    """Of two files, the second of which may say again what stands in the first."""
    found, told = ReadStops(), []
    for name in ("a.csv", "b.csv"):
        report = Report(name)
        for sheet in delimited.sheets_of(text, report):
            road(sheet, found)
        told += report.problems
        text = "\n".join((*text.splitlines()[:2], "stopp-0,Ny,Nes,60.5,11.5,,,,,,"))
    state = (found.stops, found.ids, found.named(), found.municipalities, found.unread)
    return [list(each.items()) if isinstance(each, dict) else each for each in state], told


@settings(deadline=None, max_examples=150)
@given(rows(), st.integers(1, 7), st.sampled_from([5, 100_000]))
@example([row(" hol"), row("hol")], 5, 9)
@example([row("hol"), row("hol"), row("HOL")], 5, 9)
@example([row("hol", "60,1", "11,1"), row("aas", "60", "-11")], 5, 9)
@example([row("hol"), [*row("aas"), " "], [*row("nes"), "x"]], 5, 9)
def test_what_comes_of_it_is_the_same_at_once_and_one_by_one(cells, some, most):
    text = written(cells)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table, "MOST_AT_ONCE", some)
        patch.setattr(table, "MOST_ROWS", most)
        assert came_of(text, at_once) == came_of(text, one_by_one)


@pytest.mark.parametrize("name", ODD)
def test_a_cell_that_is_not_as_most_is_read_as_if_alone(name):
    for cell in ODD[name]:
        cells = [row("hol"), row("aas"), row("nes")]
        cells[1][NAMES.index(name)] = cell
        text = written(cells)
        assert came_of(text, at_once) == came_of(text, one_by_one), cell


def test_usual_rows_are_not_read_one_by_one(monkeypatch):
    """Else it would all be right, and slow."""
    monkeypatch.setattr("busplan.reading.stop_list.read_alone", None)
    cells = [
        (f"stopp-{at}", f"Sted {at}", "Ås", f"60,{at:04}", f"11.{at:04}", "", "alle", "«Ny» é", "", "")
        for at in range(6_000)
    ]
    found, report = ReadStops(), Report("stops.csv")
    [sheet] = delimited.sheets_of(written(cells, NAMES[:10]), report)
    read_stops(sheet, found)
    assert (len(found.stops), report.problems) == (6_000, [])
    assert found.stops[5_999] == Stop("stopp-5999", "Sted 5999", "Ås", Point(60.5999, 11.5999), note="«Ny» é")
    assert (found.ids["stopp-5999"], found.municipalities) == (
        Place(6_001, 1, "stops.csv"),
        {"Ås": Place(2, 3, "stops.csv")},
    )


words = st.lists(
    st.sampled_from(["Nes", "skule", "\u017fKULEDAGAR", "FER\u0130E", "ikke i fer\u0131er", "term time", "dager", "tid", "ÅS", "AAS", "Ã¥", "Â°", "&amp;", "\ufffd", "145 Ås", ", 145 Ås", "0145 Å", "school days", "HOLİDAY"])
    | st.text(max_size=4),
    max_size=4,
).map(" ".join)  # fmt: skip


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(words, words, words, words), min_size=1, max_size=5))
def test_no_text_that_anything_is_said_of_is_passed_over(texts):
    stops = [Stop(str(at), *said[:2], None, said[2], note=said[3]) for at, said in enumerate(texts)]
    looked_at = {stop.id for stop in remarkable(stops)}
    for stop in stops:
        report = Report("stops.csv")
        doubt_text(stop, Place(), report)
        assert stop.id in looked_at or not report.problems


near = st.sampled_from([11.0, 11.1, 11.14, 11.15])
degrees = st.sampled_from([0.0, 11.0, 11.1, 11.14, 60.2, 60.23, 61.5, 61.73, 58.7]) | st.floats(-90, 90)


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.tuples(near, near), max_size=5), st.lists(st.tuples(degrees, degrees), min_size=1, max_size=3)
)
@example([(60.23, 11.14)] * 3, [(61.78, 11.14)])
@example([(60.23, 11.14)] * 3, [(58.68, 11.14)])
@example([(60.23, 11.14)] * 3, [(60.23, 14.25)])
@example([(60.23, 11.14)] * 3, [(60.23, 7.89)])
def test_no_place_that_anything_is_said_of_is_passed_over(most, others):
    points = [Point(*each) for each in (*most, *others)]
    stops = [Stop(str(at), "Sted", "Nes", point) for at, point in enumerate(points)]
    at = {stop.id: Place(number, 1) for number, stop in enumerate(stops)}
    report, each = Report("stops.csv"), Report("stops.csv")
    doubt_points(stops, at, report)
    if any(problem.line == 0 and problem.code == "coordinates_look_swapped" for problem in report.problems):
        return
    middle = Point(median(point.latitude for point in points), median(point.longitude for point in points))
    usual = [
        median(abs(point.latitude - middle.latitude) for point in points),
        median(abs(point.longitude - middle.longitude) for point in points),
    ]
    for stop, point in zip(stops, points, strict=True):
        doubt_point(point, middle, usual, at[stop.id], each)
    assert report.problems == each.problems


@settings(max_examples=100)
@given(st.text(st.characters(max_codepoint=0x20FF, exclude_categories=("Cs",))))
@example("a\x85b")
@example("a\u2028")
@example("\u2067a")
@example("€\u202a")
def test_what_looks_clean_in_bytes_is_clean(text):
    if is_clean(text.encode()):
        assert not UNWANTED.search(text)
