"""A stop, and the hours of a round, changed on a page: a draft comes of it."""

import re
from datetime import time

import pytest
from small import SCHEDULE_YAML
from web.staff.signing import send, signed_in

from busplan import publishing, roads
from busplan.access import Role
from busplan.publishing import edit
from busplan.reading import Source, read
from busplan.store import Drafts, State
from busplan.timetable import Call, Point, Stop

STOP = {
    "name": "Hol torg",
    "municipality": "Nes",
    "address": "2150 Årnes",
    "note": "Ved torget",
    "access": "",
    "kind": "place",
    "audience": "everyone",
    "lat": "60,12",
    "lon": "11,47",
}

HOURS = {
    "from-0": "09:00",
    "to-0": "10:30",
    "from-1": "10:45",
    "to-1": "11:15",
    "from-2": "12:30",
    "to-2": "13:00",
}


@pytest.fixture
def editor(app):
    return signed_in(app, Role.EDITOR)


def timetable_of(store, number):
    return read(*(Source(*file) for file in Drafts(store).files(number))).timetable


def number_in(answer):
    assert answer.status_code == 303, answer.text
    return int(re.search(r"/staff/drafts/(\d+)$", answer.location)[1])


def test_a_stop_is_changed_and_nothing_else(editor, published):
    number = number_in(
        send(editor, "/staff/edit/stops/hol", **{**STOP, "name": "Hol stasjon", "lat": "60,125"})
    )
    timetable = timetable_of(published, number)
    assert timetable.stop("hol").name == "Hol stasjon"
    assert timetable.stop("hol").point.latitude == 60.125
    before = publishing.in_force(published).timetable
    assert timetable.stop("skole") == before.stop("skole")
    assert [route.calls for route in timetable.routes] == [route.calls for route in before.routes]
    assert "Stoppet Hol stasjon endret" in editor.get(f"/staff/drafts/{number}").text


def test_what_is_sent_as_it_stands_makes_no_draft(editor, published):
    page = editor.get("/staff/edit/stops/hol").text
    fields = dict(re.findall(r'name="(\w+)"[^>]* value="([^"]*)"', page))
    assert fields["lat"] == "60,12"
    answer = send(editor, "/staff/edit/stops/hol", **STOP)
    assert answer.location.endswith("/staff/edit/stops/hol")
    assert Drafts(published).open() == []


@pytest.mark.parametrize(
    ("field", "value"),
    [("lat", "nord"), ("lat", "91"), ("lon", "nan"), ("lon", ""), ("name", " "), ("municipality", "")],
)
def test_what_cannot_be_is_told_and_what_was_written_stays(editor, published, field, value):
    answer = send(editor, "/staff/edit/stops/hol", **{**STOP, "note": "Bak kirken", field: value})
    assert answer.status_code == 422
    assert "Bak kirken" in answer.text
    assert Drafts(published).open() == []


def test_the_hours_of_a_round_flow(editor, published):
    hours = {**HOURS, "from-0": "09:30", "to-0": "11:00"}
    flowing = number_in(send(editor, "/staff/edit/routes/tirsdag", **hours, flow="1"))
    calls = next(route for route in timetable_of(published, flowing).routes if route.id == "tirsdag").calls
    assert [(call.start, call.end) for call in calls] == [
        (time(9, 30), time(11)),
        (time(11, 15), time(11, 45)),
        (time(13), time(13, 30)),
    ]


def test_they_stay_where_they_are_when_they_are_not_to_flow(editor, published):
    hours = {**HOURS, "from-0": "08:30", "to-0": "10:00"}
    number = number_in(send(editor, "/staff/edit/routes/tirsdag", **hours))
    calls = next(route for route in timetable_of(published, number).routes if route.id == "tirsdag").calls
    assert [call.start for call in calls] == [time(8, 30), time(10, 45), time(12, 30)]


@pytest.mark.parametrize("wrong", [{"from-0": "12:00"}, {"to-2": "x"}, {"from-0": "9", "to-0": ""}])
def test_hours_that_cannot_be_are_told(editor, published, wrong):
    answer = send(editor, "/staff/edit/routes/tirsdag", **{**HOURS, **wrong})
    assert answer.status_code == 422
    assert "Hvert besøk slutter etter at det begynner" in answer.text
    assert Drafts(published).open() == []


def test_a_round_does_not_flow_past_midnight(small):
    hours = [(time(20), time(22)), (time(10, 45), time(11, 15)), (time(12, 30), time(13))]
    with pytest.raises(edit.PastMidnight):
        edit.with_hours(small, "tirsdag", hours, flow=True)


def test_a_visit_makes_room_for_the_drive_to_the_next_one(small):
    with_aas = edit.with_new_stop(small, Stop("aas", "Ås", "Ås", Point(59.66, 10.79)))
    new = Call("aas", time(11, 20), time(12, 20))
    calls = round_of(edit.with_call(with_aas, "tirsdag", new, flow=True)).calls
    was = round_of(small).calls
    assert calls[:3] == (*was[:2], new)
    drive = roads.drive_minutes(with_aas.stop("aas").point, small.stop("hol").point)
    late = edit.minute(calls[3].start) - edit.minute(new.end)
    assert drive <= late < drive + 5
    assert calls[3].start.minute % 5 == 0
    assert edit.minute(calls[3].end) - edit.minute(calls[3].start) == 30
    kept = round_of(edit.with_call(with_aas, "tirsdag", new, flow=False)).calls
    assert kept == (*was[:2], new, was[2])


