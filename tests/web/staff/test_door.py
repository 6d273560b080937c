"""In and out of the desk, and who is let where."""

import re
import sqlite3
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

import pytest
from pages import LANGUAGES, PAGES
from web.staff.signing import account_of, send, signed_in, token

from busplan.access import Role, accounts
from busplan.store.acts import Acts
from busplan.store.staff import Staff
from busplan.web.staff.session import COOKIE

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
PASSWORD = "vafler på en tirsdag"  # noqa: S105 - of nobody


def with_password(store, role=Role.EDITOR, password=PASSWORD):
    account = account_of(store, role)
    accounts.choose(store, account, password, "", NOW)
    return Staff(store).of_id(account.id)


def sign_in(client, login="randi", password=PASSWORD, wanted="", **kwargs):
    fields = {"login": login, "password": password, "next": wanted}
    data = {**fields, "csrf_token": token(client, "/staff/sign-in")}
    return client.post("/staff/sign-in", data=data, **kwargs)


def cookie_of(client):
    return client.get_cookie(COOKIE).value


def test_a_stranger_is_led_to_the_door_and_back(client, published):
    with_password(published)
    answer = client.get("/nn/staff/")
    assert (answer.status_code, answer.location) == (303, "/nn/staff/sign-in?next=/nn/staff/")
    answer = sign_in(client, wanted="/nn/staff/")
    assert (answer.status_code, answer.location) == (303, "/nn/staff/")
    assert "Hei, Randi Redaktør" in client.get("/nn/staff/").text
    assert [(act.what, act.by) for act in Acts(published).newest(1)] == [("signed_in", "Randi Redaktør")]


def test_the_cookie_is_ours_alone(client, published):
    with_password(published)
    said = sign_in(client).headers["Set-Cookie"]
    flags = {part.strip().partition("=")[0] for part in said.split(";")[1:]}
    assert said.startswith("__Host-busplan=")
    assert {"Secure", "HttpOnly", "SameSite", "Path", "Max-Age"} <= flags
    assert "Domain" not in flags
    assert "SameSite=Lax" in said
    assert re.search(r"Path=/(;|$)", said)


def test_only_the_digest_of_a_secret_is_kept(client, published):
    with_password(published)
    sign_in(client)
    secret = cookie_of(client)
    assert len(secret) == 43
    assert secret not in "".join(sqlite3.connect(published.file).iterdump())


@pytest.mark.parametrize(("login", "password"), [("randi", "galt passord her"), ("ingen", PASSWORD)])
def test_what_is_wrong_is_not_told(client, published, login, password):
    with_password(published)
    answer = sign_in(client, login, password)
    assert answer.status_code == 401
    assert "Brukernavnet og passordet hører ikke sammen" in answer.text
    assert client.get("/staff/").status_code == 303
    assert Acts(published).newest(1)[0].what == "refused"


def test_an_account_without_a_password_lets_nobody_in(client, published):
    account_of(published, Role.ADMIN)
    assert sign_in(client, "astrid", "").status_code == 401


def test_nobody_can_give_another_their_session(client, published):
    """The secret that was there before is worth nothing after (session fixation)."""
    with_password(published)
    sign_in(client)
    before = cookie_of(client)
    other = client.application.test_client()
    other.set_cookie(COOKIE, before)
    client.post("/staff/sign-out", data={"csrf_token": token(client, "/staff/")})
    sign_in(client)
    assert cookie_of(client) != before
    assert other.get("/staff/").status_code == 303


def test_signing_in_again_ends_the_session_before(client, published):
    with_password(published)
    sign_in(client)
    first = cookie_of(client)
    assert client.get("/staff/sign-in").status_code == 303
    fields = {"login": "randi", "password": PASSWORD, "next": "", "csrf_token": token(client, "/staff/")}
    assert client.post("/staff/sign-in", data=fields).status_code == 303
    assert cookie_of(client) != first
    client.set_cookie(COOKIE, first)
    assert client.get("/staff/").status_code == 303


