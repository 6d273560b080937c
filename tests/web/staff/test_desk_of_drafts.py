"""Hand in, see, publish, undo: the desk as staff use it, without JavaScript."""

import re
from base64 import b64decode
from html import unescape
from io import BytesIO

import pytest
from small import NEXT_STOPS_CSV, NEXT_YAML, SCHEDULE_YAML, STOPS_CSV
from web.residents import text_of
from web.staff.handing import LATER, drafted, hand_in
from web.staff.signing import send, signed_in, token

from busplan import publishing
from busplan.access import Role
from busplan.store import Drafts, State
from busplan.store.acts import Acts
from busplan.web import bounds

OTHER = SCHEDULE_YAML.replace('"14:00", to: 14:30', '"16:00", to: 16:30')
FEWER = SCHEDULE_YAML.replace("to: 2026-12-18", "to: 2026-11-24").replace(
    "dates: [2026-11-26, 2026-12-03]", "dates: [2026-11-24]"
).split("notices:")[0]  # fmt: skip


@pytest.fixture
def editor(app):
    return signed_in(app, Role.EDITOR)


@pytest.fixture
def publisher(app):
    return signed_in(app, Role.PUBLISHER)


def hour(client):
    return re.search(r"14\.00–14\.30|15\.00–15\.30|16\.00–16\.30", client.get("/stops/aas").text)[0][:2]


def test_from_files_to_what_residents_see_and_back(publisher, client, published):
    number = drafted(publisher, message="Ås en time senere")
    assert hour(client) == "14"
    page = text_of(publisher.get(f"/staff/drafts/{number}"))
    assert "2 besøk flyttet" in page
    assert "1 kalender endrer seg hos dem som abonnerer" in page
    answer = send(publisher, f"/staff/drafts/{number}/publish", message="Ås en time senere")
    assert (answer.status_code, answer.location) == (303, "/staff/publications/2")
    assert hour(client) == "15"
    told = text_of(publisher.get("/staff/publications/2"))
    assert "Publisert som nummer 2." in told
    assert "Publisert av Unni Utgiver" in told
    answer = send(publisher, "/staff/publications/1/again", base="2")
    assert answer.location == "/staff/publications/3"
    assert hour(client) == "14"
    assert "angret" in text_of(publisher.get("/staff/publications"))
    assert [act.what for act in Acts(published).newest(3)] == ["published_again", "published", "draft_made"]


def test_a_fault_is_told_by_file_and_row_with_what_to_do_and_nothing_is_kept(editor, published):
    answer = hand_in(editor, ("stops.csv", STOPS_CSV.replace("60.1200", "sixty")), ("plan.yaml", LATER))
    assert answer.status_code == 422
    assert "Ingenting er lagret" in answer.text
    rows = re.findall(r'<th scope="row">(.*?)</th>', answer.text)
    assert "2" in rows
    assert "Feil:" in answer.text
    assert Drafts(published).open() == []


def test_staff_get_their_own_sheet_back_with_the_problems_marked(editor):
    answer = hand_in(editor, ("stops.csv", STOPS_CSV.replace("60.1200", "sixty")), ("plan.yaml", LATER))
    address, name = re.search(r'href="data:([^"]+)" download="([^"]+)"', answer.text).groups()
    content = b64decode(unescape(address).partition("base64,")[2]).decode("utf-8-sig")
    assert name == "stops-feil.csv"
    assert content.splitlines()[0].endswith(";Feil")
    assert "sixty" in content
    assert content.splitlines()[1].count(";") == content.splitlines()[0].count(";")


def test_problems_are_told_in_the_readers_language(editor):
    data = {"files": (BytesIO(b"id\nx"), "stops.csv"), "csrf_token": token(editor)}
    answer = editor.post("/nn/staff/hand-in", data=data, content_type="multipart/form-data")
    assert '<html lang="nn">' in answer.text
    assert "Ingenting er lagra" in answer.text


def test_the_same_files_again_are_no_changes(editor, published):
    answer = hand_in(editor, ("stops.csv", STOPS_CSV), ("schedule.yaml", SCHEDULE_YAML))
    assert answer.location == "/staff/publications/1"
    assert "Ingen endringer" in editor.get(answer.location).text
    assert Drafts(published).open() == []


