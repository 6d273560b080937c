"""What is edited in, a draft with what was changed out, as of files."""

from collections.abc import Callable

from flask import abort, redirect, request, url_for

from busplan import publishing
from busplan.publishing import Standing, edit
from busplan.store import Draft, Drafts
from busplan.timetable import BadTimetable, Route, Stop, Timetable
from busplan.web import tongue, typed
from busplan.web.desk import desk
from busplan.web.staff import looks
from busplan.web.staff.tell import Answer, done, undone
from busplan.web.staff.upload import LONGEST_MESSAGE
from busplan.web.staff.who import now, store, today, who

MOST_TOLD = 3


class Ground:
    """What is edited: what is in force, or a draft on top of it."""

    def __init__(self) -> None:
        self.standing: Standing = publishing.standing(store())
        self.draft: Draft | None = None
        timetable = self.standing.timetable
        if asked := typed.number("draft"):
            self.draft = Drafts(store()).get(asked)
            if self.draft is None:
                abort(404)
            if not self.draft.is_open:
                # A double click, too: what the first made of it is on top of that list.
                undone(tongue.words().say("Kladden er lagt bort eller publisert allerede."))
                abort(redirect(url_for("drafts.all"), 303))
            try:
                timetable = self.standing.under(publishing.read_files(Drafts(store()).files(asked)))
            except BadTimetable:
                abort(404)
        self.timetable: Timetable = edit.to_edit(timetable)

    @property
    def number(self) -> int | None:
        return self.draft.id if self.draft else None

    @property
    def base(self) -> int:
        """What was in force when the page was shown."""
        newest = self.standing.number
        return self.draft.base if self.draft else min(typed.number("base", newest), newest)

    def stop(self, id: str) -> Stop:
        return self.timetable.stop(id) or abort(404)

    def route(self, id: str) -> Route:
        return next((route for route in self.timetable.routes if route.id == id), None) or abort(404)

    @property
    def stops(self) -> list[Stop]:
        return sorted(self.timetable.stops, key=lambda stop: (stop.name, stop.id))

    @property
    def municipalities(self) -> list[str]:
        return sorted({stop.municipality for stop in self.timetable.stops})

    def new_id(self, name: str) -> str:
        """For a stop of that name: one that no stop has, or has had."""
        published = desk().whole.in_force()
        return edit.new_id(name, self.timetable, published.former if published else {})

    def draft_of(self, changed: Timetable, message: str, again: Callable[[str], str]) -> Answer:
        """On top of what was shown; the draft that was edited is laid away, as this one holds it too.

        `again` shows the page once more, with what is wrong.
        """
        if changed == self.timetable:
            done(tongue.words().say("Ingen endringer."))
            return redirect(request.url, 303)
        files, by = edit.as_files(changed), who().name
        try:
            found = publishing.look_at(self.standing, files, today(), looks.TYPED)
        except BadTimetable as bad:
            return again(wrong(bad)), 422
        if self.draft and self.draft.message:
            message = f"{self.draft.message}. {message}"[:LONGEST_MESSAGE]
        made = publishing.hand_in(store(), found, self.base, by, now(), message)
        if self.draft and made != self.draft.id:
            Drafts(store()).set_aside(self.draft.id, by, now())
        return redirect(url_for("drafts.one", number=made), 303)


def wrong(bad: BadTimetable) -> str:
    """Without the rows of files that the person has never seen."""
    errors = dict.fromkeys(looks.told(each) for each in bad.problems if looks.is_error(each))
    return " ".join([*errors][:MOST_TOLD])
