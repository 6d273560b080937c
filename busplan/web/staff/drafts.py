"""Drafts: what each would change and for whom, and what becomes of it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from busplan import publishing
from busplan.access import Role, secret
from busplan.maps.script import script
from busplan.store import Closed, Draft, Drafts, Entry, Overtaken, State
from busplan.timetable import Point
from busplan.web import sides, signs, tongue, typed
from busplan.web.desk import desk
from busplan.web.staff import looks
from busplan.web.staff.attached import attached
from busplan.web.staff.hour import zone_of
from busplan.web.staff.looks import Look, glance, look
from busplan.web.staff.page import shown
from busplan.web.staff.tell import Answer, done, undone
from busplan.web.staff.upload import message
from busplan.web.staff.who import needs, now, store, today, who

MOST_CLOSED = 30
LONGEST_HEARING = 90
USUAL_HEARING = 14
LATEST = timedelta(days=366)

pages = Blueprint("drafts", __name__, url_prefix="/staff/drafts")


@pages.get("")
@needs(Role.EDITOR)
def all() -> str:
    drafts = Drafts(store())
    newest = next(iter(store().entries(1)), None)
    return shown(
        "drafts.html",
        open=drafts.open(),
        closed=drafts.closed(MOST_CLOSED),
        comments=drafts.comment_counts(),
        newest=newest.id if newest else 0,
    )


@pages.get("/<int:number>")
@needs(Role.EDITOR)
def one(number: int) -> Answer:
    return page_of(draft_or_404(number))


def page_of(draft: Draft, wrong: str = "", code: int = 200) -> Answer:
    """With what is wrong with what was just tried, if something was."""
    drafts = Drafts(store())
    files, comments = drafts.files(draft.id), drafts.comments(draft.id)
    if not draft.is_open:
        return shown("closed_draft.html", draft=draft, files=files, comments=comments), code
    seen = look(draft)
    entry = seen.standing.entry
    return shown(
        "draft.html",
        draft=draft,
        look=seen,
        looks=looks,
        files=files,
        comments=comments,
        wrong=wrong,
        since=entry if seen.overtaken else None,
        today=today(),
        signs=signs.of(seen.preview) if seen.preview else [],
        may_publish=who().may(Role.PUBLISHER),
        heard=draft.is_heard(now()),
        usual_hearing=USUAL_HEARING,
        longest_hearing=LONGEST_HEARING,
    ), code


@pages.get("/<int:number>/files/<int:at>")
@needs(Role.EDITOR)
def file(number: int, at: int) -> Response:
    return attached(Drafts(store()).files(draft_or_404(number).id), at)


@pages.get("/<int:number>/stops/<stop_id>")
@needs(Role.EDITOR)
def stop(number: int, stop_id: str) -> str:
    seen = open_look(number)
    assert seen.preview
    shown_stop = seen.preview.after.stop(stop_id) or seen.preview.before.stop(stop_id)
    if shown_stop is None:
        abort(404)
    side = sides.of(seen.preview, stop_id, today())
    return shown("draft_stop.html", draft=seen.draft, stop=shown_stop, side=side, today=today())


@pages.get("/<int:number>/map.js")
@needs(Role.EDITOR)
def map_script(number: int) -> Response:
    seen = open_look(number)
    assert seen.preview
    points: list[Point] = [sign.stop.point for sign in signs.of(seen.preview) if sign.stop.point]
    text = script(points, url_for("drafts.stops", number=number), desk().tiles)
    return Response(text, mimetype="text/javascript")


@pages.get("/<int:number>/stops.geojson")
@needs(Role.EDITOR)
def stops(number: int) -> Response:
    seen = open_look(number)
    assert seen.preview
    text = signs.geojson(seen.preview, lambda id: url_for("drafts.stop", number=number, stop_id=id))
    return Response(text, mimetype="application/geo+json")


@pages.post("/<int:number>/publish")
@needs(Role.PUBLISHER)
def publish(number: int) -> Answer:
    draft = draft_or_404(number)
    if draft.state is State.PUBLISHED:
        return redirect(url_for("publications.one", number=draft.publication), 303)
    seen = glance(draft)
    if refusal := not_yet(seen):
        return page_of(draft, refusal, 422)
    try:
        made, is_new = publishing.publish_draft(
            store(), draft, who().name, now(), message() or None, seen.to_type
        )
    except Overtaken as fault:
        return overtaken(draft, fault.newest)
    except Closed:
        return is_closed(number)
    if is_new:
        done(tongue.words().say("Publisert som nummer {number}.", number=made))
    return redirect(url_for("publications.one", number=made), 303)


@pages.post("/<int:number>/schedule")
@needs(Role.PUBLISHER)
def schedule(number: int) -> Answer:
    draft = draft_or_404(number)
    seen, words = glance(draft), tongue.words()
    if refusal := not_yet(seen):
        return page_of(draft, refusal, 422)
    at = chosen_time()
    if at is None:
        return page_of(draft, words.say("Velg en dag og et klokkeslett som ikke er passert."), 422)
    try:
        Drafts(store()).schedule(draft.id, at, seen.to_type, who().name, now())
    except Overtaken as fault:
        return overtaken(draft, fault.newest)
    except Closed:
        return is_closed(number)
    done(words.say("Kladden blir publisert av seg selv."))
    return redirect(url_for("drafts.one", number=number), 303)


@pages.post("/<int:number>/unschedule")
@needs(Role.PUBLISHER)
def unschedule(number: int) -> Answer:
    return acted(number, lambda drafts, by: drafts.unschedule(number, by, now()))


@pages.post("/<int:number>/hearing")
@needs(Role.EDITOR)
def hear(number: int) -> Answer:
    """The address is shown now and never again: only its digest is kept."""
    draft, words = draft_or_404(number), tongue.words()
    if glance(draft).hand_in is None:
        return page_of(draft, words.say("Kladden kan ikke leses slik den er."), 422)
    days = min(max(typed.number("days", USUAL_HEARING), 1), LONGEST_HEARING)
    made, until = secret.new(), now() + timedelta(days=days)
    try:
        Drafts(store()).hear(number, secret.digest(made), until, who().name, now())
    except Closed:
        return is_closed(number)
    address = desk().site() + url_for("hearing.read", secret=made)
    return shown("hearing_made.html", draft=draft, address=address, until=until)


@pages.post("/<int:number>/hearing/end")
@needs(Role.EDITOR)
def end_hearing(number: int) -> Answer:
    return acted(number, lambda drafts, by: drafts.stop_hearing(number, by, now()))


@pages.post("/<int:number>/set-aside")
@needs(Role.EDITOR)
def set_aside(number: int) -> Answer:
    draft_or_404(number)
    try:
        Drafts(store()).set_aside(number, who().name, now())
    except Closed:
        return is_closed(number)
    done(tongue.words().say("Kladden er lagt bort."))
    return redirect(url_for("drafts.all"), 303)


@pages.post("/<int:number>/anew")
@needs(Role.EDITOR)
def anew(number: int) -> Answer:
    """The same files on top of what is in force now. The old one is laid away."""
    draft = draft_or_404(number)
    if not draft.is_open:
        return made_anew(draft) or is_closed(number)
    seen = glance(draft)
    if seen.hand_in is None:
        return page_of(draft, tongue.words().say("Kladden kan ikke leses slik den er."), 422)
    by = who().name
    made = publishing.hand_in(store(), seen.hand_in, seen.standing.number, by, now(), draft.message)
    if made != number:
        Drafts(store()).set_aside(number, by, now())
    return redirect(url_for("drafts.one", number=made), 303)


def made_anew(draft: Draft) -> Response | None:
    """After a double click: to what the first click made of it."""
    same = (each for each in Drafts(store()).open() if each.digest == draft.digest and each.id > draft.id)
    made = next(same, None)
    return redirect(url_for("drafts.one", number=made.id), 303) if made else None


def draft_or_404(number: int) -> Draft:
    found = Drafts(store()).get(number)
    if found is None:
        abort(404)
    return found


def open_look(number: int) -> Look:
    """404 for what cannot be previewed any longer."""
    draft = draft_or_404(number)
    if not draft.is_open:
        abort(404)
    seen = look(draft)
    if seen.preview is None:
        abort(404)
    return seen


def not_yet(seen: Look) -> str:
    """Why it is not to be published as it is, if there is something."""
    words = tongue.words()
    if seen.hand_in is None:
        return words.say("Kladden kan ikke leses slik den er.")
    if seen.to_type and request.form.get("yes", "").strip().casefold() not in looks.YES:
        return words.say("Mye blir borte. Skriv «ja» i feltet hvis det er meningen.")
    return ""


def chosen_time() -> datetime | None:
    """By the clocks where the bus goes; None for what is no time to come."""
    said = f"{request.form.get('day', '')}T{request.form.get('time', '')}"
    try:
        at = datetime.strptime(said, "%Y-%m-%dT%H:%M").replace(tzinfo=zone_of(desk()))
    except ValueError:
        return None
    return at if now() < at < now() + LATEST else None


def overtaken(draft: Draft, newest: Entry) -> Answer:
    return shown("overtaken.html", draft=draft, newest=newest), 409


def is_closed(number: int) -> Answer:
    undone(tongue.words().say("Kladden er lagt bort eller publisert allerede."))
    return redirect(url_for("drafts.one", number=number), 303)


def acted(number: int, act: Callable[[Drafts, str], None]) -> Answer:
    draft_or_404(number)
    try:
        act(Drafts(store()), who().name)
    except Closed:
        return is_closed(number)
    return redirect(url_for("drafts.one", number=number), 303)
