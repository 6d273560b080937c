"""Publications: who published what and when, their files, what differs between any two, and the way back."""

from flask import Blueprint, abort, redirect, url_for
from werkzeug.wrappers import Response

from busplan import publishing
from busplan.access import Role
from busplan.publishing import Parts, Preview
from busplan.store import Entry, Overtaken
from busplan.store.store import not_undone
from busplan.timetable import BadTimetable
from busplan.web import signs, tongue, typed
from busplan.web.desk import desk
from busplan.web.staff.attached import attached
from busplan.web.staff.hour import zone_of
from busplan.web.staff.page import shown
from busplan.web.staff.tell import Answer, done
from busplan.web.staff.upload import message
from busplan.web.staff.who import needs, now, store, today, who

MOST = 200

pages = Blueprint("publications", __name__, url_prefix="/staff/publications")


@pages.get("")
@needs(Role.EDITOR)
def all() -> str:
    entries = store().entries()
    return shown("publications.html", entries=entries[:MOST], standing=set(not_undone(entries)))


@pages.get("/<int:number>")
@needs(Role.EDITOR)
def one(number: int) -> str:
    entries = store().entries()
    entry = entry_or_404(entries, number)
    older = next((each for each in entries if each.id < number), None)
    return shown(
        "publication.html",
        entry=entry,
        newest=entries[0],
        older=older,
        files=store().kept(number).files,
        may_publish=who().may(Role.PUBLISHER),
    )


@pages.get("/<int:number>/files/<int:at>")
@needs(Role.EDITOR)
def file(number: int, at: int) -> Response:
    entry_or_404(store().entries(), number)
    return attached(store().kept(number).files, at)


@pages.get("/compare")
@needs(Role.EDITOR)
def compare() -> Answer:
    entries = store().entries(MOST)
    before, after = map(typed.number, ("before", "after"))
    if not before and not after and len(entries) > 1:
        before, after = entries[1].id, entries[0].id
    pair = [entry_or_404(entries, each) for each in (before, after)] if before or after else []
    found, unreadable = None, False
    if pair:
        try:
            found = difference(pair[0], pair[1])
        except BadTimetable:
            unreadable = True
    return shown(
        "compare.html",
        entries=entries,
        pair=pair,
        preview=found,
        signs=signs.of(found) if found else [],
        unreadable=unreadable,
        today=today(),
    )


def difference(before: Entry, after: Entry) -> Preview:
    """Without the notices of the day; from the day on which the earlier of the two was published."""
    parts = Parts(store())
    since = min(before.published_at, after.published_at).astimezone(zone_of(desk())).date()
    return publishing.compared(parts.timetable(before.id), parts.timetable(after.id), since)


@pages.post("/<int:number>/again")
@needs(Role.PUBLISHER)
def again(number: int) -> Answer:
    """Undo: this one in force again, so that all after it is undone."""
    entries = store().entries()
    entry = entry_or_404(entries, number)
    base, words = typed.number("base"), tongue.words()
    told = message() or words.say("Tilbake til nummer {number}", number=number)
    try:
        made = publishing.publish_again(store(), entry.id, base, who().name, now(), told)
    except Overtaken as fault:
        if fault.newest.again == number:
            # A double click: it was done a moment ago.
            return redirect(url_for("publications.one", number=fault.newest.id), 303)
        return shown("undo_overtaken.html", entry=entry, newest=fault.newest, base=base), 409
    if made is None:
        done(words.say("Ingen endringer: Disse filene gjelder allerede."))
        return redirect(url_for("publications.one", number=entries[0].id), 303)
    done(words.say("Nummer {old} gjelder igjen, som nummer {number}.", old=number, number=made))
    return redirect(url_for("publications.one", number=made), 303)


def entry_or_404(entries: list[Entry], number: int) -> Entry:
    found = next((each for each in entries if each.id == number), None)
    if found is None:
        abort(404)
    return found
