"""A cookie in, a session out: only below /staff, so that no page for residents reads one, or sets one.

Before somebody is in, the cookie is a small signed note (a form's token, where they were going), and nothing
is kept here. Then it is a secret, and the session is a row, which can be ended.
"""

from hashlib import sha256
from logging import getLogger
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SessionInterface, SessionMixin
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.datastructures import CallbackDict

from busplan.access import secret
from busplan.access import session as sessions
from busplan.access.session import ABSOLUTE, IDLE, SEEN_WITHIN, SignedIn
from busplan.store import StoreUnavailable
from busplan.web.desk import Desk
from busplan.web.staff import key
from busplan.web.staff.hour import now_of
from busplan.web.staff.onward import is_desk

COOKIE = "__Host-busplan"
FLAGS: dict[str, Any] = {"path": "/", "secure": True, "httponly": True, "samesite": "Lax"}
log = getLogger(__name__)


class StaffSession(CallbackDict[str, Any], SessionMixin):
    """What is in a session. `begun` is the secret of a new one; `away` is why none could be read."""

    def __init__(
        self, content: dict[str, Any], signed_in: SignedIn | None = None, away: Exception | None = None
    ) -> None:
        super().__init__(content, lambda _: self._changed())
        self.modified, self.accessed = False, True
        self.signed_in, self.away = signed_in, away
        self.begun = ""
        self.is_over = False

    def _changed(self) -> None:
        self.modified = True


class Sessions(SessionInterface):
    """Those of one app."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def open_session(self, app: Flask, request: Request) -> StaffSession | None:
        """None outside the desk: there is nothing to write it with."""
        if not is_desk(request.path):
            return None
        app.secret_key = app.secret_key or key.newest(self.desk)
        cookie = request.cookies.get(COOKIE, "")
        try:
            found = sessions.of(self.desk.shelf.store, cookie, now_of(self.desk))
        except StoreUnavailable as fault:
            return StaffSession({}, away=fault)
        return StaffSession(found.session.content, found) if found else StaffSession(self.note_in(cookie))

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        assert isinstance(session, StaffSession)
        response.vary.add("Cookie")
        if session.begun:
            if session.modified:
                self.keep(secret.digest(session.begun), session)
            response.set_cookie(COOKIE, session.begun, max_age=ABSOLUTE, **FLAGS)
        elif session.is_over:
            response.delete_cookie(COOKIE, **FLAGS)
        elif session.signed_in:
            if session.modified or now_of(self.desk) - session.signed_in.session.seen_at >= SEEN_WITHIN:
                self.keep(session.signed_in.session.digest, session)
        elif session.modified and session:
            response.set_cookie(COOKIE, self.signer().dumps(dict(session)), **FLAGS)
        elif session.modified:
            response.delete_cookie(COOKIE, **FLAGS)

    def keep(self, digest: str, session: StaffSession) -> None:
        """One who reads goes on reading where nothing can be written."""
        try:
            sessions.keep(self.desk.shelf.store, digest, dict(session), now_of(self.desk))
        except StoreUnavailable as fault:
            log.error("a session cannot be kept: %s", fault)

    def note_in(self, cookie: str) -> dict[str, Any]:
        try:
            found: dict[str, Any] = self.signer().loads(cookie, max_age=int(IDLE.total_seconds()))
        except BadData:
            return {}
        return found

    def signer(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(
            key.all_of(self.desk), salt="busplan door", signer_kwargs={"digest_method": sha256}
        )
