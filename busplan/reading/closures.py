"""The closures of a schedule."""

from busplan.reading import values
from busplan.reading.draft import Draft, days_of, scope_of
from busplan.reading.fields import Fields
from busplan.timetable import Closure


def read_closure(fields: Fields, draft: Draft) -> None:
    reason = fields.get("reason", values.text) or ""
    closed = fields.get("closed", values.yes_or_no)
    scope = scope_of(fields, draft)
    days = days_of(fields, draft.report)
    fields.no_others()
    first, last = days or (None, None)
    seasons = draft.seasons.values()
    if (
        first
        and seasons
        and not any(first <= season.last and (last is None or last >= season.first) for season in seasons)
    ):
        draft.report.warning("exception_has_no_effect", fields.place, str(first))
    if days and closed is not False:
        draft.closures.append(Closure(*days, reason, scope))
