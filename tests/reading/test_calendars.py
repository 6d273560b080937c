"""Public holidays and school breaks, without anybody typing each."""

from datetime import date

import pytest
from small import SCHEDULE_YAML, STOPS_CSV

from busplan.reading import Source, read
from busplan.reading.red_days import KEPT_FROM, KEPT_TO, from_library, kept, red_days
from busplan.timetable import BadTimetable

SCHEDULE = """\
service: {name: Bussen, %s}
seasons: [{id: s, from: 2026-08-17, to: 2027-06-18}]
routes:
  - {id: mandag, weekday: monday, stops: [{stop: hol, from: "10:00", to: "11:00"}]}
  - {id: fredag, weekday: friday, stops: [{stop: hol, from: "10:00", to: "11:00"}]}
  - {id: fest, dates: [2027-05-17], stops: [{stop: aas, from: "10:00", to: "11:00"}]}
"""
YEAR = (date(2026, 8, 17), date(2027, 6, 18))


def reading(said, schedule=SCHEDULE, stops=STOPS_CSV):
    return read(Source("stops.csv", stops.encode()), Source("schedule.yaml", (schedule % said).encode()))


def red(found):
    return [str(visit.slot.day) for visit in found.timetable.visits(*YEAR) if visit.slot.day in kept()]


def test_what_is_kept_is_what_the_library_says():
    assert kept() == from_library("NO", KEPT_FROM.year, KEPT_TO.year)


def test_years_beyond_what_is_kept_and_other_countries_are_asked_of_the_library():
    assert red_days("NO", date(2051, 5, 17), date(2051, 5, 17)) == {date(2051, 5, 17): "Grunnlovsdag"}
    assert date(2026, 7, 4) in red_days("US", date(2026, 7, 1), date(2026, 7, 31))
    with pytest.raises(LookupError):
        red_days("XX", *YEAR)


def test_a_visit_that_a_rule_gives_on_a_holiday_is_doubted_and_one_that_was_named_is_not():
    found = reading("timezone: Europe/Oslo")
    told = [(doubt.value, doubt.severity, doubt.line) for doubt in found.doubts]
    assert told == [
        ("2027-03-29", "note", 4),
        ("2027-05-17", "warning", 4),
        ("2026-12-25", "warning", 5),
        ("2027-01-01", "warning", 5),
        ("2027-03-26", "note", 5),
    ]
    assert {doubt.code for doubt in found.doubts} == {"visit_on_public_holiday"}


def test_the_bus_stands_still_on_holidays_that_nobody_typed():
    found = reading("public_holidays: closed")
    assert found.doubts == ()
    assert red(found) == ["2027-05-17"]  # the one that somebody named
    [christmas] = found.timetable.closed_on(date(2026, 12, 25))
    assert christmas.reason == "Første juledag"


def test_who_drives_on_holidays_says_so_once():
    found = reading("public_holidays: driven")
    assert found.doubts == ()
    assert len(red(found)) == 6


def test_another_country_has_other_holidays():
    found = reading("public_holidays: stengt, land: gb-eng")
    assert [str(day.first) for day in found.timetable.closures if day.first.month == 5] == [
        "2027-05-03",
        "2027-05-31",
    ]


def test_holidays_of_no_country_cannot_be_kept():
    with pytest.raises(BadTimetable) as refused:
        reading("timezone: Europe/London, public_holidays: closed")
    assert [problem.facts for problem in refused.value.problems] == [{"field": "country"}]


BREAKS = """\
service: {name: Bussen, public_holidays: closed}
seasons: [{id: s, from: 2026-08-17, to: 2027-06-18}]
closures:
  - {from: 2027-02-22, to: 2027-02-26, reason: Vinterferie, school_days: yes, municipality: [Nes, Ås]}
  - {from: 2027-03-01, to: 2027-03-05, reason: Vinterferie, school_days: yes, municipality: Lunner}
routes:
  - id: onsdag
    weekday: wednesday
    stops:
      - {stop: nes, from: "09:00", to: "10:00"}
      - {stop: torg, from: "11:00", to: "12:00"}
      - {stop: lunner, from: "13:00", to: "14:00"}
# %s
"""
SCHOOLS = """\
id,name,municipality,lat,lon,kind,school_days
nes,Nes skole,Nes,60.1200,11.4700,school,ja
torg,Torget,Nes,60.1300,11.4800,place,
lunner,Lunner skole,Lunner,60.2900,10.5700,school,ja
"""


def test_a_school_is_visited_on_the_school_days_of_its_municipality():
    found = reading("", BREAKS, SCHOOLS)
    assert found.doubts == ()
    for first, stops in ((22, ["torg", "lunner"]), (1, ["nes", "torg"])):
        week = date(2027, 2 if first == 22 else 3, first)
        visits = found.timetable.visits(week, date.fromordinal(week.toordinal() + 4))
        assert [visit.stop.id for visit in visits] == stops


def test_a_school_visited_in_its_break_is_doubted():
    found = reading("", BREAKS, SCHOOLS.replace("school,ja", "school,"))
    assert [(doubt.code, doubt.line, doubt.facts["stops"]) for doubt in found.doubts] == [
        ("visit_in_school_break", 4, "nes"),
        ("visit_in_school_break", 5, "lunner"),
    ]


def test_school_days_need_a_calendar():
    found = reading("", BREAKS, SCHOOLS.replace("Lunner,", "Jevnaker,").replace("lunner,Jev", "lunner,Jev"))
    assert ("school_breaks_not_told", "Jevnaker") in [(doubt.code, doubt.value) for doubt in found.doubts]


def test_the_small_timetable_meets_no_holiday():
    found = read(Source("stops.csv", STOPS_CSV.encode()), Source("schedule.yaml", SCHEDULE_YAML.encode()))
    assert found.doubts == ()
