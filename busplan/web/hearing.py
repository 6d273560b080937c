"""A secret address in, what would change out: for schools and residents who are asked first.

Kept by nobody, found by no search engine, without a cookie. What they write is shown to staff with the draft.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from busplan import publishing
from busplan.access import secret as secrets
from busplan.access.tries import TooMany, network, spend
from busplan.publishing import Preview
from busplan.store import Draft, Drafts
from busplan.store.tries import Bucket
from busplan.timetable import BadTimetable, Timetable
from busplan.web import sides, signs, tongue, typed
from busplan.web.errors import scene_or_none
from busplan.web.staff.who import now, store

LONGEST_NAME, LONGEST_TEXT = 100, 4_000
MOST_COMMENTS = 500
OF_ADDRESS = Bucket(10, timedelta(minutes=6))

pages = Blueprint("hearing", __name__, url_prefix="/hearing")


@dataclass(frozen=True, slots=True)
class Heard:
    """A draft as the public may see it: without homes."""

    draft: Draft
    preview: Preview
    service: str
    now: datetime

    @property
    def today(self) -> date:
        return self.now.date()


@pages.get("/<secret>")
def read(secret: str) -> Answer:
    heard = heard_of(secret)
    if heard is None:
        return over()
    return page_of(heard, secret)


@pages.get("/<secret>/stops/<stop_id>")
def stop(secret: str, stop_id: str) -> Answer:
    heard = heard_of(secret)
    found = heard and (heard.preview.after.stop(stop_id) or heard.preview.before.stop(stop_id))
    if heard is None or found is None:
        return over()
    side = sides.of(heard.preview, stop_id, heard.today)
    return page("hearing/stop.html", heard=heard, secret=secret, stop=found, side=side, today=heard.today)


@pages.post("/<secret>/comments")
def comment(secret: str) -> Answer:
    """No session to forge: that it comes from our own page is told by its origin, as for all forms."""
    heard = heard_of(secret)
    if heard is None:
        return over()
    name, text = typed.line("name", LONGEST_NAME), typed.text("text", LONGEST_TEXT)
    words = tongue.words()
    if not text or not name:
        return page_of(heard, secret, words.say("Skriv navnet ditt og det du vil si."), 422)
    drafts = Drafts(store())
    try:
        spend(store(), {f"hearing:{network(request.remote_addr or '')}": OF_ADDRESS}, now())
    except TooMany as fault:
        minutes = -(-fault.retry_after // 60)
        wrong = words.say("Det er sendt mange svar herfra. Vent {minutes} min.", minutes=minutes)
        return page_of(heard, secret, wrong, 429, fault.retry_after)
    if len(drafts.comments(heard.draft.id)) >= MOST_COMMENTS:
        return page_of(heard, secret, words.say("Høringen har fått så mange svar som den tar imot."), 422)
    drafts.comment(heard.draft.id, name, text, now())
    return redirect(url_for("hearing.read", secret=secret, sent=1), 303)


def heard_of(secret: str) -> Heard | None:
    """None for one that is unknown or has expired, and for one that can no longer be read."""
    g.scene = scene_or_none()
    if not secrets.is_one(secret):
        return None
    draft = Drafts(store()).heard(secrets.digest(secret), now())
    if draft is None:
        return None
    standing = publishing.standing(store())
    try:
        found = publishing.read_files(Drafts(store()).files(draft.id))
    except BadTimetable:
        return None
    zone = found.service.zone
    there = now().astimezone(zone)
    before, after = standing.whole.public(), standing.topped(found).public()
    preview = publishing.compared(before, after, there.date())
    return Heard(draft, preview, name_of(found), there)


def name_of(timetable: Timetable) -> str:
    return timetable.service.name


def page_of(heard: Heard, secret: str, wrong: str = "", code: int = 200, wait: int = 0) -> Answer:
    answer = page(
        "hearing/read.html",
        heard=heard,
        secret=secret,
        signs=signs.of(heard.preview),
        sent="sent" in request.args,
        wrong=wrong,
        name=typed.line("name", LONGEST_NAME),
        text=typed.text("text", LONGEST_TEXT),
        longest_text=LONGEST_TEXT,
    )
    answer.status_code = code
    if wait:
        answer.headers["Retry-After"] = str(wait)
    return answer


def over() -> Answer:
    tongue.lost()
    answer = page("hearing/over.html")
    answer.status_code = 404
    return answer


def page(template: str, **facts: object) -> Response:
    answer = make_response(render_template(template, scene=g.scene, **facts))
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer
