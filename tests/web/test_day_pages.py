import re

import pytest
from small import SCHEDULE_YAML
from web.residents import client_of, text_of

ADDRESSES = re.compile(r'rel="(prev|next)" href="([^"]*)"')


def test_a_day_tells_its_visits_in_the_order_of_the_clock(at):
    told = text_of(at("2026-10-26T09:00").get("/days/2026-10-27"))
    assert told.startswith(
        "Alle stopp Uke 44, 2026 Tirsdag 27. oktober 2026 Tirsdag 27. oktober 2026 I morgen"
    )
    assert "2 besøk, alt som planlagt. kl. 09.00–10.30 Nes skole Nes kl. 12.30–13.00 Hol torg" in told


def test_today_is_a_page_of_its_own(at):
    answer = at("2026-11-26T14:10").get("/today")
    assert answer.status_code == 200
    assert "Bussen i dag Torsdag 26. november 2026 1 besøk" in text_of(answer)
    assert "Bussen er her nå" in answer.text
    assert "Bussen er her nå" not in at("2026-11-26T14:31").get("/today").text


def test_today_is_another_page_tomorrow(at):
    etags = {at(f"2026-11-{day}T09:00").get("/today").headers["ETag"] for day in (24, 25)}
    assert len(etags) == 2
    assert "max-age=0" in at("2026-11-24T09:00").get("/today").headers["Cache-Control"]


def test_today_is_there_before_the_first_visit_and_long_after_the_last(at):
    before = text_of(at("2026-08-01T09:00").get("/today"))
    assert "Ingen besøk denne dagen. De nærmeste dagene med besøk tirsdag 25. august →" in before
    after = text_of(at("2030-08-01T09:00").get("/today"))
    assert "← tirsdag 8. desember 2026" in after


def test_a_cancelled_visit_is_said_in_words(client):
    told = text_of(client.get("/days/2026-12-03"))
    assert "1 besøk. Innstilt: 1. kl. 14.00–14.30 Ås 1430 Ås, Ås ✕ Innstilt Bussen er på verksted." in told


def test_a_moved_visit_is_told_on_both_days(at):
    client = at("2026-11-10T09:00")
    there = text_of(client.get("/days/2026-11-18"))
    assert "kl. 16.00–16.30 Hol torg 2150 Årnes, Nes → Flyttet Flyttet fra tirsdag 17. november" in there
    here = text_of(client.get("/days/2026-11-17"))
    assert "1 besøk, alt som planlagt. kl. 09.00–10.30 Nes skole" in here
    assert "Flyttet til en annen dag kl. 12.30–13.00 Hol torg" in here
    assert "Flyttet til onsdag 18. november kl. 16.00–16.30. Møte." in here


def test_a_closed_day_says_why_and_an_empty_one_what_is_near(client):
    closed = client.get("/days/2026-10-06")
    told = text_of(closed)
    assert "Bussen kjører ikke denne dagen. Høstferie. Ingen besøk denne dagen." in told
    assert ADDRESSES.findall(closed.text)[:2] == [("prev", "/days/2026-09-15"), ("next", "/days/2026-10-27")]


def test_who_is_not_visited_is_told_by_name_and_hour(store):
    closure = "\n  - {date: 2026-10-27, reason: Planleggingsdag, municipality: Nes}\n"
    schedule = SCHEDULE_YAML.replace("reason: Høstferie}\n", "reason: Høstferie}" + closure)
    told = text_of(client_of(store, schedule).get("/days/2026-10-27"))
    assert "Uten vanlige besøk denne dagen: Nes. Planleggingsdag." in told


def test_a_day_that_somebody_named_is_not_said_to_be_closed(store):
    schedule = SCHEDULE_YAML.replace("{date: 2026-10-06,", "{date: 2026-11-26,")
    told = text_of(client_of(store, schedule).get("/days/2026-11-26"))
    assert "Bussen kjører ikke som vanlig denne dagen. Høstferie. 1 besøk" in told


def test_there_is_no_endless_calendar(client):
    assert client.get("/days/2026-08-25").status_code == 200
    assert client.get("/days/2027-01-08").status_code == 200
    assert client.get("/days/2027-01-09").status_code == 404
    page = client.get("/days/2027-01-08").text
    assert ADDRESSES.findall(page) == [("prev", "/days/2026-12-08")] * 2


def test_a_week_tells_each_of_its_days(client):
    told = text_of(client.get("/weeks/2026-W48"))
    assert "Uke 48, 2026 23. november 2026 – 29. november 2026 1 besøk, alt som planlagt." in told
    assert "Torsdag 26. november kl. 14.00–14.30 Ås" in told
    page = client.get("/weeks/2026-W48").text
    assert ADDRESSES.findall(page)[:2] == [("prev", "/weeks/2026-W47"), ("next", "/weeks/2026-W49")]


LONG = SCHEDULE_YAML.replace("to: 2026-12-18", "to: 2027-02-18").replace(
    "dates: [2026-11-26,", "dates: [2026-12-29, 2026-12-31, 2027-01-01, 2027-01-07, 2026-11-26,"
)


def test_week_53_holds_the_first_days_of_the_new_year(store):
    client = client_of(store, LONG)
    told = text_of(client.get("/weeks/2026-W53"))
    assert "Uke 53, 2026 28. desember 2026 – 3. januar 2027" in told
    assert "Fredag 1. januar 2027" in told
    assert "/weeks/2026-W53" in client.get("/days/2027-01-01").text
    assert [address for _, address in ADDRESSES.findall(client.get("/weeks/2027-W01").text)][:1] == [
        "/weeks/2026-W53"
    ]
    assert "Week 53, 2026" in text_of(client.get("/en/weeks/2026-W53"))


@pytest.mark.parametrize(
    ("day", "offset"), [("2026-10-25", "+01:00"), ("2026-10-24", "+02:00"), ("2027-03-28", "+02:00")]
)
def test_the_hours_are_those_of_the_wall_when_the_clock_is_changed(store, day, offset):
    schedule = SCHEDULE_YAML.replace("to: 2026-12-18", "to: 2027-06-18")
    client = client_of(store, schedule.replace("dates: [2026-11-26,", f"dates: [{day}, 2026-11-26,"))
    page = client.get(f"/days/{day}").text
    assert f'datetime="{day}T14:00{offset}"' in page
    assert f'"startDate":"{day}T14:00:00{offset}"' in page
