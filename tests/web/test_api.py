"""Programs hand files in with a key, and are told all as JSON."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO

import pytest
from small import SCHEDULE_YAML, STOPS_CSV
from web.staff.signing import account_of

from busplan.access import Role, tokens
from busplan.store import Drafts
from busplan.store.acts import Acts

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


def plan(hour):
    return SCHEDULE_YAML.replace('"14:00", to: 14:30', f'"{hour}:00", to: {hour}:30')


@pytest.fixture
def key(published):
    return lambda role: tokens.make(published, account_of(published, role, NOW), "regneark", 30, NOW)


def post(client, key, schedule=None, path="/api/publications", stops=STOPS_CSV, **fields):
    files = [(BytesIO(stops.encode()), "stops.csv"), (BytesIO((schedule or plan(15)).encode()), "plan.yaml")]
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return client.post(path, data={"files": files, **fields}, headers=headers)


def test_files_are_published_and_counted(client, key, published):
    answer = post(client, key(Role.PUBLISHER), base="1", message="Fra regnearket")
    assert answer.status_code == 201
    assert (answer.json["number"], answer.json["address"]) == (2, "/staff/publications/2")
    assert answer.json["changes"]["visits_moved"] == 2
    entry = published.entry(2)
    assert (entry.author, entry.message) == ("Unni Utgiver", "Fra regnearket")
    assert Acts(published).newest(1)[0].what == "published"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_the_same_again_changes_nothing(client, key, published):
    secret = key(Role.PUBLISHER)
    post(client, secret)
    again = post(client, secret)
    assert (again.status_code, again.json) == (200, {"outcome": "unchanged", "number": 2})
    assert len(published.entries()) == 2


def test_an_old_base_is_told_who_was_faster_and_what_differs(client, key, published):
    secret = key(Role.PUBLISHER)
    post(client, secret, plan(16), base="1", message="Klokka fire")
    answer = post(client, secret, plan(15), base="1")
    assert answer.status_code == 409
    assert answer.json["newest"]["author"] == "Unni Utgiver"
    assert answer.json["newest"]["number"] == 2
    assert answer.json["changes"]["visits_moved"] == 2


def test_of_many_upon_the_same_base_one_is_published(app, key, published):
    secret = key(Role.PUBLISHER)

    def press(hour):
        return post(app.test_client(), secret, plan(hour), base="1").status_code

    with ThreadPoolExecutor(4) as pool:
        codes = list(pool.map(press, range(15, 21)))
    assert sorted(codes) == [201, 409, 409, 409, 409, 409]
    assert len(published.entries()) == 2


def test_problems_are_told_as_the_command_line_tells_them(client, key, published):
    answer = post(client, key(Role.PUBLISHER), stops=STOPS_CSV.replace("60.1200", "sixty"))
    assert answer.status_code == 422
    problem = answer.json["problems"][0]
    assert (problem["file"], problem["line"], problem["severity"]) == ("stops.csv", 2, "error")
    assert problem["message"]
    assert len(published.entries()) == 1


def test_a_dry_run_and_a_draft_publish_nothing(client, key, published):
    secret = key(Role.EDITOR)
    dry = post(client, secret, path="/api/drafts", dry_run="1")
    assert (dry.status_code, dry.json["dry_run"]) == (200, True)
    assert Drafts(published).open() == []
    made = post(client, secret, path="/api/drafts")
    assert (made.status_code, made.json["address"]) == (201, "/staff/drafts/1")
    assert len(published.entries()) == 1


def test_much_that_is_gone_has_to_be_accepted(client, key):
    few = plan(15).replace("to: 2026-12-18", "to: 2026-11-24")
    few = few.replace("dates: [2026-11-26, 2026-12-03]", "dates: [2026-11-24]").split("notices:")[0]
    secret = key(Role.PUBLISHER)
    refused = post(client, secret, few)
    assert refused.status_code == 422
    assert "many_visits_gone" in {problem["code"] for problem in refused.json["problems"]}
    assert post(client, secret, few, accept="many_visits_gone").status_code == 201


def test_nobody_gets_in_without_a_key_that_may(client, key):
    assert post(client, "").status_code == 401
    assert post(client, "busplan_" + "x" * 43).status_code == 401
    answer = post(client, "")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert post(client, key(Role.EDITOR)).status_code == 403
    assert post(client, key(Role.EDITOR), path="/api/drafts").status_code == 201


def test_what_is_too_large_and_what_is_not_there_is_told_as_json(client, key):
    length = {"CONTENT_TYPE": "multipart/form-data; boundary=x", "CONTENT_LENGTH": "10500000"}
    answer = client.post(
        "/api/publications",
        headers={"Authorization": f"Bearer {key(Role.PUBLISHER)}"},
        environ_overrides=length,
    )
    assert (answer.status_code, answer.json["error"]) == (413, "too_large")
    assert client.get("/api/publications").status_code == 405
    nothing = client.post(
        "/api/drafts", data={"base": "1"}, headers={"Authorization": f"Bearer {key(Role.EDITOR)}"}
    )
    assert (nothing.status_code, nothing.json["error"]) == (422, "no_files")
