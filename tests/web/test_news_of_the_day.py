"""What staff have just said stands on every page, in every calendar and news feed, with the next request."""

from datetime import UTC, date, datetime

import pytest
from web.residents import text_of

from busplan.publishing import notices
from busplan.timetable import Cancelled, Notice, Scope

THURSDAY = date(2026, 11, 26)
NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
PLACES = ("/", "/stops/aas", "/days/2026-11-26", "/municipalities/as", "/changes")


@pytest.fixture
def off(published):
    """Says that Ås is off on Thursday."""

    def say(**told):
        scope = Scope(stops=frozenset({"aas"}))
        return notices.say(published, [Notice(THURSDAY, THURSDAY, scope, Cancelled(), **told)], "ola", NOW)

    return say


@pytest.mark.parametrize("place", [*PLACES, "/embed/stops/aas"])
def test_every_page_says_so_with_the_next_request(client, off, place):
    before = client.get(place)
    off(reason="Uvær")
    after = client.get(place, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "Innstilt" in after.text
    assert after.text.count("Uvær") > before.text.count("Uvær")


def test_a_calendar_and_the_news_say_so_and_take_it_back(client, off, published):
    def event():
        events = client.get("/stops/aas.ics").text.split("BEGIN:VEVENT")
        [found] = [each for each in events if "DTSTART;TZID=Europe/Oslo:20261126" in each]
        return found

    assert "STATUS:CANCELLED" not in event()
    moment = off(reason="Uvær")
    assert "STATUS:CANCELLED" in event()
    assert "SEQUENCE:1" in event()
    assert "26. november" in client.get("/stops/aas.atom").text
    notices.withdraw(published, moment, "ola", NOW)
    assert "STATUS:CANCELLED" not in event()
    assert "SEQUENCE:2" in event()


@pytest.mark.parametrize(
    ("place", "told", "not_told"),
    [
        ("/stops/aas", "Uvær. Veien er stengt.", "Vegen"),
        ("/nn/stops/aas", "Uvêr. Vegen er stengd.", "Veien"),
        ("/en/stops/aas", "Bad weather. Veien er stengt.", "Vegen"),
    ],
)
def test_each_reads_it_in_their_own_language_where_staff_wrote_it(client, off, place, told, not_told):
    off(reason="Uvær", text="Veien er stengt", others=(("nn", "Vegen er stengd"),))
    page = client.get(place)
    assert told in text_of(page)
    assert not_told not in text_of(page)


def test_what_is_in_another_language_says_so(client, off):
    off(reason="Bilen er syk", text="Vi kommer igjen", others=(("nn", "Vi kjem att"),))
    assert '<span lang="nb">Bilen er syk.</span>' in client.get("/nn/stops/aas").text
    assert '<span lang="nb">Vi kommer' not in client.get("/nn/stops/aas").text
    assert '<span lang="nb">Vi kommer igjen.</span>' in client.get("/en/stops/aas").text


def test_what_staff_write_is_text_and_nothing_else(client, off):
    off(reason="<img src=x onerror=alert(1)>", text="{{7*7}}\r\nBEGIN:VALARM")
    for place in PLACES:
        assert "<img src=x" not in client.get(place).text
    assert "{{7*7}}" in client.get("/stops/aas").text
    assert "\nBEGIN:VALARM" not in client.get("/stops/aas.ics").text
