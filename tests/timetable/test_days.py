from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from busplan.timetable.days import Days

FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 60).map(lambda ahead: FIRST + timedelta(days=ahead))


@given(st.lists(st.tuples(DAYS, st.none() | st.integers(0, 20)), max_size=6), DAYS)
def test_a_day_is_among_them_if_a_stretch_holds_it(told, day):
    stretches = [(first, None if more is None else first + timedelta(days=more)) for first, more in told]
    expected = any(first <= day <= (last or date.max) for first, last in stretches)
    assert (day in Days(stretches)) is expected
