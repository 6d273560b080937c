"""A stop that has become another: its addresses lead there, and nobody is left with what was."""

from datetime import UTC, datetime

import icalendar
import pytest
from small import SCHEDULE_YAML, STOPS_CSV

from busplan import publishing
from busplan.reading import Source
from busplan.web import create_app

LINES = [f"{line}," for line in STOPS_CSV.splitlines()]
HEADER, HOL, SKOLE, AAS, HJEM = LINES
JOINED = "\n".join([HEADER + "ble til", HOL, SKOLE, AAS + "hol", HJEM])
# Only Hol is visited; on one of the days at the hour that was that of Ås.
WITHOUT = SCHEDULE_YAML.split("notices:")[0].replace("{stop: aas,", "{stop: hol,")


def published(store, stops, schedule, day, now="2026-11-22T09:00"):
    files = Source("stops.csv", stops.encode()), Source("schedule.yaml", schedule.encode())
    publishing.publish(store, publishing.check(*files), "kari", datetime(2026, 11, day, tzinfo=UTC))
    return create_app(database=str(store.url), now=now).test_client()


@pytest.fixture
def joined(store):
    published(store, STOPS_CSV, SCHEDULE_YAML, 1)
    return published(store, JOINED, WITHOUT, 2)


@pytest.mark.parametrize(
    ("address", "there"),
    [
        ("/stops/aas", "/stops/hol"),
        ("/stops/aas.atom", "/stops/hol.atom"),
        ("/stops/aas.ics", "/stops/hol.ics"),
        ("/stops/aas.ics?reminder=60&cancelled=show", "/stops/hol.ics?reminder=60&cancelled=show"),
    ],
)
def test_its_addresses_lead_to_what_it_has_become(joined, address, there):
    for method in ("GET", "HEAD"):
        answer = joined.open(address, method=method)
        assert (answer.status_code, answer.headers["Location"]) == (308, there)
    assert joined.get(there).status_code == 200


def visits(answer):
    every = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")
    return [(str(one["UID"]).split("@")[0], str(one["STATUS"])) for one in every if "STATUS" in one]


@pytest.mark.parametrize("address", ["/stops/hol.ics", "/my/aas.ics", "/my/aas,hol.ics", "/calendar.ics"])
def test_its_visits_are_told_as_cancelled_once_where_its_address_leads(joined, address):
    told = visits(joined.get(address))
    assert len(told) == len(dict(told))
    assert dict(told) | {"20261126-1-aas": "CANCELLED", "20261126-1-hol": "CONFIRMED"} == dict(told)


def test_it_leaves_the_lists(joined):
    assert "/stops/aas" not in joined.get("/").text
    assert "/stops/aas" not in joined.get("/stops.geojson").text
    assert "/stops/aas" not in joined.get("/stops/hol").text


def test_it_is_a_stop_still_while_there_are_visits_to_it(store):
    client = published(store, JOINED, SCHEDULE_YAML, 1)
    assert client.get("/stops/aas").status_code == client.get("/stops/aas.ics").status_code == 200
    assert "/stops/aas" in client.get("/").text
    later = create_app(database=str(store.url), now="2026-12-04T09:00").test_client()
    assert later.get("/stops/aas").status_code == 308


def test_one_leads_to_the_next(store):
    client = published(
        store,
        JOINED.replace(
            "2150 Årnes,60.1200,11.4700,place,everyone,Ved torget,",
            "2150 Årnes,60.1200,11.4700,place,everyone,Ved torget,skole",
        ),
        WITHOUT.replace("stop: hol", "stop: skole").replace("- {stop: skole, from: 12:30, to: 13:00}", ""),
        1,
    )
    assert client.get("/stops/aas.ics").headers["Location"] == "/stops/skole.ics"
