from datetime import date, time

import pytest

from busplan.timetable import (
    Closure,
    EveryWeeks,
    Kind,
    ListedWeeks,
    MonthlyWeekdays,
    OnDates,
    ParityWeeks,
    Scope,
    Season,
)
from busplan.words.speech import spoken

TUESDAY = date(2026, 8, 25)
EVERYWHERE = Closure(TUESDAY, TUESDAY)


@pytest.mark.parametrize(
    ("cadence", "nb", "en"),
    [
        (EveryWeeks(TUESDAY), "tirsdag hver uke", "Tuesday every week"),
        (EveryWeeks(TUESDAY, 2), "tirsdag annenhver uke", "Tuesday every second week"),
        (EveryWeeks(TUESDAY, 3), "tirsdag hver 3. uke", "Tuesday every 3 weeks"),
        (ParityWeeks(0, True, TUESDAY), "mandag i oddetallsuker", "Monday in odd weeks"),
        (ParityWeeks(6, False, TUESDAY), "søndag i partallsuker", "Sunday in even weeks"),
        (ListedWeeks(1, frozenset({36, 34})), "tirsdag i uke 34 og 36", "Tuesday in weeks 34 and 36"),
        (
            MonthlyWeekdays(1, frozenset({-1, 1, 3})),
            "første, tredje og siste tirsdag i måneden",
            "first, third and last Tuesday of the month",
        ),
        (OnDates((TUESDAY,)), "", ""),
    ],
)
def test_how_often_is_said_as_people_say_it(cadence, nb, en):
    assert [spoken(code).how_often(cadence) for code in ("nb", "en")] == [nb, en]


@pytest.mark.parametrize(
    ("closure", "names", "in_part", "told"),
    [
        (EVERYWHERE, [], False, "Bussen kjører ikke denne dagen."),
        (EVERYWHERE, [], True, "Bussen kjører ikke som vanlig denne dagen."),
        (EVERYWHERE, ["Nes", "Ås"], True, "Uten vanlige besøk denne dagen: Nes og Ås."),
        (Closure(TUESDAY, None, start=time(12)), [], False, "Bussen kjører ikke fra kl. 12.00."),
        (Closure(TUESDAY, None, end=time(12)), [], False, "Bussen kjører ikke før kl. 12.00."),
        (
            Closure(TUESDAY, None, start=time(12), end=time(15)),
            ["Nes"],
            False,
            "Uten vanlige besøk kl. 12.00–15.00: Nes.",
        ),
        (
            Closure(TUESDAY, None, scope=Scope(kinds=frozenset({Kind.KINDERGARTEN, Kind.SCHOOL}))),
            [],
            False,
            "Uten vanlige besøk denne dagen: skoler og barnehager.",
        ),
        (
            Closure(TUESDAY, None, scope=Scope(school_days=True)),
            [],
            False,
            "Uten vanlige besøk denne dagen: stopp som har besøk bare på skoledager.",
        ),
    ],
)
def test_who_is_not_visited_is_said_plainly(closure, names, in_part, told):
    assert spoken().stands_still(closure, names, in_part) == told


def test_a_season_without_an_end_is_told_without_one():
    assert spoken().lasts(Season("x", TUESDAY, date(2099, 12, 31))) == "Gjelder fra 25. august 2026."


def test_a_week_is_counted_to_the_year_that_counts_it():
    assert spoken().week(date(2027, 1, 3)) == "uke 53, 2026"
    assert spoken("en").week(date(2027, 1, 4)) == "week 1, 2027"
