"""Something went wrong: in, a page that helps: out. No trace of the program reaches a person."""

from difflib import get_close_matches
from errno import EDQUOT, ENOSPC
from logging import getLogger

from flask import Flask, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError, NotFound, ServiceUnavailable

from busplan.store import Full, StoreUnavailable
from busplan.timetable import BadTimetable, Stop
from busplan.web import tongue
from busplan.web.desk import Scene, desk

RETRY_AFTER = "60"
NO_ROOM = 507
PASSING = (ServiceUnavailable.code, NO_ROOM)
LONGEST_GUESS = 80
MOST_GUESSES = 5
log = getLogger(__name__)


class NoRoom(HTTPException):
    """The disk is full."""

    code = NO_ROOM


def register(app: Flask) -> None:
    app.register_error_handler(HTTPException, told)
    for fault in (OSError, StoreUnavailable, BadTimetable):
        app.register_error_handler(fault, unavailable)


def told(fault: HTTPException) -> tuple[str, int, dict[str, str]]:
    if isinstance(fault, InternalServerError):
        log.error("an error on %r", request.path, exc_info=fault.original_exception)
        # A calendar program keeps what it has, and comes again.
        fault = ServiceUnavailable() if request.blueprint == "subscribe" else fault
    code = fault.code or 500
    headers = {"Cache-Control": "public, max-age=60" if code == NotFound.code else "no-store"}
    allowed = getattr(fault, "valid_methods", None)
    if allowed:
        headers["Allow"] = ", ".join(allowed)
    if code in PASSING:
        headers["Retry-After"] = RETRY_AFTER
    scene = scene_or_none()
    tongue.lost()
    near = nearest(scene) if scene and code == NotFound.code else []
    page = render_template("error.html", code=code, scene=scene, near=near)
    return page, code, headers


def unavailable(fault: Exception) -> tuple[str, int, dict[str, str]]:
    """The database is away, or what it holds cannot be read: say so, and that it will pass."""
    return told(noted(fault))


def noted(fault: Exception) -> HTTPException:
    """What the machine does not give just now, told to whoever runs it: room, or anything else."""
    is_known = isinstance(fault, StoreUnavailable | BadTimetable)
    log.error("not to be done now: %s", fault, exc_info=None if is_known else fault)
    is_full = isinstance(fault, Full) or getattr(fault, "errno", None) in (ENOSPC, EDQUOT)
    return NoRoom() if is_full else ServiceUnavailable()


def scene_or_none() -> Scene | None:
    try:
        return desk().scene()
    except (HTTPException, StoreUnavailable, BadTimetable):
        return None


def nearest(scene: Scene) -> list[Stop]:
    """Stops whose id or name is like the last part of the address."""
    asked = request.path.rstrip("/").rpartition("/")[2].removesuffix(".ics")[:LONGEST_GUESS].casefold()
    names = {name.casefold(): stop for stop in scene.timetable.stops for name in (stop.name, stop.id)}
    found = (names[name] for name in get_close_matches(asked, names, n=MOST_GUESSES, cutoff=0.5))
    return list(dict.fromkeys(found))
