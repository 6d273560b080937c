"""Planning on the desk: what cannot be driven, where a stop fits, wishes, moves by hand, and a draft of it."""

import json
import re
from datetime import UTC, date, datetime

import pytest
from markupsafe import escape
from small import SCHEDULE_YAML, STOPS_CSV
from web.staff.signing import send, signed_in

from busplan import publishing
from busplan.access import Role
from busplan.jobs.found import Found, Left, found_json
from busplan.jobs.wished import read_wished
from busplan.planning.wishes import Change, Lock, Opening
from busplan.reading import Source, read
from busplan.store import Drafts, Plans, Store
from busplan.store.plans import State
from busplan.web import create_app

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
NEW = {"name": "Bø", "municipality": "Nes", "lat": "60,14", "lon": "11,50", "minutes": "30", "every": "3"}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The small timetable, in which the bus has five minutes from the school to Hol, two kilometres away."""
    text = SCHEDULE_YAML.replace("to: 11:15", "to: 12:20").replace("from: 12:30", "from: 10:35", 1)
    text = text.replace("{stop: hjem, from: 10:45, to: 12:20}", "{stop: hjem, from: 11:45, to: 12:20}")
    text = text.replace("{stop: hol, from: 10:35, to: 13:00}", "{stop: hol, from: 10:31, to: 11:00}")
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('plans') / 'busplan.db'}")
    files = Source("stops.csv", STOPS_CSV.encode()), Source("schedule.yaml", text.encode())
    publishing.publish(store, publishing.check(*files), "kari", datetime(2026, 11, 1, 12, tzinfo=UTC))
    return create_app(database=str(store.url), now="2026-11-22T09:00", tiles="none")


@pytest.fixture(scope="module")
def plans(site):
    return Plans(site.extensions["busplan"].shelf.store)


@pytest.fixture
def editor(site):
    return signed_in(site, Role.EDITOR)


@pytest.fixture
def plan(editor):
    """A new one of the timetable in force."""
    return number_in(send(editor, "/staff/plans"))


def number_in(answer):
    assert answer.status_code == 303, answer.text
    return int(re.search(r"/staff/plans/(\d+)", answer.location)[1])


def text_of(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_what_cannot_be_driven_is_told_with_what_mends_it(editor):
    told = text_of(editor.get("/staff/plans/check").text)
    assert "1 av 2 strekninger kan ikke kjøres på tiden som er satt av." in told
    assert "fra «Nes skole» til «Hol torg» er det satt av 1 minutter" in told
    assert "flytt «Nes skole» fra kl. 09.00" in told or "flytt «Hol torg» fra kl. 10.31" in told
    assert "luftlinje × 1,3" in told


def test_a_margin_makes_it_worse_and_nonsense_is_refused_where_it_stands(editor):
    usual, winter = (text_of(editor.get(f"/staff/plans/check?per_leg={n}").text) for n in (0, 20))
    lacks = [int(re.search(r"Det mangler (\d+)", told)[1]) for told in (usual, winter)]
    assert lacks[1] == lacks[0] + 20
    refused = editor.get("/staff/plans/check?margin=mye&ends=25:00")
    assert refused.status_code == 422
    assert 'value="mye"' in refused.text
    assert refused.text.count('class="wrong"') == 2


def test_a_new_stop_is_given_places_and_one_of_them_becomes_a_plan(editor, plans):
    page = editor.get("/staff/plans/fit", query_string=NEW)
    assert "Der Bø passer best" in page.text
    number = number_in(send(editor, "/staff/plans/fit", **NEW, at="0"))
    kept = plans.get(number)
    assert kept.state is State.NEW
    shown = text_of(editor.get(f"/staff/plans/{number}").text)
    assert "Nytt: «Bø»" in shown
    assert [stop.id for stop in read_wished(kept.wishes).wishes.added] == ["bo"]


def test_a_stop_without_a_place_is_asked_for_one(editor):
    answer = editor.get("/staff/plans/fit", query_string={**NEW, "lat": "nord"})
    assert answer.status_code == 422
    assert "Skriv breddegrad og lengdegrad slik" in answer.text


def test_wishes_are_kept_as_they_are_typed(editor, plan, plans):
    fields = {
        "name": "Vår 2027",
        "change": "none",
        "weeks": "6",
        "margin": "15",
        "row-hol": "1",
        "visited-hol": "1",
        "every-hol": "3",
        "minutes-hol": "45",
        "lock-hol": "day",
        "from-hol": "09:00",
        "to-hol": "15:30",
        "days-hol": ["1", "3"],
        "row-aas": "1",
        "every-aas": "1",
        "minutes-aas": "30",
        "days-aas": [str(day) for day in range(5)],
        "bus-rows": "1",
        "bus-0": "1",
        "bus-days-0": ["0", "1"],
        "bus-begins-0": "08:00",
        "bus-ends-0": "16:00",
        "bus-name-new": "Bil 2",
        "bus-days-new": ["4"],
        "new-name": "Bø",
        "new-municipality": "Nes",
        "new-lat": "60,14",
        "new-lon": "11,50",
        "new-minutes": "20",
        "new-every": "6",
        "do": "save",
    }
    assert send(editor, f"/staff/plans/{plan}/wishes", **fields).status_code == 303
    kept = plans.get(plan)
    wishes = read_wished(kept.wishes).wishes
    assert (kept.name, wishes.change, wishes.weeks, wishes.limits.factor) == (
        "Vår 2027",
        Change.NONE,
        6,
        1.15,
    )
    hol = wishes.of("hol")
    assert (hol.every, hol.minutes, hol.lock, hol.weekdays) == (None, 45, Lock.DAY, (1, 3))
    assert hol.openings == (Opening(540, 930),)
    assert not wishes.of("aas").visited
    assert [(bus.name, bus.weekdays, bus.begins) for bus in wishes.buses] == [
        ("Bussen", (0, 1), 480.0),
        ("Bil 2", (4,), None),
    ]
    assert (wishes.of("bo").every, wishes.of("bo").minutes) == (6, 20)
    again = editor.get(f"/staff/plans/{plan}/wishes").text
    assert 'value="Vår 2027"' in again
    assert 'name="minutes-hol" value="45"' in again


def test_a_form_with_a_row_for_each_of_a_thousand_stops_is_taken(editor, plan):
    fields = {f"minutes-stop-with-a-rather-long-name-{n}": "30" * 200 for n in range(1000)}
    assert send(editor, f"/staff/plans/{plan}/wishes", **fields, do="save").status_code == 303
    assert send(editor, f"/staff/plans/{plan}/stop", **fields).status_code == 413


def test_wishes_that_cannot_be_read_change_nothing(editor, plan, plans):
    before = plans.get(plan).wishes
    fields = {"row-hol": "1", "every-hol": "tre", "from-hol": "12:00", "to-hol": "09:00", "new-name": "Bø"}
    answer = send(editor, f"/staff/plans/{plan}/wishes", **fields, do="run")
    assert answer.status_code == 422
    assert answer.text.count('class="wrong"') >= 4
    assert plans.get(plan).wishes == before
    assert plans.get(plan).state is State.NEW


def test_a_plan_runs_waits_is_stopped_and_tells_so(editor, plan, plans):
    assert send(editor, f"/staff/plans/{plan}/wishes", do="run", seconds="10").status_code == 303
    assert plans.get(plan).state is State.WAITING
    assert "Planen venter på tur" in editor.get(f"/staff/plans/{plan}").text
    told = editor.get(f"/staff/plans/{plan}/progress.json").json
    assert told["state"] == "waiting"
    assert "Planen venter på tur" in told["html"]
    assert "Det arbeides med planen nå" in sent_on(editor, f"/staff/plans/{plan}/delete")
    send(editor, f"/staff/plans/{plan}/stop")
    assert editor.get(f"/staff/plans/{plan}/progress.json").json["html"] == ""
    assert plans.get(plan).state is State.STOPPED
    assert "Planen er slettet" in sent_on(editor, f"/staff/plans/{plan}/delete")
    assert editor.get(f"/staff/plans/{plan}").status_code == 404


def sent_on(client, path):
    """What is read after a form is sent."""
    return client.get(send(client, path).location).text


def test_what_makes_no_sense_is_told_by_stop(editor, plan, plans):
    plans.ask(plan, 10)
    plans.claim(plan, "me", NOW)
    fault = {"code": "opening_too_short", "stop_id": "hol", "vehicle": "", "minutes": 12.0}
    plans.finish(plan, "me", State.FAILED, trouble=json.dumps({"faults": [fault]}))
    assert "«Hol torg» er 12 minutter lengre" in text_of(editor.get(f"/staff/plans/{plan}").text)
    assert "Hol torg” is 12 minutes longer" in text_of(editor.get(f"/en/staff/plans/{plan}").text)


@pytest.fixture
def done(editor, plan, plans):
    """A plan with an answer in which Hol comes a day later and Ås found no place."""
    rounds = read_wished(plans.get(plan).wishes).rounds
    from dataclasses import replace

    turns = tuple(
        replace(turn, weekday=turn.weekday + 1) if turn.stop_id == "hol" else turn
        for turn in rounds.turns
        if turn.stop_id != "aas"
    )
    found = Found(replace(rounds, turns=turns), (Left("aas", "no_room", 7.0),))
    plans.ask(plan, 10)
    plans.claim(plan, "me", NOW)
    curve = json.dumps(
        [
            [1, 90, 3, 0, 2, 0, 20090],
            [2, 80, 3, 1, 1, 0, 10120],
            [3, 75, 3, 1, 1, 1, 10115],
            [4, 70, 3, 1, 1, 1, 10100],
        ]
    )
    plans.finish(plan, "me", State.DONE, best=found_json((found,)), curve=curve)
    return plan


def test_a_plan_is_compared_with_today(editor, done):
    told = text_of(editor.get(f"/staff/plans/{done}").text)
    assert "«Ås» fikk ikke plass: på dagen der det passer best, mangler det 7 minutter." in told
    assert "Hol torg tirsdag kl. 10.31" in told
    assert "onsdag kl. 10.31" in told
    lines = editor.get(f"/staff/plans/{done}/rounds.geojson").json["features"]
    assert {line["properties"]["name"].split(",")[0] for line in lines} <= {"Tirsdag", "Onsdag", "Torsdag"}
    signs = {
        each["id"]: each["properties"]["state"]
        for each in editor.get(f"/staff/plans/{done}/stops.geojson").json["features"]
    }
    assert (signs["hol"], signs["aas"], signs["skole"]) == ("week", "none", "later")
    assert editor.get(f"/staff/plans/{done}?with=99:some").status_code == 404
    assert "Planene ved siden av hverandre" in editor.get(f"/staff/plans/{done}?with={done}:only").text


def test_a_round_goes_to_the_navigator(editor, done):
    page = editor.get(f"/staff/plans/{done}/rounds").text
    addresses = re.findall(r'href="([^"]+\.gpx[^"]*)"', page)
    tracks = [editor.get(address).text for address in addresses]
    assert any("<name>Nes skole</name>" in track for track in tracks)
    assert editor.get(f"/staff/plans/{done}/rounds/99.gpx").status_code == 404


def test_how_many_live_near_a_stop_is_told_where_a_file_is_set(site, done, tmp_path):
    people = tmp_path / "people.csv"
    people.write_text("x,y,people\n11.471,60.12,1200\n10.79,59.66,34000\n12.0,61.0,5\n", encoding="utf-8")
    given = {"database": str(site.extensions["busplan"].shelf.store.url), "now": "2026-11-22T09:00"}
    for name, said in (("people.csv", "35 200 1 200"), ("gone.csv", None), (None, None)):
        file = str(tmp_path / name) if name else ""
        page = signed_in(create_app(**given, people=file), Role.EDITOR).get(f"/staff/plans/{done}").text
        told = " ".join(text_of(page).replace("\xa0", " ").split())
        assert (f"Bor innen 1 km fra et stopp {said}" in told) == bool(said)
        assert ("Bor innen" in told) == bool(said)


def test_a_stop_is_moved_the_effect_is_told_and_it_is_undone(editor, done, plans):
    page = editor.get(f"/staff/plans/{done}/rounds").text
    turn = int(re.search(r"turns/(\d+)\?of=only\">Flytt til …<span class=\"unseen\"> Hol torg", page)[1])
    choices = editor.get(f"/staff/plans/{done}/turns/{turn}?of=only").text
    to = re.search(r'name="to" value="(1 [^"]+)"', choices)[1]
    answer = send(editor, f"/staff/plans/{done}/move", of="only", turn=str(turn), to=to)
    told = text_of(editor.get(answer.location).text)
    assert "Hol torg er flyttet til tirsdag kl." in told
    assert "Min versjon" in told
    [move] = json.loads(plans.get(done).moves)
    assert {"weekday": 1, "stop_id": "hol"}.items() <= next(
        turn for turn in move["rounds"]["turns"] if turn["stop_id"] == "hol"
    ).items()
    again = number_in(send(editor, f"/staff/plans/{done}/again", of="mine"))
    wished = read_wished(plans.get(again).wishes)
    assert wished.wishes.of("hol").lock is Lock.TIME
    assert wished.rounds.turns_of("hol")[0].weekday == 1
    assert "Angret" in sent_on(editor, f"/staff/plans/{done}/undo")
    assert json.loads(plans.get(done).moves) == []
    for nonsense in ({"turn": "99", "to": to}, {"turn": "0", "to": "9 x"}, {}):
        assert send(editor, f"/staff/plans/{done}/move", of="only", **nonsense).status_code == 404


def test_a_draft_of_it_has_its_visits_and_goes_the_way_of_drafts(editor, done, site, plans):
    answer = send(editor, f"/staff/plans/{done}/draft", of="only", first="2026-11-30")
    number = int(re.search(r"/staff/drafts/(\d+)$", answer.location)[1])
    store = site.extensions["busplan"].shelf.store
    draft = read(*(Source(*file) for file in Drafts(store).files(number))).timetable
    visits = [
        (visit.stop.id, visit.slot.day) for visit in draft.visits(date(2026, 11, 30), date(2026, 12, 18))
    ]
    assert ("hol", date(2026, 12, 9)) in visits
    assert ("skole", date(2026, 12, 8)) in visits
    assert "aas" not in {stop for stop, _ in visits}
    assert plans.get(done).draft == number
    for first in ("2026-11-01", "2027-03-01", "i morgen"):
        back = send(editor, f"/staff/plans/{done}/draft", of="only", first=first)
        assert f"/staff/plans/{done}" in back.location


def test_a_driver_may_not_plan(site):
    assert signed_in(site, Role.DRIVER).get("/staff/plans").status_code == 403


HUGE = ("9" * 20, "9" * 5000)


@pytest.mark.parametrize("number", HUGE, ids=len)
def test_a_number_no_database_holds_is_refused_and_moves_nothing(editor, plans, number):
    plan = number_in(send(editor, "/staff/plans/fit", **NEW, at="0"))
    own, before = f"/staff/plans/{plan}", plans.get(plan)
    answers = {
        "plan": editor.get(f"/staff/plans/{number}"),
        "beside": editor.get(f"{own}?with={number}:today"),
        "turn": send(editor, f"{own}/move", turn=number, to="1 0 "),
        "weekday": send(editor, f"{own}/move", turn="0", to=f"{number} 0 "),
        "week": send(editor, f"{own}/move", turn="0", to=f"1 {number} "),
        "fit": send(editor, "/staff/plans/fit", **NEW, at=number),
    }
    told = {name: answer.status_code for name, answer in answers.items()}
    assert told == dict.fromkeys(told, 404)
    assert plans.get(plan) == before


@pytest.mark.parametrize("language", ["", "/nn"])
def test_the_menu_tells_that_one_is_still_planning(editor, plan, language):
    for path in ("", "/wishes", "/rounds"):
        page = editor.get(f"{language}/staff/plans/{plan}{path}").text.partition("<main")[0]
        assert re.findall(r'href="([^"]+)"[^>]* aria-current="true"', page) == [f"{language}/staff/plans"]


HOSTILE = """<img src=x onerror="alert(1)"></script>${7*7}{{7*7}}"""


def test_a_hostile_name_is_text_on_every_page_of_planning(editor, plans):
    given = NEW | {"name": HOSTILE, "municipality": HOSTILE}
    page = editor.get("/staff/plans/fit", query_string=given).text
    number = number_in(send(editor, "/staff/plans/fit", **given, at="0"))
    for shown in (page, editor.get(f"/staff/plans/{number}").text):
        assert str(escape(HOSTILE)) in shown
        assert "<img src=x" not in shown
    told = json.loads(editor.get(f"/staff/plans/{number}/stops.geojson").text)
    assert told["type"] == "FeatureCollection"
