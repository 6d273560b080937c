"""Every route × every role, with its expected status. A route that is missing from the table fails."""

from datetime import UTC, datetime

import pytest
from small import SCHEDULE_YAML, STOPS_CSV
from web.staff.routes import ROUTES, SECRETS, SORTS, everybody
from web.staff.signing import signed_in, token

from busplan import publishing
from busplan.access import Role, accounts
from busplan.reading import Source
from busplan.store import Store
from busplan.web import create_app
from busplan.web.staff.onward import is_desk

NOW = "2026-11-22T09:00"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The small timetable, with everything set that makes a route answer."""
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('site') / 'busplan.db'}")
    files = Source("stops.csv", STOPS_CSV.encode()), Source("schedule.yaml", SCHEDULE_YAML.encode())
    publishing.publish(store, publishing.check(*files), "kari", datetime(2026, 11, 1, 12, tzinfo=UTC))
    given = {"tiles": "proxy:kartverket", "contact": "a@example.no", "colour": "#0b5c5c"}
    return create_app(database=str(store.url), now=NOW, **given)


@pytest.fixture(scope="module")
def other(site):
    """The number of an account that nobody here is signed in with."""
    store = site.extensions["busplan"].shelf.store
    return accounts.add(store, "olav", "Olav", Role.DRIVER, "test", datetime(2026, 11, 1, tzinfo=UTC))


def rules(app):
    """`GET /stops/<stop_id>` …, and its view."""
    return {
        f"{method} {rule.rule}": app.view_functions[rule.endpoint]
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }


def test_no_route_is_missing_from_the_table_and_none_is_there_in_vain(site):
    assert sorted(rules(site)) == sorted(ROUTES)


def test_every_view_of_the_desk_says_what_it_needs_and_no_other_has_anything_to_do_with_it(site):
    for name, view in rules(site).items():
        assert hasattr(view, "needs") == is_desk(name.partition(" ")[2]), name


@pytest.mark.parametrize("name", ROUTES)
def test_everybody_is_answered_as_the_table_says(site, other, name):
    """On a page for residents a session makes no difference, and none of them takes a form."""
    method = name.partition(" ")[0]
    path, answers = ROUTES[name]
    found = {}
    for role in SORTS:
        client = signed_in(site, role)
        data = {}
        if method != "GET":
            data = {"csrf_token": token(client, "/staff/sign-in" if role is None else "/staff/")}
        with client.open(path.format(who=other), method=method, data=data) as answer:
            found[role] = answer.status_code
            if is_desk(path):
                assert answer.headers["Cache-Control"] == "no-store"
            else:
                assert "Set-Cookie" not in answer.headers
    assert found == (answers if isinstance(answers, dict) else everybody(answers))


@pytest.mark.parametrize("name", [name for name in ROUTES if name.startswith("POST") and name not in SECRETS])
def test_nothing_is_changed_by_looking_or_without_a_token(site, name):
    """A form is sent, and with what only our own page has."""
    path = ROUTES[name][0].format(who=1)
    for role in SORTS:
        client = signed_in(site, role)
        assert client.post(path).status_code in (303, 403)
        assert client.post(path, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
        assert client.open(path, method="TRACE").status_code == 405
        if name.replace("POST", "GET") not in ROUTES:
            assert client.get(path).status_code == 405


def test_what_takes_no_session_takes_no_form_of_another_site(site):
    """Comments on a hearing are told apart by where they are sent from, programs by their key."""
    for path in (path for path, _ in (SECRETS[name] for name in SECRETS if name.startswith("POST"))):
        for role in SORTS:
            client = signed_in(site, role)
            assert client.post(path).status_code in (401, 404)
            assert client.post(path, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_no_page_for_residents_takes_a_form(site):
    client = signed_in(site, Role.ADMIN)
    for name, (path, _) in ROUTES.items():
        if not is_desk(path) and name not in SECRETS:
            assert name.startswith("GET")
            assert client.post(path).status_code == 405
