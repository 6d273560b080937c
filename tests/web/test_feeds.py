"""Calendars over HTTP, as subscribers ask for them."""

import html
import re
from datetime import UTC, date, datetime
from urllib.parse import parse_qs, unquote, urlsplit

import icalendar
import pytest
from small import NEXT_YAML, SCHEDULE_YAML

from busplan import publishing
from busplan.reading import Source
from busplan.web import create_app


def at(store, now="2026-11-22T09:00", **given):
    return create_app(database=str(store.url), now=now, **given).test_client()


def published(store, stops, schedule, *replaced):
    text = schedule if isinstance(schedule, str) else schedule.content.decode()
    for old, new in replaced:
        assert old in text
        text = text.replace(old, new)
    hand_in = publishing.check(stops, Source("schedule.yaml", text.encode()))
    publishing.publish(store, hand_in, "kari", datetime(2026, 11, 2, tzinfo=UTC))


def events(response):
    assert response.status_code == 200, response
    every = icalendar.Calendar.from_ical(response.data).walk("VEVENT")
    return {str(event["UID"]): event for event in every if "STATUS" in event}


def announcements(response):
    """What there is to know that is no visit."""
    every = icalendar.Calendar.from_ical(response.data).walk("VEVENT")
    return [(str(one["SUMMARY"]), one["DTSTART"].dt.date(), one) for one in every if "STATUS" not in one]


def names(response):
    return {str(event["SUMMARY"]).removeprefix("Testbussen: ") for event in events(response).values()}


@pytest.mark.parametrize(
    ("address", "there"),
    [
        ("/stops/hol.ics", {"Hol torg"}),
        ("/routes/tirsdag.ics", {"Hol torg", "Nes skole"}),
        ("/municipalities/nes.ics", {"Hol torg", "Nes skole"}),
        ("/municipalities/as.ics", {"Ås"}),
        ("/vehicles/bussen.ics", {"Hol torg", "Nes skole", "Ås"}),
        ("/calendar.ics", {"Hol torg", "Nes skole", "Ås"}),
        ("/my/hol,aas.ics", {"Hol torg", "Ås"}),
    ],
)
def test_a_calendar_holds_what_it_says_and_no_homes(published_store, address, there):
    response = at(published_store).get(address)
    told = {
        name.removeprefix("INNSTILT: Testbussen: ").removeprefix("FLYTTET: Testbussen: ")
        for name in names(response)
    }
    assert told == there
    assert "jem" not in response.text


@pytest.fixture
def published_store(store, stops, schedule):
    published(store, stops, schedule)
    return store


@pytest.mark.parametrize(
    "address",
    ["/routes/nope.ics", "/municipalities/nope.ics", "/vehicles/nope.ics", "/my/nope.ics", "/my/hjem.ics"],
)
def test_a_calendar_of_nothing_is_not_there(published_store, address):
    assert at(published_store).get(address).status_code == 404


def test_my_stops_are_the_same_in_whatever_order(published_store):
    one, other = (at(published_store).get(f"/my/{ids}.ics") for ids in ("hol,aas", "aas,hol,aas,nope"))
    assert (one.data, one.headers["ETag"]) == (other.data, other.headers["ETag"])


def test_the_past_month_is_kept_and_no_more(published_store):
    found = events(at(published_store, "2026-11-22T09:00").get("/stops/hol.ics"))
    assert min(found) == "20261027-1-hol@testbussen.busplan"
    assert len(found) == 3


@pytest.mark.parametrize(("asked", "trigger"), [("45", "-PT45M"), ("evening", "20261207T170000Z")])
def test_a_reminder_comes_only_if_asked_for(published_store, asked, trigger):
    assert "VALARM" not in at(published_store).get("/stops/hol.ics").text
    assert f"{trigger}\r\n" in at(published_store).get(f"/stops/hol.ics?reminder={asked}").text


@pytest.mark.parametrize("asked", ["reminder=-1", "reminder=x", "reminder=999999", "cancelled=x", "page=9"])
def test_a_wish_that_cannot_be_understood_is_passed_over(published_store, asked):
    client = at(published_store)
    assert client.get(f"/stops/hol.ics?{asked}").data == client.get("/stops/hol.ics").data


def test_cancelled_visits_are_kept_shown_or_left_out_as_one_likes(published_store):
    def of(asked):
        found = events(at(published_store).get(f"/stops/aas.ics?cancelled={asked}"))
        event = found.get("20261203-1-aas@testbussen.busplan", {})
        return event.get("STATUS"), str(event.get("SUMMARY"))[:9]

    assert of("keep") == ("CANCELLED", "INNSTILT:")
    assert of("show") == ("CONFIRMED", "INNSTILT:")
    assert of("hide") == (None, "None")


def test_a_feed_that_does_not_change_is_the_same_after_another_publication(published_store, stops, schedule):
    client = at(published_store)
    before = {id: client.get(f"/stops/{id}.ics") for id in ("hol", "aas")}
    published(published_store, stops, schedule, ("14:30}", "14:45}"))
    etags = {id: before[id].headers["ETag"] for id in before}
    assert client.get("/stops/hol.ics", headers={"If-None-Match": etags["hol"]}).status_code == 304
    after = client.get("/stops/aas.ics", headers={"If-None-Match": etags["aas"]})
    assert {event["SEQUENCE"] for event in events(after).values()} == {1}
    modified = {"If-Modified-Since": before["hol"].headers["Last-Modified"]}
    assert client.get("/stops/hol.ics", headers=modified).status_code == 304
    assert client.head("/stops/hol.ics").headers["ETag"] == etags["hol"]


def test_a_visit_taken_out_of_the_plan_is_told_as_cancelled(published_store, stops, schedule):
    client = at(published_store)
    before = events(client.get("/stops/aas.ics"))
    published(published_store, stops, schedule, ("[2026-11-26, 2026-12-03]", "[2026-12-03]"))
    after = events(client.get("/stops/aas.ics"))
    assert after.keys() == before.keys()
    off = after["20261126-1-aas@testbussen.busplan"]
    assert (off["STATUS"], off["SEQUENCE"]) == ("CANCELLED", 1)
    assert "ikke lenger med i ruteplanen" in str(off["DESCRIPTION"])


def test_the_address_of_a_stop_is_for_ever(published_store, stops, schedule):
    """Its visits are told as cancelled, for as long as a calendar may hold them."""
    fewer = Source("stops.csv", b"\n".join(line for line in stops.content.split(b"\n") if b"aas" not in line))
    without = SCHEDULE_YAML.split("  - id: aas")[0] + "notices: []\n"
    published(published_store, fewer, without)
    found = events(at(published_store).get("/stops/aas.ics"))
    assert [event["STATUS"] for event in found.values()] == ["CANCELLED", "CANCELLED"]
    [(summary, day, told)] = announcements(at(published_store).get("/stops/aas.ics"))
    assert (summary, day) == ("Testbussen: stopper ikke lenger ved Ås", date(2026, 12, 4))
    assert str(told["DESCRIPTION"]) == "De nærmeste stoppene er Hol torg og Nes skole."
    assert found.keys() <= events(at(published_store).get("/my/hol,aas.ics")).keys()


def test_a_farewell_is_told_again_only_when_it_is_another(published_store, stops):
    """And for as long as anyone may ask."""
    fewer = Source("stops.csv", b"\n".join(line for line in stops.content.split(b"\n") if b"aas" not in line))
    without = SCHEDULE_YAML.split("  - id: aas")[0] + "notices: []\n"

    def told():
        [(_, day, said)] = announcements(at(published_store, "2027-11-22T09:00").get("/stops/aas.ics"))
        return str(day), said["SEQUENCE"], str(said["DESCRIPTION"]), said["LAST-MODIFIED"].dt

    published(published_store, fewer, without)
    first = told()
    assert first[:3] == ("2026-12-04", 0, "De nærmeste stoppene er Hol torg og Nes skole.")
    published(published_store, fewer, without, ("12:30, to: 13:00", "12:30, to: 13:15"))
    assert told() == first
    renamed = Source("stops.csv", fewer.content.replace(b"Hol torg", b"Hol kirke"))
    published(published_store, renamed, without)
    _, sequence, said, modified = told()
    assert (sequence, said) == (1, "De nærmeste stoppene er Hol kirke og Nes skole.")
    assert modified > first[3]


@pytest.mark.parametrize("address", ["/routes/aas.ics", "/vehicles/den-andre.ics", "/stops/aas.ics"])
def test_the_calendar_of_what_is_given_up_tells_that_its_visits_are_off(published_store, stops, address):
    other = ("  - id: aas\n    vehicle: Bussen", "  - id: aas\n    vehicle: Den andre")
    published(published_store, stops, SCHEDULE_YAML, other)
    before = events(at(published_store).get(address))
    published(published_store, stops, SCHEDULE_YAML.split("  - id: aas")[0] + "notices: []\n")
    after = events(at(published_store).get(address))
    assert after.keys() == before.keys()
    assert {event["STATUS"] for event in after.values()} == {"CANCELLED"}


def test_another_worker_and_another_host_give_the_same_bytes(published_store):
    one = at(published_store).get("/calendar.ics", base_url="http://a.example").data
    assert at(published_store).get("/calendar.ics", base_url="https://b.example").data == one


