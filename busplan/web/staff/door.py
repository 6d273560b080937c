"""The way in and out: a login and a password in, and a code where one is asked for; a session out."""

from datetime import timedelta
from hashlib import sha256

from flask import Blueprint, redirect, request, url_for
from flask import session as present

from busplan.access import door as doorkeeper
from busplan.access import factor
from busplan.store.staff import Account, Staff
from busplan.web.desk import desk
from busplan.web.staff.onward import onward
from busplan.web.staff.page import shown
from busplan.web.staff.tell import Answer
from busplan.web.staff.who import ANYONE, enter, leave, needs, now, store, visitor

CLEAR = '"cache", "cookies", "storage"'
HALF = "half"
HALF_HOLDS = timedelta(minutes=5)

door = Blueprint("door", __name__, url_prefix="/staff")


@door.get("/sign-in")
@needs(ANYONE)
def sign_in() -> Answer:
    wanted = request.args.get("next", "")
    if visitor():
        return redirect(onward(wanted), 303)
    return at_the_door(login="", wanted=wanted)


@door.post("/sign-in")
@needs(ANYONE)
def signing_in() -> Answer:
    login, wanted = request.form.get("login", ""), request.form.get("next", "")
    password = request.form.get("password", "")
    account = doorkeeper.knock(store(), login, password, request.remote_addr or "", now())
    if account is None:
        return at_the_door(login=login, wanted=wanted, is_wrong=True), 401  # type: ignore[return-value]
    if account.totp:
        present[HALF] = [account.id, stamp(account), now().isoformat(), onward(wanted)]
        return redirect(url_for("door.code"), 303)
    enter(account)
    return redirect(onward(wanted), 303)


def at_the_door(**facts: object) -> Answer:
    return shown("sign_in.html", elsewhere=desk().settings.oidc_called, **facts)


@door.get("/code")
@needs(ANYONE)
def code(is_wrong: bool = False) -> Answer:
    """For those who have given their password just now."""
    return shown("code.html", is_wrong=is_wrong) if half_in() else redirect(url_for("door.sign_in"), 303)


@door.post("/code")
@needs(ANYONE)
def giving_code() -> Answer:
    account = half_in()
    if account is None:
        return redirect(url_for("door.sign_in"), 303)
    if not factor.passes(store(), account, request.form.get("code", ""), now()):
        return code(is_wrong=True), 401  # type: ignore[return-value]
    wanted = present[HALF][3]
    enter(account)
    return redirect(wanted, 303)


def half_in() -> Account | None:
    """Who has given their password, if it is theirs still."""
    number, kept, at, _ = present.get(HALF) or (0, "", "", "")
    account = Staff(store()).of_id(number) if number else None
    if account is None or not account.active or stamp(account) != kept:
        return None
    return account if at > (now() - HALF_HOLDS).isoformat() else None


def stamp(account: Account) -> str:
    """Another with each password and each telephone."""
    return sha256(f"{account.password} {account.totp}".encode()).hexdigest()[:16]


@door.post("/sign-out")
@needs(ANYONE)
def signing_out() -> Answer:
    leave()
    answer = redirect(url_for("door.signed_out"), 303)
    answer.headers["Clear-Site-Data"] = CLEAR
    return answer


@door.get("/signed-out")
@needs(ANYONE)
def signed_out() -> Answer:
    return shown("signed_out.html")
