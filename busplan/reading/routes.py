"""The routes of a schedule: when each is driven, and where it stops."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

from busplan.reading import values
from busplan.reading.cadences import FORMS, cadence_of, says_when
from busplan.reading.draft import Draft, new_id
from busplan.reading.fields import Fields
from busplan.reading.report import Place
from busplan.timetable import Cadence, Call, EveryWeeks, OnDates, Route, Season
from busplan.timetable.cadence import DROPS

LONGEST_USUAL = 8 * 60
CLOCKS_ARE_SET_BY = 5
MOST_CALLS = 300  # on one round; each is compared with every other
# On which a call is driven; None where there is no telling.
Days = frozenset[date] | None
CLOSED_DAYS = {
    **dict.fromkeys(("drop", "faller bort", "fell bort"), False),
    **dict.fromkeys(("slip", "forskyves", "blir forskjøve"), True),
}


def read_route(fields: Fields, draft: Draft) -> None:
    id = new_id(fields, draft.route_ids, draft.report)
    if id:
        draft.route_ids[id] = fields.place_of("id")
        when = next((name for name in ("anchor", *FORMS, "weekday") if fields.node(name)), "id")
        draft.begins[id] = fields.place_of(when)
    # A name may be left out, but not left empty: then something was meant to stand there.
    named = "name" in fields.branch.fields
    name = (fields.need("name", values.text) if named else id) or ""
    short_name = fields.get("short_name", values.text) or ""
    for called in {name.casefold(), short_name.casefold()} - {""} if id else ():
        draft.routes_named[called].append(id or "")
    vehicle = fields.get("vehicle", values.text) or ""
    season = season_of(fields, draft)
    cadence = cadence_of(fields, season, draft.report)
    told = fields.get("closed_days", values.one_word(CLOSED_DAYS))
    slips = told is True
    if told is False and isinstance(cadence, OnDates) and not cadence.rule:
        cadence = replace(cadence, rule=DROPS)
    if slips and cadence and not isinstance(cadence, EveryWeeks):
        draft.report.error("only_a_cycle_slips", fields.place_of("closed_days"))
    calls = calls_of(id or "", fields, season, cadence, slips, draft)
    fields.no_others()
    if not (id and season and cadence) or draft.report.failed:
        return
    if next(iter(cadence.dates(season.first, season.last)), None) is None:
        draft.report.warning("route_without_visits", fields.place, id)
    draft.routes.append(Route(id, name, season, cadence, calls, vehicle, slips, short_name))


def season_of(fields: Fields, draft: Draft) -> Season | None:
    """The one named, or the only one there is."""
    seasons = draft.seasons
    said = fields.get("season", values.text)
    if said in seasons:
        return seasons[said]
    if said is not None and seasons:
        named = [season for season in seasons.values() if season.name.casefold() == said.casefold()]
        if len(named) == 1:
            return named[0]
        known = [*seasons, *(season.name for season in seasons.values())]
        draft.report.error("unknown_season", fields.place_of("season"), said, known)
    elif len(seasons) == 1:
        return next(iter(seasons.values()))
    elif seasons:
        draft.report.error("missing_required_field", fields.place, field="season")
    return None


def calls_of(
    route_id: str,
    fields: Fields,
    season: Season | None,
    cadence: Cadence | None,
    slips: bool,
    draft: Draft,
) -> tuple[Call, ...]:
    calls: list[Call] = []
    # A rota that slips may come on any such day.
    fixed = None if slips else cadence
    # Days are worked out once: each call is compared with every other.
    usual = days_in(fixed, season)
    driven: list[Days] = []
    told = fields.branches("stops", required=True)
    if len(told) > MOST_CALLS:
        draft.report.error("too_many_rows", fields.place_of("stops"), limit=str(MOST_CALLS))
        return ()
    for call_fields in told:
        call = call_of(call_fields, season, draft)
        if call is None:
            continue
        if season and (rule := call.cadence or cadence):
            doubt_clock(call, rule, season, call_fields, draft)
        days = days_in(call.cadence, season) if call.cadence else usual
        before = zip(calls, driven, strict=True)
        clash = next((earlier for earlier, others in before if clashes(call, earlier, days, others)), None)
        if clash:
            hours = {"start": f"{clash.start:%H:%M}", "end": f"{clash.end:%H:%M}"}
            draft.report.error(
                "visits_overlap", call_fields.place, call.stop_id, other=clash.stop_id, **hours
            )
        elif calls and call.start < calls[-1].start:
            draft.report.warning("visits_out_of_order", call_fields.place, call.stop_id)
        calls.append(call)
        driven.append(days)
        draft.report.stands(("call", route_id, call.stop_id, call.start), call_fields.place)
    return tuple(calls)


def minutes(of_day: time) -> int:
    return of_day.hour * 60 + of_day.minute


def doubt_clock(call: Call, cadence: Cadence, season: Season, fields: Fields, draft: Draft) -> None:
    """An hour of the night that is not there, or there twice, on a day the clocks are changed."""
    if call.start.hour >= CLOCKS_ARE_SET_BY:
        return
    zone = draft.service.zone
    for day in cadence.dates(season.first, season.last):
        moment = datetime.combine(day, call.start, zone)
        if moment.utcoffset() == moment.replace(fold=1).utcoffset():
            continue
        there = moment.astimezone(UTC).astimezone(zone).time() == call.start
        if there:
            draft.report.warning("time_happens_twice_that_day", began(fields), str(day))
        else:
            draft.report.error("time_does_not_exist_that_day", began(fields), str(day))


def days_in(cadence: Cadence | None, season: Season | None) -> Days:
    return frozenset(cadence.dates(season.first, season.last)) if cadence and season else None


def clashes(one: Call, other: Call, days: Days, others: Days) -> bool:
    """At the same hours, and on the same day: two stops may share a slot by odd and even weeks."""
    at_once = one.start < other.end and other.start < one.end
    return at_once and (days is None or others is None or not days.isdisjoint(others))


def call_of(fields: Fields, season: Season | None, draft: Draft) -> Call | None:
    stop_id = stop_of(fields, draft)
    start, end = hours_of(fields)
    cadence = cadence_of(fields, season, draft.report) if says_when(fields) else None
    fields.no_others()
    if not (stop_id and start and end):
        return None
    if end > start and minutes(end) - minutes(start) > LONGEST_USUAL:
        hours = str((minutes(end) - minutes(start)) // 60)
        draft.report.warning("visit_unusually_long", began(fields), stop_id, hours=hours)
    if end <= start:
        place = fields.place_of("to" if fields.node("to") else "time")
        draft.report.error("visit_ends_before_it_starts", place, f"{end:%H:%M}", start=f"{start:%H:%M}")
        return None
    return Call(stop_id, start, end, cadence)


def stop_of(fields: Fields, draft: Draft) -> str | None:
    """By its id, or by a name that no other stop has; the municipality may tell two of a name apart."""
    said = fields.need("stop", values.stop_reference)
    municipality = fields.get("municipality", values.text) or ""
    if said is None:
        return None
    if draft.known.none_given:
        return draft.known.make_up(said, municipality)
    return draft.stop(said, fields.place_of("stop"), municipality)


def hours_of(fields: Fields) -> tuple[time | None, time | None]:
    """`from` and `to`, or both in one as `time`."""
    if fields.node("time") is None:
        return fields.need("from", values.clock), fields.need("to", values.clock)
    for name in ("from", "to"):
        if fields.node(name):
            fields.report.error("two_rules", fields.place_of(name), field=name, other="time")
    return fields.get("time", values.hours) or (None, None)


def began(fields: Fields) -> Place:
    return fields.place_of("from" if fields.node("from") else "time")
