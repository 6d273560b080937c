"""Where somebody wanted to go in, where they may be sent on to out: a page of the desk, and nothing else."""

from urllib.parse import quote, urlsplit

from flask import current_app, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from busplan.web import tongue

LONGEST = 1000
DESK = "/staff"


def is_desk(path: str) -> bool:
    """Whether a path, without its language, is below /staff."""
    return path == DESK or path.startswith(f"{DESK}/")


def here() -> str:
    """The page that is asked for now, to come back to."""
    if request.method not in ("GET", "HEAD"):
        return ""
    asked = request.query_string.decode("latin-1")
    return request.script_root + request.path + (f"?{asked}" if asked else "")


def onward(wanted: str) -> str:
    """Only what a rule of ours matches; else the desk's own front page."""
    home = url_for("home.home")
    if len(wanted) > LONGEST or not wanted.startswith("/") or not wanted.isprintable() or "\\" in wanted:
        return home
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return home
    language, path = tongue.parted(parts.path)
    if parts.scheme or parts.netloc or not is_desk(path):
        return home
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return home
    query = f"?{quote(parts.query, safe='=&%+')}" if parts.query else ""
    return quote(tongue.beneath(language or tongue.own()) + path) + query
