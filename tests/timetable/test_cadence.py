from datetime import date, timedelta
from itertools import pairwise

import pytest
from dateutil.rrule import MO, MONTHLY, WEEKLY, rrule
from hypothesis import given
from hypothesis import strategies as st

from busplan.timetable import EveryWeeks, ListedWeeks, MonthlyWeekdays, OnDates, ParityWeeks, Week53
from busplan.timetable.cadence import slipped

YEARS = (date(2026, 1, 1), date(2040, 12, 31))
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
THURSDAY = 3


def days(year, *ddmm):
    return [date(year, int(each.split("/")[1]), int(each.split("/")[0])) for each in ddmm]


def test_every_third_tuesday_from_its_anchor():
    found = list(EveryWeeks(date(2026, 8, 18), 3).dates(date(2026, 9, 1), date(2026, 10, 31)))
    assert found == days(2026, "8/9", "29/9", "20/10")


def test_a_fortnight_stays_a_fortnight_over_week_53():
    found = list(EveryWeeks(date(2026, 12, 17), 2).dates(date(2026, 12, 17), date(2027, 1, 31)))
    assert found == [date(2026, 12, 17), date(2026, 12, 31), date(2027, 1, 14), date(2027, 1, 28)]


@given(anchor=DAYS, weeks=st.integers(1, 8), first=DAYS, length=st.integers(0, 800))
def test_every_n_weeks_gives_the_same_dates_as_dateutil(anchor, weeks, first, length):
    last = first + timedelta(days=length)
    theirs = rrule(WEEKLY, interval=weeks, dtstart=anchor, until=last)
    expected = [moment.date() for moment in theirs if moment.date() >= first]
    assert list(EveryWeeks(anchor, weeks).dates(first, last)) == expected


@pytest.mark.parametrize(
    ("policy", "odd", "expected"),
    [
        (Week53.PARITY, True, ["2026-12-17", "2026-12-31", "2027-01-07", "2027-01-21"]),
        (Week53.INTERVAL, True, ["2026-12-17", "2026-12-31", "2027-01-14", "2027-01-28"]),
        (Week53.SKIP, True, ["2026-12-17", "2027-01-07", "2027-01-21"]),
        (Week53.PARITY, False, ["2026-12-24", "2027-01-14", "2027-01-28"]),
        (Week53.INTERVAL, False, ["2026-12-24", "2027-01-07", "2027-01-21"]),
    ],
)
def test_thursdays_over_the_new_year_of_week_53(policy, odd, expected):
    cadence = ParityWeeks(THURSDAY, odd, date(2026, 8, 17), policy)
    assert [str(day) for day in cadence.dates(date(2026, 12, 14), date(2027, 1, 31))] == expected


@pytest.mark.parametrize("weekday", range(7))
@pytest.mark.parametrize("odd", [True, False])
def test_each_policy_keeps_its_word_until_2040(weekday, odd):
    def gaps(policy):
        found = list(ParityWeeks(weekday, odd, YEARS[0], policy).dates(*YEARS))
        return found, {(later - day).days for day, later in pairwise(found)}

    found, _ = gaps(Week53.PARITY)
    assert all(day.isocalendar().week % 2 == odd for day in found)
    assert gaps(Week53.INTERVAL)[1] == {14}
    assert all(day.isocalendar().week != 53 for day in gaps(Week53.SKIP)[0])


@given(weekday=st.integers(0, 6), weeks=st.frozensets(st.integers(1, 53), min_size=1), first=DAYS, last=DAYS)
def test_listed_weeks_give_the_same_dates_as_dateutil(weekday, weeks, first, last):
    # dateutil's BYWEEKNO is of the calendar year; ours of the ISO year: the days are the same.
    theirs = rrule(WEEKLY, byweekday=weekday, dtstart=first, until=last) if first <= last else []
    expected = [moment.date() for moment in theirs if moment.date().isocalendar().week in weeks]
    assert list(ListedWeeks(weekday, weeks).dates(first, last)) == expected


@given(
    weekday=st.integers(0, 6),
    which=st.frozensets(st.sampled_from([1, 2, 3, 4, 5, -1]), min_size=1),
    first=DAYS,
    length=st.integers(0, 800),
)
def test_weekdays_of_the_month_give_the_same_dates_as_dateutil(weekday, which, first, length):
    last = first + timedelta(days=length)
    each = [type(MO)(weekday, k) for k in which]
    theirs = rrule(MONTHLY, byweekday=each, dtstart=first, until=last)
    assert list(MonthlyWeekdays(weekday, which).dates(first, last)) == [moment.date() for moment in theirs]


@pytest.mark.parametrize("which", [set(), {0}, {6}, {-2}])
def test_a_weekday_no_month_has_is_refused(which):
    with pytest.raises(ValueError, match="no month"):
        MonthlyWeekdays(0, frozenset(which))


@given(listed=st.lists(DAYS), first=DAYS, last=DAYS)
def test_listed_dates_come_in_order_and_once(listed, first, last):
    found = list(OnDates(tuple(listed)).dates(first, last))
    assert found == sorted({day for day in listed if first <= day <= last})


# Neiden and Bugøyfjord, 2006–07 (Sør-Varanger kommune): every fourth week, and the whole rota moves on
# one week at Christmas and one at Easter.
NEIDEN = {
    "thursdays": days(2006, "28/9", "26/10", "23/11", "21/12")
    + days(2007, "25/1", "22/2", "22/3", "26/4", "24/5", "21/6"),
    "fridays": days(2006, "15/9", "13/10", "10/11", "8/12")
    + days(2007, "12/1", "9/2", "9/3", "13/4", "11/5", "8/6"),
}
STILL = [(date(2006, 12, 25), date(2006, 12, 31)), (date(2007, 4, 2), date(2007, 4, 8))]


@pytest.mark.parametrize("day", NEIDEN)
def test_neidens_twenty_dates_slip_at_christmas_and_easter(day):
    expected = NEIDEN[day]
    rota = slipped(
        EveryWeeks(expected[0], 4), date(2007, 6, 22), lambda day: any(a <= day <= b for a, b in STILL)
    )
    assert list(rota.days) == expected
