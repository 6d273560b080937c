"""An account that staff have already (OpenID Connect) in, a session here out.

Somebody is known by issuer and subject. The first time it is by a verified e-mail address that is the login
of an account an administrator has made. None is ever made by itself.
"""

from logging import getLogger
from typing import Any

from flask import Blueprint, Flask, abort, current_app, redirect, request, url_for
from flask import session as present

from busplan.access import elsewhere as joined
from busplan.settings import BadSetting, Settings
from busplan.web import tongue
from busplan.web.desk import desk
from busplan.web.staff.onward import onward
from busplan.web.staff.page import shown
from busplan.web.staff.tell import Answer
from busplan.web.staff.who import ANYONE, enter, needs, now, store

NAME = "elsewhere"
WANTED = "wanted"
SECONDS = 10
log = getLogger(__name__)

elsewhere = Blueprint("elsewhere", __name__, url_prefix="/staff/elsewhere")


@elsewhere.get("/")
@needs(ANYONE)
def going() -> Answer:
    """Off to the other site, with what it must bring back (state, nonce and PKCE)."""
    there = client()
    for left in [name for name in present if name.startswith("_state_")]:
        del present[left]
    present[WANTED] = onward(request.args.get("next", ""))
    try:
        answer: Answer = there.authorize_redirect(back())
    except Exception as fault:  # the other site is down, or says what it should not
        return failed(fault)
    return answer


@elsewhere.get("/back")
@needs(ANYONE)
def coming() -> Answer:
    there = client()
    try:
        claims = there.authorize_access_token()["userinfo"]
        issuer, subject = str(claims["iss"]), str(claims["sub"])
        if issuer.rstrip("/") != desk().settings.oidc_issuer.rstrip("/"):
            raise ValueError("another issuer")
    except Exception as fault:
        return failed(fault)
    email = str(claims.get("email", "")) if claims.get("email_verified") is True else ""
    account = joined.find(store(), issuer, subject, email, now())
    if account is None:
        return shown("elsewhere.html", called=desk().settings.oidc_called, is_unknown=True), 403
    wanted = present.get(WANTED) or url_for("home.home")
    enter(account, elsewhere=True)
    return redirect(wanted, 303)


def failed(fault: Exception) -> Answer:
    """Whatever it is, nobody is in."""
    log.warning("nobody came in from elsewhere: %s", type(fault).__name__)
    return shown("elsewhere.html", called=desk().settings.oidc_called, is_unknown=False), 502


def back() -> str:
    """As it is known to the other site: of the setting, never of the request, and in no language."""
    return desk().settings.base_url.rstrip("/") + tongue.rootward(url_for("elsewhere.coming"))


def client() -> Any:
    found = current_app.extensions.get("busplan.elsewhere")
    return found.create_client(NAME) if found else abort(404)


def register(app: Flask, said: Settings) -> None:
    """Raises BadSetting where the extra is not installed."""
    if not said.oidc_issuer:
        return
    try:
        from authlib.integrations.flask_client import OAuth
    except ImportError:
        raise BadSetting(
            "oidc_issuer", said.oidc_issuer, "nothing, or install the extra: pip install 'busplan[oidc]'"
        ) from None
    there = app.extensions["busplan.elsewhere"] = OAuth(app)
    there.register(
        NAME,
        client_id=said.oidc_client_id,
        client_secret=said.oidc_client_secret,
        server_metadata_url=f"{said.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid email", "code_challenge_method": "S256", "timeout": SECONDS},
    )
