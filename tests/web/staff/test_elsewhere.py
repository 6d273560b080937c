"""Signing in with an account from elsewhere, against a real server of OpenID Connect on this machine."""

import json
from base64 import urlsafe_b64encode
from hashlib import sha256
from threading import Thread
from time import time
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from web.staff.signing import account_of
from web.staff.test_door import NOW
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from busplan.access import Role, accounts
from busplan.settings import BadSetting, load
from busplan.store.staff import Staff
from busplan.web import create_app


class Provider:
    """Answers as Entra or Feide would; `claims` and `key` are what a test may spoil."""

    def __init__(self):
        self.key = self.known = RSAKey.generate_key(2048, {"kid": "1"})
        self.server = make_server("127.0.0.1", 0, self.answer, threaded=True)
        self.issuer = f"http://127.0.0.1:{self.server.port}"
        self.asked, self.claims, self.is_down = {}, {}, False

    @Request.application
    def answer(self, request):
        if self.is_down:
            return Response("", 500)
        if request.path == "/jwks":
            return as_json({"keys": [self.known.as_dict(private=False)]})
        if request.path == "/token":
            digest = sha256(request.form["code_verifier"].encode()).digest()
            proof = urlsafe_b64encode(digest).rstrip(b"=").decode()
            if proof != self.asked["code_challenge"] or request.form["code"] != "the-code":
                return Response(json.dumps({"error": "invalid_grant"}), 400, mimetype="application/json")
            return as_json({"access_token": "x", "token_type": "Bearer", "id_token": self.id_token()})
        assert request.path == "/.well-known/openid-configuration"
        places = {name: f"{self.issuer}/{name.partition('_')[0]}" for name in ("token_endpoint", "jwks_uri")}
        places["authorization_endpoint"] = f"{self.issuer}/authorize"
        return as_json({"issuer": self.issuer, **places, "id_token_signing_alg_values_supported": ["RS256"]})

    def id_token(self):
        told = {
            "iss": self.issuer,
            "sub": "s-1",
            "aud": "busplan",
            "iat": int(time()),
            "exp": int(time()) + 60,
        }
        email = {"email": "Per@example.no", "email_verified": True, "nonce": self.asked["nonce"]}
        claims = {
            name: value for name, value in {**told, **email, **self.claims}.items() if value is not None
        }
        return jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.key)


def as_json(value):
    return Response(json.dumps(value), mimetype="application/json")


@pytest.fixture
def provider():
    made = Provider()
    thread = Thread(target=made.server.serve_forever, daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join(10)


@pytest.fixture
def app(published, provider):
    accounts.add(published, "per@example.no", "Per", Role.EDITOR, "Astrid", NOW)
    oidc = {"oidc_issuer": provider.issuer, "oidc_client_id": "busplan", "oidc_client_secret": "x" * 20}
    site = {"database": str(published.url), "now": "2026-11-22T09:00", "base_url": "http://localhost"}
    return create_app(**site, **oidc, oidc_name="Feide")


def go(client, provider, wanted=""):
    """Off to the provider: what it is asked."""
    answer = client.get("/staff/elsewhere/", query_string={"next": wanted})
    address = urlsplit(answer.location)
    provider.asked = {name: value[0] for name, value in parse_qs(address.query).items()}
    return provider.asked


def come_back(client, provider, **spoilt):
    asked = {"code": "the-code", "state": provider.asked["state"], **spoilt}
    return client.get("/staff/elsewhere/back", query_string=asked)


def test_one_comes_in_with_the_account_one_has(app, provider, published):
    client = app.test_client()
    assert "Logg inn med Feide" in client.get("/staff/sign-in").text
    asked = go(client, provider, "/staff/tokens/")
    assert asked["redirect_uri"] == "http://localhost/staff/elsewhere/back"
    assert (asked["code_challenge_method"], asked["response_type"]) == ("S256", "code")
    assert len(asked["nonce"]) >= 20
    answer = come_back(client, provider)
    assert (answer.status_code, answer.location) == (303, "/staff/tokens/")
    assert "Per" in client.get("/staff/").text
    known = Staff(published).of_login("per@example.no")
    assert (known.issuer, known.subject) == (provider.issuer, "s-1")


def test_the_second_time_one_is_known_by_the_subject_alone(app, provider):
    for claims in ({}, {"email": None, "email_verified": None}):
        provider.claims = claims
        client = app.test_client()
        go(client, provider)
        assert come_back(client, provider).status_code == 303


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"iss": "https://evil.example"},
        {"aud": "somebody-else"},
        {"exp": 1_700_000_000, "iat": 1_699_999_000},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_us_now_lets_nobody_in(app, provider, published, claims):
    provider.claims = claims
    client = app.test_client()
    go(client, provider)
    assert come_back(client, provider).status_code == 502
    assert client.get("/staff/").status_code == 303
    assert Staff(published).of_login("per@example.no").subject is None


def test_a_token_signed_by_another_lets_nobody_in(app, provider):
    provider.key = RSAKey.generate_key(2048, {"kid": "1"})
    client = app.test_client()
    go(client, provider)
    assert come_back(client, provider).status_code == 502


def test_what_we_did_not_ask_for_is_refused(app, provider):
    client, stranger = app.test_client(), app.test_client()
    go(client, provider)
    assert come_back(stranger, provider).status_code == 502
    assert come_back(client, provider, state="another").status_code == 502
    assert come_back(client, provider, code="another").status_code == 502


@pytest.mark.parametrize(
    "claims", [{"email_verified": False}, {"email_verified": None}, {"email": "ola@example.no"}]
)
def test_nobody_gets_an_account_by_themselves(app, provider, published, claims):
    provider.claims = claims
    before = len(Staff(published).all())
    client = app.test_client()
    go(client, provider)
    assert come_back(client, provider).status_code == 403
    assert client.get("/staff/").status_code == 303
    assert len(Staff(published).all()) == before


def test_an_address_that_has_been_taken_is_not_taken_again(app, provider):
    client = app.test_client()
    go(client, provider)
    assert come_back(client, provider).status_code == 303
    provider.claims = {"sub": "s-2"}
    other = app.test_client()
    go(other, provider)
    assert come_back(other, provider).status_code == 403


def test_an_account_that_is_off_does_not_come_in(app, provider, published):
    account_of(published, Role.ADMIN)
    accounts.put_off(published, Staff(published).of_login("per@example.no"), "Astrid", NOW)
    client = app.test_client()
    go(client, provider)
    assert come_back(client, provider).status_code == 403


def test_when_the_other_site_is_down_the_password_still_works(app, provider):
    provider.is_down = True
    client = app.test_client()
    answer = client.get("/staff/elsewhere/")
    assert answer.status_code == 502
    assert "Feide" in answer.text
    assert client.get("/staff/sign-in").status_code == 200


def test_all_of_its_settings_are_there_or_none():
    with pytest.raises(BadSetting, match="BUSPLAN_OIDC_CLIENT_ID"):
        load({"BUSPLAN_OIDC_ISSUER": "https://a.example"})
