"""What staff say of how often the bus comes, and the rule it is."""

import pytest

from busplan.reading.frequency import rule_of
from busplan.reading.report import Fault
from busplan.reading.values import hours, unheard, week, weekday

WEEKS = {
    1: ["hver uke", "kvar veke", "Hver  uke", "ukentlig", "vekentleg", "every week", "hver 7. dag"],
    2: [
        "annenhver uke", "annakvar veke", "annankvar veke", "hver 2. uke", "hver 2.uke", "hver annen uke", "kvar andre veke",
        "kvar 14. dag", "hver fjortende dag", "every other week",
    ],
    3: ["hver 3. uke", "hver 3 uke", "hver tredje uke", "kvar tredje veke", "hver 21. dag", "every 3 weeks"],
    10: ["hver 10. uke"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("said", "weeks"), [(said, weeks) for weeks, all_said in WEEKS.items() for said in all_said]
)
def test_every_so_many_weeks_is_said_in_many_ways(said, weeks):
    assert rule_of(said) == {"every_weeks": [str(weeks)]}


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("hver tirsdag", {"every_weeks": ["1"], "weekday": ["tirsdag"]}),
        ("tirsdager", {"every_weeks": ["1"], "weekday": ["tirsdager"]}),
        ("annenhver torsdag", {"every_weeks": ["2"], "weekday": ["torsdag"]}),
        ("hver tredje torsdag", {"every_weeks": ["3"], "weekday": ["torsdag"]}),
        ("tysdagar kvar 3. veke", {"every_weeks": ["3"], "weekday": ["tysdagar"]}),
        ("partallsuker", {"weeks": ["even"]}),
        ("Partallsuke", {"weeks": ["even"]}),
        ("like uker", {"weeks": ["even"]}),
        ("oddetallsuker", {"weeks": ["odd"]}),
        ("oddetalsveker", {"weeks": ["odd"]}),
        ("odd weeks", {"weeks": ["odd"]}),
        ("torsdager i partallsuker", {"weeks": ["even"], "weekday": ["torsdager"]}),
        ("uke 34, 37 og 40", {"weeks": ["34", "37", "40"]}),
        ("veke 34", {"weeks": ["34"]}),
        ("1. og 3. tirsdag i måneden", {"monthly": ["1", "3"], "weekday": ["tirsdag"]}),
        ("første og tredje tirsdag i måneden", {"monthly": ["første", "tredje"], "weekday": ["tirsdag"]}),
        ("2. tysdag i månaden", {"monthly": ["2"], "weekday": ["tysdag"]}),
        ("siste torsdag i måneden", {"monthly": ["siste"], "weekday": ["torsdag"]}),
        ("første mandag hver måned", {"monthly": ["første"], "weekday": ["mandag"]}),
        ("first Tuesday of the month", {"monthly": ["first"], "weekday": ["tuesday"]}),
        ("28/9, 26/10 og 23.11.", {"dates": ["28/9", "26/10", "23.11."]}),
        ("2026-09-28", {"dates": ["2026-09-28"]}),
        ("FREQ=WEEKLY;INTERVAL=3", {"rrule": ["FREQ=WEEKLY;INTERVAL=3"]}),
    ],
)
def test_a_rule_in_words_is_a_rule_in_cells(said, rule):
    assert rule_of(said) == rule


@pytest.mark.parametrize(
    "said",
    [
        *("av og til", "3", "34, 37", "hver 10. dag", "hver dag", "hver måned", "to ganger i måneden", "tirsdag og torsdag"),
        *("hver 0. uke", "hver tredje", "annenhver", "siste uke", "sjette tirsdag i måneden", "uke", "partallsdager", "x" * 1001),
        "hver siste uke",
    ],
)  # fmt: skip
def test_what_could_mean_something_else_is_not_guessed(said):
    with pytest.raises(Fault):
        rule_of(said)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("14.00–14.30", "14:00 14:30"),
        ("14.00-14.30", "14:00 14:30"),
        ("14:00 — 14:30", "14:00 14:30"),
        ("kl. 9.45–10.15", "09:45 10:15"),
        ("Kl 9.45–kl 10.15", "09:45 10:15"),
        ("14:00 til 14:30", "14:00 14:30"),
        ("0945-1030", "09:45 10:30"),
        ("kl. 9–10.15", "09:00 10:15"),
        ("10–12", "10:00 12:00"),
    ],
)
def test_hours_stand_in_one_cell_too(said, meant):
    assert " ".join(f"{clock:%H:%M}" for clock in hours(said, unheard)) == meant


@pytest.mark.parametrize(
    "said", ["14.00", "14.00–", "–", "14.00–14.60", "fra 14 til 15", "9–10–11", "1–2" + "0" * 50]
)
def test_what_is_no_stretch_of_time_is_told(said):
    with pytest.raises(Fault, match="invalid_hours"):
        hours(said, unheard)


@pytest.mark.parametrize("said", ["tirsdag", "Tirsdager", "tysdag", "tysdagar", "tirs", "tuesdays", "Tue"])
def test_a_weekday_is_one_or_all_of_its_kind(said):
    assert weekday(said, unheard) == 1


def test_a_week_may_be_called_one():
    assert week("uke 34", unheard) == week("34", unheard) == 34
