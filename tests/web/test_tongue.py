import re

import pytest

from busplan import publishing
from busplan.reading import Source
from busplan.settings import BadSetting
from busplan.web import create_app


def test_an_address_that_begins_with_a_language_is_in_it(client):
    page = client.get("/nn/stops/hol").text
    assert '<html lang="nn">' in page
    assert "Kven kan kome?" in page
    assert client.get("/en/").text.count("When does the bus come?") > 1


def test_its_links_stay_in_it_and_its_files_are_the_same_for_all(client):
    page = client.get("/en/stops/hol").text
    links = set(re.findall(r'(?:href|src)="(/[^"]*)"', page))
    others = {"/nn/stops/hol", "/stops/hol"}
    assets = {link for link in links if link.startswith("/assets/")}
    assert assets
    assert all(link.startswith("/en/") for link in links - others - assets)
    with client.get(next(iter(assets))) as asset:
        assert asset.status_code == 200


def test_each_page_leads_to_itself_in_the_other_languages(client):
    page = client.get("/nn/stops/hol").text
    for code, address in (("nb", "/stops/hol"), ("nn", "/nn/stops/hol"), ("en", "/en/stops/hol")):
        assert f'<link rel="alternate" hreflang="{code}" href="http://localhost{address}">' in page
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("/nb/stops/hol", "/stops/hol"),
        ("/nb/calendars?stop=hol", "/calendars?stop=hol"),
        ("/nb/stops/hol.ics", "/stops/hol.ics"),
        ("/nn", "/nn/"),
    ],
)
def test_a_page_has_one_address_in_each_language(client, asked, found):
    answer = client.get(asked)
    assert (answer.status_code, answer.headers["Location"]) == (308, found)


def test_a_calendar_may_be_in_another_language_and_holds_the_same_events(client):
    nb, en = client.get("/stops/hol.ics").text, client.get("/en/stops/hol.ics").text
    assert "Åpent for alle" in nb
    assert "Open to everyone" in en
    uids = re.compile(r"^UID:.*$", re.MULTILINE)
    assert uids.findall(nb) == uids.findall(en)


def test_no_language_is_answered_with_another(client):
    etags = {client.get(f"{prefix}/stops/hol").headers["ETag"] for prefix in ("", "/nn", "/en")}
    assert len(etags) == 3
    nb = client.get("/stops/hol").headers["ETag"]
    assert client.get("/nn/stops/hol", headers={"If-None-Match": nb}).status_code == 200


def test_what_staff_wrote_is_told_as_the_language_it_is_in(client):
    assert '<span lang="nb">Bussen er på verksted.</span>' in client.get("/en/stops/aas").text
    assert '<span lang="nb">' not in client.get("/stops/aas").text


def test_a_page_that_is_not_there_is_told_of_in_the_language_of_its_address(client):
    answer = client.get("/en/stops/nowhere")
    assert answer.status_code == 404
    assert "Page not found" in answer.text
    assert "/nn/" in answer.text


def test_a_service_may_speak_nynorsk(store, stops, schedule):
    from datetime import UTC, datetime

    text = schedule.content.decode().replace("sample: no", "sample: no\n  language: nn")
    hand_in = publishing.check(stops, Source("schedule.yaml", text.encode()))
    publishing.publish(store, hand_in, "kari", datetime(2026, 11, 1, 12, tzinfo=UTC))
    client = create_app(database=str(store.url), now="2026-11-22T09:00").test_client()
    assert "Når kjem bussen?" in client.get("/").text
    assert "Når kommer bussen?" in client.get("/nb/").text
    assert client.get("/nn/").headers["Location"] == "/"


def test_a_site_in_one_language_offers_no_other(at):
    client = at("2026-11-22T09:00", languages="nb")
    assert 'class="languages"' not in client.get("/").text
    assert client.get("/en/").status_code == 404


@pytest.mark.parametrize("languages", ["", "nb klingon", "../nn"])
def test_languages_without_a_catalogue_are_refused(languages):
    with pytest.raises(BadSetting, match="LANGUAGES"):
        create_app(languages=languages)
