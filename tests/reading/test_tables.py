"""A timetable as tables: in one CSV file, in several, and beside a schedule in YAML."""

from datetime import date

import pytest
from small import SCHEDULE_YAML, STOPS_CSV, TABLES_CSV, tables

from busplan.reading import Source, read
from busplan.reading.names import HEADINGS, OURS, words_of
from busplan.reading.tables import TABLES
from busplan.timetable import BadTimetable


def source(text, name="plan.csv"):
    return Source(name, text.encode())


def told(*sources):
    try:
        return [(problem.file, problem.line, problem.code) for problem in read(*sources).doubts]
    except BadTimetable as bad:
        return [(problem.file, problem.line, problem.code) for problem in bad.problems]


@pytest.fixture
def meant(stops, schedule):
    return read(stops, schedule).timetable


def test_tables_under_one_another_mean_what_the_two_files_mean(meant):
    found = read(source(TABLES_CSV))
    assert (found.timetable, found.doubts, found.lacks) == (meant, (), ())


def test_each_table_may_be_a_file_of_its_own_in_any_order(meant):
    files = [source(text, f"{name}.csv") for name, text in tables().items()]
    assert read(*files).timetable == meant
    assert read(*reversed(files)).timetable == meant


def test_tables_may_stand_beside_a_schedule_in_yaml(meant):
    yaml, notices = SCHEDULE_YAML.split("notices:")
    notices = source(tables()["Meldinger"], "meldinger.csv")
    assert read(source(STOPS_CSV), source(yaml, "schedule.yaml"), notices).timetable == meant


def test_stops_may_stand_in_the_schedule_itself(meant):
    rows = [row.split(",") for row in STOPS_CSV.splitlines()]
    stops = "".join(
        "  - {"
        + ", ".join(f"{name}: '{cell}'" for name, cell in zip(rows[0], row, strict=True) if cell)
        + "}\n"
        for row in rows[1:]
    )
    found = read(source(f"stops:\n{stops}{SCHEDULE_YAML}", "schedule.yaml"))
    assert (found.timetable, found.doubts) == (meant, ())


def test_a_fault_in_a_stop_of_the_schedule_is_told_where_it_stands():
    stops = "stops:\n  - {id: hol, name: Hol, municipality: Nes, lat: 60.1, lon: 11.4, kindd: home}\n"
    assert ("s.yaml", 2, "unknown_key") in told(source(stops + SCHEDULE_YAML, "s.yaml"))
    stops = stops.replace(", kindd: home", "")
    beside = told(source(STOPS_CSV, "stops.csv"), source(stops + SCHEDULE_YAML, "s.yaml"))
    assert beside == [("s.yaml", 2, "duplicate_id")]


def test_two_tables_of_one_kind_add_up():
    more = source("dato;grunn\n2026-10-07;Kurs\n", "mer.csv")
    found = read(
        source(TABLES_CSV),
        more,
        source(STOPS_CSV.replace("id,", "id,").splitlines()[0] + "\nny,Ny,Nes,,60.1,11.5,,,\n", "nye.csv"),
    )
    assert [str(closure.first) for closure in found.timetable.closures] == ["2026-10-06", "2026-10-07"]
    assert found.timetable.stops[-1].id == "ny"


def test_a_fault_is_told_in_the_file_and_on_the_line_where_it_stands(stops, schedule):
    closures = source("dato;stopp;grunn\n2026-10-07;holl;Kurs\n", "stengt.csv")
    assert told(stops, schedule, closures) == [("stengt.csv", 2, "unknown_stop")]
    wrong = TABLES_CSV.replace("09:00;10:30", "09:00;08:30").replace("2026-10-06", "2026-10-36")
    lines = wrong.splitlines()
    assert told(source(wrong)) == [
        ("plan.csv", lines.index("tirsdag;skole;09:00;08:30") + 1, "visit_ends_before_it_starts"),
        ("plan.csv", lines.index("2026-10-36;Høstferie") + 1, "invalid_date"),
    ]


def test_the_service_and_a_route_are_told_of_once(schedule, stops):
    again = source("navn;eier\nBussen;Fylket\n", "tjeneste.csv")
    with pytest.raises(BadTimetable) as refused:
        read(stops, schedule, again)
    [problem] = refused.value.problems
    assert (problem.file, problem.line, problem.code) == ("tjeneste.csv", 2, "second_service")
    assert problem.facts["first"] == "3 (schedule.yaml)"
    route = source("rute;dag;stopp;fra;til\ntirsdag;mandag;hol;14:00;15:00\n", "mandag.csv")
    assert told(stops, schedule, route) == [("mandag.csv", 2, "duplicate_id")]


