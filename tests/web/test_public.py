import json
import re
from datetime import UTC, datetime
from html import unescape

import pytest
from small import SCHEDULE_YAML, STOPS_CSV

from busplan import publishing
from busplan.reading import Source
from busplan.web import create_app

PUBLIC = ["/", "/stops/hol", "/stops/hol.ics", "/stops.geojson", "/map.js", "/stops/hol/map.js"]
HOSTILE = [
    "</script><img src=x onerror=alert(1)>",
    "${alert(1)}",
    "`+alert(1)+`",
    '" onmouseover="alert(1)',
    "{{7*7}}",
]


def text_of(answer):
    """What a person reads."""
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", "<main" + main)).split())


def test_the_front_page_answers_first(client):
    answer = client.get("/")
    assert answer.status_code == 200
    told = text_of(answer)
    assert told.startswith("Når kommer bussen? Finn stoppet ditt")
    assert "Neste besøk Om 4 dager torsdag 26. november kl. 14.00–14.30 Ås Ås" in told
    assert told.index("Alle stopp") > told.index("torsdag 26. november")


def test_all_stops_are_listed_under_their_municipality_with_the_next_visit(client):
    told = text_of(client.get("/"))
    listed = told[told.index("listen") :]
    assert re.search(
        r"Nes 2 stopp Hol torg tir\. 8\. des\. kl\. 12\.30–13\.00 Nes skole .*Ås 1 stopp Ås tor\. 26\. nov\.",
        listed,
    )


def test_a_stop_tells_all_its_visits_in_plain_words(at):
    told = text_of(at("2026-10-01T09:00").get("/stops/hol"))
    assert "Neste besøk Tirsdag 27. oktober kl. 12.30–13.00 Om 26 dager" in told
    assert "Onsdag 18. november kl. 16.00–16.30 om 48 dager → Flyttet" in told
    assert "Flyttet fra tirsdag 17. november kl. 12.30–13.00. Møte." in told
    assert "Åpent for alle." in told
    assert "Ved torget" in told


def test_a_cancelled_visit_is_said_in_words_and_the_next_one_is_another(at):
    told = text_of(at("2026-11-27T09:00").get("/stops/aas"))
    assert "Torsdag 3. desember kl. 14.00–14.30 om 6 dager ✕ Innstilt Bussen er på verksted." in told
    assert "Ingen flere besøk" in told


def test_the_stop_says_that_the_bus_is_there(at):
    assert "Bussen er her nå, til kl. 14.30" in text_of(at("2026-11-26T14:10").get("/stops/aas"))
    assert "Bussen er her nå" in text_of(at("2026-11-26T14:10").get("/"))
    assert "Bussen er her nå" not in text_of(at("2026-11-26T14:30").get("/stops/aas"))


def test_times_are_given_for_machines_with_their_offset(client):
    assert 'datetime="2026-11-26T14:00+01:00"' in client.get("/stops/aas").text


def test_a_stop_offers_its_calendar(client):
    page = client.get("/stops/hol").text
    assert 'href="webcal://localhost/stops/hol.ics"' in page
    assert '<link rel="alternate" type="text/calendar"' in page


def test_the_address_of_the_site_is_a_setting(at):
    page = at("2026-11-22T09:00", base_url="https://bussen.example.no/").get("/stops/hol").text
    assert 'href="webcal://bussen.example.no/stops/hol.ics"' in page


def test_the_map_gets_every_stop_with_its_next_visit(client):
    found = json.loads(client.get("/stops.geojson").data)
    by_id = {feature["id"]: feature for feature in found["features"]}
    assert by_id.keys() == {"hol", "skole", "aas"}
    assert by_id["aas"]["geometry"]["coordinates"] == [10.79, 59.66]
    assert by_id["aas"]["properties"]["next"] == "Neste besøk: torsdag 26. november kl. 14.00–14.30"
    assert by_id["aas"]["properties"]["url"] == "/stops/aas"


@pytest.mark.parametrize("address", [*PUBLIC, "/stops/hjem", "/stops/hjemmebesøk", "/healthz"])
def test_home_visits_are_nowhere(client, address):
    told = client.get(address).text
    assert "hjem" not in told.casefold().replace("hjemmebesøk i adressen", "")


