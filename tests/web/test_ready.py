"""What is asked for again is answered from memory, and never with what was."""

from datetime import UTC, datetime

import icalendar
import pytest
from small import SCHEDULE_YAML

from busplan import publishing
from busplan.reading import Source
from busplan.store import StoreUnavailable
from busplan.web import create_app
from busplan.web.kept import Kept

HOL = "/stops/hol.ics"


@pytest.fixture
def asked(app, monkeypatch):
    """The paths that Flask has been asked for."""
    paths = []
    app.before_request(lambda: paths.append(1))
    return paths


def test_flask_makes_a_calendar_once(client, asked):
    first = client.get(HOL)
    again = [client.get(HOL), client.head(HOL), client.get(HOL, headers={"If-None-Match": "*"})]
    assert [answer.status_code for answer in again] == [200, 200, 304]
    assert len(asked) == 1
    assert [*first.headers] == [*again[0].headers] == [*again[1].headers]
    assert again[1].data == again[2].data == b""
    assert int(again[1].headers["Content-Length"]) == len(first.data)


@pytest.mark.parametrize("how", ["GET", "HEAD"])
def test_one_who_has_it_already_is_told_so_even_by_a_server_that_has_just_begun(published, app, client, how):
    etag = client.get(HOL).headers["ETag"]
    fresh = create_app(database=str(published.url), now="2026-11-22T09:00").test_client()
    answer = fresh.open(HOL, method=how, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", etag)
    assert "Content-Length" not in answer.headers
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("asks", "status"),
    [
        ({"If-None-Match": 'W/{etag}, "other"'}, 304),
        ({"If-None-Match": '"other"', "If-Modified-Since": "{modified}"}, 200),
        ({"If-Modified-Since": "{modified}"}, 304),
        ({"If-Modified-Since": "Sat, 01 Jan 2028 00:00:00 GMT"}, 304),
        ({"If-Modified-Since": "Sat, 01 Jan 2000 00:00:00 GMT"}, 200),
        ({"If-Modified-Since": "yesterday", "If-None-Match": '"'}, 200),
        ({"Range": "bytes=0-10"}, 200),
    ],
)
def test_both_ways_to_ask_whether_it_is_new(client, asks, status):
    first = client.get(HOL).headers
    said = {
        name: value.format(etag=first["ETag"], modified=first["Last-Modified"])
        for name, value in asks.items()
    }
    assert client.get(HOL, headers=said).status_code == status


@pytest.mark.parametrize(
    "address", ["/", "/nn/", "/stops/hol", "/stops.geojson", "/timetable", "/embed/next", "/stops/hol/map.js"]
)
def test_flask_makes_a_page_once(client, asked, address):
    first = client.get(address)
    known = {"If-None-Match": first.headers["ETag"]}
    again = [client.get(address), client.head(address), client.get(address, headers=known)]
    assert [answer.status_code for answer in again] == [200, 200, 304]
    assert len(asked) == 1
    assert [*first.headers] == [*again[0].headers] == [*again[1].headers]
    assert again[0].data == first.data
    assert again[2].headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]


def test_a_page_that_names_its_host_is_of_that_host_only(app, client):
    for host in ("one.example", "two.example", "one.example"):
        for scheme in ("http", "https"):
            page = client.get("/stops/hol", base_url=f"{scheme}://{host}")
            assert f'<link rel="canonical" href="{scheme}://{host}/stops/hol">' in page.text


def test_a_page_that_names_none_is_the_same_for_all(client, asked):
    assert client.get("/", base_url="http://one.example").data == client.get("/").data
    assert len(asked) == 1


def test_strange_hosts_and_questions_take_no_room(app, client):
    for number in range(20):
        client.get("/stops/hol", headers={"Host": f"host{number}.example"})
        client.get(f"/stops/hol?number={number}")
    assert len(app.wsgi_app.app.kept) == 1
    assert len(app.extensions["busplan"].kept.made) < 5


def test_a_page_with_a_question_is_of_that_question(client):
    one, other = (client.get(f"/calendars?stop={stop}").text for stop in ("hol", "aas"))
    assert "/my/hol.ics" in one
    assert "/my/aas.ics" in other
    assert client.get("/calendars?stop=hol").text == one


def test_an_embed_may_be_framed_from_memory_and_a_page_may_not(client):
    for _ in range(2):
        assert "frame-ancestors 'none'" in client.get("/stops/hol").headers["Content-Security-Policy"]
        assert "frame-ancestors *" in client.get("/embed/stops/hol").headers["Content-Security-Policy"]


