from datetime import date, datetime, time

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from busplan.reading.cadences import recurrence
from busplan.reading.report import Fault
from busplan.reading.rrules import WEEKDAYS, days_within, read_rule
from busplan.timetable import OPEN_END, MonthlyWeekdays, Season

LAST = date(2029, 12, 31)


def numbers(least, most, size):
    each = st.integers(least, most).filter(bool)
    return st.lists(each, min_size=1, max_size=size, unique=True).map(lambda told: ",".join(map(str, told)))


# dateutil would ask of MO,1TU that both be true, where the standard has them added up: so not mixed.
plain = st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=7, unique=True).map(",".join)
counted = st.lists(
    st.tuples(st.integers(-5, 5).filter(bool), st.sampled_from(WEEKDAYS)), min_size=1, max_size=3, unique=True
).map(lambda told: ",".join(f"{which}{day}" for which, day in told))
FREQUENCIES = {"FREQ": st.sampled_from(["WEEKLY", "MONTHLY"])}
# Such as have days at all, for dateutil would look for them till the year 9999.
COMMON = {"BYSETPOS": st.sampled_from(["1", "-1", "1,-1"]), "WKST": st.sampled_from(WEEKDAYS)}
SELDOM = {"INTERVAL": st.integers(1, 7).map(str), "BYMONTH": numbers(1, 12, 3)}
DAYS = {"BYDAY": plain | counted, "BYMONTHDAY": numbers(-28, 28, 4)}
rules = st.one_of(
    st.fixed_dictionaries(FREQUENCIES, optional={**COMMON, seldom: SELDOM[seldom], days: DAYS[days]})
    for seldom in SELDOM
    for days in DAYS
)


@settings(deadline=None, max_examples=150)
@given(rules, st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_its_days_are_those_of_dateutil(parts, since):
    plain = ";".join(f"{name}={said}" for name, said in parts.items())
    moments = rrulestr(f"{plain};UNTIL=20291231", dtstart=datetime.combine(since, time()))
    expected = tuple(moment.date() for moment in moments)
    assert days_within(read_rule(parts, since), since, since, LAST) == expected


@pytest.mark.parametrize(
    "parts",
    [
        {"FREQ": "MONTHLY", "BYMONTH": "2", "BYMONTHDAY": "30"},
        {"FREQ": "MONTHLY", "BYDAY": "1MO", "BYMONTHDAY": "31"},
        {"FREQ": "WEEKLY", "BYDAY": "MO", "BYSETPOS": "2"},
    ],
)
def test_a_day_that_never_comes_is_not_waited_for(parts):
    assert days_within(read_rule(parts, LAST), date(2000, 1, 1), date(2000, 1, 1), date(2099, 12, 31)) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        "FREQ=DAILY", "FREQ=WEEKLY;COUNT=3", "FREQ=WEEKLY;INTERVAL=0", "FREQ=MONTHLY;INTERVAL=0", "FREQ=MONTHLY;INTERVAL=1,2",
        "FREQ=MONTHLY;INTERVAL=-1", "FREQ=MONTHLY;BYDAY=6MO", "FREQ=MONTHLY;BYDAY=0MO", "FREQ=WEEKLY;BYDAY=", "FREQ=WEEKLY;BYDAY=MA",
        "FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=MONTHLY;BYMONTH=13", "FREQ=MONTHLY;BYMONTH=٣",
        "FREQ=MONTHLY;BYSETPOS=x", "FREQ=WEEKLY;WKST=XX", "FREQ=WEEKLY;X=1", "FREQ=WEEKLY;UNTIL=soon", "FREQ=WEEKLY;UNTIL=20290230", "", "=",
    ],
)  # fmt: skip
def test_what_is_no_rule_is_a_fault(wrong):
    with pytest.raises(Fault) as refused:
        read_rule(dict(part.partition("=")[::2] for part in wrong.split(";")), LAST)
    assert refused.value.code == "invalid_rrule"


@pytest.mark.parametrize("until", ["20290215", "20290215T120000", "20290215T120000Z"])
def test_a_rule_ends_with_the_day_it_names(until):
    since, last = date(2029, 1, 1), date(2029, 12, 31)
    weekly = read_rule({"FREQ": "WEEKLY", "BYDAY": "TH", "UNTIL": until}, since)
    assert days_within(weekly, since, since, last)[-1] == date(2029, 2, 15)
    monthly = read_rule({"FREQ": "MONTHLY", "BYMONTHDAY": "15", "UNTIL": until}, since)
    assert days_within(monthly, since, since, last) == (date(2029, 1, 15), date(2029, 2, 15))


def test_a_rule_without_an_end_is_worked_out_for_at_least_twenty_years():
    first_and_third = read_rule({"FREQ": "MONTHLY", "BYDAY": "1TU,3TU"}, date(2028, 2, 29))
    days = days_within(first_and_third, date(2028, 2, 29), date(2028, 2, 29), date(2099, 12, 31))
    assert (days[0], days[-1]) == (date(2028, 3, 7), date(2049, 12, 21))


def test_a_rule_of_the_months_weekdays_goes_on_as_long_as_its_season():
    season = Season("", date(2027, 1, 8), OPEN_END)
    cadence = recurrence(season, None)("FREQ=MONTHLY;BYDAY=1TU,-1TU", print)
    assert cadence == MonthlyWeekdays(1, frozenset({1, -1}))
    later = recurrence(season, date(2027, 2, 10))("FREQ=MONTHLY;BYDAY=1TU", print)
    assert next(later.dates(season.first, OPEN_END)) == date(2027, 3, 2)