def test_who_signs_out_is_out_with_every_copy_of_the_cookie(app, published):
    client = signed_in(app, Role.DRIVER)
    copy = cookie_of(client)
    answer = send(client, "/staff/sign-out")
    assert (answer.status_code, answer.location) == (303, "/staff/signed-out")
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert client.get_cookie(COOKIE) is None
    client.set_cookie(COOKIE, copy)
    assert client.get("/staff/").status_code == 303
    assert app.test_client().get("/staff/sign-out").status_code == 405


def test_a_session_ends_when_nobody_has_been_there_for_eight_hours(at, published):
    client = signed_in(at("2026-11-22T09:00").application, Role.DRIVER)
    secret = cookie_of(client)

    def answers(when):
        later = at(when)
        later.set_cookie(COOKIE, secret)
        return later.get("/staff/").status_code

    assert answers("2026-11-22T16:59") == 200
    assert answers("2026-11-23T00:58") == 200
    assert answers("2026-11-23T08:58") == 303


def test_a_session_ends_after_seven_days_whatever_happens(at, published):
    client = signed_in(at("2026-11-22T09:00").application, Role.DRIVER)
    secret, hours = cookie_of(client), []
    for hour in range(7, 24 * 7 + 14, 7):
        moment = datetime(2026, 11, 22, 9) + timedelta(hours=hour)  # noqa: DTZ001 - of the bus
        later = at(moment.isoformat())
        later.set_cookie(COOKIE, secret)
        if later.get("/staff/").status_code == 200:
            hours.append(hour)
    assert hours[-1] == 161


def test_when_somebody_was_seen_is_written_once_a_minute(at, published):
    client = signed_in(at("2026-11-22T09:00").application, Role.DRIVER)
    secret = cookie_of(client)
    client.get("/staff/")
    with sqlite3.connect(published.file) as database:

        def seen(when):
            later = at(when)
            later.set_cookie(COOKIE, secret)
            later.get("/staff/signed-out")
            return database.execute("SELECT seen_at FROM sessions").fetchone()[0][:19]

        assert seen("2026-11-22T09:00:50") == "2026-11-22T08:00:00"
        assert seen("2026-11-22T09:01:10") == "2026-11-22T08:01:10"


def test_an_account_that_is_off_is_out_at_once(app, published):
    client = signed_in(app, Role.EDITOR)
    assert client.get("/staff/").status_code == 200
    accounts.put_off(published, account_of(published, Role.EDITOR), "test", NOW)
    assert client.get("/staff/").status_code == 303


@pytest.mark.parametrize("cookie", ["x", "x" * 43, "a.b.c", "eyJ2aXNpdCI6MX0.AAAA.AAAA", "æ" * 10])
def test_a_cookie_that_is_none_of_ours_is_nobodys(client, published, cookie):
    client.set_cookie(COOKIE, cookie.encode().decode("latin-1"))
    assert client.get("/staff/").status_code == 303


@pytest.mark.parametrize("name", PAGES)
def test_no_page_for_residents_sets_a_cookie_or_heeds_one(app, name):
    """With that of an administrator, or any other, each is the same to the octet."""
    for prefix in LANGUAGES.values():
        path = prefix + PAGES[name]
        plain = app.test_client().get(path)
        known = signed_in(app, Role.ADMIN)
        known.set_cookie("session", "anything")
        seen = known.get(path)
        assert "Set-Cookie" not in seen.headers
        assert "Cookie" not in seen.headers.get("Vary", "")
        assert (seen.status_code, seen.data) == (plain.status_code, plain.data)


