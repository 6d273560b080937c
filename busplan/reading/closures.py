"""The closures of a schedule."""

from datetime import time

from busplan.reading import values
from busplan.reading.draft import Draft, days_of, scope_of
from busplan.reading.fields import Fields
from busplan.timetable import Closure, Season


def read_closure(fields: Fields, draft: Draft) -> None:
    reason = fields.get("reason", values.text) or ""
    closed = fields.get("closed", values.yes_or_no)
    scope = scope_of(fields, draft)
    hours = hours_of(fields)
    days = days_of(fields, draft.report)
    fields.no_others()
    if days is None or hours is None or closed is False:
        return
    made = Closure(*days, reason, scope, *hours)
    seasons = draft.seasons.values()
    if seasons and not any(meet(made, season) for season in seasons):
        draft.report.warning("exception_has_no_effect", fields.place, str(made.first))
    draft.closures.append(made)


def hours_of(fields: Fields) -> tuple[time | None, time | None] | None:
    """The hours that are closed, open at either end; None after reporting that they are none."""
    start, end = fields.get("from_time", values.clock), fields.get("to_time", values.clock)
    if start and end and end <= start:
        told = {"value": f"{end:%H:%M}", "first": f"{start:%H:%M}"}
        fields.report.error("ends_before_it_begins", fields.place_of("to_time"), **told)
        return None
    return start, end


def meet(closure: Closure, season: Season) -> bool:
    return closure.first <= season.last and (closure.last is None or closure.last >= season.first)
