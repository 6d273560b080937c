"""The notices of a schedule: single visits cancelled or moved."""

from collections.abc import Iterable
from dataclasses import replace

from busplan.reading import values
from busplan.reading.draft import Draft, days_of, scope_of
from busplan.reading.fields import Fields
from busplan.reading.report import Place, Report
from busplan.timetable import Cancelled, Moved, Notice, Scope, Timetable

CHANGES = {
    **dict.fromkeys(("cancelled", "innstilt"), "cancelled"),
    **dict.fromkeys(("moved", "flyttet", "flytta"), "moved"),
}


def read_notice(fields: Fields, draft: Draft) -> None:
    what = fields.need("what", change)
    reason = fields.get("reason", values.text) or ""
    scope = scope_of(fields, draft)
    days = days_of(fields, draft.report)
    moved = moved_of(fields)
    fields.no_others()
    if not (scope.stops or scope.routes or scope.municipalities):
        draft.report.error("notice_without_scope", fields.place)
    if what == "moved" and moved == Moved():
        draft.report.error("moved_to_nowhere", fields.place)
    elif what == "cancelled" and moved != Moved():
        draft.report.error("cancelled_and_moved", fields.place)
    elif moved.day and days and days[0] != days[1]:
        draft.report.error("new_date_for_many_days", fields.place_of("new_date"), str(moved.day))
    elif what and days:
        made = Notice(*days, scope, moved if what == "moved" else Cancelled(), reason)
        draft.notices.append((made, fields.place))


def change(value: str, doubt: values.Doubt) -> str:
    return values.one_of(CHANGES, value, "unknown_choice", choices="cancelled, moved")


def moved_of(fields: Fields) -> Moved:
    return Moved(
        day=fields.get("new_date", values.day),
        start=fields.get("new_from", values.clock),
        end=fields.get("new_to", values.clock),
        place=fields.get("new_place", values.text) or "",
    )


def with_notices(timetable: Timetable, draft: Draft) -> Timetable | None:
    """Each notice is tried on the visits it is about before it is believed."""
    for notice, place in draft.notices:
        try_notice(notice, place, timetable, draft.report)
    if draft.report.failed:
        return None
    return replace(timetable, notices=tuple(notice for notice, _ in draft.notices))


def try_notice(notice: Notice, place: Place, timetable: Timetable, report: Report) -> None:
    until = notice.last or timetable.horizon(notice.first)
    visits = [
        visit
        for id in stops_of(notice.scope, timetable)
        for visit in timetable.planned(id, notice.first, until)
        if notice.scope.covers(visit.route, visit.stop)
    ]
    if not visits:
        report.warning("notice_matches_no_visit", place, str(notice.first))
    try:
        moved = [notice.applied(visit).slot for visit in visits]
    except ValueError:
        report.error("moved_past_its_end", place)
        return
    if isinstance(notice.change, Moved) and notice.change.start and len(set(moved)) < len(moved):
        report.error("moved_many_to_one_time", place)


def stops_of(scope: Scope, timetable: Timetable) -> Iterable[str]:
    """The stops that a notice can be about, so that a long list of notices costs no more than its visits."""
    if scope.stops:
        return scope.stops
    if scope.routes:
        calls = (call for route in timetable.routes if route.id in scope.routes for call in route.calls)
        return {call.stop_id for call in calls}
    return {stop.id for stop in timetable.stops if stop.municipality in scope.municipalities}
