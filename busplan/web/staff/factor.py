"""The second factor: a code from the telephone, asked for besides the password."""

from flask import Blueprint, redirect, request, url_for
from flask import session as present
from markupsafe import Markup
from segno import make_qr

from busplan.access import Role, accounts, factor
from busplan.access.accounts import Refused
from busplan.access.session import SignedIn
from busplan.web import tongue
from busplan.web.staff.page import scene, shown
from busplan.web.staff.tell import Answer, done, why
from busplan.web.staff.who import must_have_factor, needs, now, signed_in, store

PENDING = "factor"

codes = Blueprint("factor", __name__, url_prefix="/staff/factor")


@codes.get("/")
@needs(Role.DRIVER)
def page(fault: str = "") -> Answer:
    """The secret that is shown is only a proposal, until a code of it has been typed."""
    account = signed_in().account
    if account.totp:
        return shown("factor_set.html", account=account, fault=fault)
    proposed = present.setdefault(PENDING, factor.new())
    there = scene()
    address = factor.address(proposed, account.login, there.service.name if there else "busplan")
    picture = make_qr(address).svg_inline(
        border=3, light="#fff", omitsize=True, svgclass=None, lineclass=None
    )
    groups = [proposed[at : at + 4] for at in range(0, len(proposed), 4)]
    return shown(
        "factor.html",
        picture=Markup(picture),  # noqa: S704 - segno's own, of what is made here  # nosec B704
        groups=groups,
        address=address,
        fault=fault,
        has_password=bool(account.password),
        must=must_have_factor(signed_in()),
    )


@codes.post("/")
@needs(Role.DRIVER)
def setting() -> Answer:
    found, form = signed_in(), request.form
    try:
        if found.account.password:
            accounts.confirm(store(), found.account, form.get("present", ""), now())
        spare = set_up(found, form.get("code", ""))
    except Refused as fault:
        return page(why(fault)), 422  # type: ignore[return-value]
    present.pop(PENDING, None)
    return shown("factor_codes.html", codes=spare)


def set_up(found: SignedIn, code: str) -> list[str]:
    """The spare codes. Raises Refused when the code is not one of what was proposed."""
    proposed, this = present.get(PENDING, ""), found.session.digest
    spare = proposed and factor.set_up(store(), found.account, proposed, code, now(), this)
    if not spare:
        raise Refused("code")
    return spare


@codes.post("/off")
@needs(Role.DRIVER)
def ending() -> Answer:
    """Asks for the password, so that nobody can who finds a browser open."""
    found = signed_in()
    try:
        if found.account.password:
            accounts.confirm(store(), found.account, request.form.get("present", ""), now())
    except Refused as fault:
        return page(why(fault)), 422  # type: ignore[return-value]
    factor.forget(store(), found.account, found.person.name, now())
    done(tongue.words().say("Fra nå av spør vi ikke om kode."))
    return redirect(url_for("account.page"), 303)
