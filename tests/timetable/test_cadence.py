from datetime import date, timedelta

from dateutil.rrule import WEEKLY, rrule
from hypothesis import given
from hypothesis import strategies as st

from busplan.timetable import EveryWeeks, OnDates

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def test_every_third_tuesday_from_its_anchor():
    found = list(EveryWeeks(date(2026, 8, 18), 3).dates(date(2026, 9, 1), date(2026, 10, 31)))
    assert found == [date(2026, 9, 8), date(2026, 9, 29), date(2026, 10, 20)]


def test_a_fortnight_stays_a_fortnight_over_week_53():
    found = list(EveryWeeks(date(2026, 12, 17), 2).dates(date(2026, 12, 17), date(2027, 1, 31)))
    assert found == [date(2026, 12, 17), date(2026, 12, 31), date(2027, 1, 14), date(2027, 1, 28)]


@given(anchor=DAYS, weeks=st.integers(1, 8), first=DAYS, length=st.integers(0, 800))
def test_the_same_dates_as_dateutil(anchor, weeks, first, length):
    last = first + timedelta(days=length)
    theirs = rrule(WEEKLY, interval=weeks, dtstart=anchor, until=last)
    expected = [moment.date() for moment in theirs if moment.date() >= first]
    assert list(EveryWeeks(anchor, weeks).dates(first, last)) == expected


@given(days=st.lists(DAYS), first=DAYS, last=DAYS)
def test_listed_dates_come_in_order_and_once(days, first, last):
    found = list(OnDates(tuple(days)).dates(first, last))
    assert found == sorted({day for day in days if first <= day <= last})
