"""Bad news out at once: who is hit before it is said, what stands, and taking it back."""

from datetime import datetime

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from busplan.access import Role
from busplan.publishing import notices
from busplan.timetable import Extra, Notice
from busplan.web.desk import desk
from busplan.web.staff import asked
from busplan.web.staff.page import shown
from busplan.web.staff.said import is_of_today, line, name_of_key, whole
from busplan.web.staff.who import needs, who
from busplan.web.tongue import words

MOST_SHOWN = 300

news = Blueprint("notices", __name__, url_prefix="/staff/notices")


@news.get("/")
@needs(Role.DRIVER)
def standing() -> str:
    publication, now = whole()
    lines = [line(act, publication.timetable, now) for act in notices.acts(desk().shelf.store)]
    return shown("notices.html", lines=lines, may_say=who().may(Role.PUBLISHER), now=now)


@news.route("/new", methods=["GET", "POST"])
@needs(Role.PUBLISHER)
def new() -> str | Response:
    """A form; then the visits it hits; then, sent from there, what it says is in force."""
    publication, now = whole()
    timetable = publication.timetable
    given = request.form if request.method == "POST" else request.args
    form = asked.asked(given, timetable, words(), now.date())
    faults = asked.faults(form, words()) if "look" in given or request.method == "POST" else {}
    hits: list[notices.Hit] = []
    if given and not faults and form.what.data:
        notice = asked.notice_of(form)
        try:
            hits = notices.hits(timetable, [notice], now)
        except notices.PastMidnight:
            faults["minutes" if form.minutes.data else "new_start"] = words().say(
                "Et besøk ville vart til etter midnatt. Velg et annet klokkeslett."
            )
        else:
            if request.method == "POST" and (chosen := chosen_of(notice, hits)):
                return say(chosen, now)
    status = 422 if request.method == "POST" else 200
    return shown(
        "notice.html",
        form=form,
        faults=faults,
        looked="look" in given or request.method == "POST",
        hits=hits[:MOST_SHOWN],
        more=max(0, len(hits) - MOST_SHOWN),
        count=len(hits),
        may_choose=form.what.data and not form.open.data and not form.is_extra and len(hits) <= MOST_SHOWN,
        name_of_key=name_of_key,
        now=now,
    ), status  # type: ignore[return-value]


def chosen_of(notice: Notice, hits: list[notices.Hit]) -> list[Notice]:
    """The notice itself, or one for each visit that was chosen, where not all were."""
    if "whole" in request.form or isinstance(notice.change, Extra):
        return [notice]
    chosen = set(request.form.getlist("visit"))
    visits = [hit.before for hit in hits if hit.before and name_of_key(hit.before) in chosen]
    if len(visits) == len(hits):
        return [notice]
    told = {"reason": notice.reason, "text": notice.text, "others": notice.others}
    return notices.of_each(visits, notice.change, **told)


def say(said: list[Notice], now: datetime) -> Response:
    moment = notices.say(desk().shelf.store, said, who().name, now)
    if moment is not None:
        flash(words().say("Sagt fra. Det står på nettsiden og i kalenderne nå."))
    return redirect(url_for("notices.standing"), 303)


@news.post("/<int:moment>/undo")
@needs(Role.DRIVER)
def undo(moment: int) -> Response:
    """A driver takes back what is about today; the others anything."""
    _, now = whole()
    act = next((each for each in notices.acts(desk().shelf.store) if each.moment == moment), None)
    if act is None:
        flash(words().say("Det var tatt tilbake allerede."))
    elif not who().may(Role.PUBLISHER) and not all(is_of_today(each, now) for each in act.standing):
        abort(403)
    else:
        notices.undo(desk().shelf.store, moment, who().name, now)
        flash(words().say("Tatt tilbake. Nettsiden og kalenderne er som før."))
    return redirect(url_for("today.sheet" if "today" in request.form else "notices.standing"), 303)