def test_no_file_is_told_so(editor):
    answer = hand_in(editor)
    assert answer.status_code == 303
    assert "Velg minst én fil." in editor.get(answer.location).text


def test_files_are_told_by_their_content_and_names_are_only_names(editor, published):
    files = [("../../etc/passwd", STOPS_CSV), ("skole/æ ø\x7f.csv", LATER)]
    answer = hand_in(editor, *files)
    assert answer.status_code == 422, "a schedule that calls itself CSV is refused by its content"
    answer = hand_in(editor, ("../../etc/passwd", STOPS_CSV), ("skole/æ ø\x7f.yaml", LATER))
    number = int(answer.location.rpartition("/")[2])
    assert [name for name, _ in Drafts(published).files(number)] == ["passwd", "æ ø.yaml"]
    page = editor.get(f"/staff/drafts/{number}")
    assert "passwd" in page.text


def test_files_of_one_name_are_told_apart(editor, published):
    answer = hand_in(editor, ("plan.yaml", LATER), ("plan.yaml", STOPS_CSV))
    assert answer.status_code == 422
    assert "plan (2).yaml" in answer.text


def test_markup_in_a_name_or_a_message_is_text(editor):
    evil = "<script>alert(1)</script>{{7*7}}.yaml"
    data = {
        "files": [(BytesIO(STOPS_CSV.encode()), "stops.csv"), (BytesIO(LATER.encode()), evil)],
        "csrf_token": token(editor),
        "message": "<b>{{7*7}}</b>",
    }
    answer = editor.post("/staff/hand-in", data=data, content_type="multipart/form-data")
    page = editor.get(answer.location).text
    assert "<b>" not in page
    assert "<script>alert" not in page
    assert "{{7*7}}" in page


def test_what_is_too_large_is_refused_before_it_is_read(editor):
    class Counted(BytesIO):
        taken = 0

        def read(self, *args):
            got = super().read(*args)
            Counted.taken += len(got)
            return got

    body = Counted(b"x" * 20)
    environ = {"CONTENT_TYPE": "multipart/form-data; boundary=x", "CONTENT_LENGTH": "10500000"}
    answer = editor.post("/staff/hand-in", input_stream=body, environ_overrides=environ)
    assert answer.status_code == 413
    assert "Filene er for store" in answer.text
    assert "10 MB" in answer.text
    assert Counted.taken == 0


def test_other_forms_take_no_more_than_a_form(editor):
    data = {"csrf_token": token(editor), "message": "x" * (bounds.A_FORM + 1)}
    assert editor.post("/staff/drafts/1/set-aside", data=data).status_code == 413


def test_there_is_an_end_to_how_many_parts_are_taken(editor):
    many = {f"field-{number}": "x" for number in range(bounds.MOST_PARTS + 10)}
    data = {**many, "csrf_token": token(editor), "files": (BytesIO(b"x"), "a.csv")}
    answer = editor.post("/staff/hand-in", data=data, content_type="multipart/form-data")
    assert answer.status_code == 413


def test_an_editor_makes_drafts_and_a_publisher_publishes(editor, publisher, published):
    number = drafted(editor)
    assert send(editor, f"/staff/drafts/{number}/publish").status_code == 403
    assert send(editor, "/staff/publications/1/again", base="1").status_code == 403
    assert send(editor, f"/staff/drafts/{number}/schedule").status_code == 403
    assert "En utgiver kan publisere kladden." in editor.get(f"/staff/drafts/{number}").text
    assert send(publisher, f"/staff/drafts/{number}/publish").location == "/staff/publications/2"
    assert published.entry(2).author == "Unni Utgiver"


def test_a_driver_and_a_stranger_see_no_draft(app, editor):
    number = drafted(editor)
    for path in (f"/staff/drafts/{number}", f"/staff/drafts/{number}/files/0", "/staff/publications/1"):
        assert signed_in(app, Role.DRIVER).get(path).status_code == 403
        assert app.test_client().get(path).status_code == 303


def test_a_double_click_goes_to_the_same_page(publisher, published):
    number = drafted(publisher)
    answers = [send(publisher, f"/staff/drafts/{number}/publish") for _ in range(2)]
    assert {answer.location for answer in answers} == {"/staff/publications/2"}
    assert len(published.entries()) == 2


