from dataclasses import replace
from datetime import date, datetime, time

import pytest
from small import OSLO

from busplan.timetable import (
    Delayed,
    Extra,
    Moved,
    Notice,
    OtherVehicle,
    PerhapsCancelled,
    Scope,
    Slot,
    Status,
)
from busplan.words.speech import spoken

TODAY = date(2026, 11, 22)
words = spoken()


@pytest.fixture
def visit(small):
    [visit] = small.visits(date(2026, 12, 8), date(2026, 12, 8), "hol")
    return visit


def test_a_visit_is_told_in_plain_norwegian(visit):
    now = datetime(2026, 11, 27, 9, tzinfo=OSLO)
    assert words.when(visit, now) == "tirsdag 8. desember kl. 12.30–13.00"
    assert words.how_far(visit, now) == "om 11 dager"


def test_another_year_is_named():
    assert words.day(date(2027, 1, 7), TODAY) == "torsdag 7. januar 2027"


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 11, 20), "for 2 dager siden"),
        (date(2026, 11, 21), "i går"),
        (date(2026, 11, 22), "i dag"),
        (date(2026, 11, 23), "i morgen"),
        (date(2026, 11, 24), "om 2 dager"),
    ],
)
def test_how_far_away_a_day_is(day, told):
    assert words.distance(day, TODAY) == told


@pytest.mark.parametrize(
    ("clock", "told"),
    [
        (time(12, 29), "i dag"),
        (time(12, 30), "bussen er her nå, til kl. 13.00"),
        (time(12, 59), "bussen er her nå, til kl. 13.00"),
    ],
)
def test_the_bus_is_here_while_it_is_here(visit, clock, told):
    assert words.how_far(visit, datetime.combine(date(2026, 12, 8), clock, OSLO)) == told


def test_a_cancelled_bus_is_never_here(visit):
    cancelled = replace(visit, status=Status.CANCELLED)
    assert words.how_far(cancelled, datetime(2026, 12, 8, 12, 45, tzinfo=OSLO)) == "i dag"


def test_news_are_said_in_words_with_their_reason(visit):
    assert words.news(visit, TODAY) == ""
    cancelled = replace(visit, status=Status.CANCELLED, reason="Snø")
    assert words.news(cancelled, TODAY) == "Innstilt. Snø."


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (Moved(day=date(2026, 12, 9)), "Flyttet fra tirsdag 8. desember kl. 12.30–13.00."),
        (Moved(start=time(15)), "Flyttet fra kl. 12.30–13.00."),
        (Moved(place="Kirken"), "Nytt sted: Kirken."),
        (Moved(start=time(15), place="Kirken"), "Flyttet fra kl. 12.30–13.00. Nytt sted: Kirken."),
        (Delayed(15), "Forsinket. Skulle kommet kl. 12.30–13.00."),
        (PerhapsCancelled(), "Kan bli innstilt."),
        (OtherVehicle("en hvit varebil"), "Kommer med en hvit varebil."),
    ],
)
def test_a_moved_visit_says_where_it_was(visit, change, told):
    assert words.news(change.applied(visit), TODAY) == told


def test_a_moved_visit_is_told_at_its_new_time(visit):
    moved = Moved(day=date(2026, 12, 9), start=time(9, 5), end=time(9, 45)).applied(visit)
    assert moved.slot == Slot(date(2026, 12, 9), time(9, 5), time(9, 45))
    assert words.when(moved, datetime(2026, 12, 1, tzinfo=OSLO)) == "onsdag 9. desember kl. 09.05–09.45"


def test_an_extra_visit_says_that_it_is_one_and_where(visit):
    at_hol = Scope(stops=frozenset({"hol"}))
    notice = Notice(TODAY, TODAY, at_hol, Extra(time(10), time(11), "Rådhuset"), "Sommerles", "Ta med venner")
    extra = notice.change.visit(notice, visit.stop, 101)
    assert words.news(extra, TODAY) == "Ekstra besøk. Sted: Rådhuset. Sommerles. Ta med venner."


def test_every_status_has_a_word_and_a_sign(visit):
    assert all(words.status(replace(visit, status=status)) for status in Status)
    assert words.SIGN.keys() == set(Status) - {Status.SCHEDULED}


def test_when_books_are_due(small, visit):
    [back] = small.visits(date(2026, 11, 17), date(2026, 11, 17), "hol")
    told = "Det du låner tirsdag 17. november, tar du med tilbake tirsdag 8. desember."
    assert words.due(back, visit, TODAY) == told
