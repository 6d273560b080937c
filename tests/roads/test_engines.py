"""OSRM and openrouteservice on this machine: servers that answer in their shape, and keep their limits."""

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from busplan.roads.leg import spot
from busplan.roads.ors import OpenRouteService
from busplan.roads.osrm import Osrm
from busplan.roads.roads import Roads
from busplan.roads.valhalla import Valhalla
from busplan.roads.vehicle import Vehicle
from busplan.settings import BadSetting, Settings, load
from busplan.store import Database, Legs
from busplan.timetable import Point

BUS, KEY = Vehicle(), "hemmelig-nokkel"
PLACES = [Point(59 + number / 1000, 10 + number / 500) for number in range(120)]


def metres(one, other):
    """A road of these servers: by latitude alone, and longer one way."""
    return round(abs(one[1] - other[1]) * 100_000) + (7 if one[1] > other[1] else 0)


def matrix(origins, destinations):
    lengths = [[metres(one, other) for other in destinations] for one in origins]
    return {"durations": [[each / 10 for each in row] for row in lengths], "distances": lengths}


class Kept(list):
    status = 200
    spoilt = None


@contextmanager
def server(answer):
    """Gives its address, and the sizes of what it was asked."""
    asked = Kept()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.reply(*answer(self, None, asked))

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.reply(*answer(self, json.loads(body), asked))

        def reply(self, status, content):
            text = content if isinstance(content, bytes) else json.dumps(content).encode()
            self.send_response(asked.status if asked.status != 200 else status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(asked.spoilt or text)))
            self.end_headers()
            self.wfile.write(asked.spoilt or text)

        def log_message(self, *_):
            pass

    here = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=here.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{here.server_port}", asked
    finally:
        here.shutdown()
        here.server_close()


def osrm(handler, _content, asked):
    path, query = urlsplit(handler.path).path, parse_qs(urlsplit(handler.path).query)
    service, _, _, where = path.strip("/").split("/")
    if service == "nearest":
        return 200, {"code": "Ok", "data_version": "2026-11"}
    points = [tuple(map(float, each.split(","))) for each in where.split(";")]
    if any(latitude > 80 for _, latitude in points):
        return 400, {"code": "NoSegment"}
    if service == "route":
        line = {"type": "LineString", "coordinates": points}
        return 200, {"code": "Ok", "routes": [{"duration": 60, "distance": 900, "geometry": line}]}
    asked.append(len(points))
    if len(points) > 100:
        return 400, {"code": "TooBig"}
    chosen = [[points[int(at)] for at in query[name][0].split(";")] for name in ("sources", "destinations")]
    return 200, {"code": "Ok", **matrix(*chosen)}


def ors(handler, content, asked):
    if handler.headers["Authorization"] != KEY:
        return 403, {"error": "Access to this API has been disallowed"}
    points = content["locations"]
    chosen = [[points[int(at)] for at in content[name]] for name in ("sources", "destinations")]
    asked.append(len(chosen[0]) * len(chosen[1]))
    return (200, matrix(*chosen)) if asked[-1] <= 3500 else (400, {"error": {"code": 6004}})


def right(found):
    """Each pair in its place, and none that is the other way round."""
    ends = [(round(p.longitude, 5), round(p.latitude, 5)) for p in PLACES]
    lengths = np.array([[metres(one, other) for other in ends] for one in ends]) / 1000
    np.fill_diagonal(lengths, 0)
    return np.allclose(found.km, lengths, atol=0.0015) and found.estimates == 0


def test_osrm_is_asked_for_a_hundred_places_at_once():
    with server(osrm) as (there, asked):
        found = Roads(Osrm(there, BUS)).matrix(PLACES)
        assert right(found)
        assert max(asked) <= 100
        assert (found.basis.version, found.basis.shown) == ("2026-11", "OSRM, veidata 2026-11")
        way = Osrm(there, BUS).way(*PLACES[:2])
        assert (way.leg.metres, len(way.line)) == (900, 2)


def test_openrouteservice_is_asked_for_3500_pairs_at_once():
    with server(ors) as (there, asked):
        assert right(Roads(OpenRouteService(there, BUS, KEY, between=0)).matrix(PLACES))
        assert max(asked) <= 3500
        assert len(asked) == 9


def test_a_place_without_a_road_spoils_nothing_for_the_others():
    with server(osrm) as (there, _):
        found = Roads(Osrm(there, BUS)).matrix([*PLACES[:5], Point(85, 10)])
        assert found.cut_off == (5,)
        assert np.isfinite(found.km[:5, :5]).all()
        assert (found.estimates, found.basis.trouble) == (0, "")