def test_a_second_use_of_an_id_says_in_which_file_the_first_is(stops, schedule):
    again = source("\n".join(STOPS_CSV.splitlines()[:2]) + "\n", "igjen.csv")
    with pytest.raises(BadTimetable) as refused:
        read(stops, schedule, again)
    assert [problem.facts["first"] for problem in refused.value.problems] == ["2 (stops.csv)"]


def test_a_table_that_is_none_of_ours_is_passed_over_and_told():
    assert told(source(TABLES_CSV + "\n[Sjåfører]\nhvem;telefon\nOla;1\n")) == [
        ("plan.csv", 0, "other_sheets_ignored")
    ]


def test_a_table_may_wait_for_its_first_row(meant):
    assert read(source(TABLES_CSV + "\n[Takk til]\ntekst;lenke\n")).timetable == meant


def test_credits_are_a_table_of_their_own():
    found = read(source(TABLES_CSV + "\n[Takk til]\ntekst;lenke\nKartverket;https://kartverket.no/\nOla;\n"))
    assert [credit.text for credit in found.timetable.service.credits] == ["Kartverket", "Ola"]


def test_what_a_notice_or_closure_is_about_may_be_several():
    csv = TABLES_CSV.replace(
        "dato;årsak\n2026-10-06;Høstferie", "fra;til;årsak;stopp;kommune\n2026-10-06;;Kurs;hol, Ås;Nes;Ås"
    )
    csv = csv.replace("hol, Ås;Nes;Ås", '"hol, Ås";"Nes; Ås"')
    [closure] = read(source(csv)).timetable.closures
    assert (closure.scope.stops, closure.scope.municipalities, closure.last) == (
        {"hol", "aas"},
        {"Nes", "Ås"},
        None,
    )


def test_a_route_is_meant_by_what_it_is_called():
    csv = TABLES_CSV.replace("tirsdag;Tirsdagsruta", "Tirsdag 1;Tirsdagsruta").replace(
        "\ntirsdag;", "\nTirsdag 1;"
    )
    csv = csv.replace("dato;årsak\n2026-10-06", "dato;årsak;rute\n2026-10-06;;tirsdagsruta\n2026-10-07")
    found = read(source(csv)).timetable
    [route, _] = found.routes
    assert (route.id, route.name, route.called) == ("tirsdag-1", "Tirsdagsruta", "Tirsdag 1")
    assert found.closures[0].scope.routes == {"tirsdag-1"}


def test_a_call_of_a_route_that_nothing_tells_the_days_of_is_asked_about():
    with pytest.raises(BadTimetable) as refused:
        read(source(TABLES_CSV.replace("tirsdag;hol;", "tirsdagg;hol;")))
    [problem] = [each for each in refused.value.problems if each.severity == "error"]
    assert (problem.code, problem.value, problem.facts["near"]) == ("unknown_route", "tirsdagg", "tirsdag")


def test_a_call_may_say_the_name_of_its_route(meant):
    csv = TABLES_CSV.replace("\ntirsdag;skole", "\nTirsdagsruta;skole")
    assert read(source(csv)).timetable == meant


def test_parts_of_a_timetable_may_be_looked_at_alone():
    """But for calls that nothing tells the days of."""
    for name, text in tables().items():
        codes = {code for _, _, code in told(source(text))}
        assert codes <= {"missing_table"} or name == "Ruteplan", name
    found = read(source(tables()["Stengte dager"]))
    assert found.lacks == ("stops", "routes")


def test_columns_decide_what_a_table_is_whatever_it_is_called(meant):
    """A sheet is called what one likes."""
    assert (
        read(source(TABLES_CSV.replace("[Ruteplan]", "[Stopp]").replace("[Meldinger]", "[Ark 7]"))).timetable
        == meant
    )


def test_a_heading_means_one_thing_in_a_table():
    for table in HEADINGS:
        said = [theirs for others in HEADINGS[table].values() for theirs in others]
        assert len(said) == len(set(said)), table
        assert set(HEADINGS[table]) <= set(OURS.values()), table
        assert words_of(table)["navn"] == "name"


def test_a_heading_that_is_nearly_ours_is_asked_about():
    with pytest.raises(BadTimetable) as refused:
        read(source(TABLES_CSV.replace("rute;stoppested;", "rute;stopested;")))
    [problem] = refused.value.problems
    assert (problem.code, problem.value, problem.facts["near"]) == (
        "unknown_column",
        "stopested",
        "stoppested",
    )


def test_every_table_knows_its_columns_by_our_own_names():
    for columns in TABLES.values():
        assert columns.names(sorted(columns.known)) == sorted(columns.known)


def test_a_timetable_in_one_file_has_the_visits_of_the_two(meant):
    span = date(2026, 8, 1), date(2026, 12, 31)
    assert read(source(TABLES_CSV)).timetable.visits(*span) == meant.visits(*span)