def test_a_double_click_on_undo_undoes_once(publisher, published):
    send(publisher, f"/staff/drafts/{drafted(publisher)}/publish")
    answers = [send(publisher, "/staff/publications/1/again", base="2") for _ in range(2)]
    assert {answer.location for answer in answers} == {"/staff/publications/3"}
    assert len(published.entries()) == 3


def test_the_second_to_publish_is_told_who_and_when_and_what(publisher, published, client):
    mine, theirs = drafted(publisher, LATER), drafted(publisher, OTHER)
    send(publisher, f"/staff/drafts/{theirs}/publish")
    answer = send(publisher, f"/staff/drafts/{mine}/publish")
    assert answer.status_code == 409
    told = text_of(answer)
    assert "Unni Utgiver publiserte nummer 2" in told
    assert "ingenting er overskrevet" in told
    assert 'href="/staff/publications/compare?before=1&amp;after=2"' in answer.text
    assert hour(client) == "16"
    page = text_of(publisher.get(f"/staff/drafts/{mine}"))
    assert "Noen har publisert i mellomtiden" in page
    assert "Publiser nå" not in page
    anew = send(publisher, f"/staff/drafts/{mine}/anew").location
    assert Drafts(published).get(mine).state is State.SET_ASIDE
    made = int(anew.rpartition("/")[2])
    assert send(publisher, f"/staff/drafts/{made}/publish").location == "/staff/publications/3"
    assert hour(client) == "15"


def test_files_that_were_made_before_somebody_published_are_not_put_on_top_unseen(publisher, editor):
    """The form was open while another published."""
    send(publisher, f"/staff/drafts/{drafted(publisher, OTHER)}/publish")
    number = drafted(editor, LATER, base="1")
    assert "Noen har publisert i mellomtiden" in editor.get(f"/staff/drafts/{number}").text


def test_much_that_is_gone_needs_a_typed_yes(publisher, published):
    number = drafted(publisher, FEWER)
    page = publisher.get(f"/staff/drafts/{number}").text
    assert "Mye blir borte" in page
    assert 'id="yes"' in page
    answer = send(publisher, f"/staff/drafts/{number}/publish")
    assert answer.status_code == 422
    assert "Skriv «ja» i feltet" in answer.text
    assert send(publisher, f"/staff/drafts/{number}/publish", yes="nei").status_code == 422
    assert len(published.entries()) == 1
    assert send(publisher, f"/staff/drafts/{number}/publish", yes=" Ja ").status_code == 303
    assert "many_visits_gone" in Drafts(published).get(number).accepted


def test_a_stop_in_use_that_is_gone_needs_one_too(publisher, published):
    stops = "\n".join(line for line in STOPS_CSV.splitlines() if not line.startswith("aas"))
    schedule = LATER.split("  - id: aas")[0] + "notices:\n" + LATER.splitlines()[-1].replace("aas", "hol")
    number = drafted(publisher, schedule, stops + "\n")
    assert send(publisher, f"/staff/drafts/{number}/publish").status_code == 422
    assert send(publisher, f"/staff/drafts/{number}/publish", yes="ja").status_code == 303
    assert "stop_in_use_removed" in Drafts(published).get(number).accepted


def test_it_can_be_published_at_a_set_time(publisher, published):
    number = drafted(publisher)
    late = send(publisher, f"/staff/drafts/{number}/schedule", day="2026-11-22", time="08:30")
    assert late.status_code == 422
    assert "ikke er passert" in late.text
    for wrong in ({"day": "x", "time": "06:00"}, {"day": "2031-01-01", "time": "06:00"}, {}):
        assert send(publisher, f"/staff/drafts/{number}/schedule", **wrong).status_code == 422
    send(publisher, f"/staff/drafts/{number}/schedule", day="2026-11-23", time="06:00")
    page = text_of(publisher.get(f"/staff/drafts/{number}"))
    assert "Blir publisert 23. november 2026 kl. 06.00" in page
    draft = Drafts(published).get(number)
    assert draft.publish_at.isoformat() == "2026-11-23T06:00:00+01:00"
    assert publishing.publish_due(published, draft.publish_at) == [2]


def test_it_can_be_left_unpublished_after_all(publisher, published):
    number = drafted(publisher)
    send(publisher, f"/staff/drafts/{number}/schedule", day="2026-11-23", time="06:00")
    send(publisher, f"/staff/drafts/{number}/unschedule")
    assert Drafts(published).get(number).state is State.DRAFT


