from dataclasses import replace
from datetime import date

from busplan.web.months import months


def days_of(month):
    return [day for week in month.weeks for day in week if day]


def test_months_go_from_the_first_visit_to_the_last_with_those_between(small):
    found = months(small.visits(date(2026, 8, 1), date(2026, 12, 31), "hol"))
    assert [month.first for month in found] == [date(2026, number, 1) for number in range(8, 13)]
    visited = [day.date for month in found for day in days_of(month) if day.visits]
    assert visited == [visit.slot.day for visit in small.visits(date(2026, 8, 1), date(2026, 12, 31), "hol")]


def test_a_week_begins_on_monday_and_has_room_for_seven_days(small):
    [month, *_] = months(small.visits(date(2026, 8, 1), date(2026, 12, 31), "hol"))
    assert all(len(week) == 7 for week in month.weeks)
    assert all(day is None or day.date.weekday() == at for week in month.weeks for at, day in enumerate(week))
    assert [day.date.day for day in days_of(month)] == list(range(1, 32))


def test_over_new_year_no_month_is_lost(small):
    [visit] = small.visits(date(2026, 12, 8), date(2026, 12, 8), "hol")
    january = replace(visit, slot=replace(visit.slot, day=date(2027, 1, 5)))
    assert [month.first for month in months([visit, january])] == [date(2026, 12, 1), date(2027, 1, 1)]


def test_without_visits_there_are_no_months():
    assert months([]) == []
