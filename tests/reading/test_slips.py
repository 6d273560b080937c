"""What people who know Excel write by mistake, and what helps them."""

import pytest
from small import SCHEDULE_YAML, STOPS_CSV

from busplan.reading import Source, read
from busplan.timetable import BadTimetable
from busplan.words import problem as words

FULL = STOPS_CSV.replace("Nes,2150", "Lillestrøm,2150").replace("skole,Nes", "skole,Lillestrøm")


def told(stops=STOPS_CSV, schedule=SCHEDULE_YAML):
    try:
        found = read(Source("stops.csv", stops.encode()), Source("schedule.yaml", schedule.encode())).doubts
    except BadTimetable as bad:
        found = bad.problems
    # A stop that could not be read is missed by the schedule too; that is not what the slip was.
    return [problem for problem in found if problem.severity != "note"]


def helped(problems, code, help):
    """The slip is told once, by its code, and the sentences have what helps."""
    assert [problem.code for problem in problems] == [code]
    assert help in words.line(problems[0], "nb"), words.line(problems[0], "nb")


STOPS = [
    ("municipality,address", "kommun,address", "unknown_column", "Mente du «kommune»?"),
    (",lat,", ",breddegard,", "unknown_column", "Mente du «breddegrad»?"),
    (",lon,", ",Øst/vest,", "missing_column", "Den kan hete lon, lengdegrad, "),
    ("id,name", "id,Navn på stopp", "missing_column", "Den kan hete name, navn, "),
    ("school,school", "skoler,school", "unknown_choice", "Mente du «skole»?"),
    ("school,school", "Skolen,school", "unknown_choice", "Mente du «skole»?"),
    ("place,everyone,Ved", "sykehjemmet,everyone,Ved", "unknown_choice", "Mente du «sykehjem»?"),
    ("place,everyone,Ved", "bibliotek,everyone,Ved", "unknown_choice", "place/sted/stad, school/skole/skule"),
    ("place,everyone,Ved", "place,alla,Ved", "unknown_choice", "Mente du «alle»?"),
    ("school,school", "school,barn først", "unknown_choice", "Mente du «barna først»?"),
    ("hjem,", "Hjemme hos,", "invalid_id", "Mente du «hjemme-hos»?"),
    ("hjem,", "hjem_1,", "invalid_id", "Mente du «hjem-1»?"),
    ("hjem,", "Høl,", "invalid_id", "Mente du «hol»?"),
    ("hjem,", "01.feb,", "number_became_date", "Gjør cellene om til tekst"),
    ("hjem,", "hol,", "duplicate_id", "på linje 2"),
    (",11.4700,", ",11.jul,", "number_became_date", "Gjør cellene om til tekst"),
    ("60.1200,11.4700", "60°07'12\"\"N,11.4700", "invalid_coordinate", "uten gradtegn"),
    ("60.1200,", '"60.1200, 11.4700",', "invalid_coordinate", "bare ett tall i cellen"),
    ("60.1200,", "6 665 000,", "coordinates_look_like_utm", "breddegrad og lengdegrad (WGS84)"),
    ("60.1200,", "601200,", "coordinates_look_like_utm", "Har regnearket tatt bort desimaltegnet"),
    ("60.1200,11.4700", "60,1200,11,4700", "invalid_row_length", "lagre med semikolon"),
    ("60.1200,11.4700", "11.4700,60.1200", "coordinates_look_swapped", "Bytt dem om"),
    ("2150 Årnes,60.1200", "2150 Årnes,", "missing_coordinates", "Finn stedet på et kart"),
    ("2150 Årnes", "150 Oslo", "postcode_lost_zero", "var det 0150?"),
    ("Hol torg", "#NAVN?", "spreadsheet_error", "Rett formelen"),
    ("Ved torget", '"Ved torget\nbak kirken"', "new_line_in_value", "på én linje"),
    ("Ved torget", '"Ved torget', "csv_unclosed_quote", "Sett inn det som mangler"),
    ("hjem,Hjemmebesøk,Nes,,,,home", "hjem,Hjemmebesøk,Nes,,60.1,11.4,", "looks_like_a_home", "hjemmebesøk"),
    ("id,name", "Stoppliste 2026\nid,name", "header_not_found", "slett radene over"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "slip", "code", "help"), STOPS, ids=[slip for _, slip, *_ in STOPS])
