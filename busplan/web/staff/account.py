"""One's own account: the password, and the browsers one is signed in with."""

from flask import Blueprint, redirect, request, url_for

from busplan.access import Role, accounts
from busplan.access.accounts import Refused
from busplan.store.sessions import Sessions
from busplan.web import tongue
from busplan.web.staff.agent import browser
from busplan.web.staff.page import shown
from busplan.web.staff.tell import Answer, done, why
from busplan.web.staff.who import needs, now, signed_in, store

LETTERS = 16

account = Blueprint("account", __name__, url_prefix="/staff/account")


@account.get("/")
@needs(Role.DRIVER)
def page(fault: str = "") -> Answer:
    found = signed_in()
    sessions = [
        {
            "id": each.digest[:LETTERS],
            "browser": browser(each.agent),
            "at": each.seen_at,
            "is_this": each.digest == found.session.digest,
        }
        for each in Sessions(store()).of_staff(found.person.id)
    ]
    return shown("account.html", account=found.account, sessions=sessions, fault=fault)


@account.post("/password")
@needs(Role.DRIVER)
def changing_password() -> Answer:
    """The other browsers are signed out."""
    found = signed_in()
    try:
        accounts.confirm(store(), found.account, request.form.get("present", ""), now())
        accounts.choose(store(), found.account, request.form.get("password", ""), found.session.digest, now())
    except Refused as fault:
        return page(why(fault)), 422  # type: ignore[return-value]
    done(tongue.words().say("Passordet er lagret. Du er logget ut alle andre steder."))
    return redirect(url_for("account.page"), 303)


@account.post("/sessions/end-others")
@needs(Role.DRIVER)
def ending_others() -> Answer:
    found = signed_in()
    accounts.end_sessions(store(), found.account, found.person.name, now(), found.session.digest)
    done(tongue.words().say("Du er logget ut alle andre steder."))
    return redirect(url_for("account.page"), 303)


@account.post("/sessions/<begins>/end")
@needs(Role.DRIVER)
def ending(begins: str) -> Answer:
    if len(begins) == LETTERS:
        accounts.end_one(store(), signed_in().account, begins, now())
    done(tongue.words().say("Du er logget ut der."))
    return redirect(url_for("account.page"), 303)