@pytest.mark.parametrize(
    "wanted",
    [
        *(
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "%09//evil.example",
        ),
        *(
            "\\\\evil.example",
            "/\t/evil.example",
            "///evil.example",
            "http:evil.example",
            "/staff/../..//evil.example",
        ),
        *(
            "/staff/nowhere",
            "/",
            "/stops/hol",
            "/staff/sign-out",
            "/staff\r\nSet-Cookie: a=b",
            "/nn//evil.example",
        ),
        *("/staff//evil.example", "@evil.example", "x" * 5000, "/staff/\u202e", "//[", "/staffx"),
    ],
)
def test_one_is_sent_on_to_our_own_pages_only(client, published, wanted):
    with_password(published)
    answer = sign_in(client, wanted=wanted)
    assert (answer.status_code, answer.location) == (303, "/staff/")


def test_what_was_asked_of_the_page_is_asked_again(client, published):
    with_password(published)
    first = client.get("/en/staff/?from=2026-11-22&to=%C3%A5").location
    answer = sign_in(client, wanted=unquote(first.partition("next=")[2]))
    assert answer.location == "/en/staff/?from=2026-11-22&to=%C3%A5"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_what_another_site_sends_is_refused(app, headers):
    client = signed_in(app, Role.DRIVER)
    data = {"csrf_token": token(client, "/staff/")}
    assert client.post("/staff/sign-out", data=data, headers=headers).status_code == 403
    assert client.get("/staff/").status_code == 200


@pytest.mark.parametrize("data", [{}, {"csrf_token": "x"}, {"csrf_token": ""}])
def test_what_comes_without_our_token_is_refused(app, data):
    client = signed_in(app, Role.DRIVER)
    answer = client.post("/staff/sign-out", data=data)
    assert answer.status_code == 403
    assert "Siden var for gammel" in answer.text
    plain = client.post("/staff/sign-out", data="csrf_token=x", content_type="text/plain")
    assert plain.status_code == 403
    assert client.get("/staff/").status_code == 200


def test_the_token_of_one_session_is_worth_nothing_in_another(app):
    one, other = signed_in(app, Role.DRIVER), signed_in(app, Role.EDITOR)
    assert other.post("/staff/sign-out", data={"csrf_token": token(one, "/staff/")}).status_code == 403


def test_the_desk_is_kept_by_nobody_and_framed_by_nobody(app):
    client = signed_in(app, Role.DRIVER)
    paths = ("/staff/", "/staff/sign-in", "/staff/signed-out", "/staff/nowhere", "/nn/staff/", "/staff/x.css")
    for path in paths:
        answer = client.get(path, headers={"Accept-Encoding": "gzip"})
        assert answer.headers["Cache-Control"] == "no-store"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert "form-action 'self'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Content-Encoding" not in answer.headers
        assert answer.headers["Referrer-Policy"] == "same-origin"


def test_a_view_that_does_not_say_what_it_needs_is_shown_to_nobody(published):
    from busplan.web import create_app

    app = create_app(database=str(published.url))
    app.add_url_rule("/staff/forgotten", view_func=lambda: "secret")
    assert signed_in(app, Role.ADMIN).get("/staff/forgotten").status_code == 404


def test_residents_read_while_nothing_can_be_written(app, published, monkeypatch):
    """And staff go on reading; what must be written is not pretended to be."""
    from busplan.store import StoreUnavailable

    client = signed_in(app, Role.DRIVER)
    secret = cookie_of(client)

    def full(self):
        raise StoreUnavailable("the disk is full")

    monkeypatch.setattr("busplan.store.Database.writing", full)
    assert client.get("/staff/").status_code == 200
    assert client.get("/stops/hol").status_code == 200
    assert sign_in(app.test_client()).status_code == 503
    assert send(client, "/staff/sign-out").status_code == 503
    assert cookie_of(client) == secret


def test_what_keeps_passwords_knows_the_fields(client, published):
    account = account_of(published, Role.DRIVER)
    secret = accounts.link(published, account, "kari", NOW)
    for path, sort in (("/staff/sign-in", "current-password"), (f"/staff/link/{secret}", "new-password")):
        [field] = re.findall(r"<input[^>]*name=\"password\"[^>]*>", client.get(path).text)
        assert 'type="password"' in field
        assert f'autocomplete="{sort}"' in field
        assert "onpaste" not in field
