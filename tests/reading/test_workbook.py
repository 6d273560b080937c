"""Workbooks as staff save them."""

from datetime import date, time

import pytest
from small import STOPS_CSV, rows
from workbooks import MAIN, as_excel, by_hand, rows_xml, zipped
from workbooks import parts as parts_of

from busplan.reading import Source, read
from busplan.reading.number_format import Form, form_of, shown
from busplan.timetable import BadTimetable, Kind

STOPS = [row.split(",") for row in STOPS_CSV.splitlines()]


def typed(cell):
    """As Excel takes what is typed: numbers, dates and times are no text."""
    for read_as in (float, date.fromisoformat, time.fromisoformat):
        try:
            return read_as(cell) if cell != "1430 Ås" else cell
        except ValueError:
            continue
    return cell or None


def sheets():
    """The small timetable as sheets of typed cells."""
    return {title: [[typed(cell) for cell in row] for row in lines] for title, lines in rows().items()}


def problems(content, *others, name="plan.xlsx"):
    try:
        return read(Source(name, content), *others).doubts
    except BadTimetable as bad:
        return bad.problems


def told(content, *others, name="plan.xlsx"):
    return [(problem.file, problem.line, problem.code) for problem in problems(content, *others, name=name)]


@pytest.fixture
def meant(stops, schedule):
    return read(stops, schedule).timetable


def test_a_workbook_means_what_the_files_mean(meant):
    found = read(Source("plan.xlsx", as_excel(sheets())))
    assert (found.timetable, found.doubts, found.lacks) == (meant, (), ())


def test_it_is_known_by_its_content_whatever_it_is_called(meant):
    for name in ("plan", "plan.csv", "plan.yaml"):
        assert read(Source(name, as_excel(sheets()))).timetable == meant


def test_it_may_stand_beside_a_schedule_in_yaml(meant, schedule):
    assert read(Source("stopp.xlsx", as_excel({"Ark1": STOPS})), schedule).timetable == meant


def test_it_may_lie_in_a_zip(meant, schedule):
    book = as_excel({"Ark1": STOPS})
    both = zipped(
        {"plan/stopp.xlsx": book, "plan/schedule.yaml": schedule.content, "__MACOSX/._stopp.xlsx": b"x"}
    )
    assert read(Source("alt.zip", both)).timetable == meant
    wrong = as_excel({"Ark1": [[cell.replace("60.1200", "95") for cell in row] for row in STOPS]})
    assert told(zipped({"plan/stopp.xlsx": wrong}), name="alt.zip") == [
        ("alt.zip/plan/stopp.xlsx", 2, "coordinates_outside_earth")
    ]


def test_a_fault_is_told_with_its_sheet_its_row_and_its_cell():
    wrong = sheets()
    wrong["Ruteplan"][2][3] = time(8, 15)
    [problem] = problems(as_excel(wrong))
    assert (problem.file, problem.line, problem.column) == ("plan.xlsx [Ruteplan]", 3, 4)
    assert (problem.code, problem.value) == ("visit_ends_before_it_starts", "08:15")


def test_of_a_workbook_of_one_table_only_the_row_is_told():
    wrong = [STOPS[0], STOPS[1], [*STOPS[2][:4], "160.13", *STOPS[2][5:]]]
    assert told(as_excel({"Ark1": wrong})) == [("plan.xlsx", 3, "coordinates_outside_earth")]


def test_sheets_that_are_none_of_ours_are_told_together(meant):
    more = {"Sjåfører": [["hvem", "telefon"], ["Ola", 1]], **sheets(), "Notater": [["Husk is"]], "Tomt": []}
    assert told(as_excel(more)) == [("plan.xlsx", 0, "other_sheets_ignored")]
    assert read(Source("plan.xlsx", as_excel(more))).timetable == meant


def test_a_workbook_of_nothing_is_told():
    assert told(as_excel({"Ark1": []})) == [("plan.xlsx", 0, "empty_file")]
    assert told(as_excel({"stops": [["id", "name"]]})) == [("plan.xlsx", 0, "empty_file")]
    assert told(as_excel({"Ark1": [["Hei"], ["du"]]})) == [("plan.xlsx", 1, "header_not_found")]