def test_a_page_is_new_the_minute_the_bus_comes(published, monkeypatch):
    app = create_app(database=str(published.url), now="2026-11-26T13:59")
    client = app.test_client()
    assert "Bussen er her nå" not in client.get("/").text
    clock = (
        create_app(database=str(published.url), now="2026-11-26T14:01").extensions["busplan"].settings.clock
    )
    monkeypatch.setattr(type(clock), "now", lambda self, zone, come=clock.now: come(zone))
    assert "Bussen er her nå" in client.get("/").text


def test_nothing_else_is_answered_from_memory(client, asked):
    for _ in range(2):
        assert client.post(HOL).status_code == 405
        assert client.post("/").status_code == 405
        assert client.get("/stops/nope.ics").status_code == 404
        assert client.head("/stops/nope.ics").data == b""
        assert client.get("/search?q=hol").status_code == 200
        assert client.get("/healthz").json["status"] == "ok"
    assert len(asked) == 12


def test_what_is_published_while_a_calendar_is_made_is_not_missed(app, client, published, stops, monkeypatch):
    changed = Source("schedule.yaml", SCHEDULE_YAML.replace("to: 13:00", "to: 13:15").encode())

    def publish():
        monkeypatch.setattr("busplan.web.subscribe.first_shown", first_shown)
        publishing.publish(published, publishing.check(stops, changed), "ola", datetime.now(UTC))

    from busplan.web.subscribe import first_shown

    monkeypatch.setattr("busplan.web.subscribe.first_shown", lambda today: publish() or first_shown(today))
    before, after = client.get(HOL).data, client.get(HOL).data
    assert b"T131500" not in before
    assert b"T131500" in after


def test_without_its_database_a_calendar_is_whole_or_the_answer_says_when_to_ask_again(
    published, client, monkeypatch
):
    whole = client.get(HOL)

    def away(*_):
        raise StoreUnavailable("away")

    monkeypatch.setattr("busplan.store.Store.head", away)
    assert client.get(HOL).data == whole.data
    fresh = create_app(database=str(published.url), now="2026-11-22T09:00").test_client()
    answer = fresh.get(HOL, headers={"If-None-Match": whole.headers["ETag"]})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")


def test_a_calendar_that_cannot_be_made_is_asked_for_again(app, client, monkeypatch):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr("busplan.web.subscribe.calendar", lambda *_: 1 / 0)
    answer = client.get(HOL)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    monkeypatch.undo()
    assert icalendar.Calendar.from_ical(client.get(HOL).data).walk("VEVENT")


def test_a_new_month_changes_a_calendar_by_the_hour_too(at):
    """In December October leaves it, and nothing has been published."""
    november, december = (at(f"2026-{day}T09:00") for day in ("11-30", "12-01"))
    first = november.get("/stops/skole.ics")
    since = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert november.get("/stops/skole.ics", headers=since).status_code == 304
    later = december.get("/stops/skole.ics", headers=since)
    assert later.status_code == 200
    assert len(later.data) < len(first.data)


def test_one_who_hides_what_is_cancelled_hears_of_it_by_the_hour_too(client, published, stops):
    path = "/stops/aas.ics?cancelled=hide"
    since = {"If-Modified-Since": client.get(path).headers["Last-Modified"]}
    off = SCHEDULE_YAML + "  - {date: 2026-11-26, stop: aas, what: cancelled, reason: Snø}\n"
    hand_in = publishing.check(stops, Source("schedule.yaml", off.encode()))
    publishing.publish(published, hand_in, "ola", datetime(2026, 11, 2, tzinfo=UTC))
    answer = client.get(path, headers=since)
    assert answer.status_code == 200
    assert b"20261126-1-aas" not in answer.data


def test_what_is_kept_has_room_for_so_much():
    kept = Kept(most=3, octets=10)
    for key in "abc":
        kept.put(key, key, 3)
    assert kept.get("a") == "a"
    kept.put("d", "d", 3)  # one too many: b has waited the longest
    assert [kept.get(key) for key in "abcd"] == ["a", None, "c", "d"]
    kept.put("e", "e", 8)
    assert [kept.get(key) for key in "acde"] == [None, None, None, "e"]
    kept.put("great", "great", 100)
    assert (len(kept), kept.get("great")) == (1, "great")
    kept.put("great", "less", 1)
    kept.put("f", "f", 9)
    assert len(kept) == 2
