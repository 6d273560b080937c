"""The staff: who there is, what they may do, and how they get in."""

from flask import Blueprint, abort, redirect, request, url_for

from busplan.access import Role, accounts, factor
from busplan.access.accounts import Refused
from busplan.access.door import folded
from busplan.store.sessions import Sessions
from busplan.store.staff import Account, Staff
from busplan.web import tongue, typed
from busplan.web.desk import desk
from busplan.web.staff.page import shown
from busplan.web.staff.tell import Answer, done, undone, why
from busplan.web.staff.who import needs, now, store, who

people = Blueprint("people", __name__, url_prefix="/staff/people")


@people.get("/")
@needs(Role.ADMIN)
def everyone(fault: str = "") -> Answer:
    return shown("people.html", people=Staff(store()).all(), roles=list(Role), form=request.form, fault=fault)


@people.post("/")
@needs(Role.ADMIN)
def adding() -> Answer:
    """They get in by a link, which is shown once; added twice, as by a double click, by the second."""
    login, name = (typed.line(field, accounts.LONGEST + 1) for field in ("login", "name"))
    role = role_of(request.form.get("role", ""))
    if not (login and name) or len(login) > accounts.LONGEST or len(name) > accounts.LONGEST:
        abort(400)
    try:
        number = accounts.add(store(), login, name, role, who().name, now())
    except Refused as fault:
        there = Staff(store()).of_login(folded(login))
        if there and there.active and (there.name, there.role, is_new(there)) == (name, role.code, True):
            return with_link(there)
        return everyone(why(fault)), 422  # type: ignore[return-value]
    return with_link(found(number))


def is_new(account: Account) -> bool:
    """Whether nobody has been in with it."""
    return not account.password and not account.subject


@people.get("/<int:number>/")
@needs(Role.ADMIN)
def one(number: int) -> Answer:
    account = found(number)
    sessions = Sessions(store()).of_staff(number)
    return shown("person.html", account=account, roles=list(Role), sessions=sessions)


@people.post("/<int:number>/role")
@needs(Role.ADMIN)
def setting_role(number: int) -> Answer:
    account, role = found(number), role_of(request.form.get("role", ""))
    try:
        accounts.set_role(store(), account, role, who().name, now())
        done(tongue.words().say("Lagret."))
    except Refused as fault:
        undone(why(fault))
    return back(number)


@people.post("/<int:number>/off")
@needs(Role.ADMIN)
def putting_off(number: int) -> Answer:
    account = found(number)
    try:
        accounts.put_off(store(), account, who().name, now())
        done(tongue.words().say("{name} er stengt ute.", name=account.name))
    except Refused as fault:
        undone(why(fault))
    return back(number)


@people.post("/<int:number>/on")
@needs(Role.ADMIN)
def putting_on(number: int) -> Answer:
    account = found(number)
    accounts.put_on(store(), account, who().name, now())
    done(tongue.words().say("{name} slipper inn igjen.", name=account.name))
    return back(number)


@people.post("/<int:number>/link")
@needs(Role.ADMIN)
def linking(number: int) -> Answer:
    return with_link(found(number))


@people.post("/<int:number>/end-sessions")
@needs(Role.ADMIN)
def ending_sessions(number: int) -> Answer:
    account = found(number)
    accounts.end_sessions(store(), account, who().name, now())
    done(tongue.words().say("{name} er logget ut overalt.", name=account.name))
    return back(number)


@people.post("/<int:number>/forget-factor")
@needs(Role.ADMIN)
def forgetting_factor(number: int) -> Answer:
    account = found(number)
    factor.forget(store(), account, who().name, now())
    done(tongue.words().say("Fra nå av spør vi ikke {name} om kode.", name=account.name))
    return back(number)


def with_link(account: Account) -> Answer:
    """Shown in the answer itself, and kept nowhere."""
    secret = accounts.link(store(), account, who().name, now())
    return shown(
        "new_link.html", account=account, address=desk().site() + url_for("link.page", secret=secret)
    )


def found(number: int) -> Account:
    account = Staff(store()).of_id(number)
    return account if account else abort(404)


def role_of(code: str) -> Role:
    try:
        return Role.of(code)
    except KeyError:
        return abort(400)


def back(number: int) -> Answer:
    return redirect(url_for("people.one", number=number), 303)
