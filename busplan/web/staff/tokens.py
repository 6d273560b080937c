"""Tokens: what programs of one's own hand in with."""

from flask import Blueprint, abort, redirect, url_for

from busplan.access import Role
from busplan.access import tokens as access
from busplan.web import tongue, typed
from busplan.web.staff.page import shown
from busplan.web.staff.tell import Answer, done
from busplan.web.staff.who import needs, now, signed_in, store

tokens = Blueprint("tokens", __name__, url_prefix="/staff/tokens")


@tokens.get("/")
@needs(Role.EDITOR)
def mine() -> Answer:
    return shown("tokens.html", tokens=access.of(store(), signed_in().account), holds=access.HOLDS, now=now())


@tokens.post("/")
@needs(Role.EDITOR)
def making() -> Answer:
    """Shown in the answer itself, and kept nowhere."""
    name, days = typed.line("name", access.LONGEST_NAME), typed.number("days")
    if not name or days not in access.HOLDS:
        abort(400)
    made = access.make(store(), signed_in().account, name, days, now())
    return shown("new_token.html", token=made, name=name)


@tokens.post("/<int:number>/revoke")
@needs(Role.EDITOR)
def revoking(number: int) -> Answer:
    access.revoke(store(), signed_in().account, number, now())
    done(tongue.words().say("Nøkkelen virker ikke lenger."))
    return redirect(url_for("tokens.mine"), 303)
