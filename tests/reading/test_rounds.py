"""One row a stop, with its route beside it: the timetable as most keep it."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small import STOPS_CSV

from busplan.reading import Source, read
from busplan.reading.names import HEADINGS, OURS
from busplan.timetable import BadTimetable, EveryWeeks, MonthlyWeekdays, OnDates, ParityWeeks, Week53

SEASONS = Source("sesonger.csv", b"navn;fra;til\n2026-27;2026-08-17;2027-06-18\n")
STOPS = Source("stopp.csv", STOPS_CSV.encode())
HEADER = "rute;ukedag;hvor ofte;første dag;sesong;buss;stopp;tid\n"


def flat(rows, header=HEADER):
    return Source("ruter.csv", (header + "\n".join(rows) + "\n").encode())


def routes(*rows, header=HEADER):
    return read(STOPS, SEASONS, flat(rows, header)).timetable.routes


def told(*rows, header=HEADER):
    with pytest.raises(BadTimetable) as refused:
        read(STOPS, SEASONS, flat(rows, header))
    return [
        (problem.file, problem.line, problem.code)
        for problem in refused.value.problems
        if problem.severity == "error"
    ]


def calls(route):
    return [(call.stop_id, f"{call.start:%H.%M}–{call.end:%H.%M}") for call in route.calls]


FIRST = "Tirsdag 1;tirsdag;hver 3. uke;2026-08-18;2026-27;Bussen;hol;14.00–14.30"


def test_the_cells_of_a_route_stand_in_its_first_row_or_in_all():
    once = routes(FIRST, ";;;;;;aas;kl. 15–15.30")
    each = routes(FIRST, "Tirsdag 1;tirsdag;hver 3. uke;2026-08-18;2026-27;Bussen;aas;15:00 til 15:30")
    assert once == each
    [route] = once
    assert (route.id, route.name, route.called, route.vehicle) == (
        "tirsdag-1",
        "Tirsdag 1",
        "Tirsdag 1",
        "Bussen",
    )
    assert (route.season.id, route.season.name) == ("2026-27", "2026-27")
    assert route.cadence == EveryWeeks(date(2026, 8, 18), 3)
    assert calls(route) == [("hol", "14.00–14.30"), ("aas", "15.00–15.30")]
    assert {call.cadence for call in route.calls} == {None}


def test_each_route_has_an_id_of_its_own_though_their_names_are_alike():
    found = routes(
        FIRST, FIRST.replace("Tirsdag 1", "Tirsdag-1").replace("18;", "25;"), FIRST.replace("Tirsdag 1", "ny")
    )
    assert [(route.id, route.called) for route in found] == [
        ("tirsdag-1", "Tirsdag 1"),
        ("tirsdag-1-2", "Tirsdag-1"),
        ("ny", "ny"),
    ]


def test_a_name_that_is_a_page_of_the_site_is_no_id():
    [route] = routes(FIRST.replace("Tirsdag 1", "Map"))
    assert (route.id, route.called) == ("map-2", "Map")


def test_rows_of_one_route_need_not_stand_together():
    found = routes(
        FIRST,
        FIRST.replace("Tirsdag 1", "Onsdag").replace("tirsdag", "onsdag").replace("18;", "19;"),
        "tirsdag  1;;;;;;aas;16–17",
    )
    assert [len(route.calls) for route in found] == [2, 1]


def test_another_day_for_one_stop_is_its_own():
    [route] = routes(FIRST, ";;hver 6. uke;2026-09-08;;;skole;9–10", ";;;;;;aas;15–16")
    own = EveryWeeks(date(2026, 9, 8), 6)
    # A blank means "as above".
    assert [call.cadence for call in route.calls] == [None, own, own]


def test_two_stops_of_a_round_may_share_a_slot_by_odd_and_even_weeks():
    first = FIRST.replace("hver 3. uke;2026-08-18", "partallsuker;")
    [route] = routes(first, ";;oddetallsuker;;;;aas;14.00–14.30")
    assert [call.stop_id for call in route.calls] == ["hol", "aas"]
    assert told(first, ";;;;;;aas;14.00–14.30") == [("ruter.csv", 3, "visits_overlap")]


def test_what_is_said_of_another_day_takes_the_place_of_what_stands_above():
    [route] = routes(FIRST, ";;siste torsdag i måneden;;;;skole;9–10", ";;28/9, 26/10;;;;aas;15–16")
    assert [call.cadence for call in route.calls] == [
        None,
        MonthlyWeekdays(3, frozenset({-1})),
        OnDates((date(2026, 9, 28), date(2026, 10, 26))),
    ]


def test_a_route_is_one_thing_in_all_its_rows():
    assert told(FIRST, ";;;;;Varebilen;aas;15–16") == [("ruter.csv", 3, "differs_within_route")]


def test_what_is_missing_is_told_at_its_row():
    assert told(";tirsdag;hver uke;;;;hol;14–15", FIRST) == [("ruter.csv", 2, "missing_required_field")]
    assert told(FIRST, ";;;;;;;15–16") == [("ruter.csv", 3, "missing_required_field")]
    assert told(FIRST, ";;;;;;aas;") == [("ruter.csv", 3, "missing_required_field")]
    assert told(FIRST.replace("2026-08-18", "")) == [("ruter.csv", 2, "missing_required_field")]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("14.00–14.30", "14.00", "invalid_hours"),
        ("14.00–14.30", "14.30–14.00", "visit_ends_before_it_starts"),
        ("hver 3. uke", "av og til", "unknown_frequency"),
        ("tirsdag;hver", "tisdag;hver", "invalid_weekday"),
        ("tirsdag;hver 3. uke", "tirsdag;siste torsdag i måneden", "two_rules"),
        ("2026-08-18", "2026-08-19", "anchor_is_not_that_weekday"),
        ("2026-27", "2027-28", "unknown_season"),
        (";hol;", ";Holl torg;", "unknown_stop"),
        (";hol;", ";ho\u200bl;", "invalid_id"),
    ],
)
def test_a_fault_in_a_row_is_told_on_its_line(old, new, code):
    assert told(FIRST.replace(old, new)) == [("ruter.csv", 2, code)]


def test_a_stop_may_be_told_by_a_name_that_no_other_has():
    [route] = routes(FIRST.replace(";hol;", ";hol TORG;"))
    assert [call.stop_id for call in route.calls] == ["hol"]


def test_of_stops_with_one_name_the_municipality_tells():
    stops = STOPS_CSV + "hol-2,Hol torg,Ås,,59.67,10.78,place,everyone,\n"
    given = Source("stopp.csv", stops.encode()), SEASONS
    with pytest.raises(BadTimetable) as refused:
        read(*given, flat([FIRST.replace(";hol;", ";Hol torg;")]))
    [problem] = refused.value.problems
    assert (problem.code, problem.facts["ids"]) == ("name_is_shared", "hol, hol-2")
    header, row = HEADER.replace("stopp;", "kommune;stopp;"), FIRST.replace(";hol;", ";ås;Hol torg;")
    [route] = read(*given, flat([row], header)).timetable.routes
    assert [call.stop_id for call in route.calls] == ["hol-2"]


def test_the_nearest_name_is_suggested():
    with pytest.raises(BadTimetable) as refused:
        read(STOPS, SEASONS, flat([FIRST.replace(";hol;", ";Hol tårg;")]))
    assert [problem.facts["near"] for problem in refused.value.problems] == ["Hol torg"]


def test_without_a_list_of_stops_they_are_known_by_their_names():
    found = read(SEASONS, flat([FIRST.replace(";hol;", ";Hol torg;"), ";;;;;;Hjemmebesøk;16–17"]))
    assert [(stop.id, stop.name) for stop in found.timetable.stops] == [
        ("hol-torg", "Hol torg"),
        ("hjemmebesok", "Hjemmebesøk"),
    ]
    assert [stop.public for stop in found.timetable.stops] == [True, False]
    assert found.lacks == ("stops",)


def test_without_seasons_that_is_what_is_missing():
    """It can be looked at, and cannot be published."""
    found = read(STOPS, flat([FIRST.replace("2026-27", "")]))
    assert [(doubt.code, doubt.severity, doubt.facts) for doubt in found.doubts] == [
        ("missing_table", "note", {"table": "seasons"})
    ]
    assert found.lacks == ("routes",)


def test_without_names_of_routes_they_are_called_by_their_days():
    header = "dag;uke;stoppested;fra;til\n"
    found = routes(
        "mandager;;hol;14:00;15:00", ";;aas;16:00;17:00", "torsdag;uke 34, 37;hol;10:00;11:00", header=header
    )
    assert [(route.id, route.called, len(route.calls)) for route in found] == [
        ("mandager", "mandager", 2),
        ("torsdag-uke-34-37", "torsdag, uke 34, 37", 1),
    ]


def test_a_parity_says_what_week_53_is_in_a_column_of_its_own():
    header = "rute;dag;uke;uke 53;sted;klokkeslett\n"
    [route] = routes("T;torsdag;partallsuker;annenhver uke;hol;14–15", header=header)
    assert route.cadence == ParityWeeks(3, False, date(2026, 8, 17), Week53.INTERVAL)


@pytest.mark.parametrize(
    "header",
    [
        "Tur;Dag;Hyppighet;Oppstart;Periode;Bil;Sted;Kl.",
        "TUR;VEKEDAG;KOR OFTE;STARTDATO;SESONG;BUSS;STOPPESTAD;TIDSPUNKT",
        "rutenavn;ukedag;intervall;første gang;sesong;kjøretøy;navn på stopp;tidsrom",
        "route;weekday;how_often;anchor;season;vehicle;stop;time",
    ],
)
def test_headings_are_those_that_staff_use(header):
    header = header.replace("navn på stopp", "stoppnavn")
    assert calls(routes(FIRST, header=header + "\n")[0]) == [("hol", "14.00–14.30")]


def test_a_name_is_that_of_the_stop_where_nothing_else_names_it():
    [route] = routes("T1;torsdag;Hol torg;10–11", header="rute;dag;navn;tid\n")
    assert (route.called, calls(route)) == ("T1", [("hol", "10.00–11.00")])


def test_dates_without_a_year_are_found_over_new_year():
    header = "rute;datoer;stopp;tid\n"
    [route] = routes("Neiden;28/9, 26/10, 23.11., 25/1;hol;14.00–14.30", header=header)
    assert [str(day) for day in route.cadence.days] == [
        "2026-09-28",
        "2026-10-26",
        "2026-11-23",
        "2027-01-25",
    ]


CELLS = st.one_of(
    st.sampled_from([*OURS, *(word for words in HEADINGS["calls"].values() for word in words)]),
    st.sampled_from(["hol", "Hol torg", "14.00–14.30", "tirsdag", "hver 3. uke", "28/9, 26/10", "partallsuker", "[stops]", ""]),
    st.text(max_size=6),
)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(
    st.lists(st.lists(CELLS, max_size=8), max_size=8),
    st.sampled_from([HEADER, "", "[Ruter]\n", "rute;stopp;fra;til\n"]),
)
def test_any_grid_of_cells_is_read_or_refused_but_never_crashes(grid, header):
    rows = [";".join(cell.replace("\n", " ") for cell in row) for row in grid]
    with suppress(BadTimetable):
        read(STOPS, SEASONS, flat(rows, header))
    with suppress(BadTimetable):
        read(flat(rows, header))
