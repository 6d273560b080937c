"""The routes of a schedule: when each is driven, and where it stops."""

from datetime import timedelta

from busplan.reading import values
from busplan.reading.draft import Draft, check_known, new_id
from busplan.reading.fields import Fields
from busplan.reading.report import Report
from busplan.timetable import Cadence, Call, EveryWeeks, OnDates, Route, Season


def read_route(fields: Fields, draft: Draft) -> None:
    id = new_id(fields, draft.route_ids, draft.report)
    if id:
        draft.route_ids[id] = fields.place_of("id")
    name = fields.get("name", values.text) or id or ""
    vehicle = fields.get("vehicle", values.text) or ""
    season = season_of(fields, draft)
    cadence = cadence_of(fields, season, draft.report)
    calls = calls_of(fields, draft)
    fields.no_others()
    if id and season and cadence:
        draft.routes.append(Route(id, name, season, cadence, calls, vehicle))


def season_of(fields: Fields, draft: Draft) -> Season | None:
    """The one named, or the only one there is."""
    seasons = {season.id: season for season in draft.seasons}
    id = fields.get("season", values.key)
    if id in seasons:
        return seasons[id]
    if id is not None:
        near = values.nearest(id, seasons)
        draft.report.error("unknown_season", fields.place_of("season"), id, near=near)
    elif len(seasons) == 1:
        return draft.seasons[0]
    elif seasons:
        draft.report.error("missing_required_field", fields.place, field="season")
    return None


def cadence_of(fields: Fields, season: Season | None, report: Report) -> Cadence | None:
    """Dates, or a weekday every so many weeks from an anchor."""
    if fields.node("dates"):
        return on_dates(fields, season, report)
    anchor = fields.get("anchor", values.day)
    weeks = fields.get("every_weeks", values.number) or 1
    weekday = fields.need("weekday", values.weekday)
    if weekday is None or season is None:
        return None
    if anchor is None:
        if weeks > 1 and not fields.node("anchor"):
            report.error("missing_required_field", fields.place, field="anchor")
        anchor = season.first + timedelta(days=(weekday - season.first.weekday()) % 7)
    elif anchor.weekday() != weekday:
        report.error("anchor_is_not_that_weekday", fields.place_of("anchor"), str(anchor))
        return None
    return EveryWeeks(anchor, weeks)


def on_dates(fields: Fields, season: Season | None, report: Report) -> Cadence | None:
    for name in ("weekday", "every_weeks", "anchor"):
        if fields.node(name):
            report.error("dates_and_rule", fields.place_of(name), field=name)
    days = fields.many("dates", values.day)
    for day in days:
        if season and not season.first <= day <= season.last:
            bounds = {"first": str(season.first), "last": str(season.last)}
            report.error("date_outside_season", fields.place_of("dates"), str(day), **bounds)
    return OnDates(tuple(days)) if days else None


def calls_of(fields: Fields, draft: Draft) -> tuple[Call, ...]:
    calls: list[Call] = []
    for call_fields in fields.branches("stops", required=True):
        call = call_of(call_fields, draft)
        if call is None:
            continue
        for earlier in calls:
            if call.start < earlier.end and earlier.start < call.end:
                draft.report.error(
                    "visits_overlap",
                    call_fields.place,
                    call.stop_id,
                    other=earlier.stop_id,
                    start=f"{earlier.start:%H:%M}",
                    end=f"{earlier.end:%H:%M}",
                )
                break
        else:
            if calls and call.start < calls[-1].start:
                draft.report.warning("visits_out_of_order", call_fields.place, call.stop_id)
        calls.append(call)
    return tuple(calls)


def call_of(fields: Fields, draft: Draft) -> Call | None:
    stop_id = fields.need("stop", values.text)
    start = fields.need("from", values.clock)
    end = fields.need("to", values.clock)
    fields.no_others()
    if stop_id:
        check_known("unknown_stop", fields.place_of("stop"), stop_id, draft.known.ids, draft.report)
    if not (stop_id and start and end):
        return None
    if end <= start:
        draft.report.error(
            "visit_ends_before_it_starts", fields.place_of("to"), f"{end:%H:%M}", start=f"{start:%H:%M}"
        )
        return None
    return Call(stop_id, start, end)
