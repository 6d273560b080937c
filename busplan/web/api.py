"""Files and a key in, a publication or a draft out, for programs: all is told as JSON."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, Response, jsonify, request, url_for
from werkzeug.exceptions import HTTPException

from busplan import publishing
from busplan.access import Person, Role
from busplan.access.tokens import by_token
from busplan.publishing import HandIn, Preview, Standing
from busplan.store import Entry, Overtaken, StoreUnavailable
from busplan.timetable import BadTimetable, Problem, Severity
from busplan.web import tongue, typed
from busplan.web.bounds import LARGEST_UPLOAD, takes_files
from busplan.web.desk import desk
from busplan.web.errors import NO_ROOM, RETRY_AFTER, noted
from busplan.web.staff import looks
from busplan.web.staff.upload import message, uploaded
from busplan.web.staff.who import now, store, today
from busplan.words.problem import as_json

BEARER = "Bearer "
Answer = tuple[Response, int] | tuple[Response, int, dict[str, str]]
View = Callable[[Person], Answer]

pages = Blueprint("api", __name__, url_prefix="/api")


def needs_key(role: Role) -> Callable[[View], Callable[[], Answer]]:
    """A view for programs that act in the name of somebody who may do at least that."""

    def decorated(view: View) -> Callable[[], Answer]:
        @wraps(view)
        def answer() -> Answer:
            person = caller()
            if person is None:
                return refused("unknown_key", 401, {"WWW-Authenticate": "Bearer"})
            return view(person) if person.may(role) else refused("role_too_low", 403)

        return answer

    return decorated


def caller() -> Person | None:
    sent = request.headers.get("Authorization", "")
    return by_token(store(), sent.removeprefix(BEARER), now()) if sent.startswith(BEARER) else None


@pages.post("/publications")
@takes_files
@needs_key(Role.PUBLISHER)
def publish(person: Person) -> Answer:
    return handed_in(person, is_draft=False)


@pages.post("/drafts")
@takes_files
@needs_key(Role.EDITOR)
def draft(person: Person) -> Answer:
    return handed_in(person, is_draft=True)


def handed_in(person: Person, is_draft: bool) -> Answer:
    """Nothing is kept of what has a fault, of a dry run, and of what is in force already."""
    files, standing = uploaded(), publishing.standing(store())
    base = typed.number("base", standing.number)
    accepted = [code for code in request.form.getlist("accept") if code in looks.TYPED]
    if not files:
        return refused("no_files", 422)
    try:
        found = publishing.look_at(standing, files, today(), accepted)
    except BadTimetable as bad:
        return jsonify(outcome="rejected", problems=told(bad.problems)), 422
    if standing.entry and found.digest == standing.entry.digest:
        return jsonify(outcome="unchanged", number=standing.number), 200
    seen = publishing.preview(standing, found.timetable, today())
    facts = {"problems": told(found.doubts), "changes": counted(seen)}
    if standing.entry and base != standing.number:
        return overtaken(standing.entry, base)
    if request.form.get("dry_run", "") in ("1", "true", "yes"):
        return jsonify(outcome=outcome_of(found), dry_run=True, base=standing.number, **facts), 200
    if is_draft:
        made = publishing.hand_in(store(), found, base, person.name, now(), message(), accepted)
        address = url_for("drafts.one", number=made)
    else:
        try:
            published = publish_now(person, found, standing, accepted)
        except Overtaken as fault:
            return overtaken(fault.newest, base)
        if published is None:
            return jsonify(outcome="unchanged", number=publishing.standing(store()).number), 200
        made, address = published, url_for("publications.one", number=published)
    return jsonify(outcome=outcome_of(found), number=made, address=address, **facts), 201


def publish_now(person: Person, found: HandIn, standing: Standing, accepted: list[str]) -> int | None:
    """None when the same has come into force meanwhile. Raises Overtaken."""
    return publishing.publish(store(), found, person.name, now(), message(), standing.number, accepted)


def overtaken(newest: Entry, base: int) -> Answer:
    """Who was faster, and what differs from what the files were made upon."""
    by = {
        "number": newest.id,
        "author": newest.author,
        "published_at": newest.published_at.isoformat(),
        "message": newest.message,
    }
    return jsonify(outcome="overtaken", newest=by, base=base, changes=difference(base, newest.id)), 409


def difference(base: int, newest: int) -> dict[str, int] | None:
    """None where there was nothing before, or it cannot be read any longer."""
    if not any(entry.id == base for entry in store().entries()):
        return None
    parts = publishing.Parts(store())
    try:
        before, after = parts.timetable(base), parts.timetable(newest)
    except BadTimetable:
        return None
    return counted(publishing.compared(before, after, today()))


def counted(seen: Preview) -> dict[str, int]:
    found = seen.changes
    return {
        "stops_added": len(found.added),
        "stops_gone": len(found.gone),
        "stops_renamed": len(found.renamed),
        "stops_moved": len(found.relocated),
        "visits_added": len(found.visits_added),
        "visits_dropped": len(found.visits_dropped),
        "visits_moved": len(found.visits_moved),
        "visits_cancelled": len(found.visits_cancelled),
        "feeds_changed": len(seen.feeds),
        "notices_unmatched": len(seen.unmatched),
    }


def outcome_of(found: HandIn) -> str:
    warned = any(problem.severity is Severity.WARNING for problem in found.doubts)
    return "accepted-with-warning" if warned else "accepted"


def told(problems: tuple[Problem, ...]) -> list[dict[str, Any]]:
    """As `busplan check --format json` tells them, in the language of the address."""
    return [as_json(problem, looks.language()) for problem in problems]


def refused(why: str, code: int, headers: dict[str, str] | None = None) -> Answer:
    return jsonify(outcome="refused", error=why), code, headers or {}


@pages.errorhandler(400)
@pages.errorhandler(403)
@pages.errorhandler(413)
@pages.errorhandler(HTTPException)
def fault(fault: HTTPException) -> Answer:
    if fault.code == 413:
        return jsonify(outcome="refused", error="too_large", limit=LARGEST_UPLOAD), 413, {}
    return refused((fault.name or "error").lower().replace(" ", "_"), fault.code or 500)


@pages.errorhandler(OSError)
@pages.errorhandler(StoreUnavailable)
def away(fault: OSError) -> Answer:
    """There is no room, or the database is away: and nothing is changed."""
    words = tongue.words()
    code = noted(fault).code or 503
    said = (
        words.say("Ingenting er endret. Det er ikke plass til mer på disken.")
        if code == NO_ROOM
        else words.say("Ingenting er endret. Det kan ikke lagres noe akkurat nå. Prøv igjen om litt.")
    )
    why = "no_room" if code == NO_ROOM else "store_unavailable"
    return jsonify(outcome="refused", error=why, message=said), code, {"Retry-After": RETRY_AFTER}


@pages.before_request
def in_language() -> None:
    """That of the service, or of the address."""
    publication = desk().made_of()
    tongue.speak(publication[0].timetable.service.language if publication else "nb")


@pages.after_request
def for_one_only(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
