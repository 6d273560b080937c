"""Somebody of a role in, signed in out: a client of the app, or a browser. No password is hashed.

    client = signed_in(app, Role.EDITOR)
    sign_in_browser(context, site, store, Role.ADMIN)

Forms need a token: `client.post(path, data={**fields, "csrf_token": token(client)})`, or `send(client, path, **fields)`.
"""

import re
from contextlib import suppress
from datetime import UTC, datetime

from busplan.access import Role, accounts, secret
from busplan.access import session as sessions
from busplan.access.accounts import Refused
from busplan.store.staff import Staff
from busplan.web.staff.hour import now_of
from busplan.web.staff.session import COOKIE

NAMES = {
    Role.DRIVER: ("sigurd", "Sigurd Sjåfør"),
    Role.EDITOR: ("randi", "Randi Redaktør"),
    Role.PUBLISHER: ("unni", "Unni Utgiver"),
    Role.ADMIN: ("astrid", "Astrid Administrator"),
}


def account_of(store, role, now=None):
    """The one of the role; made when first asked for."""
    login, name = NAMES[role]
    with suppress(Refused):
        accounts.add(store, login, name, role, "test", now or datetime.now(UTC))
    return Staff(store).of_login(login)


def secret_of(store, role, now, agent="test"):
    """Of a new session of theirs."""
    return sessions.begin(store, account_of(store, role, now), agent, now, {"csrf_token": secret.new()})


def signed_in(app, role):
    """A client of the app in which somebody of the role is signed in; nobody is with None."""
    client = app.test_client()
    if role is not None:
        desk = app.extensions["busplan"]
        secret = secret_of(desk.shelf.store, role, now_of(desk))
        client.set_cookie(COOKIE, secret, secure=True, httponly=True, samesite="Lax")
    return client


def sign_in_browser(context, site, store, role, now=None):
    """The same in a context of Playwright, on a site that is served from the store."""
    secret = secret_of(store, role, now or datetime.now(UTC))
    # Of the host: that it is secure is said as of a site with TLS.
    flags = {"url": site.replace("http:", "https:"), "secure": True, "httpOnly": True, "sameSite": "Lax"}
    context.add_cookies([{"name": COOKIE, "value": secret, **flags}])
    return context


def token(client, path="/staff/"):
    """That of the forms in a session, from a page that has one."""
    page = client.get(path).text
    return re.search(r'name="csrf_token" value="([^"]+)"', page)[1]


def send(client, path, page="/staff/", **fields):
    """What a form is sent with, as a browser sends it."""
    data = {**fields, "csrf_token": token(client, page)}
    return client.post(path, data=data, headers={"Sec-Fetch-Site": "same-origin"})