def test_a_title_may_stand_above_the_table_of_a_sheet():
    rows = [["Stoppesteder 2026–27"], [], *STOPS]
    assert told(as_excel({"Ark1": rows})) == []
    wrong = [*rows[:3], [*STOPS[1][:4], "95", *STOPS[1][5:]]]
    assert told(as_excel({"Ark1": wrong})) == [("plan.xlsx", 4, "coordinates_outside_earth")]


def test_rows_without_anything_in_them_part_the_rounds_and_are_no_fault():
    rows = [STOPS[0], STOPS[1], [], ["", " "], STOPS[2]]
    assert told(as_excel({"Ark1": rows})) == []


def with_kind(cell):
    """A stop whose kind is this cell, in XML."""
    head = rows_xml([["id", "name", "municipality", "lat", "lon", "note", "kind"]])
    where = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in ("ola", "Ola", "Nes"))
    return head + f"<row>{where}<c><v>60.123</v></c><c><v>11.456</v></c><c/>{cell}</row>"


@pytest.mark.parametrize(
    "cell",
    [
        "<c><f>A1</f></c>",
        "<c><f>A1</f><v></v></c>",
        '<c t="e"><f>VLOOKUP(A2,X,2)</f><v>#N/A</v></c>',
        '<c t="e"><v>#REF!</v></c>',
        '<c t="e"><v>#SPILL!</v></c>',
    ],
)
def test_a_kind_that_is_not_worked_out_cannot_make_a_home_public(cell):
    assert told(by_hand({"stops": with_kind(cell)})) == [("plan.xlsx", 2, "formula_without_value")]


def test_a_kind_that_a_formula_gives_is_read():
    found = read(
        Source("plan.xlsx", by_hand({"stops": with_kind('<c t="str"><f>"ho"&amp;"me"</f><v>home</v></c>')}))
    )
    assert found.timetable.stops[0].kind is Kind.HOME
    nothing = by_hand({"stops": with_kind('<c t="str"><f>""</f><v></v></c>')})
    assert told(nothing) == []


def test_a_formula_in_a_column_of_ones_own_is_nobodys_business():
    rows = with_kind("<c/>").replace(">note<", ">egen<").replace("<c/><c/>", "<c><f>1+1</f></c>")
    assert told(by_hand({"stops": rows})) == [("plan.xlsx", 1, "column_not_used")]


def test_hidden_rows_and_sheets_are_read_and_told(meant):
    hidden = parts_of(
        {"stops": rows_xml(STOPS).replace("<row>", '<row r="1">', 1).replace("<row>", '<row hidden="1">', 1)}
    )
    assert told(zipped(hidden)) == [("plan.xlsx", 2, "hidden_rows")]
    hidden["xl/workbook.xml"] = hidden["xl/workbook.xml"].replace("<sheet name", '<sheet state="hidden" name')
    assert told(zipped(hidden)) == [("plan.xlsx", 0, "hidden_sheet"), ("plan.xlsx", 2, "hidden_rows")]
    assert len(read(Source("plan.xlsx", zipped(hidden))).timetable.stops) == 4


def test_a_number_typed_as_text_is_doubted():
    comma = [STOPS[0], [cell.replace("60.1200", "60,1234") for cell in STOPS[1]]]
    assert told(as_excel({"Ark1": comma})) == [("plan.xlsx", 2, "decimal_comma")]


def test_links_are_not_read():
    cells = (
        rows_xml(STOPS)
        + '</sheetData><hyperlinks><hyperlink ref="A2" location="javascript:alert(1)"/></hyperlinks><sheetData>'
    )
    assert told(by_hand({"stops": cells})) == []


