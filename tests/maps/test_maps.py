import json
import re
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from busplan.fetching import Unavailable
from busplan.maps import tiles as background
from busplan.maps.script import script
from busplan.maps.tiles import PROVIDERS, chosen, fetch
from busplan.settings import BadSetting, Settings
from busplan.timetable import Point

POINTS = [Point(60.1, 11.4), Point(59.6, 10.8)]
PNG = b"\x89PNG\r\n\x1a\n" + b"a picture"


def test_the_script_shows_all_points_on_the_chosen_background():
    drawn = script(POINTS, "/stops.geojson", PROVIDERS["kartverket"])
    assert "cache.kartverket.no" in drawn
    assert "Kartverket" in drawn
    options = json.loads(re.search(r"showStops\(map_stops, (\{.*\})\);", drawn)[1])
    assert options["bounds"] == [[59.6, 10.8], [60.1, 11.4]]
    assert options["stops"] == "/stops.geojson"


def test_the_same_points_give_the_same_script():
    assert script(POINTS, "/s", PROVIDERS["kartverket"]) == script(POINTS, "/s", PROVIDERS["kartverket"])


def test_nothing_but_the_tiles_is_fetched_from_elsewhere():
    assert re.findall(r"https?://[^\"'/]+", script(POINTS, "/stops.geojson", None)) == []


def test_a_map_without_a_background_or_stops_can_be_drawn():
    assert "L.tileLayer" not in script([], "/stops.geojson", None)


@pytest.mark.parametrize(
    ("setting", "address", "origin"),
    [
        ("kartverket", PROVIDERS["kartverket"].address, "https://cache.kartverket.no"),
        ("proxy:kartverket", "/tiles/{z}/{x}/{y}.png", ""),
        ("https://{s}.kart.no/{z}/{x}/{y}.png", "https://{s}.kart.no/{z}/{x}/{y}.png", "https://*.kart.no"),
        ("proxy:http://127.0.0.1:1/{z}/{x}/{y}", "/tiles/{z}/{x}/{y}.png", ""),
    ],
)
def test_the_background_is_one_setting(setting, address, origin):
    found = chosen(Settings(tiles=setting))
    assert (found.shown_address, found.origin) == (address, origin)


def test_how_far_the_map_goes_and_whom_it_thanks_are_settings():
    found = chosen(Settings(tiles="kartverket", tile_zoom="5-12", tile_attribution="© Oss"))
    assert (found.shallowest, found.deepest, found.attribution) == (5, 12, "© Oss")
    drawn = script(POINTS, "/stops.geojson", found)
    assert '"minZoom": 5' in drawn
    assert '"maxZoom": 12' in drawn
    assert '"zoom": 5' in drawn


@pytest.mark.parametrize("value", ["18", "18-3", "3-99", "a-b", "3-18-20", "٣-٤"])
def test_a_zoom_that_is_none_is_refused_by_name(value):
    with pytest.raises(BadSetting, match="BUSPLAN_TILE_ZOOM"):
        Settings(tile_zoom=value)


def test_no_background_is_a_choice_too():
    assert chosen(Settings(tiles="none")) is None


@pytest.mark.parametrize(
    "setting",
    ["", "kartverkt", "https://kart.no/tile.png", "javascript:{z}{x}{y}", "https://a b;c/{z}/{x}/{y}"],
)
def test_a_background_that_is_none_is_refused_by_name(setting):
    with pytest.raises(BadSetting, match="BUSPLAN_TILES"):
        chosen(Settings(tiles=setting))


def test_the_thanks_of_a_background_are_shown_as_text():
    own = Settings(tiles="https://kart.no/{z}/{x}/{y}.png", tile_attribution="<b>Oss</b>")
    assert chosen(own).attribution == "&lt;b&gt;Oss&lt;/b&gt;"


@contextmanager
def provider(answer):
    """A tile provider on this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            answer(self)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"proxy:http://127.0.0.1:{server.server_port}/{{z}}/{{y}}/{{x}}.png"
        yield chosen(Settings(tiles=address))
    finally:
        server.shutdown()
        server.server_close()


def reply(status, body=b"", **headers):
    def answer(handler):
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def test_a_tile_is_fetched_by_its_numbers():
    asked = []

    def answer(handler):
        asked.append(handler.path)
        reply(200, PNG, Content_Type="image/png")(handler)

    with provider(answer) as tiles:
        assert fetch(tiles, 9, 270, 148) == PNG
    assert asked == ["/9/148/270.png"]


@pytest.mark.parametrize(
    "answer",
    [
        reply(404),
        reply(500),
        reply(200, b"<html>", Content_Type="text/html"),
        reply(200, PNG, Content_Type="image/png", Content_Length="9999"),
        reply(200, PNG * 100_000, Content_Type="image/png"),
    ],
    ids=["not there", "broken", "not a picture", "cut short", "too large"],
)
def test_anything_but_a_picture_is_no_tile(answer):
    with provider(answer) as tiles, pytest.raises(Unavailable):
        fetch(tiles, 1, 0, 0)


def test_a_provider_cannot_send_our_server_elsewhere():
    asked = []

    def elsewhere(handler):
        asked.append(handler.path)
        reply(200, PNG, Content_Type="image/png")(handler)

    with (
        provider(elsewhere) as other,
        provider(reply(302, Location=other.address.replace("{z}", "1"))) as tiles,
        pytest.raises(Unavailable),
    ):
        fetch(tiles, 1, 0, 0)
    assert asked == []


def test_a_crowd_of_tiles_is_served_by_waiting_a_little():
    def answer(handler):
        time.sleep(0.05)
        reply(200, PNG, Content_Type="image/png")(handler)

    with provider(answer) as tiles, ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda x: fetch(tiles, 5, x, 0), range(24))) == {PNG}


def test_a_provider_that_drips_its_answer_is_given_up(monkeypatch):
    monkeypatch.setattr(background, "SECONDS", 0.3)

    def drip(handler):
        reply(200, b"", Content_Type="image/png")(handler)
        with suppress(OSError):
            for _ in range(20):
                handler.wfile.write(b"x")
                time.sleep(0.1)

    with provider(drip) as tiles, pytest.raises(Unavailable, match="slowly"):
        fetch(tiles, 1, 0, 0)


def test_a_slow_provider_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(background, "SECONDS", 0.2)
    with provider(lambda handler: handler.rfile.read(1)) as tiles, pytest.raises(Unavailable):
        fetch(tiles, 1, 0, 0)


def test_a_provider_that_is_away_is_told_as_such():
    gone = chosen(Settings(tiles="proxy:http://127.0.0.1:1/{z}/{x}/{y}.png"))
    with pytest.raises(Unavailable):
        fetch(gone, 1, 0, 0)


def test_slow_tiles_hold_no_more_than_half_of_the_servers_threads(monkeypatch):
    monkeypatch.setattr(background, "SECONDS", 0.1)
    gone = chosen(Settings(tiles="proxy:http://127.0.0.1:1/{z}/{x}/{y}.png"))
    for _ in range(4):
        assert background.AT_ONCE.acquire(blocking=False)
    try:
        with pytest.raises(Unavailable, match="too many"):
            fetch(gone, 1, 0, 0)
    finally:
        background.AT_ONCE.release(4)
