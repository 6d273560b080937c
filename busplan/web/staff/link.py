"""A link that works once in, a password of one's own out."""

from flask import Blueprint, redirect, request, url_for

from busplan.access import accounts, tries
from busplan.access.accounts import Refused
from busplan.web import tongue
from busplan.web.staff.page import shown
from busplan.web.staff.tell import Answer, done, why
from busplan.web.staff.who import ANYONE, enter, needs, now, store

link = Blueprint("link", __name__, url_prefix="/staff")


@link.get("/link/<secret>")
@needs(ANYONE)
def page(secret: str) -> Answer:
    """Looking uses nothing up: programs that read mail look at links."""
    account = accounts.of_link(store(), secret, now())
    if account is None:
        return shown("link_gone.html"), 404
    return shown("link.html", account=account, secret=secret)


@link.post("/link/<secret>")
@needs(ANYONE)
def choosing(secret: str) -> Answer:
    """With a code to be asked for, the way in goes by it: a link is no way round the second factor."""
    tries.spend(store(), tries.of_link(request.remote_addr or ""), now())
    try:
        account = accounts.choose_by_link(store(), secret, request.form.get("password", ""), now())
    except Refused as fault:
        if fault.why == "gone":
            return shown("link_gone.html"), 404
        account_there = accounts.of_link(store(), secret, now())
        return shown("link.html", account=account_there, secret=secret, fault=why(fault)), 422
    if not account.totp:
        enter(account)
    done(tongue.words().say("Passordet er lagret."))
    return redirect(url_for("door.sign_in" if account.totp else "home.home"), 303)
