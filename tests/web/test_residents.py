"""What holds for every one of the residents' other pages."""

import re
from html import unescape

import pytest
from small import SCHEDULE_YAML, STOPS_CSV
from web.residents import PAGES, client_of, text_of
from web.test_public import HOSTILE

from busplan import version


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("prefix", ["", "/nn", "/en"])
def test_every_page_says_what_it_is(client, prefix, address):
    answer = client.get(prefix + address)
    assert answer.status_code == 200
    page = answer.text
    assert page.count("<h1") == 1
    assert page.count('class="skip"') == 1
    assert 'aria-current="page"' in page
    assert "Set-Cookie" not in answer.headers
    title = re.search(r"<title>(.*?)</title>", page)[1]
    assert title.endswith(" – Testbussen")
    description = unescape(re.search(r'<meta name="description" content="(.*?)">', page)[1])
    assert 50 <= len(description) <= 160, description
    assert f'<meta property="og:title" content="{title}">' in page
    assert f'<link rel="canonical" href="http://localhost{prefix}{address}">' in page


def test_no_two_pages_have_the_same_title(client):
    titles = {re.search(r"<title>(.*?)</title>", client.get(address).text)[1] for address in PAGES}
    assert len(titles) == len(PAGES)


@pytest.mark.parametrize("address", [*PAGES, "/sitemap.xml"])
def test_home_visits_are_nowhere(client, address):
    assert "hjem" not in client.get(address).text.casefold()


@pytest.mark.parametrize(
    "address",
    [
        *("/days/2026-02-30", "/days/2026-1-1", "/days/20261126", "/days/2026-W48-4", "/days/٢٠٢٦-11-26"),
        *("/days/1999-12-31", "/days/2100-01-01", "/days/2026-08-24", "/days/2027-03-01", "/days/x"),
        *("/weeks/2027-W53", "/weeks/2026-W00", "/weeks/2026-W54", "/weeks/2026-48", "/weeks/2026-W1"),
        *("/weeks/2026-W34", "/weeks/2027-W10", "/weeks/0000-W01", "/weeks/9999-W52"),
        *("/routes/nope", "/municipalities/nope", "/timetable/nope", "/sitemaps/1.xml", "/sitemaps/0.xml"),
    ],
)
def test_what_is_not_there_is_met_with_help(client, address):
    for headers in ({}, {"If-None-Match": "*"}):
        answer = client.get(address, headers=headers)
        assert answer.status_code == 404
        assert "Fant ikke siden" in answer.text
        assert "Se alle stoppene · Bussen i dag · Hele ruteplanen" in text_of(answer)
        assert 'rel="canonical"' not in answer.text


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_shown_as_they_are_written(store, name):
    quoted = '"' + name.replace('"', '""') + '"'
    single = "'" + name.replace("'", "''") + "'"
    stops = STOPS_CSV.replace("Hol torg", quoted)
    schedule = SCHEDULE_YAML.replace("Tirsdagsruta", single).replace("reason: Møte", f"reason: {single}")
    client = client_of(store, schedule.replace("reason: Høstferie", f"reason: {single}"), stops)
    shown = 0
    for address in (*PAGES, "/weeks/2026-W47", "/weeks/2026-W50", "/stops/hol"):
        page = client.get(address).text
        shown += name in unescape(page)
        assert "<img src=x" not in page, address
        assert ' onmouseover="' not in page, address
        assert not re.search(r"</script>(?!\n|$|<)", page), address
    assert shown >= 8


def test_every_link_of_every_page_leads_somewhere(client):
    seen, left = set(), ["/", "/en/"]
    while left:
        address = left.pop()
        seen.add(address)
        answer = client.get(address)
        assert answer.status_code == 200, address
        if answer.mimetype == "text/html":
            found = {unescape(link) for link in re.findall(r'<a [^>]*href="(/[^"#]*)', answer.text)}
            left += found - seen - set(left)
        answer.close()
    assert {"/days/2026-12-08", "/en/weeks/2026-W49", "/routes/aas", "/timetable/nes"} <= seen


def test_the_footer_leads_to_what_is_set_and_to_nothing_else(at, client):
    assert "Tilgjengelighetserklæring" not in client.get("/").text
    assert "Kontakt oss" not in client.get("/").text
    statement = "https://uustatus.no/nb/erklaringer/publisert/1"
    told = at("2026-11-22T09:00", accessibility_statement=statement, contact="bussen@example.no")
    for address in ("/", "/stops/hol", *PAGES, "/ikke-her"):
        page = told.get(address).text
        assert f'<a href="{statement}">Tilgjengelighetserklæring</a>' in page, address
        assert '<a href="mailto:bussen@example.no">Kontakt oss</a>' in page, address
    assert f'<a href="{statement}">Accessibility statement</a>' in told.get("/en/").text
    form = at("2026-11-22T09:00", contact="https://example.no/skjema")
    assert '<a href="https://example.no/skjema">Kontakt oss</a>' in form.get("/about").text


def test_a_setting_that_is_changed_is_seen_by_a_browser_that_knew_the_page(at):
    etag = at("2026-11-22T09:00").get("/about").headers["ETag"]
    again = at("2026-11-22T09:00", contact="a@example.no").get("/about", headers={"If-None-Match": etag})
    assert again.status_code == 200


def test_the_page_of_privacy_tells_of_the_map_as_it_is_set(at):
    def told(tiles):
        return text_of(at("2026-11-22T09:00", tiles=tiles).get("/privacy"))

    assert "Kartbildene hentes fra cache.kartverket.no." in told("kartverket")
    assert "hentes gjennom vår tjener" in told("proxy:kartverket")
    assert "Kartet henter ingenting fra andre." in told("none")
    assert "hentes fra kart.example.no." in told("https://{s}.kart.example.no/{z}/{x}/{y}.png")


def test_the_page_about_the_bus_tells_who_how_and_which_release(store):
    schedule = SCHEDULE_YAML.replace("sample: no", "sample: no\n  owner: Fylkesbiblioteket")
    told = text_of(client_of(store, schedule).get("/about"))
    assert "Den har 3 stopp i 2 kommuner." in told
    assert "Gjelder fra 17. august 2026 til 18. desember 2026." in told
    assert "Bussen drives av Fylkesbiblioteket." in told
    assert (
        f"Ruteplanen ble sist endret 2. november 2026 . Nettstedet er laget med busplan {version()}." in told
    )
