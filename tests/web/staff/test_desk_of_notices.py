"""Notices from the desk: who is hit is seen before anything is said, and all of it can be taken back."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from small import SCHEDULE_YAML
from web.residents import text_of
from web.staff.signing import send, signed_in

from busplan import publishing
from busplan.access import Role
from busplan.reading import Source
from busplan.store import Notices
from busplan.timetable import Cancelled, Extra, Status

NEW = "/staff/notices/new"
UNTIL_NEW_YEAR = {"whom": "route:tirsdag", "first": "2026-11-22", "last": "2026-12-31"}


class Fields(HTMLParser):
    """What the form of those who are hit would be sent with, as the page has filled it in."""

    def __init__(self, page):
        super().__init__()
        self.found, self.inside = [], False
        self.feed(page.partition('class="answer"')[2].partition("</section>")[0])

    def handle_starttag(self, tag, attributes):
        each = dict(attributes)
        if tag == "input" and (each["type"] != "checkbox" or "checked" in each):
            self.found.append((each["name"], each.get("value", "")))


@pytest.fixture
def publisher(app):
    return signed_in(app, Role.PUBLISHER)


def look(client, **asked):
    return client.get(NEW, query_string={"look": "yes", **asked})


def say(client, page, but=()):
    fields = [each for each in Fields(page.text).found if each[1] not in but]
    data = {}
    for name, value in fields:
        data.setdefault(name, []).append(value)
    return client.post(NEW, data=data, headers={"Sec-Fetch-Site": "same-origin"})


def of_stop(store, stop):
    found = publishing.in_force(store).timetable
    return found.visits(date(2026, 11, 22), date(2027, 1, 1), stop)


def test_who_is_hit_is_seen_and_nothing_is_said_by_looking(publisher, published):
    page = look(publisher, what="cancelled", **UNTIL_NEW_YEAR)
    assert "Det gjelder 3 besøk" in text_of(page)
    assert "Nes skole" in text_of(page)
    assert Notices(published).standing() == []


def test_it_is_said_for_all_and_stands_in_the_list(publisher, published):
    page = look(publisher, what="cancelled", reason="Verksted", text="Nye dekk", **UNTIL_NEW_YEAR)
    assert say(publisher, page).status_code == 303
    [said] = Notices(published).standing()
    assert (said.notice.change, said.notice.reason, said.by) == (Cancelled(), "Verksted", "Unni Utgiver")
    listed = text_of(publisher.get("/staff/notices/"))
    assert "Innstilt: Tirsdagsruta." in listed
    assert "Nye dekk" in listed
    assert {visit.status for visit in of_stop(published, "hol")} == {Status.CANCELLED}


def test_one_that_is_not_ticked_goes_as_usual(publisher, published):
    page = look(publisher, what="cancelled", **UNTIL_NEW_YEAR)
    say(publisher, page, but=("skole 2026-12-08 1",))
    assert {visit.status for visit in of_stop(published, "skole")} == {Status.SCHEDULED}
    assert {visit.status for visit in of_stop(published, "hol")} == {Status.CANCELLED}


def test_none_ticked_says_nothing(publisher, published):
    page = look(publisher, what="cancelled", whom="stop:skole", first="2026-12-08")
    refused = say(publisher, page, but=("skole 2026-12-08 1",))
    assert refused.status_code == 422
    assert Notices(published).standing() == []


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"what": "delayed", "minutes": "20"}, Status.DELAYED),
        (
            {"what": "moved", "new_day": "2026-12-09", "new_start": "10:00", "place": "Biblioteket"},
            Status.MOVED,
        ),
        ({"what": "other_vehicle", "vehicle": "Leiebil"}, Status.OTHER_VEHICLE),
        ({"what": "perhaps_cancelled"}, Status.PERHAPS_CANCELLED),
    ],
)
def test_every_sort_of_news_can_be_said(publisher, published, asked, status):
    page = look(publisher, whom="stop:skole", first="2026-12-08", **asked)
    assert say(publisher, page).status_code == 303, text_of(page)
    assert status in {visit.status for visit in of_stop(published, "skole")}


def test_an_extra_visit_and_one_until_further_notice(publisher, published):
    extra = {"what": "extra", "whom": "stop:aas", "first": "2026-11-30"}
    say(publisher, look(publisher, new_start="16:00", new_end="17:00", **extra))
    assert Status.EXTRA in {visit.status for visit in of_stop(published, "aas")}
    say(publisher, look(publisher, what="cancelled", whom="", first="2026-11-22", open="y"))
    first, second = Notices(published).standing()
    assert isinstance(first.notice.change, Extra)
    assert second.notice.last is None
    assert "inntil videre" in text_of(publisher.get("/staff/notices/"))


def test_what_is_written_in_more_languages_is_kept_so(publisher, published):
    said = {"text": "Glatt", "text_nn": "Hålke", "text_en": "Ice"}
    say(publisher, look(publisher, what="cancelled", **UNTIL_NEW_YEAR, **said))
    [kept] = Notices(published).standing()
    assert (kept.notice.text, kept.notice.others) == ("Glatt", (("nn", "Hålke"), ("en", "Ice")))


def test_the_text_may_be_given_in_the_languages_that_are_not_the_service_s_own(app, published, stops):
    nynorsk = SCHEDULE_YAML.replace("sample: no", "sample: no\n  language: nn")
    found = publishing.check(stops, Source("plan.yaml", nynorsk.encode()))
    publishing.publish(published, found, "kari", published.entry(1).published_at)
    page = signed_in(app, Role.PUBLISHER).get(f"{NEW}?what=cancelled")
    assert "Meir å seie (Nynorsk)" in text_of(page)
    assert re.findall(r'<textarea id="(\w+)"', page.text) == ["text", "text_nb", "text_en"]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({}, "Velg hva som skjer"),
        ({"what": "delayed", "whom": "stop:hol"}, "Hvor mange minutter"),
        ({"what": "delayed", "minutes": "-4"}, "Skriv et helt antall minutter"),
        ({"what": "cancelled", "first": "i morgen"}, "Skriv en dato"),
        ({"what": "cancelled", "first": "2026-12-08", "last": "2026-12-01"}, "Siste dag er før første"),
        ({"what": "moved", "whom": "stop:hol"}, "Velg en ny dag"),
        ({"what": "extra", "whom": "route:tirsdag"}, "Velg stoppet"),
        ({"what": "cancelled", "whom": "stop:finnes-ikke"}, "Velg noe fra lista"),
        ({"what": "cancelled", "start": "14:00", "end": "13:00"}, "Slutten er ikke etter"),
        ({"what": "cancelled", "text": "a" * 501}, "for lang"),
        ({"what": "delayed", "minutes": "719", "whom": "stop:hol", "first": "2026-12-08"}, "etter midnatt"),
        ({"what": "cancelled", "whom": "stop:hol", "first": "2026-11-29"}, "Ingen besøk fremover passer"),
    ],
)
def test_what_is_missing_is_told_by_its_field(publisher, published, asked, told):
    page = look(publisher, **asked)
    assert page.status_code == 200
    assert told in text_of(page)
    assert Notices(published).standing() == []


def test_a_driver_reads_the_list_and_takes_back_nothing_of_other_days(app, publisher, published):
    say(publisher, look(publisher, what="cancelled", **UNTIL_NEW_YEAR))
    driver = signed_in(app, Role.DRIVER)
    page = driver.get("/staff/notices/")
    assert "Ny melding" not in text_of(page)
    [said] = Notices(published).standing()
    undo = f"/staff/notices/{said.moment}/undo"
    assert send(driver, undo).status_code == 403
    assert driver.get(NEW).status_code == 403
    assert send(publisher, undo).status_code == 303
    assert Notices(published).standing() == []


def test_hostile_words_are_words(publisher, published):
    page = look(publisher, what="cancelled", text='"><script>alert(1)</script>{{7*7}}', **UNTIL_NEW_YEAR)
    assert "<script>alert" not in page.text
    say(publisher, page)
    assert "<script>alert" not in publisher.get("/staff/notices/").text
    assert "{{7*7}}" in publisher.get("/staff/notices/").text
