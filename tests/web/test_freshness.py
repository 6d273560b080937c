"""A page is made once for each thing it depends on, and known again by its ETag."""

from datetime import UTC, datetime

import pytest
from small import SCHEDULE_YAML

from busplan import publishing
from busplan.reading import Source

PAGES = [
    *("/", "/stops/hol", "/stops.geojson", "/map.js", "/stops/hol/map.js", "/stops/hol.ics"),
    *("/today", "/days/2026-11-26", "/weeks/2026-W48", "/routes/tirsdag", "/municipalities/nes"),
    *("/timetable", "/timetable/nes", "/changes", "/about", "/privacy", "/sitemap.xml"),
]
CHANGED = Source("schedule.yaml", SCHEDULE_YAML.replace("to: 13:00", "to: 13:15").encode())


@pytest.mark.parametrize("address", PAGES)
def test_what_has_not_changed_is_not_sent_again(client, address):
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    since = client.get(address, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert since.status_code == 304
    head = client.head(address)
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", first.headers["ETag"])
    assert client.get(address).data == first.data


@pytest.mark.parametrize("address", PAGES)
def test_a_new_publication_is_seen_at_once(client, published, stops, address):
    first = client.get(address)
    hand_in = publishing.check(stops, CHANGED)
    publishing.publish(published, hand_in, "ola", datetime(2026, 11, 2, tzinfo=UTC))
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200


def test_another_database_in_its_place_changes_the_hours_too(client, published, stops, tmp_path):
    """Both begin with number 1: what is in them tells them apart."""
    client.get("/")
    (tmp_path / "busplan.db").unlink()
    today = Source(
        "schedule.yaml",
        SCHEDULE_YAML.replace("dates: [2026-11-26,", "dates: [2026-11-22,")
        .replace('"14:00"', "08:30")
        .encode(),
    )
    publishing.publish(published, publishing.check(stops, today), "ola", datetime(2026, 11, 2, tzinfo=UTC))
    assert "Bussen er her nå" in client.get("/").text


@pytest.mark.parametrize("address", ["/", "/stops/aas"])
def test_a_page_is_new_when_the_bus_comes_and_when_it_goes(at, address):
    def etag(clock):
        return at(f"2026-11-26T{clock}").get(address).headers["ETag"]

    assert etag("09:00") == etag("13:59")
    assert len({etag("13:59"), etag("14:00"), etag("14:30")}) == 3


@pytest.mark.parametrize("address", ["/map.js", "/stops/hol/map.js", "/"])
def test_another_background_is_seen_by_a_browser_that_knew_the_first(at, address):
    with_tiles = at("2026-11-22T09:00", tiles="kartverket").get(address).headers["ETag"]
    without = at("2026-11-22T09:00", tiles="none").get(address, headers={"If-None-Match": with_tiles})
    assert without.status_code == 200


def test_a_weak_etag_of_a_proxy_is_known_too(client):
    etag = client.get("/").headers["ETag"]
    assert client.get("/", headers={"If-None-Match": f"W/{etag}"}).status_code == 304


def test_strange_hosts_do_not_fill_the_memory(app):
    client = app.test_client()
    for number in range(20):
        client.get("/", headers={"Host": f"host{number}.example"})
    assert len(app.extensions["busplan"].kept) == 1


def test_a_feed_does_not_change_with_the_hour_or_the_host(at):
    feeds = {
        at(now).get("/stops/hol.ics", base_url=host).data
        for now in ("2026-11-22T09:00", "2026-11-26T14:10")
        for host in ("http://a.example", "https://b.example")
    }
    assert len(feeds) == 1


def test_a_feed_is_served_as_calendars_want_it(client):
    headers = client.get("/stops/hol.ics").headers
    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert headers["Content-Disposition"] == 'inline; filename="hol.ics"'
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "max-age=900" in headers["Cache-Control"]
    assert (
        client.get("/robots.txt").text == "User-agent: *\nAllow: /\nSitemap: http://localhost/sitemap.xml\n"
    )


def test_pages_are_made_once(app, client, monkeypatch):
    made = []
    monkeypatch.setattr("busplan.web.public.by_municipality", lambda scene: made.append(scene) or ())
    client.get("/")
    client.get("/")
    assert len(made) == 1
