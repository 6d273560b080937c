"""The way in and out: a login and a password in, a session out."""

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from busplan.access import door as doorkeeper
from busplan.access.tries import TooMany
from busplan.web.staff.onward import onward
from busplan.web.staff.page import shown
from busplan.web.staff.who import ANYONE, enter, leave, needs, now, store, visitor

Answer = Response | str | tuple[str, int] | tuple[str, int, dict[str, str]]
CLEAR = '"cache", "cookies", "storage"'

door = Blueprint("door", __name__, url_prefix="/staff")


@door.get("/sign-in")
@needs(ANYONE)
def sign_in() -> Answer:
    if visitor():
        return redirect(onward(request.args.get("next", "")), 303)
    return shown("sign_in.html", login="", wanted=request.args.get("next", ""))


@door.post("/sign-in")
@needs(ANYONE)
def signing_in() -> Answer:
    login, wanted = request.form.get("login", ""), request.form.get("next", "")
    try:
        account = doorkeeper.knock(
            store(), login, request.form.get("password", ""), request.remote_addr or "", now()
        )
    except TooMany as fault:
        return too_many(fault)
    if account is None:
        return shown("sign_in.html", login=login, wanted=wanted, is_wrong=True), 401
    enter(account)
    return redirect(onward(wanted), 303)


def too_many(fault: TooMany) -> Answer:
    minutes = -(-fault.retry_after // 60)
    return shown("too_many.html", minutes=minutes), 429, {"Retry-After": str(fault.retry_after)}


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