def test_one_goes_on_changing_a_draft(editor, published):
    first = number_in(send(editor, "/staff/edit/stops/hol", **{**STOP, "name": "Hol stasjon"}))
    page = editor.get(f"/staff/edit?draft={first}").text
    assert "Hol stasjon" in page
    address = f"/staff/edit/stops/hol?draft={first}"
    second = number_in(
        send(editor, address, **{**STOP, "name": "Hol stasjon", "address": "Jernbanevegen 1"}, draft=first)
    )
    stop = timetable_of(published, second).stop("hol")
    assert (stop.name, stop.address) == ("Hol stasjon", "Jernbanevegen 1")
    assert Drafts(published).get(first).state is State.SET_ASIDE


def test_an_edit_on_top_of_what_is_no_longer_in_force_is_told(editor, app, published, stops):
    later = SCHEDULE_YAML.replace('"14:00", to: 14:30', '"15:00", to: 15:30')
    found = publishing.check(stops, Source("plan.yaml", later.encode()))
    page = editor.get("/staff/edit/stops/hol").text
    base = re.search(r'name="base" value="(\d+)"', page)[1]
    publishing.publish(published, found, "kari", published.entry(1).published_at)
    number = number_in(send(editor, "/staff/edit/stops/hol", **{**STOP, "name": "Hol stasjon"}, base=base))
    assert "Noen har publisert i mellomtiden" in editor.get(f"/staff/drafts/{number}").text


def test_what_is_not_there_is_not_changed(editor):
    for path in ("stops/nei", "routes/nei", "stops/hol?draft=77"):
        assert editor.get(f"/staff/edit/{path}").status_code == 404


def test_homes_are_changed_by_staff_only(editor, client, app):
    assert editor.get("/staff/edit/stops/hjem").status_code == 200
    assert signed_in(app, Role.DRIVER).get("/staff/edit/stops/hjem").status_code == 403
    assert client.get("/staff/edit/stops/hjem").status_code == 303


NEW = {**STOP, "name": "Vorma brygge", "address": "", "note": "", "lat": "60,121", "lon": "11,471"}


def round_of(timetable, id="tirsdag"):
    return next(route for route in timetable.routes if route.id == id)


def test_a_new_stop_comes_on_a_round_and_the_later_ones_make_way(editor, published):
    before = publishing.in_force(published).timetable
    hours = {"route": "tirsdag", "from": "10:35", "to": "10:50", "flow": "1"}
    number = number_in(send(editor, "/staff/edit/stops/new", **NEW, **hours))
    timetable = timetable_of(published, number)
    assert timetable.stop("vorma-brygge").municipality == "Nes"
    assert timetable.stops[:-1] == tuple(before.stop(stop.id) for stop in timetable.stops[:-1])
    calls = [(call.stop_id, call.start) for call in round_of(timetable).calls]
    was = [call.stop_id for call in round_of(before).calls]
    assert [id for id, _ in calls] == [was[0], "vorma-brygge", *was[1:]]
    assert calls[2][1] >= time(10, 50)
    assert calls[2][1].minute % 5 == 0
    page = editor.get(f"/staff/drafts/{number}").text
    assert "Nytt stopp: Vorma brygge" in page
    assert "nytt stopp" in page


def test_a_new_stop_may_be_on_no_round_yet(editor, published):
    number = number_in(send(editor, "/staff/edit/stops/new", **NEW))
    timetable = timetable_of(published, number)
    assert timetable.stop("vorma-brygge")
    assert timetable.routes == publishing.in_force(published).timetable.routes


def test_no_stop_gets_an_id_that_one_has_or_has_had(small):
    assert edit.new_id("Hol", small, {}) == "hol-2"
    assert edit.new_id("Vorma", small, {"vorma", "vorma-2"}) == "vorma-3"
    assert edit.new_id("New", small, {}) == "new-2"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"name": ""}, "Et stopp har navn og kommune"),
        ({"lat": "", "lon": ""}, "Sett merket på kartet"),
        ({"lat": "nord"}, "Skriv breddegrad og lengdegrad slik"),
        ({"route": "tirsdag", "from": "10:30"}, "Hvert besøk slutter etter at det begynner"),
        ({"route": "tirsdag", "from": "10:10", "to": "10:20"}, "skole"),
        ({"route": "tirsdag", "from": "10:35", "to": "23:59", "flow": "1"}, "over midnatt"),
    ],
)
def test_what_is_wrong_with_a_new_stop_is_told_and_what_was_written_stays(editor, published, given, told):
    answer = send(editor, "/staff/edit/stops/new", **{**NEW, "note": "Bak kirken", **given})
    assert answer.status_code == 422
    assert told in answer.text
    assert "Bak kirken" in answer.text
    assert Drafts(published).open() == []


def test_a_stop_is_taken_away_with_its_visits(editor, published):
    number = number_in(send(editor, "/staff/edit/stops/hol/remove"))
    timetable = timetable_of(published, number)
    assert timetable.stop("hol") is None
    assert all(call.stop_id != "hol" for route in timetable.routes for call in route.calls)
    page = editor.get(f"/staff/drafts/{number}").text
    assert "Stoppet Hol torg tatt bort" in page
    assert "Mye blir borte" in page


def test_a_visit_is_taken_off_a_round_and_another_put_on(editor, published):
    was = round_of(publishing.in_force(published).timetable).calls
    hours = {f"from-{at}": f"{call.start:%H:%M}" for at, call in enumerate(was)}
    hours |= {f"to-{at}": f"{call.end:%H:%M}" for at, call in enumerate(was)}
    other = {"gone-1": "1", "stop": "aas", "from": "08:15", "to": "08:30"}
    number = number_in(send(editor, "/staff/edit/routes/tirsdag", **hours, **other))
    calls = round_of(timetable_of(published, number)).calls
    assert calls[0].start == time(8, 15)
    assert calls[1:] == (was[0], *was[2:])