def test_a_new_stop_is_one_row_and_one_column(tmp_path):
    kept = Legs(Database(f"sqlite:///{tmp_path / 'b.db'}"))
    with server(osrm) as (there, asked):
        Roads(Osrm(there, BUS), kept).matrix(PLACES[:90])
        asked.clear()
        assert Roads(Osrm(there, BUS), kept).matrix(PLACES[:90]).estimates == 0
        assert asked == []
        found = Roads(Osrm(there, BUS), kept).matrix(PLACES[:91])
        assert (found.estimates, sum(asked)) == (0, 91 + 1 + 90 + 1)
        # Other data are asked for anew.
        asked.clear()
        Roads(Osrm(there, BUS, "2026-12"), kept).matrix(PLACES[:3])
        assert asked == [6]


def test_what_it_said_before_holds_while_it_is_away_and_the_rest_is_estimated(tmp_path):
    kept = Legs(Database(f"sqlite:///{tmp_path / 'b.db'}"))
    with server(osrm) as (there, _):
        before = Roads(Osrm(there, BUS), kept).matrix(PLACES[:4])
    after = Roads(Osrm(there, BUS), kept).matrix(PLACES[:5])
    assert np.allclose(before.km, after.km[:4, :4])
    assert after.estimated[4].tolist() == [True] * 4 + [False]
    assert (after.estimates, after.basis.version) == (8, "2026-11")
    assert after.basis.trouble.startswith("osrm: ")


@pytest.mark.parametrize(
    "spoilt",
    [b"{nonsense", b"[1]", b"[" * 100_000, b"{}", b'{"code": "Ok", "durations": [[1]], "distances": [[1]]}']
    + [
        b'{"code": "Ok", "durations": [[0, %s], [1, 0]], "distances": [[0, 1], [1, 0]]}' % bad
        for bad in (b"NaN", b"-1", b"1e12", b'"1"', b"true")
    ],
)
def test_what_is_no_matrix_is_not_taken_for_one(spoilt):
    with server(osrm) as (there, asked):
        asked.spoilt = spoilt
        found = Roads(Osrm(there, BUS, "2026-11")).matrix(PLACES[:2])
    assert (found.estimates, bool(found.basis.trouble)) == (2, True)


@pytest.mark.parametrize("status", [302, 401, 403, 404, 429, 500])
def test_an_engine_that_will_not_answer_is_no_land_without_roads(status):
    with server(osrm) as (there, asked):
        asked.status = status
        found = Roads(Osrm(there, BUS, "2026-11")).matrix(PLACES[:3])
    assert (found.estimates, found.cut_off) == (6, ())
    assert str(status) in found.basis.trouble


def test_neither_the_key_nor_where_people_live_is_told():
    engine = OpenRouteService("http://127.0.0.1:1", BUS, KEY, between=0)
    told = Roads(engine).matrix(PLACES[:3]).basis.trouble
    assert KEY not in told
    assert KEY not in repr(Settings(roads_key=KEY))
    with server(osrm) as (there, asked):
        asked.status = 500
        trouble = Roads(Osrm(there, BUS, "x")).matrix(PLACES[:2]).basis.trouble
    assert "10." not in trouble.replace("127.0.0.1", "")


def test_home_visits_are_told_to_no_engine_of_others():
    with server(ors) as (there, asked):
        engine = OpenRouteService(there, BUS, KEY, between=0)
        engine.is_ours = False
        found = Roads(engine).matrix(PLACES[:4], private=[1])
        assert max(asked) == 9
        assert found.estimated[1].tolist() == [True, False, True, True]


def test_no_engine_is_asked_where_none_is_set():
    found = Roads().matrix(PLACES[:3])
    assert (found.estimates, found.basis.shown, found.basis.trouble) == (6, "luftlinje × 1,3", "")
    assert Roads().way(*PLACES[:2]) is None


def test_settings_name_the_engine_and_the_bus():
    from busplan.roads.engines import engine_of

    assert engine_of(load({})) is None
    own = engine_of(load({"BUSPLAN_ROADS": "valhalla", "BUSPLAN_VEHICLE_WEIGHT": "18"}))
    assert (type(own), own.vehicle.weight, own.is_ours) == (Valhalla, 18, True)
    assert engine_of(load({"BUSPLAN_ROADS": "ors"})).is_ours is False
    assert spot(Point(59.123456, 10.1)) == (5912346, 1010000)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("roads", "google"),
        ("roads_address", "ftp://x"),
        ("roads_key", "a\nb"),
        ("roads_version", "x" * 101),
        ("vehicle_kind", "car"),
        ("vehicle_height", "40"),
        ("vehicle_weight", "nan"),
        ("vehicle_weight", "-3"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(name, value):
    with pytest.raises(BadSetting, match=f"BUSPLAN_{name.upper()}="):
        load({f"BUSPLAN_{name.upper()}": value})
