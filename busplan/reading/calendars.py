"""What the calendars of a country and of its schools say against a schedule."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from busplan.reading import values
from busplan.reading.draft import Draft
from busplan.reading.fields import Fields
from busplan.reading.red_days import COUNTRIES, red_days
from busplan.reading.report import WHOLE_FILE, Fault
from busplan.timetable import Cadence, Closure, Kind, OnDates, Route, Timetable

POLICIES = {
    **dict.fromkeys(("closed", "stengt"), True),
    **dict.fromkeys(("driven", "kjøres", "blir køyrd"), False),
}


def read_red_days(fields: Fields, timezone: str, draft: Draft) -> None:
    """`public_holidays: closed` closes everything on the public holidays of the country."""
    country = fields.get("country", known_country) or COUNTRIES.get(timezone, "")
    closed = fields.get("public_holidays", values.one_word(POLICIES))
    if closed and not country:
        fields.report.error("missing_required_field", fields.place_of("public_holidays"), field="country")
    draft.country, draft.red_days_closed = country, closed


def known_country(value: str, doubt: values.Doubt) -> str:
    country = value.upper()
    try:
        red_days(country, date(2026, 1, 1), date(2026, 12, 31))
    except LookupError:
        raise Fault("unknown_country") from None
    return country


def close_red_days(draft: Draft) -> None:
    """For as long as there are seasons."""
    if not (draft.red_days_closed and draft.country):
        return
    found: dict[date, str] = {}
    for season in draft.seasons.values():
        found |= red_days(draft.country, season.first, season.last)
    draft.closures += [Closure(day, day, name) for day, name in sorted(found.items())]


def doubt_red_days(timetable: Timetable, draft: Draft) -> None:
    """Nobody need have meant a visit on a public holiday that a rule gives.

    A day that moves from year to year, such as Easter, is only noted: every rota of some length meets one.
    """
    if not draft.country or draft.red_days_closed is not None:
        return
    driven: dict[date, Counter[str]] = {}
    for route in timetable.routes:
        found = red_days(draft.country, route.season.first, route.season.last)
        for day, name in found.items():
            if draft.report.is_full("visit_on_public_holiday"):
                return
            if day not in driven:
                driven[day] = stops_on(day, timetable)
            if driven[day][route.id] and goes_by_rule(route, day):
                told = {"name": name, "route": route.id, "count": str(driven[day][route.id])}
                tell = draft.report.warning if is_fixed(draft.country, day) else draft.report.note
                tell("visit_on_public_holiday", draft.begins[route.id], str(day), **told)


def is_fixed(country: str, day: date) -> bool:
    """Whether it is a holiday in the years around it too. No two movable ones meet in three years."""
    if (day.month, day.day) == (2, 29):
        return False
    around = (day.replace(year=day.year - 1), day.replace(year=day.year + 1))
    return all(red_days(country, each, each) for each in around)


def goes_by_rule(route: Route, day: date) -> bool:
    rules = {route.cadence, *(call.cadence for call in route.calls if call.cadence)}
    return any(gives(rule, day) for rule in rules)


def gives(rule: Cadence, day: date) -> bool:
    """Days that somebody listed are meant."""
    listed = isinstance(rule, OnDates) and not rule.rule
    return not listed and next(iter(rule.dates(day, day)), None) is not None


def stops_on(day: date, timetable: Timetable) -> Counter[str]:
    """How many stops of each route are visited that day."""
    visits = timetable.visits(day, day)
    return Counter(route for route, _ in {(each.route, each.stop.id) for each in visits if each.takes_place})


def doubt_school_breaks(timetable: Timetable, draft: Draft) -> None:
    """A school visited in its break, and a stop of school days whose municipality has told no breaks."""
    breaks = [(closure, place) for closure, place in draft.breaks if closure.last]
    for closure, place in breaks:
        met = sorted(set(schools_met(closure, timetable)))
        if met:
            told = {"stops": ", ".join(met), "reason": closure.reason}
            draft.report.warning("visit_in_school_break", place, met[0], **told)
    told_of = [closure.scope.municipalities for closure, _ in draft.breaks]
    for municipality in sorted({stop.municipality for stop in timetable.stops if stop.school_days}):
        if not any(not named or municipality in named for named in told_of):
            draft.report.warning("school_breaks_not_told", WHOLE_FILE, municipality)


def schools_met(closure: Closure, timetable: Timetable) -> Iterator[str]:
    assert closure.last is not None
    named = closure.scope.municipalities
    for stop in timetable.stops:
        is_school = stop.kind is Kind.SCHOOL and not stop.school_days
        if is_school and (not named or stop.municipality in named):
            visits = timetable.visits(closure.first, closure.last, stop.id)
            yield from (stop.id for visit in visits if visit.takes_place)
