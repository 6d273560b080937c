"""The closures of a schedule."""

from busplan.reading import values
from busplan.reading.draft import Draft, days_of, hours_of, scope_of
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
    if scope.school_days:
        draft.breaks.append((made, fields.place))


def meet(closure: Closure, season: Season) -> bool:
    return closure.first <= season.last and (closure.last is None or closure.last >= season.first)
