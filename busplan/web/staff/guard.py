"""Requests and answers of the desk: from our own pages only, to those who may, and kept by nobody."""

from urllib.parse import urlsplit

from flask import Flask, Response, abort, g, request
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as Answer

from busplan.access.password import Busy
from busplan.access.tries import TooMany
from busplan.store import StoreUnavailable
from busplan.web import tongue
from busplan.web.errors import RETRY_AFTER, noted, scene_or_none, unavailable
from busplan.web.staff.onward import is_desk
from busplan.web.staff.page import shown
from busplan.web.staff.who import refuse_strangers

SAFE = ("GET", "HEAD", "OPTIONS")
FROM_US = ("same-origin", "none")


def register(app: Flask) -> None:
    app.config.update(WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_SSL_STRICT=False)
    tokens = app.extensions["busplan.tokens"] = CSRFProtect(app)
    app.before_request(no_strange_site)
    app.before_request(one_language)
    app.before_request(refuse_strangers)
    app.before_request(lambda: tokens.protect() if is_sent() else None)
    app.after_request(for_one_only)
    for code in (400, 403):
        app.register_error_handler(code, refused)
    app.register_error_handler(TooMany, too_many)
    for fault in (OSError, StoreUnavailable, Busy):
        app.register_error_handler(fault, not_now)


def no_strange_site() -> None:
    """Nothing is changed by what another site sends, wherever it is sent to."""
    if request.method not in SAFE and is_from_another_site():
        abort(403)


def one_language() -> Answer | None:
    """What is said is said in the language of the address."""
    if not is_desk(request.path):
        return None
    g.scene = scene_or_none()
    tongue.words()
    return tongue.one_address() if request.method in SAFE and tongue.is_needless() else None


def is_sent() -> bool:
    """Whether it is a form of the desk."""
    return request.method not in SAFE and is_desk(request.path)


def for_one_only(response: Response) -> Response:
    if is_desk(request.path):
        response.headers["Cache-Control"] = "no-store"
        # Where somebody came from is nobody else's business; our own forms tell it to ourselves.
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def is_from_another_site() -> bool:
    """By what the browser says of itself, and what a page cannot change (Fetch Metadata; RFC 6454)."""
    said = request.headers.get("Sec-Fetch-Site")
    if said is not None:
        return said not in FROM_US
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.host


def refused(fault: HTTPException) -> tuple[str, int]:
    """In words; a form that is too old is told as such."""
    if "scene" not in g:
        g.scene = scene_or_none()
    tongue.lost()
    is_old = isinstance(fault, CSRFError)
    code = 403 if is_old or fault.code is None else fault.code
    return shown("refused.html", code=code, is_old=is_old), code


def too_many(fault: TooMany) -> tuple[str, int, dict[str, str]]:
    minutes = -(-fault.retry_after // 60)
    return shown("too_many.html", minutes=minutes), 429, {"Retry-After": str(fault.retry_after)}


def not_now(fault: Exception) -> tuple[str, int, dict[str, str]]:
    """There is no room, the database is away, or too many are at the door: and nothing is changed."""
    if not is_desk(request.path):
        return unavailable(fault)
    code = noted(fault).code or 503
    tongue.lost()
    return shown("refused.html", code=code), code, {"Retry-After": RETRY_AFTER}