def test_one_that_was_overtaken_at_its_time_says_so_on_the_desk(publisher, published):
    number = drafted(publisher)
    send(publisher, f"/staff/drafts/{number}/schedule", day="2026-11-23", time="06:00")
    send(publisher, f"/staff/drafts/{drafted(publisher, OTHER)}/publish")
    publishing.publish_due(published, Drafts(published).get(number).publish_at)
    assert "ble forbigått" in publisher.get("/staff/drafts").text
    assert "Den skulle publiseres av seg selv" in publisher.get(f"/staff/drafts/{number}").text


def test_a_draft_can_be_laid_away(editor, publisher):
    number = drafted(editor)
    send(editor, f"/staff/drafts/{number}/set-aside")
    assert "Lagt bort." in editor.get(f"/staff/drafts/{number}").text
    answer = send(publisher, f"/staff/drafts/{number}/publish")
    assert answer.status_code == 303
    assert "lagt bort eller publisert allerede" in publisher.get(answer.location).text


def test_files_go_out_as_files_and_nothing_else(editor):
    number = drafted(editor)
    for path in (f"/staff/drafts/{number}/files/1", "/staff/publications/1/files/1"):
        answer = editor.get(path)
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.mimetype == "application/octet-stream"
        assert "no-store" in answer.headers["Cache-Control"]
    assert editor.get(f"/staff/drafts/{number}/files/1").data == LATER.encode()
    assert editor.get(f"/staff/drafts/{number}/files/9").status_code == 404
    assert editor.get("/staff/publications/9/files/0").status_code == 404


def test_a_stop_has_its_two_calendars_side_by_side(editor):
    number = drafted(editor)
    page = text_of(editor.get(f"/staff/drafts/{number}/stops/aas"))
    assert "Flyttet: torsdag 26. november, fra kl. 14.00–14.30 til kl. 15.00–15.30" in page
    assert "Med kladden" in page
    assert editor.get(f"/staff/drafts/{number}/stops/finnes-ikke").status_code == 404


def test_the_map_shows_the_stops_that_change(editor):
    number = drafted(editor)
    found = editor.get(f"/staff/drafts/{number}/stops.geojson").json["features"]
    assert [(each["id"], each["properties"]["distance"]) for each in found] == [("aas", "2 besøk flyttet")]
    assert "showStops" in editor.get(f"/staff/drafts/{number}/map.js").text


def test_weeks_tell_what_differs(editor):
    page = text_of(editor.get(f"/staff/drafts/{drafted(editor)}"))
    assert "Uke 48, 2026: 1 besøk nå, 1 med endringene" in page


def test_the_next_season_is_shown_as_new(editor):
    number = drafted(editor, NEXT_YAML, NEXT_STOPS_CSV)
    page = text_of(editor.get(f"/staff/drafts/{number}"))
    assert "1 nytt stopp" in page
    assert "nye besøk" in page


def test_any_two_publications_can_be_compared(publisher):
    send(publisher, f"/staff/drafts/{drafted(publisher)}/publish")
    page = text_of(publisher.get("/staff/publications/compare?before=1&after=2"))
    assert "2 besøk flyttet" in page
    assert publisher.get("/staff/publications/compare?before=1&after=7").status_code == 404
    assert publisher.get("/staff/publications/compare").status_code == 200


def test_the_very_first_publication_is_made_from_the_desk(store):
    from busplan.web import create_app

    store.prepare()
    app = create_app(database=str(store.url), now="2026-11-22T09:00")
    publisher = signed_in(app, Role.PUBLISHER)
    number = drafted(publisher, SCHEDULE_YAML)
    assert "4 nye stopp" in text_of(publisher.get(f"/staff/drafts/{number}"))
    assert send(publisher, f"/staff/drafts/{number}/publish").location == "/staff/publications/1"
    assert app.test_client().get("/stops/hol").status_code == 200


def test_a_draft_leaks_nowhere(editor, client):
    number = drafted(editor, LATER.replace("Tirsdagsruta", "Hemmeligruta"))
    for path in ("/", "/timetable", "/routes/tirsdag", "/changes", "/stops.geojson", f"/drafts/{number}"):
        assert "Hemmeligruta" not in client.get(path).text
