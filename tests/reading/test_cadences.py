"""What staff write of how often the bus comes, and the days it means."""

from datetime import date

import pytest
from small import STOPS_CSV

from busplan.reading import Source, read

SCHEDULE = """\
seasons: [{id: s, from: 2026-09-01, to: 2027-06-30}]
routes:
  - id: r
%s
    stops:
      - {stop: hol, from: "10:00", to: "11:00"}
"""


def days(rule, first=date(2026, 9, 1), last=date(2026, 12, 31), stop="hol", schedule=SCHEDULE):
    lines = "\n".join("    " + line for line in rule.split("; "))
    sources = Source("stops.csv", STOPS_CSV.encode()), Source("schedule.yaml", (schedule % lines).encode())
    visits = read(*sources).timetable.visits(first, last, stop)
    return [f"{visit.slot.day.day}/{visit.slot.day.month}" for visit in visits]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("weekday: torsdag; every_weeks: 4; anchor: 2026-09-03", ["3/9", "1/10", "29/10", "26/11", "24/12"]),
        (
            "weekday: torsdag; every_weeks: hver 4. uke; anchor: 2026-09-03",
            ["3/9", "1/10", "29/10", "26/11", "24/12"],
        ),
        ("weekday: tor; every_weeks: hver femte uke; anchor: 2026-09-03", ["3/9", "8/10", "12/11", "17/12"]),
        ("weekday: monday; monthly: 1", ["7/9", "5/10", "2/11", "7/12"]),
        (
            "weekday: monday; monthly: [1, siste]",
            ["7/9", "28/9", "5/10", "26/10", "2/11", "30/11", "7/12", "28/12"],
        ),
        ("weekday: fredag; weeks: [36, 40, 53]", ["4/9", "2/10"]),
        ("dates: [28/9, 26.10., 21/6, 25.1]", ["28/9", "26/10"]),
        ("rrule: FREQ=MONTHLY;BYDAY=2TU", ["8/9", "13/10", "10/11", "8/12"]),
        ("rrule: RRULE:FREQ=WEEKLY;INTERVAL=6; anchor: 2026-09-03", ["3/9", "15/10", "26/11"]),
        (
            "rrule: FREQ=WEEKLY;INTERVAL=8;BYDAY=MO,TU; anchor: 2026-09-07",
            ["7/9", "8/9", "2/11", "3/11", "28/12", "29/12"],
        ),
    ],
)
def test_a_rule_means_these_days(rule, expected):
    assert days(rule) == expected


def test_dates_without_a_year_are_found_over_new_year():
    expected = ["28/9", "26/10", "25/1", "21/6"]
    assert days("dates: [28/9, 26/10, 25/1, 21/6]", last=date(2027, 6, 30)) == expected


NEW_YEAR = (date(2026, 12, 14), date(2027, 1, 31))


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("weeks: oddetallsuker; week53: parity", ["17/12", "31/12", "7/1", "21/1"]),
        ("weeks: odd; week53: interval", ["17/12", "31/12", "14/1", "28/1"]),
        ("weeks: odd; week53: skip", ["17/12", "7/1", "21/1"]),
        ("weeks: partallsuker; week53: parity", ["24/12", "14/1", "28/1"]),
    ],
)
def test_odd_and_even_weeks_say_what_week_53_is(rule, expected):
    assert days(f"weekday: torsdag; {rule}", *NEW_YEAR) == expected


def test_odd_weeks_with_an_anchor_are_counted_from_it():
    assert days("weekday: torsdag; weeks: odd; week53: parity; anchor: 2026-12-20", *NEW_YEAR) == [
        "31/12", "7/1", "21/1"
    ]  # fmt: skip


