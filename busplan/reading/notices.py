"""The notices of a schedule: what becomes of single visits."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice

from busplan.reading import values
from busplan.reading.draft import Draft, days_of, hours_of, scope_of
from busplan.reading.fields import Fields
from busplan.reading.report import Place, Report
from busplan.timetable import (
    Cancelled,
    Change,
    Delayed,
    Extra,
    Moved,
    Notice,
    OtherVehicle,
    PerhapsCancelled,
    Scope,
    Timetable,
    Visit,
)
from busplan.timetable.bearing import Bearing

MOST_LOOKED_AT = 20_000  # visits, by all notices together
KINDS = {
    **dict.fromkeys(("cancelled", "innstilt"), "cancelled"),
    **dict.fromkeys(("moved", "flyttet", "flytta"), "moved"),
    **dict.fromkeys(("delayed", "forsinket", "forseinka"), "delayed"),
    **dict.fromkeys(("perhaps_cancelled", "kanskje innstilt", "kan bli innstilt"), "perhaps_cancelled"),
    **dict.fromkeys(("other_vehicle", "annen buss", "annan buss"), "other_vehicle"),
    **dict.fromkeys(("extra", "ekstra", "ekstra besøk"), "extra"),
}
# What only one kind of notice has a use for, and which.
PARTS = {
    "new_date": ("moved",),
    "new_from": ("moved", "extra"),
    "new_to": ("moved", "extra"),
    "new_place": ("moved", "extra"),
    "minutes": ("delayed",),
    "new_vehicle": ("other_vehicle",),
}


def read_notice(fields: Fields, draft: Draft) -> None:
    before = draft.report.errors
    kind = fields.need("what", values.one_word(KINDS))
    reason = fields.get("reason", values.text) or ""
    text = fields.get("text", values.text) or ""
    scope = scope_of(fields, draft)
    hours = hours_of(fields)
    days = days_of(fields, draft.report)
    change = CHANGES[kind](fields) if kind else None
    check_parts(kind, fields)
    fields.no_others()
    if not any(fields.node(name) for name in ("stop", "route", "municipality")):
        draft.report.error("notice_without_scope", fields.place)
    one_day = days is None or days[0] == days[1]
    if isinstance(change, Moved) and change.day and not one_day:
        draft.report.error("new_date_for_many_days", fields.place_of("new_date"), str(change.day))
    if isinstance(change, Extra) and not (one_day and len(scope.stops) == 1):
        draft.report.error("extra_is_one_visit", fields.place)
    if not (reason or text or kind == "extra"):
        draft.report.warning("notice_without_reason", fields.place)
    if draft.report.errors == before and days and hours and change:
        draft.notices.append((Notice(*days, scope, change, reason, text, *hours), fields.place))


def check_parts(kind: str | None, fields: Fields) -> None:
    """What stands there but does not belong to this kind of notice was meant for something."""
    if kind == "cancelled" and any(fields.node(name) for name in PARTS):
        fields.report.error("cancelled_and_moved", fields.place)
        return
    for name, kinds in PARTS.items():
        if fields.node(name) and kind and kind not in kinds:
            fields.report.error("part_of_another_notice", fields.place_of(name), field=name, what=kind)


def cancelled(fields: Fields) -> Change:
    return Cancelled()


def perhaps_cancelled(fields: Fields) -> Change:
    return PerhapsCancelled()


def moved(fields: Fields) -> Change | None:
    before = fields.report.errors
    told = Moved(
        day=fields.get("new_date", values.day),
        start=fields.get("new_from", values.clock),
        end=fields.get("new_to", values.clock),
        place=fields.get("new_place", values.text) or "",
    )
    if told == Moved() and fields.report.errors == before:
        fields.report.error("moved_to_nowhere", fields.place)
    return told


def delayed(fields: Fields) -> Change | None:
    minutes = fields.need("minutes", values.number)
    return Delayed(minutes) if minutes else None


def other_vehicle(fields: Fields) -> Change | None:
    vehicle = fields.need("new_vehicle", values.text)
    return OtherVehicle(vehicle) if vehicle else None


def extra(fields: Fields) -> Change | None:
    start, end = fields.need("new_from", values.clock), fields.need("new_to", values.clock)
    place = fields.get("new_place", values.text) or ""
    if not (start and end):
        return None
    if end <= start:
        told = {"value": f"{end:%H:%M}", "start": f"{start:%H:%M}"}
        fields.report.error("visit_ends_before_it_starts", fields.place_of("new_to"), **told)
        return None
    return Extra(start, end, place)


CHANGES: dict[str, Callable[[Fields], Change | None]] = {
    "cancelled": cancelled,
    "perhaps_cancelled": perhaps_cancelled,
    "moved": moved,
    "delayed": delayed,
    "other_vehicle": other_vehicle,
    "extra": extra,
}


def with_notices(timetable: Timetable, draft: Draft) -> Timetable | None:
    """Each notice is tried on the visits it is about before it is believed, where any are known."""
    if not draft.notices:
        return None if draft.report.failed else timetable
    extras = tuple(notice for notice, _ in draft.notices if isinstance(notice.change, Extra))
    with_extras = replace(timetable, notices=extras) if extras else timetable
    told: dict[tuple[object, ...], Place] = {}
    now: dict[tuple[object, ...], Visit] = {}
    room = MOST_LOOKED_AT
    for notice, place in draft.notices if draft.routes else ():
        if not isinstance(notice.change, Extra):
            planned = list(islice(planned_for(notice, with_extras), room + 1))
            room -= len(planned)
            if room < 0:
                draft.report.error("too_many_rows", place, limit=str(MOST_LOOKED_AT))
                return None
            visits = [each for each in planned if is_about(notice, each)]
            # One that is moved may be late besides.
            so_far = [now.get(visit.key, visit) for visit in visits]
            becomes = try_notice(notice, so_far, place, timetable, draft.report)
            now.update((visit.key, visit) for visit in becomes)
            doubt_second(notice, visits, place, told, draft.report)
    if draft.report.failed:
        return None
    return replace(timetable, notices=tuple(notice for notice, _ in draft.notices))


def planned_for(notice: Notice, timetable: Timetable) -> Iterator[Visit]:
    """All visits on its days to the stops it can be about."""
    until = notice.last or timetable.horizon(notice.first)
    for id in stops_of(notice.scope, timetable):
        yield from timetable.planned(id, notice.first, until)


def is_about(notice: Notice, visit: Visit) -> bool:
    return notice.holds(visit.planned) and notice.scope.covers(visit.route, visit.stop)


def try_notice(
    notice: Notice, visits: list[Visit], place: Place, timetable: Timetable, report: Report
) -> list[Visit]:
    """What becomes of the visits; none where that cannot be."""
    if not visits:
        report.warning("notice_matches_no_visit", place, str(notice.first))
    try:
        now = [notice.applied(visit) for visit in visits]
    except ValueError:
        late = isinstance(notice.change, Delayed)
        report.error("delayed_past_midnight" if late else "moved_past_its_end", place)
        return []
    slots = {visit.slot for visit in now}
    if isinstance(notice.change, Moved) and notice.change.start and len(slots) < len(now):
        report.error("moved_many_to_one_time", place)
    elif isinstance(notice.change, Moved) and notice.change.day:
        doubt_new_day(now, place, timetable, report)
    return now


def doubt_new_day(moved: list[Visit], place: Place, timetable: Timetable, report: Report) -> None:
    """A day on which the bus stands still, or that no season holds."""
    bearing = Bearing(timetable.closures)
    for visit in moved:
        day, start, end = visit.slot.day, visit.slot.start, visit.slot.end
        for closure in bearing.on(visit.route, visit.stop):
            if closure.holds(day) and closure.touches(start, end):
                report.warning("moved_to_closed_day", place, str(day), reason=closure.reason)
                return
        if not any(season.first <= day <= season.last for season in timetable.seasons):
            report.warning("moved_outside_season", place, str(day))
            return


def doubt_second(
    notice: Notice, visits: list[Visit], place: Place, told: dict[tuple[object, ...], Place], report: Report
) -> None:
    """Of two notices about one visit the last counts; another vehicle goes with any of them."""
    if isinstance(notice.change, OtherVehicle):
        return
    for visit in visits:
        first = told.setdefault(visit.key, place)
        if first != place:
            report.warning(
                "two_notices_for_one_visit",
                place,
                visit.stop.id,
                first=first.seen_from(place),
            )
            return


def stops_of(scope: Scope, timetable: Timetable) -> Iterable[str]:
    """The stops that a notice can be about, so that a long list of notices costs no more than its visits."""
    if scope.stops:
        return scope.stops
    if scope.routes:
        calls = (call for route in timetable.routes if route.id in scope.routes for call in route.calls)
        return {call.stop_id for call in calls}
    return {
        stop.id
        for stop in timetable.stops
        if not scope.municipalities or stop.municipality in scope.municipalities
    }
