"""Nine parsers that are not ours agree on every calendar: over both changes of the clock, week 53 and New Year."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from readers import READERS

from busplan import publishing
from busplan.feeds import uid
from busplan.feeds.event import STATUS
from busplan.reading import Source
from busplan.store import Store
from busplan.web import create_app

NOW = "2026-11-22T09:00"
FIRST, LAST = date(2026, 10, 1), date(2027, 6, 18)
STOPS = """\
id,name,municipality,address,lat,lon,kind,open_to,note
hol,"Hol torg, «Ŋuorta»; nord",Nes,"2150 Årnes, ved \\ elva",60.1200,11.4700,place,everyone,Ved torget 🚌
aas,Ås,Ås,1430 Ås,59.6600,10.7900,place,children_first,
gone,Gamle Ås,Ås,1430 Ås,59.6700,10.8000,place,everyone,
"""
SCHEDULE = """\
service: {id: testbussen, name: "Bussen «Čáŋŧŧa», nord", timezone: ZONE, loan_visits: 1}
seasons: [{id: host, from: 2026-08-17, to: 2027-06-18}]
routes:
  - id: helg
    name: Helg
    vehicle: Bussen
    weekday: sunday
    stops: [{stop: hol, from: 12:30, to: "13:00"}, {stop: aas, from: 23:15, to: 23:59}]
  - id: odde
    vehicle: Den andre bussen
    weekday: thursday
    weeks: odd
    week53: parity
    stops: [{stop: aas, from: "04:00", to: "05:00"}]
  - id: kveld
    vehicle: Bussen
    dates: [2026-10-24, 2026-12-31, 2027-01-01, 2027-01-07, 2027-03-27, 2027-03-29]
    stops: [{stop: hol, from: 18:00, to: 19:30}]
  - id: gammel
    vehicle: Bussen
    weekday: monday
    weeks: [48, 49, 50]
    stops: [{stop: gone, from: 10:00, to: 11:00}]
closures: [{date: 2026-12-27, reason: Romjul}]
notices:
  - {date: 2026-10-25, stop: hol, what: moved, new_date: 2026-10-26, new_from: 16:00, reason: Skifte av klokka}
  - {date: 2026-11-29, stop: hol, what: cancelled, reason: "Snø; is, og vind"}
  - {date: 2026-12-06, stop: hol, what: delayed, minutes: 20, reason: Kø}
  - {date: 2026-12-13, stop: aas, what: perhaps_cancelled, reason: Kanskje}
  - {date: 2027-03-28, stop: hol, what: moved, new_place: Kirka, reason: Påske}
  - {date: 2026-12-17, stop: hol, what: extra, new_from: 17:00, new_to: 18:30, reason: Julekveld}
