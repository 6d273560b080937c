"""Read back by parsers that are not ours."""

import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import icalendar
import pytest
import recurring_ical_events
import vobject
from hypothesis import given
from hypothesis import strategies as st
from small import OSLO

from busplan.feeds import Calendar, Entry, Reminder, calendar, place
from busplan.timetable import (
    Cancelled,
    Moved,
    Notice,
    PerhapsCancelled,
    Point,
    Scope,
    Service,
    Slot,
    Stop,
    Visit,
)

CHANGED = datetime(2026, 11, 1, 12, tzinfo=UTC)
HIDDEN = "\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
HOSTILE = "Årnes </script>${alert(1)}`, \\; «Čáŋŧŧa» " * 4


def feed_of(timetable, stop="hol", **said):
    visits = timetable.visits(date.min, date.max, stop)
    told = {"summary": "Bussen", "location": "Torget", "description": "Alle.", **said}
    entries = [entry_of(visit, **told) for visit in visits]
    return calendar(Calendar("hol", "Hol", "Besøk", entries, CHANGED), timetable.service)


def entry_of(visit, summary, location, description, about="", url=""):
    return Entry(visit, place(visit, summary, location, about, url), description, CHANGED, sequence=3)


def events(feed):
    return {str(event["UID"]): event for event in icalendar.Calendar.from_ical(feed).walk("VEVENT")}


def with_notice(timetable, day, change):
    return replace(timetable, notices=(Notice(day, day, Scope(stops=frozenset({"hol"})), change, "Snø"),))


def test_every_visit_is_an_event_at_its_hour_by_two_parsers(small):
    feed = feed_of(small)
    expected = [visit.slot.begins(OSLO).astimezone(UTC) for visit in small.visits(date.min, date.max, "hol")]
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(feed)).between((2026, 1, 1), (2028, 1, 1))
    assert sorted(event["DTSTART"].dt.astimezone(UTC) for event in found) == expected
    theirs = vobject.readOne(feed.decode())
    assert sorted(event.dtstart.value.astimezone(UTC) for event in theirs.vevent_list) == expected


def test_the_hours_are_local_with_their_zone_in_the_file(small):
    feed = feed_of(small).decode()
    assert "DTSTART;TZID=Europe/Oslo:20261027T123000\r\n" in feed  # the Tuesday after the clocks changed
    assert feed.index("BEGIN:VTIMEZONE") < feed.index("BEGIN:VEVENT")


def test_an_event_says_when_where_and_how_new_it_is(small):
    [event, *_] = events(feed_of(small, description="Snø", location="Torget 1")).values()
    assert event["DTEND"].dt == datetime(2026, 8, 25, 13, tzinfo=OSLO)
    assert str(event["LOCATION"]) == "Torget 1"
    assert str(event["DESCRIPTION"]) == "Snø"
    assert event["SEQUENCE"] == 3
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == CHANGED
    assert (event["GEO"].latitude, event["GEO"].longitude) == (60.12, 11.47)
    assert event["TRANSP"] == "TRANSPARENT"


def test_a_cancelled_visit_is_kept_and_marked(small):
    cancelled = with_notice(small, date(2026, 9, 15), Cancelled())
    before, after = events(feed_of(small)), events(feed_of(cancelled))
    assert before.keys() == after.keys()
    assert [uid for uid, event in after.items() if event["STATUS"] == "CANCELLED"] == [
        "20260915-1-hol@busplan.busplan"
    ]


def test_a_moved_visit_keeps_its_name_among_calendars(small):
    moved = with_notice(small, date(2026, 9, 15), Moved(day=date(2026, 9, 14), start=time(16)))
    before, after = events(feed_of(small)), events(feed_of(moved))
    assert before.keys() == after.keys()
    assert after["20260915-1-hol@busplan.busplan"]["DTSTART"].dt == datetime(2026, 9, 14, 16, tzinfo=OSLO)


def test_the_same_visits_give_the_same_bytes(small):
    assert feed_of(small) == feed_of(small)


