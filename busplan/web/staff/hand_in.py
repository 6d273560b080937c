"""Files in, a draft out; or what is wrong in each row, and the files back with that beside it."""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask import Blueprint, redirect, request, url_for
from werkzeug.exceptions import HTTPException

from busplan import publishing
from busplan.access import Role
from busplan.publishing import Copy
from busplan.reading import Source
from busplan.store import File
from busplan.timetable import BadTimetable, Problem
from busplan.web import tongue, typed
from busplan.web.bounds import LARGEST_UPLOAD, takes_files
from busplan.web.errors import told
from busplan.web.staff import looks
from busplan.web.staff.onward import is_desk
from busplan.web.staff.page import shown
from busplan.web.staff.tell import Answer, done, undone
from busplan.web.staff.upload import message, uploaded
from busplan.web.staff.who import needs, now, store, today, who

# Of a larger one the page would be heavier than the file.
LARGEST_COPY = 3_000_000

pages = Blueprint("hand_in", __name__, url_prefix="/staff/hand-in")


@dataclass(frozen=True, slots=True)
class Handed:
    """A copy as an address: nothing is kept here of files that have a fault."""

    name: str
    address: str


@pages.get("")
@needs(Role.EDITOR)
def form() -> str:
    standing = publishing.standing(store())
    return shown("hand_in.html", standing=standing, most=LARGEST_UPLOAD // 1_000_000)


@pages.post("")
@needs(Role.EDITOR)
@takes_files
def hand_in() -> Answer:
    files, standing = uploaded(), publishing.standing(store())
    words = tongue.words()
    if not files:
        undone(words.say("Velg minst én fil."))
        return redirect(url_for("hand_in.form"), 303)
    try:
        found = publishing.look_at(standing, files, today(), looks.TYPED)
    except BadTimetable as bad:
        return refused(files, bad.problems), 422
    if standing.entry and found.digest == standing.entry.digest:
        done(words.say("Ingen endringer: Disse filene gjelder allerede."))
        return redirect(url_for("publications.one", number=standing.number), 303)
    base = min(typed.number("base", standing.number), standing.number)
    made = publishing.hand_in(store(), found, base, who().name, now(), message())
    return redirect(url_for("drafts.one", number=made), 303)


def refused(files: Iterable[File], problems: tuple[Problem, ...]) -> str:
    errors = sum(map(looks.is_error, problems))
    by_file = looks.by_file(problems)
    copies = list(handed_back(files, problems))
    return shown("problems.html", by_file=by_file, errors=errors, copies=copies, looks=looks)


def handed_back(files: Iterable[File], problems: tuple[Problem, ...]) -> Iterator[Handed]:
    heading = tongue.words().say("Feil")
    for file in files:
        copy = publishing.marked(Source(*file), problems, sentence, heading)
        if copy and len(copy.content) <= LARGEST_COPY:
            yield Handed(copy.name, address(copy))


def sentence(problem: Problem) -> str:
    return f"{looks.told(problem)} {looks.advice(problem)}"


def address(copy: Copy) -> str:
    mimetype = copy.mimetype.replace("; ", ";")
    return f"data:{mimetype};base64,{b64encode(copy.content).decode()}"


def too_large(fault: HTTPException) -> Answer:
    """What came with the request was not read."""
    if not is_desk(request.path):
        return told(fault)
    return shown("too_large.html", most=LARGEST_UPLOAD // 1_000_000), fault.code or 413