def test_what_other_programs_write_is_read_too():
    """Strings in pieces and with how they are pronounced, names with a prefix, rows and cells in no order."""
    strings = "".join(
        f"<si>{each}</si>"
        for each in (
            "<t>id</t>",
            "<t>name</t>",
            "<t>municipality</t>",
            "<t>lat</t>",
            "<t>lon</t>",
            '<r><t xml:space="preserve">Hol </t></r><r><rPr><b/></rPr><t>torg</t></r><rPh sb="0" eb="1"><t>hoːl</t></rPh>',
            "<t>N_x0065_s_x005F_x0065_</t>",
        )
    )
    header = "".join(f'<x:c r="{letter}1" t="s"><x:v>{n}</x:v></x:c>' for n, letter in enumerate("ABCDE"))
    row = (
        '<x:c r="E7"><x:v>11.470000000000001</x:v></x:c><x:c r="D7" s="99"><x:v>6.012E1</x:v></x:c>'
        '<x:c r="B7" t="s"><x:v>5</x:v></x:c><x:c r="C7" t="s"><x:v>6</x:v></x:c>'
        '<x:c r="A7" t="inlineStr"><x:is><x:t>hol</x:t></x:is></x:c>'
    )
    rows = f'<x:row xmlns:x="{MAIN}" r="7">{row}</x:row><x:row xmlns:x="{MAIN}" r="1">{header}</x:row>'
    [stop] = read(Source("a.xlsx", by_hand({"stops": rows}, strings=strings))).timetable.stops
    assert (stop.id, stop.name, stop.municipality) == ("hol", "Hol torg", "Nes_x0065_")
    assert (stop.point.latitude, stop.point.longitude) == (60.12, 11.470000000000001)


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        (3.0, "", "3"),
        (59.7014, "0.00", "59.7014"),
        (59.701400000000003, "", "59.7014"),
        (1e-07, "", "0.0000001"),
        (-1.0, "yyyy-mm-dd", "-1"),
        (1e300, "yyyy-mm-dd", f"{10**300}"),
        (46252.0, "dd.mm.yyyy", "2026-08-18"),
        (46252.0, "d. mmmm", "2026-08-18"),
        (46252.604166666664, "yyyy-mm-dd", "2026-08-18"),
        (46252.604166666664, "yyyy-mm-dd hh:mm", "2026-08-18 14:30"),
        (46252.0, "yyyy-mm-dd hh:mm", "2026-08-18"),
        (46252.604166666664, "hh:mm", "14:30"),
        (0.604166666666667, "yyyy-mm-dd h:mm:ss", "14:30"),
        (0.60416, "h:mm", "14:29:59"),
        (0.3958333, "h:mm AM/PM", "09:30"),
        (1.0625, "[h]:mm", "25:30"),
        (0.5, "General", "0.5"),
        (0.5, '0.0" dager"', "0.5"),
        (0.5, "[$-414]hh:mm;@", "12:00"),
        (46252.0, '[$-414]d/ mmm/ yyyy" kl"', "2026-08-18"),
        (150.0, '[Red]#,##0.00" d"', "150"),
        (0.25, "# ?/?", "0.25"),
    ],
)
def test_a_number_is_the_text_a_person_sees(number, code, text):
    assert shown(number, form_of("200", code), since_1904=False) == text


def test_formats_may_have_a_number_and_no_code():
    assert [form_of(number, "") for number in ("0", "14", "20", "22", "46", "49")] == [
        Form.NUMBER, Form.DAY, Form.CLOCK, Form.MOMENT, Form.LENGTH, Form.NUMBER
    ]  # fmt: skip


@pytest.mark.parametrize("since_1904", [False, True])
def test_days_are_counted_from_1900_or_from_1904(since_1904):
    rows = [["fra", "til", "navn"], [date(2026, 8, 17), date(2027, 6, 18), "Skoleåret"]]
    book = as_excel({"Sesonger": rows}, default_date_format="dd.mm.yyyy", date_1904=since_1904)
    stops = [STOPS[0], STOPS[1]]
    calls = [["dag", "stopp", "tid"], ["tirsdag", "hol", "14–15"]]
    found = read(Source("a.xlsx", book), Source("b.xlsx", as_excel({"s": stops, "r": calls})))
    [season] = found.timetable.seasons
    assert (season.id, season.first, season.last) == ("skolearet", date(2026, 8, 17), date(2027, 6, 18))


def test_yes_and_no_are_no_words_to_excel():
    service = {"Tjeneste": [["navn", "eksempeldata", "eier"], ["Bussen", True, "Fylket"]]}
    plan = {**sheets(), **service}
    assert read(Source("a.xlsx", as_excel(plan))).timetable.service.sample is True
