"""A register of addresses on this machine, which answers in the shape that Kartverket's does."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from geopy.exc import GeocoderParseError, GeocoderQuotaExceeded, GeocoderServiceError, GeopyError

from busplan.roads.addresses import Address, Addresses, Kartverket, as_written
from busplan.timetable import Point

ROW = {
    "adressetekst": "Myrvollveien 5C",
    "adressenavn": "Myrvollveien",
    "nummer": 5,
    "bokstav": "C",
    "kommunenummer": "3207",
    "kommunenavn": "NORDRE FOLLO",
    "postnummer": "1415",
    "poststed": "OPPEGÅRD",
    "objtype": "Vegadresse",
    "representasjonspunkt": {"epsg": "EPSG:4258", "lat": 59.785, "lon": 10.799},
}
FOUND = Address("Myrvollveien 5C", "1415 Oppegård", Point(59.785, 10.799))


@contextmanager
def register(answer):
    """Gives its address, and the questions it has been asked."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((parse_qs(urlsplit(self.path).query), time.monotonic()))
            with suppress(OSError):
                answer(self)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sok", asked
    finally:
        server.shutdown()
        server.server_close()


def reply(content, status=200, mimetype="application/json", **headers):
    body = content if isinstance(content, bytes) else json.dumps(content).encode()

    def answer(handler):
        handler.send_response(status)
        for name, value in {"Content-Type": mimetype, **headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def rows(*found):
    return {"metadata": {"totaltAntallTreff": len(found)}, "adresser": list(found)}


def test_an_address_is_found_and_written_as_people_write_it():
    with register(reply(rows(ROW))) as (there, asked):
        found = Kartverket(there).geocode("myrvollveien 5c")
        assert (found.address, found.point[:2]) == ("Myrvollveien 5C, 1415 Oppegård", (59.785, 10.799))
        assert Addresses(Kartverket(there).geocode, between=0).find("Myrvollveien 5c") == [FOUND]
    [(first, _), _] = asked
    assert first["sok"] == ["myrvollveien 5c"]
    assert (first["utkoordsys"], first["treffPerSide"]) == (["4258"], ["8"])


@pytest.mark.parametrize(
    ("capitals", "written"),
    [
        ("MO I RANA", "Mo i Rana"),
        ("AURSKOG-HØLAND", "Aurskog-Høland"),
        ("BØ PÅ TOPPEN", "Bø på Toppen"),
        ("GUOVDAGEAIDNU ČEARRU", "Guovdageaidnu Čearru"),
        ("Ås", "Ås"),
        ("", ""),
    ],
)
def test_names_in_capitals_are_written_as_names(capitals, written):
    assert as_written(capitals) == written


def test_an_address_that_is_none_gives_nothing():
    with register(reply(rows())) as (there, _):
        assert Kartverket(there).geocode("ingensteds") is None
        assert Addresses(Kartverket(there).geocode).find("ingensteds") == []


def test_rows_without_a_place_on_earth_are_left_out():
    bad = [
        {},
        None,
        "x",
        {**ROW, "representasjonspunkt": None},
        {**ROW, "representasjonspunkt": {"lat": 999, "lon": 0}},
        {**ROW, "representasjonspunkt": {"lat": "NaN", "lon": 0}},
        {**ROW, "poststed": 5},
    ]
    with register(reply(rows(*bad, ROW))) as (there, _):
        assert Addresses(Kartverket(there).geocode).find("x") == [FOUND]


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (reply(rows(ROW), 500), GeocoderServiceError),
        (reply(rows(ROW), 429), GeocoderQuotaExceeded),
        (reply(b"<html>", mimetype="text/html"), GeocoderServiceError),
        (reply(b"{nonsense"), GeocoderParseError),
        (reply(b"[" * 100_000), GeocoderParseError),
        (reply([1, 2]), GeocoderParseError),
        (reply({"adresser": "none"}), GeocoderParseError),
        (reply(b" " * 300_000), GeocoderServiceError),
        (reply(rows(ROW), Content_Length="999999"), None),
        (reply(b"", 302, Location="http://127.0.0.1:1/"), GeocoderServiceError),
    ],
    ids=["500", "429", "html", "no json", "deep", "list", "other shape", "large", "ok", "redirect"],
)
def test_what_is_no_answer_is_a_fault_and_to_the_page_nothing(answer, fault):
    with register(answer) as (there, _):
        if fault is None:
            assert Kartverket(there).geocode("x")
            return
        with pytest.raises(fault):
            Kartverket(there).geocode("x")
        assert Addresses(Kartverket(there).geocode).find("x") == []


def test_a_register_that_is_away_is_a_fault():
    with pytest.raises(GeopyError):
        Kartverket("http://127.0.0.1:1/sok").geocode("x")


def slow(handler):
    time.sleep(1.5)
    reply(rows(ROW))(handler)


def drip(handler):
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.end_headers()
    for _ in range(30):
        handler.wfile.write(b" ")
        time.sleep(0.05)


@pytest.mark.parametrize("answer", [slow, drip])
def test_nobody_waits_longer_than_the_time_given(answer):
    """A machine may be busy, but not each time."""
    with register(answer) as (there, _):
        assert any(waited(there, seconds=0.3) < 1 for _ in range(3))


def waited(there, seconds):
    begun = time.monotonic()
    assert Addresses(Kartverket(there).geocode, seconds=seconds).find("x") == []
    return time.monotonic() - begun


def test_after_a_failure_it_is_left_alone():
    with register(reply(rows(), 500)) as (there, asked):
        addresses = Addresses(Kartverket(there).geocode, between=0)
        for query in "abc":
            assert addresses.find(query) == []
        assert len(asked) == 1


def test_what_was_found_is_kept():
    with register(reply(rows(ROW))) as (there, asked):
        addresses = Addresses(Kartverket(there).geocode, between=0)
        for query in ("Myrvollveien 5C", "myrvollveien  5c ", "MYRVOLLVEIEN 5C"):
            assert addresses.find(query) == [FOUND]
        assert len(asked) == 1


def test_a_crowd_asks_one_question_after_another():
    with register(reply(rows(ROW))) as (there, asked), ThreadPoolExecutor(8) as crowd:
        addresses = Addresses(Kartverket(there).geocode, between=0.2)
        list(crowd.map(addresses.find, "abcdefgh"))
    times = [at for _, at in asked]
    assert 1 <= len(times) <= 4
    assert all(later - earlier > 0.15 for earlier, later in pairwise(times))


def test_only_a_few_wait_for_the_same_answer():
    def slow(query, **_):
        time.sleep(0.5)
        return []

    addresses = Addresses(slow, between=0.0)
    began = time.monotonic()
    with ThreadPoolExecutor(8) as people:
        waited = list(people.map(lambda _: (addresses.find("vegen"), time.monotonic() - began)[1], range(8)))
    assert sum(each > 0.3 for each in waited) <= 3


def test_what_goes_wrong_in_any_way_is_no_error_and_is_not_kept():
    answers = iter([ValueError("nonsense"), None])

    def odd(query, **_):
        if (fault := next(answers)) is not None:
            raise fault
        return []

    addresses = Addresses(odd, between=0.0)
    assert addresses.find("vegen") == []
    addresses.rests_until = 0.0
    assert addresses.find("vegen") == []
    assert next(answers, "all were asked for") == "all were asked for"
