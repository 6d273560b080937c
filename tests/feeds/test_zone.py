"""The rules we write must say the same as the zone they are made of."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical

from busplan.feeds.zone import vtimezone


@pytest.mark.parametrize(
    "name",
    [
        "Europe/Oslo",
        "Europe/Helsinki",
        "Europe/London",
        "Atlantic/Reykjavik",
        "America/New_York",
        "America/St_Johns",
        "Asia/Kathmandu",
        "Australia/Adelaide",
        "Pacific/Auckland",
    ],
)
def test_another_program_reads_the_same_hours_out_of_it(name):
    lines = vtimezone(name).to_ical().decode().split("\r\n")
    text = "\n".join(line for line in lines if not line.startswith("X-"))
    theirs, ours = tzical(StringIO(text)).get(name), ZoneInfo(name)
    moment = datetime(2024, 1, 1, tzinfo=UTC)
    while moment.year < 2037:
        wall = moment.astimezone(ours)
        if wall.utcoffset() == wall.replace(fold=1 - wall.fold).utcoffset():  # an hour that is there once
            assert wall.replace(tzinfo=theirs).utcoffset() == wall.utcoffset(), wall
        moment += timedelta(hours=7)


def test_summer_begins_at_two_by_the_clock_that_is_left():
    """As RFC 5545 wants it; the icalendar library would write 03:00 here."""
    daylight = vtimezone("Europe/Oslo").walk("DAYLIGHT")[0]
    assert daylight["DTSTART"].dt == datetime(1970, 3, 29, 2)  # noqa: DTZ001
    assert "RDATE" not in vtimezone("Europe/Oslo").to_ical().decode()