def test_a_rule_keeps_what_it_is_counted_from():
    schedule = Source(
        "schedule.yaml",
        (SCHEDULE % "    rrule: FREQ=WEEKLY;INTERVAL=8;BYDAY=MO,TU\n    anchor: 2026-09-07").encode(),
    )
    cadence = read(schedule).timetable.routes[0].cadence
    assert (cadence.rule, cadence.anchor) == ("FREQ=WEEKLY;INTERVAL=8;BYDAY=MO,TU", date(2026, 9, 7))


def test_listed_dates_are_driven_when_they_are_closed_unless_it_is_said_that_they_drop():
    closed = SCHEDULE + "closures: [{date: 2026-09-28}]\n"
    assert days("dates: [28/9, 26/10]", schedule=closed) == ["28/9", "26/10"]
    assert days("dates: [28/9, 26/10]; closed_days: drop", schedule=closed) == ["26/10"]


def test_a_rule_without_an_end_lives_until_its_season_ends():
    assert days("rrule: FREQ=WEEKLY;INTERVAL=1", last=date(2030, 1, 1))[-1] == "29/6"


MIXED = """\
seasons: [{id: s, from: 2026-09-01, to: 2027-06-30}]
routes:
  - id: r
    weekday: tirsdag
    every_weeks: 2
    anchor: 2026-09-01
    stops:
      - {stop: skole, from: 09:00, to: 10:00}
      - {stop: hol, from: 11:00, to: 12:00, weekday: tirsdag, every_weeks: 4, anchor: 2026-09-15}
%s"""


def test_stops_of_one_route_may_come_at_different_intervals():
    end = date(2026, 10, 31)
    assert days("", last=end, stop="skole", schedule=MIXED) == ["1/9", "15/9", "29/9", "13/10", "27/10"]
    assert days("", last=end, stop="hol", schedule=MIXED) == ["15/9", "13/10"]


SHARED = """\
seasons: [{id: s, from: 2026-09-01, to: 2026-12-18}]
routes:
  - id: r
    weekday: tirsdag
    stops:
      - {stop: hol, from: 15:50, to: 16:05, weekday: tirsdag, weeks: odd, week53: skip}
      - {stop: aas, from: 15:50, to: 16:05, weekday: tirsdag, weeks: even, week53: skip}
%s"""


def test_two_stops_may_share_one_slot_by_odd_and_even_weeks():
    end = date(2026, 9, 30)
    assert days("", last=end, schedule=SHARED) == ["8/9", "22/9"]
    assert days("", last=end, stop="aas", schedule=SHARED) == ["1/9", "15/9", "29/9"]


MORNINGS = """\
seasons: [{id: s, from: 2026-09-01, to: 2026-12-18}]
closures: [{from: 2026-11-01, to: 2026-11-30, to_time: 12:00, reason: Kurs}]
routes:
  - id: r
    weekday: tirsdag
    every_weeks: 2
    anchor: 2026-10-27
    stops:
      - {stop: skole, from: 09:00, to: 10:00}
      - {stop: hol, from: 13:00, to: 14:00}
%s"""


def test_the_mornings_of_november_may_be_closed():
    assert days("", stop="skole", schedule=MORNINGS) == ["27/10", "8/12"]
    assert days("", stop="hol", schedule=MORNINGS) == ["27/10", "10/11", "24/11", "8/12"]


SLIPPING = """\
seasons: [{id: s, from: 2006-09-01, to: 2007-06-22}]
closures: [{from: 2006-12-25, to: 2006-12-31}, {from: 2007-04-02, to: 2007-04-08}]
routes:
  - id: r
    weekday: torsdag
    every_weeks: 4
    anchor: 2006-09-28
    closed_days: forskyves
    stops: [{stop: hol, from: "14:00", to: 14:30}]
%s"""


def test_the_rota_of_neiden_is_written_in_six_lines():
    expected = ["28/9", "26/10", "23/11", "21/12", "25/1", "22/2", "22/3", "26/4", "24/5", "21/6"]
    assert days("", date(2006, 9, 1), date(2007, 6, 30), schedule=SLIPPING) == expected