@pytest.mark.parametrize("address", ["/stops/hol.ics", "/calendar.ics", "/my/aas,hol.ics"])
def test_a_calendar_names_its_page_and_its_own_address(published_store, address):
    told = at(published_store, base_url="https://buss.example").get(address).text.replace("\r\n ", "")
    assert f"SOURCE;VALUE=URI:https://buss.example{address}" in told
    assert "URL:https://buss.example/" in told


def test_a_calendar_says_where_the_timetable_ends_until_the_next_is_known(published_store, stops, schedule):
    client = at(published_store)
    [(summary, day, first)] = announcements(client.get("/stops/hol.ics"))
    assert (summary, day) == ("Testbussen: ruteplanen er slutt", date(2026, 12, 19))
    published(published_store, stops, NEXT_YAML, ("stop: bo", "stop: aas"))
    [(_, day, later)] = announcements(client.get("/stops/hol.ics"))
    assert day > date(2027, 1, 1)
    assert later["UID"] == first["UID"]
    assert later["SEQUENCE"] == first["SEQUENCE"] + 1


def text_of(response):
    return " ".join(re.sub(r"<[^>]*>", " ", response.text).split())


def test_one_visit_can_be_kept_by_itself(published_store):
    response = at(published_store).get("/stops/hol/2026-12-08-1.ics")
    assert list(events(response)) == ["20261208-1-hol@testbussen.busplan"]
    assert response.headers["Content-Disposition"] == 'inline; filename="hol-2026-12-08-1.ics"'
    for address in ("/stops/hol/2026-12-08-2.ics", "/stops/hol/2026-12-09-1.ics", "/stops/hol/x-1.ics"):
        assert at(published_store).get(address).status_code == 404


def test_a_stop_offers_every_way_to_subscribe(published_store):
    page = at(published_store, base_url="https://buss.example").get("/stops/hol").text
    hrefs = [html.unescape(href) for href in re.findall(r'href="([^"]*)"', page)]
    assert "webcal://buss.example/stops/hol.ics" in hrefs
    [google] = [href for href in hrefs if "r?cid=" in href]
    assert parse_qs(urlsplit(google).query) == {"cid": ["webcal://buss.example/stops/hol.ics"]}
    web = [parse_qs(urlsplit(href).query) for href in hrefs if "addfromweb" in href]
    assert web == [{"url": ["https://buss.example/stops/hol.ics"], "name": ["Testbussen: Hol torg"]}] * 2
    [once] = [parse_qs(urlsplit(href).query) for href in hrefs if "action=TEMPLATE" in href]
    assert once["dates"] == ["20261208T123000/20261208T130000"]
    [once] = [parse_qs(urlsplit(href).query) for href in hrefs if "rru=addevent" in href]
    assert once["startdt"] == ["2026-12-08T11:30:00Z"]
    assert page.count("<svg") == 1


def test_every_calendar_that_is_offered_is_there(published_store):
    client = at(published_store)
    page = client.get("/calendars")
    offered = [html.unescape(href) for href in re.findall(r'href="/calendars\?of=([^"]*)"', page.text)]
    assert len(offered) == 5
    for path in map(unquote, offered):
        assert client.get(path).status_code == 200
        assert f'value="http://localhost{path}"' in client.get("/calendars", query_string={"of": path}).text


def test_a_calendar_of_ones_own_choice(published_store):
    page = at(published_store).get("/calendars?stop=aas&stop=hol&stop=hjem&stop=nope")
    assert 'value="http://localhost/my/aas,hol.ics"' in page.text
    assert "Testbussen: Hol torg og Ås" in text_of(page)
    assert page.text.count("checked") == 2
    assert "jemmebes" not in page.text


@pytest.mark.parametrize("asked", ["of=javascript:alert(1)", "of=//evil.example/x.ics", "stop=<script>"])
def test_no_stranger_chooses_what_the_page_offers(published_store, asked):
    page = at(published_store).get(f"/calendars?{asked}").text
    assert "evil" not in page
    assert "alert" not in page
    assert 'value="http://localhost/calendar.ics"' in page


def test_each_question_has_its_own_answer_from_the_cache(published_store):
    client = at(published_store)
    one, other = client.get("/calendars?stop=hol"), client.get("/calendars?stop=aas")
    assert one.headers["ETag"] != other.headers["ETag"]
    assert one.data != other.data
    assert client.get("/calendars?stop=hol&x=1").headers["ETag"] == one.headers["ETag"]


@pytest.mark.parametrize("address", ["/", "/stops/hol", "/calendars"])
def test_every_page_with_a_calendar_names_it_for_machines(published_store, address):
    page = at(published_store).get(address).text
    [named] = re.findall(r'<link rel="alternate" type="text/calendar"[^>]*href="([^"]*)"', page)
    assert at(published_store).get(named).mimetype == "text/calendar"
