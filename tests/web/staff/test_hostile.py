"""What is sent to break the desk, and what comes of it: an answer in words, never a fault of ours."""

import re
from datetime import UTC, date, datetime

import pytest
from small import STOPS_CSV
from web.staff.signing import send, signed_in
from web.staff.test_desk_of_drafts import LATER, OTHER, hand_in
from web.test_faults import rows

from busplan import publishing
from busplan.access import Role
from busplan.publishing import drafts
from busplan.store import Drafts

TOO_LARGE = "9" * 20
STOP = {"name": "Hol kirke", "municipality": "Nes", "kind": "place", "audience": "everyone"}
STOP |= {"lat": "60,12", "lon": "11,47"}
# What is left of a double click on each form that makes something.
MADE = {
    "publications": 1,
    "notices": 1,
    "moments": 2,
    "drafts": 2,
    "comments": 1,
    "staff": 1,
    "tokens": 1,
}


@pytest.fixture
def admin(app):
    return signed_in(app, Role.ADMIN)


def test_a_number_that_no_database_holds_is_not_there(app, admin):
    rules = [rule for rule in app.url_map.iter_rules() if "<int:" in rule.rule]
    assert len(rules) > 20
    for rule in rules:
        others = dict.fromkeys(rule.arguments, TOO_LARGE)
        path = rule.rule
        for name in others:
            for sort in ("int:", "path:", ""):
                path = path.replace(f"<{sort}{name}>", TOO_LARGE)
        answer = send(admin, path) if "POST" in rule.methods else admin.get(path)
        assert (path, answer.status_code) == (path, 404)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "10000-01-01", "-1", "x\0"])
def test_a_day_at_the_end_of_time_is_today(admin, day):
    answer = admin.get("/staff/today/", query_string={"day": day})
    assert answer.status_code == 200
    assert 'datetime="2026-11-22' in answer.text or "22. november" in answer.text


@pytest.mark.parametrize("number", [TOO_LARGE, "-1", "1e9", "", "x\0"])
def test_a_number_in_a_query_that_is_none_is_none(admin, number):
    for path, name in (("/staff/audit/", "before"), ("/staff/edit", "draft")):
        assert admin.get(path, query_string={name: number}).status_code == 200
    both = {"before": number, "after": number}
    assert admin.get("/staff/publications/compare", query_string=both).status_code == 200


FAR_OFF = (
    {"what": "moved", "first": "2026-11-22", "last": "2026-12-18", "new_day": "DAY"},
    {"what": "extra", "whom": "stop:hol", "first": "DAY", "new_start": "10:00", "new_end": "11:00"},
    {"what": "cancelled", "first": "2026-11-22", "last": "DAY"},
)


@pytest.mark.parametrize("day", ["2206-12-08", "9999-12-31"])
def test_a_slip_in_the_year_is_told_and_not_drawn_as_thousands_of_months(admin, client, day):
    for notice in FAR_OFF:
        said = {name: value.replace("DAY", day) for name, value in notice.items()}
        answer = send(admin, "/staff/notices/new", whole="1", **said)
        assert (answer.status_code, "Stemmer årstallet?" in answer.text) == (422, True)
    assert client.get("/stops/hol").status_code == client.get("/weeks/2026-W48").status_code == 200


def test_files_that_ask_for_very_much_are_refused_before_it_is_worked_out(admin, monkeypatch):
    """Some 100 kB can ask for a million visits: each look at the draft would take minutes."""
    monkeypatch.setattr(drafts, "MOST_VISITS", 4)
    answer = hand_in(admin, ("stops.csv", STOPS_CSV), ("plan.yaml", LATER))
    assert (answer.status_code, "flere enn 4 besøk" in answer.text) == (422, True)


@pytest.mark.parametrize("name", ['æ ø";x=y.csv', "a\r\nSet-Cookie: a=b.csv", "../..\\x\u202egpj.csv"])
def test_a_file_goes_out_by_its_name_whatever_that_is(admin, published, name):
    standing = publishing.standing(published)
    files = [(name, STOPS_CSV.encode()), ("plan.yaml", LATER.encode())]
    found = publishing.look_at(standing, files, date(2026, 11, 22))
    number = publishing.hand_in(published, found, 1, "Randi", datetime(2026, 11, 22, tzinfo=UTC))
    answer = admin.get(f"/staff/drafts/{number}/files/0")
    assert answer.data == STOPS_CSV.encode()
    assert answer.headers["Content-Disposition"].startswith("attachment; ")


def twice(send_it):
    """What both clicks came to."""
    answers = [send_it(), send_it()]
    return [(answer.status_code, answer.location) for answer in answers], answers[1].text


def test_who_clicks_twice_has_one_of_it_and_a_kind_answer(app, admin, published):
    """Of what is shown once, the one that is seen is the one that holds."""
    before = rows(published)
    files = [("stops.csv", STOPS_CSV), ("plan.yaml", LATER)]
    made, _ = twice(lambda: hand_in(admin, *files))
    assert made == [(303, "/staff/drafts/1")] * 2
    heard, page = twice(lambda: send(admin, "/staff/drafts/1/hearing", days="7"))
    secret = re.search(r"/hearing/([\w-]+)", page)[1]
    comment = {"name": "Kari", "text": "Fint"}
    said, _ = twice(lambda: app.test_client().post(f"/hearing/{secret}/comments", data=comment))
    added, page = twice(lambda: send(admin, "/staff/people/", login="ola@b.no", name="Ola", role="driver"))
    assert app.test_client().get(re.search(r"/staff/link/[\w-]+", page)[0]).status_code == 200
    keys, page = twice(lambda: send(admin, "/staff/tokens/", name="regneark", days="30"))
    key = {"Authorization": "Bearer " + re.search(r"busplan_[\w-]+", page)[0]}
    assert app.test_client().post("/api/drafts", headers=key).status_code == 422
    notice = {"what": "cancelled", "whom": "stop:hol", "first": "2026-12-08", "whole": "1"}
    told, _ = twice(lambda: send(admin, "/staff/notices/new", **notice))
    shifted, _ = twice(lambda: send(admin, "/staff/edit/stops/hol", **STOP, draft="1"))
    assert shifted == [(303, "/staff/drafts/2"), (303, "/staff/drafts")]
    out, _ = twice(lambda: send(admin, "/staff/drafts/2/publish"))
    assert out == [(303, "/staff/publications/2")] * 2
    assert {code for code, _ in (*heard, *added, *keys)} == {200}
    assert {code for code, _ in (*said, *told)} == {303}
    new = {name: count - before[name] for name, count in rows(published).items() if count != before[name]}
    more = {name: new[name] for name in MADE}
    assert more == MADE


def test_a_draft_that_is_made_anew_twice_is_made_once(admin, published):
    files = [("stops.csv", STOPS_CSV), ("plan.yaml", LATER)]
    hand_in(admin, *files)
    hand_in(admin, files[0], ("plan.yaml", OTHER))
    send(admin, "/staff/drafts/2/publish")
    made, _ = twice(lambda: send(admin, "/staff/drafts/1/anew"))
    assert made == [(303, "/staff/drafts/3")] * 2
    assert [draft.id for draft in Drafts(published).open()] == [3]
