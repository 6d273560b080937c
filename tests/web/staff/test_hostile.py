"""What is sent to break the desk, and what comes of it: an answer in words, never a fault of ours."""

import pytest
from web.staff.signing import send, signed_in

from busplan.access import Role

TOO_LARGE = "9" * 20


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
