"""The page that finds a stop, as it is without JavaScript."""

import json
import re
from contextlib import contextmanager
from datetime import UTC, datetime
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from busplan import publishing
from busplan.settings import BadSetting, Settings


def found(client, query, path="/search"):
    answer = client.get(path, query_string={"q": query})
    assert answer.status_code == 200
    return answer


def text_of(answer):
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main.partition(">")[2])).split())


@pytest.mark.parametrize("query", ["hol torg", "HOL", "torg", "hol trog", "årnes", "torget"])
def test_a_stop_is_found_with_its_next_visit(client, query):
    told = text_of(found(client, query))
    assert "Hol torg 2150 Årnes, Nes Tirsdag 8. desember kl. 12.30–13.00" in told
    assert ("Disse ligner" in told) == (query == "hol trog")


def test_a_municipality_is_found_with_all_its_stops(client):
    told = text_of(found(client, "nes"))
    assert told.index("Alle stopp i Nes Hol torg") < told.index("Stopp med det i navnet Nes skole")
    assert "Hjemmebesøk" not in told


def test_a_home_visit_is_not_found_by_any_name(client):
    assert "Ingen stopp heter «Hjemmebesøk»" in text_of(found(client, "Hjemmebesøk"))
    assert "hjem" not in client.get("/stops.json").text.casefold()


def test_nothing_found_shows_what_was_perhaps_meant_and_the_municipalities(client):
    told = text_of(found(client, "Heltogr"))
    assert "Ingen stopp heter «Heltogr» Mente du kanskje … Hol torg" in told
    assert told.endswith("Velg kommune Nes Ås")


def test_no_query_at_all_is_an_invitation(client):
    for path in ("/search", "/search?q=", "/search?q=%20", "/search?q=%00", "/search?x=1", "/search?q=a&q=b"):
        assert client.get(path).status_code == 200
    assert "Treff" not in text_of(client.get("/search"))


@pytest.mark.parametrize(
    "query", ["<script>alert(1)</script>", '"><img src=x>', "%(query)s", "{{ 7*7 }}", "100%", "😀"]
)
def test_what_was_asked_is_shown_as_text(client, query):
    answer = found(client, query)
    assert f"«{query}»" in text_of(answer) or f"«{query}»" in unescape(answer.text)
    assert "<script>alert" not in answer.text
    assert "<img src=x>" not in answer.text


def test_a_query_is_cut(client):
    assert "x" * 201 not in found(client, "x" * 10_000).text


def test_what_somebody_looked_for_is_kept_by_no_cache_on_the_way(client):
    assert found(client, "hol").headers["Cache-Control"].startswith("private")
    assert '<meta name="robots" content="noindex">' in found(client, "hol").text


def test_it_answers_in_the_language_of_the_address(client):
    told = found(client, "hol torg", "/en/search").text
    assert "Results for" in told
    assert 'href="/en/stops/hol"' in told


def test_what_the_browser_suggests_from_is_small_and_lasts(client):
    answer = client.get("/stops.json")
    assert json.loads(answer.text) == [
        ["aas", "Ås", "Ås", "as 1430"],
        ["hol", "Hol torg", "Nes", "holtorg hol torg 2150 arnes nes"],
        ["skole", "Nes skole", "Nes", "nesskole nes skole"],
    ]
    again = client.get("/stops.json", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_a_stop_that_is_given_up_is_found_and_told_as_such(store, stops, schedule, following, at):
    publishing.publish(store, publishing.check(stops, schedule), "kari", datetime(2026, 11, 1, tzinfo=UTC))
    publishing.publish(store, publishing.check(*following), "kari", datetime(2026, 11, 20, tzinfo=UTC))
    client = at("2027-02-01T09:00")
    assert "Ås 1430 Ås, Ås Bussen stopper ikke her lenger." in text_of(found(client, "ås"))
    assert "aas" not in [row[0] for row in client.get("/stops.json").json]


PLACE = {
    "adressetekst": "Myrvollveien 5C",
    "postnummer": "1415",
    "poststed": "OPPEGÅRD",
    "representasjonspunkt": {"epsg": "EPSG:4258", "lat": 59.785, "lon": 10.799},
}
OTHER = {
    **PLACE,
    "poststed": "MO I RANA",
    "postnummer": "8610",
    "representasjonspunkt": {"lat": 66.3, "lon": 14.1},
}


@contextmanager
def register(body, status=200):
    """An address register on this machine."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sok", asked
    finally:
        server.shutdown()
        server.server_close()


def test_an_address_is_answered_with_the_stops_nearest_to_it(at):
    with register({"adresser": [OTHER, PLACE]}) as (there, asked):
        client = at("2026-11-22T09:00", addresses=there)
        told = text_of(found(client, "myrvollveien 5c"))
        assert (
            "Nærmeste stopp til Myrvollveien 5C, 1415 Oppegård Ås 1430 Ås, Ås · 13,9 km i luftlinje" in told
        )
        assert "Eller mente du en av disse? Myrvollveien 5C, 8610 Mo i Rana" in told
        assert "© Kartverket" in told
        assert len(asked) == 1
        found(client, "hol")
        assert len(asked) == 1, "a stop that is found is nobody else's business"


def test_addresses_are_not_looked_up_unless_somebody_says_so(client):
    assert "Nærmeste stopp til" not in found(client, "myrvollveien 5c").text


@pytest.mark.parametrize("status", [200, 500])
def test_a_register_that_fails_takes_nothing_away(at, status):
    with register({"adresser": "nonsense"}, status) as (there, _):
        told = text_of(found(at("2026-11-22T09:00", addresses=there), "myrvollveien 5c"))
        assert "Ingen stopp heter «myrvollveien 5c»" in told


@pytest.mark.parametrize("value", ["kartverkt", "ftp://x", "ja"])
def test_a_register_that_is_none_is_refused_by_name(value):
    with pytest.raises(BadSetting, match="BUSPLAN_ADDRESSES"):
        Settings(addresses=value)