"""
# Published first; what follows takes a stop away and a Sunday out.
LATER = [
    ("  - id: gammel", "  - id: annen"),
    ("weeks: [48, 49, 50]", "weeks: [51]"),
    ("stop: gone", "stop: aas"),
]
KINDS = {
    "stop": "/stops/hol.ics",
    "given up": "/stops/gone.ics",
    "route": "/routes/helg.ics",
    "municipality": "/municipalities/as.ics",
    "vehicle": "/vehicles/bussen.ics",
    "whole": "/calendar.ics",
    "mine": "/my/aas,gone,hol.ics",
    "reminders": "/stops/hol.ics?reminder=45",
    "evening": "/my/aas,hol.ics?reminder=evening&cancelled=show",
    "hidden": "/calendar.ics?cancelled=hide",
    "nynorsk": "/nn/stops/hol.ics",
    "English": "/en/calendar.ics?reminder=1440",
    "visit": "/stops/hol/2026-10-25-1.ics",
}
ZONES = ["America/St_Johns", "Asia/Kathmandu", "Pacific/Auckland"]


def publish(store, schedule, stops, day):
    hand_in = publishing.check(
        Source("stops.csv", stops.encode()),
        Source("schedule.yaml", schedule.encode()),
        accept=("many_visits_gone", "stop_in_use_removed"),
    )
    assert publishing.publish(store, hand_in, "kari", datetime(2026, 11, day, tzinfo=UTC))


def opened(folder, zone, *replaced):
    store, schedule, stops = Store(f"sqlite:///{folder / 'feeds.db'}"), SCHEDULE.replace("ZONE", zone), STOPS
    publish(store, schedule, stops, 1)
    for old, new in replaced:
        assert old in schedule
        schedule = schedule.replace(old, new)
    if replaced:
        publish(store, schedule, "".join(stops.splitlines(keepends=True)[:-1]), 2)
    return store


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """Each kind of calendar in a file, and what the icalendar library makes of it."""
    folder = tmp_path_factory.mktemp("feeds")
    client = create_app(database=str(opened(folder, "Europe/Oslo", *LATER).url), now=NOW).test_client()
    files = {kind: folder / f"{kind}.ics" for kind in KINDS}
    for kind, file in files.items():
        answer = client.get(KINDS[kind])
        assert answer.status_code == 200, kind
        file.write_bytes(answer.data)
    for number, zone in enumerate(ZONES):
        (there := folder / str(number)).mkdir()
        client = create_app(database=str(opened(there, zone).url), now=NOW).test_client()
        files[zone] = folder / f"zone {number}.ics"
        files[zone].write_bytes(client.get("/calendar.ics").data)
    return files, dict(zip(files, READERS["icalendar"](list(files.values())), strict=True))


def test_the_judge_finds_each_visit_that_is_planned_and_no_other(tmp_path):
    """Against what the timetable itself says, in another zone of the world too."""
    for number, name in enumerate(["Europe/Oslo", *ZONES]):
        (folder := tmp_path / str(number)).mkdir()
        store = opened(folder, name)
        timetable, zone = publishing.in_force(store).timetable, ZoneInfo(name)
        expected = [
            (visit.slot.begins(zone), visit.slot.ends(zone), uid(visit, timetable.service), status(visit))
            for visit in timetable.visits(FIRST, LAST)
        ]
        nine, quarter = (datetime.combine(LAST + timedelta(1), time(9, m), zone) for m in (0, 15))
        expected.append((nine, quarter, "end@testbussen.busplan", ""))
        file = tmp_path / "whole.ics"
        file.write_bytes(create_app(database=str(store.url), now=NOW).test_client().get("/calendar.ics").data)
        [found] = READERS["icalendar"]([file])
        assert sorted(found) == sorted(expected)
        assert len(found) > 100


def status(visit):
    return STATUS.get(visit.status, "CONFIRMED")


@pytest.mark.parametrize("reader", READERS)
def test_it_reads_every_calendar_as_the_others_do(served, reader):
    files, expected = served
    found = dict(zip(files, READERS[reader](list(files.values())), strict=True))
    for kind, events in expected.items():
        assert sorted(found[kind]) == sorted(events), kind


def test_what_they_agree_on_is_what_is_hard(served):
    """Else agreement would say little."""
    _, read = served
    hours = {begins.date() for begins, *_ in read["stop"]}
    for before, after in ((date(2026, 10, 24), date(2026, 10, 26)), (date(2027, 3, 27), date(2027, 3, 29))):
        assert hours >= {before, after}
    thursdays = {begins.date() for begins, *_ in read["whole"]}
    assert thursdays >= {date(2026, 12, 31), date(2027, 1, 7)}  # weeks 53 and 1, both odd
    statuses = {status for *_, status in read["whole"]}
    assert statuses == {"CONFIRMED", "TENTATIVE", "CANCELLED", ""}
    assert {status for *_, status in read["given up"]} == {"CANCELLED", ""}
    assert {status for *_, status in read["hidden"]} == {"CONFIRMED", "TENTATIVE", ""}
    assert [uid for _, _, uid, _ in read["visit"]] == ["20261025-1-hol@testbussen.busplan"]
    assert all(read.values())
