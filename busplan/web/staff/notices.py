"""Bad news out at once: who is hit before it is said, what stands, and taking it back."""

from datetime import datetime

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from busplan.access import Role
from busplan.publishing import notices
from busplan.timetable import Extra, Notice, Timetable
from busplan.web.staff import asked
from busplan.web.staff.page import shown
from busplan.web.staff.said import is_of_today, line, name_of_key, whole
from busplan.web.staff.tell import Answer, done
from busplan.web.staff.who import needs, store, who
from busplan.web.tongue import own_and_others, words

MOST_SHOWN = 300

news = Blueprint("notices", __name__, url_prefix="/staff/notices")


@news.get("/")
@needs(Role.DRIVER)
def standing() -> str:
    publication, now = whole()
    lines = [line(each, publication.timetable, now) for each in notices.announcements(store())]
    return shown("notices.html", lines=lines, may_say=who().may(Role.PUBLISHER), now=now)


@news.route("/new", methods=["GET", "POST"])
@needs(Role.PUBLISHER)
def new() -> Answer:
    """A form; then the visits it hits; then, sent from there, what it says is in force."""
    publication, now = whole()
    is_sent = request.method == "POST"
    given = request.form if is_sent else request.args
    looked = is_sent or "look" in given
    own, others = own_and_others()
    form = asked.asked(given, publication.timetable, words(), now.date(), others)
    faults = asked.faults(form, words()) if looked else {}
    notice = asked.notice_of(form) if looked and not faults else None
    hits = found(notice, publication.timetable, now, form, faults) if notice else []
    if is_sent and notice and (chosen := chosen_of(notice, hits)):
        return say(chosen, now)
    may_choose = not (form.open.data or form.is_extra) and len(hits) <= MOST_SHOWN
    return shown(
        "notice.html",
        form=form,
        faults=faults,
        looked=looked,
        hits=hits[:MOST_SHOWN],
        more=max(0, len(hits) - MOST_SHOWN),
        count=len(hits),
        may_choose=may_choose,
        name_of_key=name_of_key,
        own=own,
        others=others,
        now=now,
    ), 422 if is_sent else 200


def found(
    notice: Notice, timetable: Timetable, now: datetime, form: asked.Asked, faults: dict[str, str]
) -> list[notices.Hit]:
    """The visits it hits; none, and one fault more, where one of them would last past midnight."""
    try:
        return notices.hits(timetable, [notice], now)
    except notices.PastMidnight:
        faults["minutes" if form.minutes.data else "new_start"] = words().say(
            "Et besøk ville vart til etter midnatt. Velg et annet klokkeslett."
        )
        return []


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
    notices.say(store(), said, who().name, now)
    done(words().say("Sagt fra. Det står på nettsiden og i kalenderne nå."))
    return redirect(url_for("notices.standing"), 303)


@news.post("/<int:moment>/undo")
@needs(Role.DRIVER)
def undo(moment: int) -> Response:
    """A driver takes back what is about today; the others anything."""
    _, now = whole()
    told = next((each for each in notices.announcements(store()) if each.moment == moment), None)
    if told is None:
        done(words().say("Det var tatt tilbake allerede."))
    elif not who().may(Role.PUBLISHER) and not all(is_of_today(each, now) for each in told.notices):
        abort(403)
    else:
        notices.withdraw(store(), moment, who().name, now)
        done(words().say("Tatt tilbake. Nettsiden og kalenderne er som før."))
    return redirect(url_for("today.sheet" if "today" in request.form else "notices.standing"), 303)