def test_lines_are_folded_by_octets_and_letters_stay_whole(small):
    feed = feed_of(small, summary=HOSTILE, description=HOSTILE + "\nNy linje")
    lines = feed.split(b"\r\n")
    assert b"\n" not in feed.replace(b"\r\n", b"")
    assert max(len(line) for line in lines) <= 75
    assert all(line.decode() is not None for line in lines)  # no letter is cut in two
    assert {str(event["SUMMARY"]) for event in events(feed).values()} == {HOSTILE}
    assert feed.count(b"BEGIN:VEVENT") == 5


def test_a_stop_without_visits_still_has_a_calendar(small):
    empty = replace(small, routes=())
    parsed = icalendar.Calendar.from_ical(feed_of(empty))
    assert parsed.walk("VEVENT") == []
    said = Calendar("hol", "Hol, torg; nord \\n", "A, b", [], CHANGED)
    named = calendar(said, empty.service).decode()
    for name in ("NAME", "X-WR-CALNAME"):
        assert f"\r\n{name}:Hol\\, torg\\; nord \\\\n\r\n" in named
    assert str(parsed["X-WR-CALNAME"]) == "Hol"


@pytest.mark.parametrize("zone", ["Europe/Helsinki", "America/New_York", "Asia/Kathmandu"])
def test_another_service_has_its_own_zone(small, zone):
    there = replace(small, service=Service("Bussen", timezone=zone))
    [event, *_] = events(feed_of(there)).values()
    assert event["DTSTART"].params["TZID"] == zone


def test_a_visit_that_may_be_off_is_tentative(small):
    feed = feed_of(with_notice(small, date(2026, 12, 8), PerhapsCancelled()))
    assert {str(event["STATUS"]) for event in events(feed).values()} == {"CONFIRMED", "TENTATIVE"}


@given(
    summary=st.text(max_size=200),
    location=st.text(max_size=200),
    description=st.text(max_size=400),
    about=st.text(max_size=200),
    url=st.sampled_from(["", "https://buss.example/stops/hol?" + "x" * 90]),
    reminder=st.sampled_from([None, Reminder(45), Reminder()]),
)
def test_the_lines_are_those_that_the_library_would_write(
    summary, location, description, about, url, reminder
):
    """Whatever is said, icalendar reads back what was meant, and nothing else."""
    stop = Stop("hol", 'Hol "torg"', "Nes", Point(60.12, 11.47))
    slot = Slot(date(2027, 3, 28), time(9, 5), time(10))
    visit = Visit(stop, 1, slot, slot, "r")
    entry = entry_of(visit, summary, location, description, about, url)
    feed = calendar(Calendar("hol", "Hol", "B", [entry], CHANGED, reminder=reminder), Service("x"))
    assert max(map(len, feed.split(b"\r\n"))) <= 75
    [event] = icalendar.Calendar.from_ical(feed).walk("VEVENT")
    for name, said in (("SUMMARY", summary), ("LOCATION", location), ("DESCRIPTION", description + about)):
        assert str(event[name]) == plain(said)
    assert event.get("URL", "") == url
    assert event["DTSTART"].dt == slot.begins(OSLO)
    assert (event["SEQUENCE"], event["LAST-MODIFIED"].dt) == (3, CHANGED)
    assert event["X-APPLE-STRUCTURED-LOCATION"].params["X-TITLE"] == "Hol 'torg'"
    alarms = [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")]
    evening = datetime(2027, 3, 27, 17, tzinfo=UTC)
    assert alarms == ({None: [], Reminder(45): [timedelta(minutes=-45)]}.get(reminder, [evening]))
    assert vobject.readOne(feed.decode()).vevent.summary.value == plain(summary)


def plain(said):
    """Without what no calendar should be handed."""
    return "".join(
        each for each in said if each == "\n" or (unicodedata.category(each) != "Cc" and each not in HIDDEN)
    )


def test_a_visit_that_is_off_reminds_nobody(small):
    off = with_notice(small, date(2026, 9, 15), Cancelled())
    visits = off.visits(date(2026, 9, 15), date(2026, 9, 15), "hol")
    entries = [entry_of(visit, "a", "b", "c") for visit in visits]
    told = Calendar("hol", "Hol", "B", entries, CHANGED, reminder=Reminder(30))
    assert b"VALARM" not in calendar(told, off.service)
