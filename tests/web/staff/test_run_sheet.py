"""The run sheet: the day in order, and bad news out at once from the cab."""

from datetime import date

import pytest
from web.residents import text_of
from web.staff.signing import send, signed_in

from busplan import publishing
from busplan.access import Role
from busplan.store import Notices
from busplan.timetable import Status
from busplan.web import create_app

TUESDAY = date(2026, 11, 17)
SCHOOL, HOME, HOL = "skole 2026-11-17 1", "hjem 2026-11-17 1", "hol 2026-11-17 1"


@pytest.fixture
def cab(published):
    """A driver on the Tuesday at nine: the bus is at the school."""
    return at(published, "2026-11-17T09:00")


def at(store, now, role=Role.DRIVER):
    return signed_in(create_app(database=str(store.url), now=now), role)


def visits(store, day=TUESDAY):
    return {visit.stop.id: visit for visit in publishing.in_force(store).timetable.visits(day, day)}


def test_the_day_stands_in_order_with_homes_and_notes(cab):
    read = text_of(cab.get("/staff/today/"))
    assert read.index("Nes skole") < read.index("Hjemmebesøk")
    assert "Hol torg" not in read  # moved to the next day
    assert "Ved torget" in text_of(cab.get("/staff/today/?day=2026-11-18"))


def test_a_driver_tells_of_a_delay_for_the_rest_of_the_day(cab, published):
    told = send(cab, "/staff/today/late", "/staff/today/", visit=SCHOOL, minutes="15")
    assert (told.status_code, told.location) == (303, "/staff/today/")
    found = visits(published)
    assert {visit.status for visit in found.values()} == {Status.DELAYED}
    assert found["skole"].slot.start.minute == 15
    assert "Sigurd" in text_of(cab.get("/staff/today/"))


def test_told_again_it_is_as_late_as_said_last(cab, published):
    for minutes in ("15", "30"):
        send(cab, "/staff/today/late", "/staff/today/", visit=HOME, minutes=minutes)
    found = visits(published)
    assert found["hjem"].slot.start.strftime("%H.%M") == "11.15"
    assert found["skole"].status is Status.SCHEDULED


def test_the_rest_of_the_day_is_off_with_a_reason(cab, published):
    send(cab, "/staff/today/off", "/staff/today/", visit=SCHOOL, reason="Uvær")
    assert {(visit.status, visit.reason) for visit in visits(published).values()} == {
        (Status.CANCELLED, "Uvær")
    }


def test_one_visit_alone_is_off(cab, published):
    send(cab, "/staff/today/off", "/staff/today/", visit=SCHOOL, only="yes")
    found = visits(published)
    assert (found["skole"].status, found["hjem"].status) == (Status.CANCELLED, Status.SCHEDULED)


@pytest.mark.parametrize(
    "fields", [{"path": "off", "only": "yes"}, {"path": "off"}, {"path": "late", "minutes": "15"}]
)
def test_a_second_tap_says_nothing_more(cab, published, fields):
    path, asked = f"/staff/today/{fields['path']}", {k: v for k, v in fields.items() if k != "path"}
    send(cab, path, "/staff/today/", visit=SCHOOL, **asked)
    once = visits(published)
    send(cab, path, "/staff/today/", visit=SCHOOL, **asked)
    assert visits(published) == once
    assert Notices(published).standing()[-1].moment == 2


def test_it_is_taken_back_from_the_same_page(cab, published):
    send(cab, "/staff/today/off", "/staff/today/", visit=SCHOOL)
    page = cab.get("/staff/today/").text
    undo = page.partition('action="/staff/notices/')[2].partition('"')[0]
    told = send(cab, f"/staff/notices/{undo}", "/staff/today/", today="yes")
    assert told.location == "/staff/today/"
    assert {visit.status for visit in visits(published).values()} == {Status.SCHEDULED}
    again = send(cab, f"/staff/notices/{undo}", "/staff/today/", today="yes")
    assert again.status_code == 303
    assert "tatt tilbake allerede" in text_of(cab.get("/staff/today/"))


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("late", {"visit": SCHOOL, "minutes": "soon"}, 400),
        ("late", {"visit": SCHOOL, "minutes": "0"}, 400),
        ("late", {"visit": SCHOOL, "minutes": "100000"}, 400),
        ("late", {"visit": HOL, "minutes": "15"}, 404),
        ("late", {"minutes": "15"}, 404),
        ("off", {"visit": "aas 2026-11-26 1"}, 404),
        ("off", {"visit": SCHOOL, "reason": "<b>noe</b>"}, 400),
    ],
)
def test_only_visits_of_today_and_only_what_there_is_to_choose(cab, published, path, fields, status):
    assert send(cab, f"/staff/today/{path}", "/staff/today/", **fields).status_code == status
    assert {visit.status for visit in visits(published).values()} == {Status.SCHEDULED}


def test_past_midnight_is_refused_in_words(published):
    thursday = date(2026, 11, 26)
    cab = at(published, "2026-11-26T09:00")
    send(cab, "/staff/today/late", "/staff/today/", visit="aas 2026-11-26 1", minutes="720")
    assert "Ikke sagt fra: Et besøk ville vart til etter midnatt." in text_of(cab.get("/staff/today/"))
    assert visits(published, thursday)["aas"].status is Status.SCHEDULED
    send(cab, "/staff/today/late", "/staff/today/", visit="aas 2026-11-26 1", minutes="510")
    assert visits(published, thursday)["aas"].slot.end.strftime("%H.%M") == "23.00"


def test_of_what_is_over_there_is_nothing_to_tell(cab, published):
    assert "Forsinket" in text_of(cab.get("/staff/today/"))
    evening = at(published, "2026-11-17T20:00")
    assert "Forsinket" not in text_of(evening.get("/staff/today/"))


def test_a_day_without_visits_says_so(cab):
    assert "Ingen besøk denne dagen" in text_of(cab.get("/staff/today/?day=2026-11-21"))
    assert cab.get("/staff/today/?day=tull").status_code == 200


def test_it_is_read_in_nynorsk_and_english(cab):
    assert "Køyreliste" in cab.get("/nn/staff/today/").text
    assert "Run sheet" in cab.get("/en/staff/today/").text


def test_the_sheet_has_a_worker_of_its_own_and_else_nobody_keeps_it(cab):
    worker = cab.get("/staff/today/worker.js")
    assert worker.mimetype == "text/javascript"
    assert "no-store" in cab.get("/staff/today/").headers["Cache-Control"]
