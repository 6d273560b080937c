"""A request in, the person who makes it out; and what each view below /staff needs of them."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

from flask import abort, current_app, redirect, request, url_for
from flask import session as present
from werkzeug.wrappers import Response

from busplan.access import Person, Role, secret
from busplan.access import session as sessions
from busplan.access.session import SignedIn
from busplan.store import Store
from busplan.store.staff import Account
from busplan.web.desk import desk
from busplan.web.staff.hour import now_of, today_of
from busplan.web.staff.onward import here, is_desk
from busplan.web.staff.session import COOKIE, StaffSession

View = TypeVar("View", bound=Callable[..., Any])
# What a view needs that those may see who are not signed in.
ANYONE = None
# Where one gets a second factor, or leaves.
WITHOUT_FACTOR = ("factor", "door")


def needs(role: Role | None) -> Callable[[View], View]:
    """A view for those who may do at least that; ANYONE for those who are not signed in, too.

    A view below /staff that has not said what it needs is not shown to anybody.
    """

    def decorated(view: View) -> View:
        view.needs = role  # type: ignore[attr-defined]
        return view

    return decorated


def who() -> Person:
    """Who makes this request, where the view needs somebody."""
    return signed_in().person


def signed_in() -> SignedIn:
    """Their session and account, too."""
    found = visitor()
    if found is None:
        abort(403)
    return found


def visitor() -> SignedIn | None:
    """Who is signed in, if anybody is. Raises StoreUnavailable when that cannot be known just now."""
    ours = current()
    if ours is None:
        return None
    if ours.away:
        raise ours.away
    return ours.signed_in


def current() -> StaffSession | None:
    """The session of this request; None outside the desk."""
    found = present._get_current_object()  # type: ignore[attr-defined]
    return found if isinstance(found, StaffSession) else None


def store() -> Store:
    return desk().shelf.store


def now() -> datetime:
    """By the app's clock."""
    return now_of(desk())


def today() -> date:
    """Where the bus goes."""
    return today_of(desk())


def enter(account: Account, **content: object) -> None:
    """They are in, with a session of their own: whatever cookie there was before is worth nothing now."""
    ours = current()
    assert ours is not None
    before = request.cookies.get(COOKIE, "")
    ours.clear()
    # The token of its forms is there from the first, so that a page that is only read writes nothing.
    ours.update(content, csrf_token=secret.new())
    ours.begun = sessions.begin(store(), account, request.user_agent.string, now(), dict(ours), before)
    ours.modified = False


def leave() -> None:
    """They are out, and so is whoever has a copy of their cookie."""
    ours = current()
    assert ours is not None
    if ours.signed_in:
        sessions.end(store(), ours.signed_in, now())
    ours.is_over = True


def refuse_strangers() -> Response | None:
    """Before any view: is it for those who ask?"""
    view: Any = current_app.view_functions.get(request.endpoint or "")
    if view is None:
        return None
    if not hasattr(view, "needs"):
        return abort(404) if is_desk(request.path) else None
    found = visitor()
    if view.needs is ANYONE:
        return None
    if found is None:
        return redirect(url_for("door.sign_in", next=here()), 303)
    if not found.person.may(view.needs):
        abort(403)
    if must_have_factor(found) and request.blueprint not in WITHOUT_FACTOR:
        return redirect(url_for("factor.page"), 303)
    return None


def must_have_factor(found: SignedIn) -> bool:
    """Whether the settings ask for a second factor that they have not got yet."""
    least = {"off": None, "publisher": Role.PUBLISHER, "everyone": Role.DRIVER}
    role = least[desk().settings.second_factor]
    return role is not None and found.person.may(role) and not (found.account.totp or found.is_elsewhere)