def test_an_unknown_stop_is_met_with_help(client):
    answer = client.get("/stops/holl")
    assert answer.status_code == 404
    assert "Mente du en av disse? Hol torg" in text_of(answer)
    assert client.get("/stops/holl.ics").status_code == 404


def test_an_address_is_never_shown_back(client):
    answer = client.get("/Your+site+is+hacked/<script>alert(1)</script>")
    assert answer.status_code == 404
    assert "hacked" not in answer.text
    assert "alert" not in answer.text


def test_before_anything_is_published_the_site_says_so(store):
    answer = create_app(database=str(store.url)).test_client().get("/")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "ingen ruteplan publisert ennå" in text_of(answer)


def test_health_is_told_before_and_after(client, store, tmp_path):
    assert client.get("/healthz").json == {"status": "ok", "publication": 1}
    empty = create_app(database=f"sqlite:///{tmp_path / 'empty.db'}").test_client()
    assert empty.get("/healthz").json == {"status": "ok", "publication": None}


def test_sample_data_is_called_sample_data(store, stops):
    schedule = Source("schedule.yaml", SCHEDULE_YAML.replace("sample: no", "sample: yes").encode())
    publish(store, stops, schedule)
    client = create_app(database=str(store.url)).test_client()
    for address in ("/", "/stops/hol", "/stops/hol.ics", "/ikke-her"):
        assert "Eksempeldata" in client.get(address).text, address


def test_a_real_timetable_is_not_called_sample_data(client):
    assert "ksempeldata" not in client.get("/").text


def publish(store, stops, schedule):
    from datetime import UTC, datetime

    publishing.publish(store, publishing.check(stops, schedule), "kari", datetime(2026, 11, 1, tzinfo=UTC))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_shown_as_it_is_written(store, name):
    quoted = '"' + name.replace('"', '""') + '"'
    stops = Source("stops.csv", STOPS_CSV.replace("Hol torg", quoted).encode())
    publish(store, stops, Source("schedule.yaml", SCHEDULE_YAML.encode()))
    client = create_app(database=str(store.url), now="2026-11-22T09:00").test_client()
    for address in ("/", "/stops/hol"):
        page = client.get(address).text
        assert name in unescape(page)
        assert "<img src=x" not in page
        assert ' onmouseover="' not in page
    assert json.loads(client.get("/stops.geojson").data)["features"][0]["properties"]["name"] == name
    assert "alert" not in client.get("/map.js").text
    assert "alert" not in client.get("/stops/hol/map.js").text


def test_no_page_sets_a_cookie_or_lets_strangers_in(client):
    for address in [*PUBLIC, "/ikke-her", "/healthz", "/robots.txt"]:
        headers = client.get(address).headers
        assert "Set-Cookie" not in headers, address
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_no_page_names_another_host_but_for_a_link(client):
    for address in ("/", "/stops/hol"):
        page = client.get(address).text
        ours = r"(?!http://localhost/)"
        assert re.findall(rf'(?:src|action|<link[^>]*href)="{ours}(https?:|//)', page) == []
        # Data is no script: no browser runs it.
        assert not re.search(r'<(script|style)(?! type="application/ld\+json")[^>]*>[^<]', page)
        assert "style=" not in page


def test_only_the_chosen_tile_host_is_let_in(at):
    def images(client):
        return re.search(r"img-src ([^;]*)", client.get("/").headers["Content-Security-Policy"])[1]

    assert images(at("2026-11-22T09:00")) == "'self' data: https://cache.kartverket.no"
    assert images(at("2026-11-22T09:00", tiles="proxy:kartverket")) == "'self' data:"
    assert images(at("2026-11-22T09:00", tiles="none")) == "'self' data:"


def test_tiles_go_through_us_only_when_asked_to(client, at):
    assert client.get("/tiles/1/0/0.png").status_code == 404
    proxied = at("2026-11-22T09:00", tiles="proxy:http://127.0.0.1:1/{z}/{x}/{y}.png")
    assert proxied.get("/tiles/1/0/0.png").status_code == 503
    assert proxied.get("/tiles/1/2/0.png").status_code == 404
    assert proxied.get("/tiles/99/0/0.png").status_code == 404


