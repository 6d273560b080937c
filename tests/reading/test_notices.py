"""Notices as staff write them."""

from datetime import date, time

import pytest
from small import SCHEDULE_YAML, STOPS_CSV

from busplan.reading import Source, read
from busplan.timetable import (
    BadTimetable,
    Cancelled,
    Delayed,
    Extra,
    Moved,
    Notice,
    OtherVehicle,
    PerhapsCancelled,
    Scope,
    Severity,
)

DAY = date(2026, 9, 15)
AT_HOL = Scope(stops=frozenset({"hol"}))
ON_ROUTE = Scope(routes=frozenset({"tirsdag"}))
WITHOUT = SCHEDULE_YAML.split("notices:")[0]


def notice(written):
    schedule = f"{WITHOUT}notices:\n  - {{{written}}}\n"
    found = read(Source("stops.csv", STOPS_CSV.encode()), Source("schedule.yaml", schedule.encode()))
    assert found.doubts == ()
    [told] = found.timetable.notices
    return told


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (
            "date: 2026-09-15, route: tirsdag, what: innstilt, from_time: 11:00, reason: Uvær",
            Notice(DAY, DAY, ON_ROUTE, Cancelled(), "Uvær", start=time(11)),
        ),
        (
            "from: 2026-09-15, route: all, what: cancelled, reason: Ute av drift, text: Vi sier fra her",
            Notice(DAY, None, Scope(), Cancelled(), "Ute av drift", "Vi sier fra her"),
        ),
        (
            "date: 2026-09-15, stop: hol, what: kanskje innstilt, reason: Bussen er på verksted",
            Notice(DAY, DAY, AT_HOL, PerhapsCancelled(), "Bussen er på verksted"),
        ),
        (
            "date: 2026-09-15, stop: hol, what: flyttet, new_date: 2026-09-14, new_place: Kirken, grunn: Kurs",
            Notice(DAY, DAY, AT_HOL, Moved(date(2026, 9, 14), place="Kirken"), "Kurs"),
        ),
        (
            "dato: 2026-09-15, stopp: hol, hva: forsinket, minutter: 20, grunn: Kø",
            Notice(DAY, DAY, AT_HOL, Delayed(20), "Kø"),
        ),
        (
            "from: 2026-09-15, to: 2026-09-20, route: tirsdag, what: annen buss, new_vehicle: Varebilen, reason: EU-kontroll",
            Notice(DAY, date(2026, 9, 20), ON_ROUTE, OtherVehicle("Varebilen"), "EU-kontroll"),
        ),
        (
            'date: 2026-09-15, stop: hol, what: extra, new_from: "17:00", new_to: "18:30", new_place: Rådhuset',
            Notice(DAY, DAY, AT_HOL, Extra(time(17), time(18, 30), "Rådhuset")),
        ),
    ],
)
def test_what_is_written_is_what_is_meant(written, meant):
    assert notice(written) == meant


def test_an_extra_visit_can_be_cancelled_without_a_doubt():
    schedule = (
        WITHOUT
        + """notices:
  - {date: 2026-09-16, stop: hol, what: extra, new_from: 17:00, new_to: 18:00}
  - {date: 2026-09-16, stop: hol, what: cancelled, reason: Uvær}
"""
    )
    found = read(Source("stops.csv", STOPS_CSV.encode()), Source("schedule.yaml", schedule.encode()))
    assert found.doubts == ()
    [visit] = found.timetable.visits(date(2026, 9, 16), date(2026, 9, 16), "hol")
    assert not visit.takes_place


def test_another_vehicle_and_a_delay_go_together():
    schedule = (
        WITHOUT
        + """notices:
  - {date: 2026-09-15, stop: hol, what: delayed, minutes: 10, reason: Kø}
  - {from: 2026-09-01, route: tirsdag, what: other_vehicle, new_vehicle: Varebil, reason: Verksted}
"""
    )
    assert (
        read(Source("stops.csv", STOPS_CSV.encode()), Source("schedule.yaml", schedule.encode())).doubts == ()
    )


def test_a_visit_that_is_moved_late_cannot_be_delayed_past_midnight():
    """Each of them alone can be; the site would fall over both together."""
    moved = "date: 2026-09-15, stop: hol, what: moved, new_from: 22:00, new_to: 23:30, reason: Fest"
    late = "date: 2026-09-15, stop: hol, what: delayed, minutes: 60, reason: Kø"
    schedule = f"{WITHOUT}notices:\n  - {{{moved}}}\n  - {{{late}}}\n"
    with pytest.raises(BadTimetable) as refused:
        read(Source("stops.csv", STOPS_CSV.encode()), Source("schedule.yaml", schedule.encode()))
    errors = [each for each in refused.value.problems if each.severity is Severity.ERROR]
    assert [(each.code, each.line) for each in errors] == [("delayed_past_midnight", 28)]