def test_a_slip_in_the_list_of_stops_is_told_so_that_it_can_be_mended(right, slip, code, help):
    assert right in STOPS_CSV
    problems = told(stops=STOPS_CSV.replace(right, slip, 1))
    helped([problem for problem in problems if problem.file == "stops.csv"], code, help)


SCHEDULES = [
    ("weekday: tuesday", "weekday: tirsdagg", "invalid_weekday", "Mente du «tirsdag»?"),
    ("weekday: tuesday", "weekday: annenhver tirsdag", "invalid_weekday", "Mente du «tirsdag»?"),
    ("weekday: tuesday", "ukedg: tirsdag", "unknown_key", "Mente du «ukedag»?"),
    ("weekday: tuesday", "weekday:tirsdag", "yaml_syntax", "Mente du «weekday: tirsdag»?"),
    ("every_weeks", "evry_weeks", "unknown_key", "Mente du «every_weeks»?"),
    ("every_weeks: 3", "every_weeks: tre", "invalid_number", "Skriv et tall, som 3"),
    ("anchor: 2026-08-25", "anchor: 2026-08-26", "anchor_is_not_that_weekday", "Mente du «2026-08-25»?"),
    ("anchor: 2026-08-25", "anchor: 25.8.26", "invalid_date", "Mente du «2026-08-25»?"),
    ("anchor: 2026-08-25", "anchor: 25. august 2026", "invalid_date", "Mente du «2026-08-25»?"),
    ("anchor: 2026-08-25", "anchor: 25/8/2026", "ambiguous_date", "Mente du «2026-08-25»?"),
    ("every_weeks: 3\n    anchor: 2026-08-25", "weeks: 34, 37", "unknown_frequency", "«uke 34, 37»"),
    ("every_weeks: 3\n    anchor: 2026-08-25", "weeks: oddtallsuker", "unknown_frequency", "«oddetallsuker»?"),
    ("every_weeks: 3", "how_often: anenhver uke", "unknown_frequency", "Mente du «annenhver uke»?"),
    ("every_weeks: 3", "how_often: av og til", "unknown_frequency", "«hver 3. uke»"),
    ("from: 09:00, to: 10:30", "time: 09:00", "invalid_hours", "Skriv det som 14.00–14.30"),
    (
        "every_weeks: 3\n    anchor: 2026-08-25",
        "weeks: odd\n    week53: intervall",
        "unknown_choice",
        "Mente du «interval»?",
    ),
    ("vehicle: Bussen\n    weekday", "closed_days: forskyv\n    weekday", "unknown_choice", "«forskyves»?"),
    ("vehicle: Bussen\n    weekday", "season: hosten\n    weekday", "unknown_season", "Mente du «host»?"),
    ("    vehicle: Bussen\n    weekday", "\tvehicle: Bussen\n    weekday", "yaml_tab", "bruk mellomrom"),
    ("name: Tirsdagsruta", "name: Nes: tirsdag", "yaml_syntax", 'Mente du «name: "Nes: tirsdag"»?'),
    ("name: Tirsdagsruta", "name: Rute #2", "text_cut_at_hash", 'Mente du «"Rute #2"»?'),
    ("name: Tirsdagsruta", 'name: "Tirsdagsruta', "yaml_syntax", 'Mente du «name: "Tirsdagsruta"»?'),
    ("name: Tirsdagsruta", "name: [Nes, Ås]", "single_value_expected", "Skriv én verdi"),
    ("routes:\n", "route:\n", "unknown_key", "Mente du «routes»?"),
    ("stop: skole", "stop: Nes skule", "unknown_stop", "Mente du «Nes skole»?"),
    ("stop: skole", "stop: skolen", "unknown_stop", "Mente du «skole»?"),
    ("- {stop: hol, from: 12:30,", "- {stopp: hol, fra: 12:30, tl: 13:00,", "unknown_key", "Mente du «til»?"),
    (
        "- {stop: skole, from: 09:00, to: 10:30}",
        "- stop: skole, from: 09:00, to: 10:30",
        "yaml_syntax",
        "Mente du «- {stop: skole, from: 09:00, to: 10:30}»?",
    ),
    ("to: 10:30}", "to: 10:30", "yaml_syntax", "to: 10:30}»?"),
    ("- {stop: skole, from", "- {stop: skole from", "yaml_syntax", "Mente du «- {stop: skole, from: 09:00"),
    ("- {stop: skole, from", "– {stop: skole, from", "yaml_syntax", "Mente du «- {stop: skole, from: 09:00"),
    ("- {stop: skole, from", "- {stop:skole, from", "unknown_key", "Mente du «stop: skole»?"),
    ("from: 09:00", "from: 9", "invalid_time", "Mente du «09:00»?"),
    ("from: 09:00", "from: kl 9", "invalid_time", "Mente du «09:00»?"),
    ("from: 09:00", "from: “09:00”", "invalid_time", "Mente du «09:00»?"),
    ("to: 10:30", "to: 9:00", "visit_ends_before_it_starts", "Gi en slutt som er senere enn starten"),
    ("dates: [2026-11-26, 2026-12-03]", "dates: 2026-11-26, 2026-12-03", "invalid_date", "«[2026-11-26, 2026-12-03]»?"),
    ("date: 2026-10-06, reason", "date: 6. okt 2026, reason", "invalid_date", "Mente du «2026-10-06»?"),
    ("date: 2026-10-06, reason", "date: 2026-10-06, grun", "unknown_key", "Mente du «grunn»?"),
    ("reason: Høstferie", "municipality: Nes kommune", "municipality_without_stops", "Mente du «Nes»?"),
    ("reason: Høstferie", "municipality: 'Nes, Ås'", "municipality_without_stops", "Mente du «[Nes, Ås]»?"),
    ("reason: Høstferie", "route: tirsdager", "unknown_route", "Mente du «tirsdag»?"),
    ("reason: Høstferie", "kind: skoler", "unknown_choice", "Mente du «skole»?"),
    ("sample: no", "sample: nope", "invalid_yes_or_no", "Skriv ja eller nei"),
    ("sample: no", "timezone: Oslo", "unknown_timezone", "Mente du «Europe/Oslo»?"),
    ("sample: no", "timezone: Europa/Oslo", "unknown_timezone", "Mente du «Europe/Oslo»?"),
    ("sample: no", "timezone: europe/oslo", "unknown_timezone", "Mente du «Europe/Oslo»?"),
    ("sample: no", "info_url: www.bussen.no", "invalid_url", "Mente du «https://www.bussen.no»?"),
    ("what: cancelled", "what: innstillt", "unknown_choice", "Mente du «innstilt»?"),
    ("what: cancelled", "what: avlyst", "unknown_choice", "cancelled/innstilt"),
    ("from: 2026-08-17", "form: 2026-08-17", "unknown_key", "Mente du «from»?"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("right", "slip", "code", "help"), SCHEDULES, ids=[slip for _, slip, *_ in SCHEDULES]
)
def test_a_slip_in_the_schedule_is_told_so_that_it_can_be_mended(right, slip, code, help):
    assert right in SCHEDULE_YAML
    problems = told(schedule=SCHEDULE_YAML.replace(right, slip, 1))
    helped(problems, code, help)
    line = SCHEDULE_YAML[: SCHEDULE_YAML.index(right)].count("\n") + 1
    assert line <= problems[0].line <= line + 1 + slip.count("\n")