def test_leaflet_comes_from_its_package_and_is_kept_for_a_year(client):
    # The map's scripts are named, and fetched once it comes near what is seen.
    address = re.search(r'data-scripts="(\S*leaflet\.js) ', client.get("/").text)[1]
    with client.get(address) as answer:
        assert b"Leaflet 1.9.3" in answer.data
        assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert client.get("/assets/x/leaflet/../../__init__.py").status_code == 404
    assert client.get("/assets/x/nothing/leaflet.js").status_code == 404


@pytest.mark.parametrize("host", ["a" * 70 + ".no", "a b", "[::1", 'a"onload=1', "a/b", "a@b", "a..b"])
def test_a_host_that_is_none_is_refused_plainly(client, host):
    for path in ("/", "/stops/hol", "/ikke-her"):
        answer = client.get(path, headers={"Host": host})
        assert (answer.status_code, answer.text) == (400, "400 Bad Request")


@pytest.mark.parametrize("host", ["bussen.no", "bussen.no:8000", "127.0.0.1:8000", "[::1]:8000", "min_vert"])
def test_a_host_that_could_be_is_answered(client, host):
    assert client.get("/", headers={"Host": host}).status_code == 200


def test_what_is_not_there_is_not_there_for_a_cache_either(client):
    for path in ("/stops/nope", "/stops/nope.ics", "/stops/nope/map.js", "/stops/x%0d%0a.ics"):
        assert client.get(path, headers={"If-None-Match": "*"}).status_code == 404


def test_a_method_that_is_not_allowed_says_which_are(client):
    answer = client.post("/")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_the_stops_nearby_are_listed_with_their_distance(client):
    assert "Stopp i nærheten Nes skole 1,2 km i luftlinje Ås 63," in text_of(client.get("/stops/hol"))


def test_news_reach_the_map_and_the_feed(at):
    client = at("2026-10-28T09:00")
    features = {one["id"]: one for one in json.loads(client.get("/stops.geojson").data)["features"]}
    assert features["hol"]["properties"]["news"].startswith("Flyttet fra tirsdag 17. november")
    feed = client.get("/stops/aas.ics").text
    assert "SUMMARY:INNSTILT: Testbussen: Ås" in feed
    assert "Innstilt. Bussen er på verksted." in feed
    assert "SUMMARY:FLYTTET: Testbussen: Hol torg" in client.get("/stops/hol.ics").text


def test_the_stop_says_when_books_are_due(store, stops, schedule):
    told = "Det du låner tirsdag 27. oktober, tar du med tilbake onsdag 18. november."
    lending = SCHEDULE_YAML.replace("  sample: no", "  sample: no\n  loan_visits: 1")
    publish(store, stops, schedule)
    at = create_app(database=str(store.url), now="2026-10-20T09:00")
    assert "tar du med tilbake" not in text_of(at.test_client().get("/stops/hol"))
    publish(store, stops, Source("schedule.yaml", lending.encode()))
    assert told in text_of(at.test_client().get("/stops/hol"))
    assert told in unfolded(at.test_client().get("/stops/hol.ics").text)


def unfolded(feed):
    return feed.replace("\r\n ", "").replace("\\,", ",")


def test_a_closed_day_says_why_and_until_when(store, stops):
    schedule = SCHEDULE_YAML.replace("{date: 2026-10-06", "{from: 2026-10-05, to: 2026-10-09")
    publish(store, stops, Source("schedule.yaml", schedule.encode()))
    for path in ("/", "/stops/hol"):
        client = create_app(database=str(store.url), now="2026-10-06T09:00").test_client()
        told = "Bussen kjører ikke nå. Høstferie. Til og med fredag 9. oktober."
        assert told in text_of(client.get(path))
        later = create_app(database=str(store.url), now="2026-10-12T09:00").test_client()
        assert "kjører ikke" not in text_of(later.get(path))


def test_a_moved_visit_is_here_too_while_it_is_here(at):
    assert "Bussen er her nå" in text_of(at("2026-11-18T16:10").get("/"))


