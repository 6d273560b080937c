"""What has changed of late, as feed readers find it."""

import xml.etree.ElementTree as ET
from datetime import UTC, datetime

import pytest
from small import NEXT_YAML, SCHEDULE_YAML
from web.residents import text_of

from busplan import publishing
from busplan.reading import Source
from busplan.web import create_app

ATOM = "{http://www.w3.org/2005/Atom}"


def published(store, stops, schedule):
    hand_in = publishing.check(stops, Source("schedule.yaml", schedule.encode()))
    publishing.publish(store, hand_in, "kari", datetime(2026, 11, 2, tzinfo=UTC))


def titles(store, address, now="2026-11-22T09:00"):
    response = create_app(database=str(store.url), now=now).test_client().get(address)
    assert response.mimetype == "application/atom+xml"
    feed = ET.fromstring(response.data)  # noqa: S314 - our own
    entries = feed.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    times = [datetime.fromisoformat(entry.findtext(f"{ATOM}updated")) for entry in entries]
    assert times == sorted(times, reverse=True)
    assert all(moment.tzinfo for moment in times)
    return [entry.findtext(f"{ATOM}title") for entry in entries]


CANCELLED = "Innstilt: Ås, torsdag 3. desember kl. 14.00–14.30"
MOVED = "Flyttet: Hol torg, onsdag 18. november kl. 16.00–16.30"


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/changes.atom", {CANCELLED, MOVED}),
        ("/stops/aas.atom", {CANCELLED}),
        ("/stops/skole.atom", set()),
        ("/municipalities/nes.atom", {MOVED}),
    ],
)
def test_what_goes_otherwise_than_planned_is_news(store, stops, address, told):
    published(store, stops, SCHEDULE_YAML)
    assert set(titles(store, address)) == told


def test_what_is_changed_later_comes_first(store, stops):
    published(store, stops, SCHEDULE_YAML)
    published(store, stops, SCHEDULE_YAML.replace("12:30, to: 13:00", "12:45, to: 13:15"))
    first, *_ = titles(store, "/stops/hol.atom")
    assert first in {"Endret: Hol torg, tirsdag 8. desember kl. 12.45–13.15", MOVED}
    assert len(titles(store, "/stops/hol.atom")) == 2


def test_a_new_season_is_news_everywhere(store, stops):
    published(store, stops, SCHEDULE_YAML)
    published(store, stops, NEXT_YAML.replace("stop: bo", "stop: aas"))
    told = "Ny ruteplan er publisert. Den gjelder til og med 18. juni 2027."
    assert titles(store, "/stops/skole.atom")[0] == told


def test_a_hostile_name_stays_text(store, stops):
    name = "<script>alert(1)</script> & ]]>"
    hostile = Source("stops.csv", stops.content.replace("Ås,Ås".encode(), f'"{name}",Ås'.encode()))
    published(store, hostile, SCHEDULE_YAML)
    assert titles(store, "/stops/aas.atom") == [CANCELLED.replace("Ås", name)]


@pytest.mark.parametrize("address", ["/stops/nope.atom", "/stops/hjem.atom", "/municipalities/nope.atom"])
def test_news_of_nothing_are_not_there(store, stops, address):
    published(store, stops, SCHEDULE_YAML)
    assert create_app(database=str(store.url)).test_client().get(address).status_code == 404


def page(store, now="2026-11-22T09:00", path="/changes"):
    return text_of(create_app(database=str(store.url), now=now).test_client().get(path))


def test_the_page_tells_what_was_and_what_is(store, stops):
    published(store, stops, SCHEDULE_YAML)
    told = page(store)
    assert "Ås Ås Før: torsdag 3. desember kl. 14.00–14.30 Nå: ✕ Innstilt Bussen er på verksted." in told
    assert "Hol torg Nes Før: tirsdag 17. november kl. 12.30–13.00 Nå: → Flyttet onsdag 18. november" in told
    assert "Before: Thursday 3 December 14:00–14:30 Now: ✕ Cancelled" in page(store, path="/en/changes")


def test_other_hours_in_a_new_timetable_are_told_with_those_of_the_old(store, stops):
    published(store, stops, SCHEDULE_YAML)
    published(store, stops, SCHEDULE_YAML.replace("12:30, to: 13:00", "12:45, to: 13:15"))
    told = page(store)
    assert "Før: tirsdag 8. desember kl. 12.30–13.00 Nå: tirsdag 8. desember kl. 12.45–13.15" in told


def test_a_visit_that_is_taken_away_is_told_of_as_gone(store, stops):
    published(store, stops, SCHEDULE_YAML)
    published(store, stops, SCHEDULE_YAML.replace("[2026-11-26, 2026-12-03]", "[2026-12-03]"))
    told = page(store)
    assert "Før: torsdag 26. november kl. 14.00–14.30 Nå: ✕ Innstilt Besøket er ikke lenger med" in told


def test_where_nothing_has_changed_the_page_says_so(store, stops):
    published(store, stops, SCHEDULE_YAML.partition("notices:")[0])
    assert "Ingenting er endret denne måneden eller fremover." in page(store)


def test_a_new_season_stands_on_the_page(store, stops):
    published(store, stops, SCHEDULE_YAML)
    published(store, stops, NEXT_YAML.replace("stop: bo", "stop: aas"))
    assert "2. november 2026 : Ny ruteplan er publisert. Den gjelder til og med 18. juni 2027." in page(store)