def test_an_error_of_ours_shows_no_trace(app):
    @app.get("/broken")
    def broken():
        raise RuntimeError("secret")

    answer = app.test_client().get("/broken")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "Noe gikk galt" in answer.text


def test_the_next_season_is_shown_from_the_day_it_is_published(at, published, following):
    """And a stop that it does not have stands in the lists until the present season ends."""
    publishing.publish(published, publishing.check(*following), "ola", datetime(2026, 11, 2, tzinfo=UTC))
    feed = at("2026-11-22T09:00").get("/stops/hol.ics").text
    assert "20261208-1-hol@" in feed
    assert "20270105-1-hol@" in feed
    before, after = at("2026-12-18T09:00"), at("2026-12-19T09:00")
    listed = [
        {stop["id"] for stop in each.get("/stops.geojson").json["features"]} for each in (before, after)
    ]
    assert listed == [{"hol", "skole", "bo", "aas"}, {"hol", "skole", "bo"}]
    assert "Ås" in text_of(before.get("/"))
    assert "Ås" not in text_of(after.get("/"))
    assert after.get("/stops/aas").status_code == after.get("/stops/aas.ics").status_code == 200
    assert "Neste besøk Tirsdag 5. januar" in text_of(after.get("/stops/bo"))


def test_the_front_page_says_on_top_what_has_changed_within_a_week(at):
    told = text_of(at("2026-11-28T09:00").get("/"))
    assert "✕ Innstilt Ås torsdag 3. desember kl. 14.00–14.30 Neste besøk" in told
    assert "Innstilt Ås" not in text_of(at("2026-11-20T09:00").get("/")).partition("Neste besøk")[0]


def test_a_stop_says_that_it_goes_as_planned_and_shows_its_months(at):
    page = at("2026-10-01T09:00").get("/stops/hol")
    told = text_of(page)
    assert "✓ Kjører som planlagt" in told
    assert "Oktober 2026 ma. ti. on. to. fr. lø. sø." in told
    assert '<span class="unseen">tirsdag 27. oktober kl. 12.30–13.00. </span>' in page.text


def test_the_way_to_a_stop_is_shown_by_others_only_when_asked(client):
    page = client.get("/stops/hol").text
    for address in (
        "https://www.openstreetmap.org/directions?to=60.12%2C11.47",
        "https://www.google.com/maps/dir/?api=1&amp;destination=60.12%2C11.47",
        "https://maps.apple.com/?daddr=60.12%2C11.47",
        "https://entur.no/reiseresultater?stopLat=60.12&amp;stopLon=11.47",
    ):
        assert f'<a href="{address}" rel="noopener noreferrer">' in page


def test_a_stop_tells_of_the_nearest_library_and_how_one_gets_aboard(store, stops, schedule):
    libraries = """\
libraries:
  - {name: Nes bibliotek, municipality: Nes, lat: 60.1221, lon: 11.4682, url: https://example.no/nes}
  - {name: Ås bibliotek, municipality: Ås, lat: 59.6641, lon: 10.7911}
"""
    header, *rows = stops.content.decode().splitlines()
    access = {"hol": "Trinnfritt, asfalt"}
    told = [f'{row},"{access.get(row.partition(",")[0], "")}"' for row in rows]
    listed = Source("stops.csv", "\n".join([f"{header},tilgjengelighet", *told]).encode())
    hand_in = publishing.check(listed, Source("schedule.yaml", schedule.content + libraries.encode()))
    publishing.publish(store, hand_in, "kari", datetime(2026, 11, 1, 12, tzinfo=UTC))
    client = create_app(database=str(store.url), now="2026-11-22T09:00").test_client()
    shown = text_of(client.get("/stops/hol"))
    assert "Nærmeste bibliotek: Nes bibliotek 0,3 km i luftlinje" in shown
    assert "Tilgjengelighet: Trinnfritt, asfalt" in shown
    assert "Nærmeste bibliotek: Ås bibliotek" in text_of(client.get("/stops/aas"))
    assert "bibliotek" not in text_of(client.get("/"))
