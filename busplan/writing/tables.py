"""A timetable in, its tables out: every field of it is written here, once for all formats."""

from datetime import date

from busplan.timetable import (
    Call,
    Cancelled,
    Change,
    Closure,
    Credit,
    Delayed,
    Extra,
    Library,
    Moved,
    Notice,
    OnDates,
    OtherVehicle,
    PerhapsCancelled,
    Route,
    Scope,
    Season,
    Service,
    Stop,
    Timetable,
)
from busplan.timetable.cadence import DROPS
from busplan.writing.cadences import when
from busplan.writing.table import Row, Table, table

NEWS = ("what", "new_date", "new_from", "new_to", "new_place", "minutes", "new_vehicle")


def tables_of(timetable: Timetable) -> dict[str, Table]:
    """By name, in the order they are read best; a table without rows is left out."""
    routes = timetable.routes
    tables = {
        "service": table([service_row(timetable.service)]),
        "credits": table(map(credit_row, timetable.service.credits)),
        "stops": table(map(stop_row, timetable.stops), "lat", "lon"),
        "seasons": table(map(season_row, timetable.seasons)),
        "routes": table(map(route_row, routes)),
        "calls": table(call_row(route, call) for route in routes for call in route.calls),
        "closures": table(map(closure_row, timetable.closures)),
        "notices": table(map(notice_row, timetable.notices)),
        "libraries": table(map(library_row, timetable.libraries)),
    }
    return {name: each for name, each in tables.items() if each.rows}


def service_row(service: Service) -> Row:
    return {
        "id": service.id,
        "name": service.name,
        "short_name": service.short_name,
        "owner": service.owner,
        "timezone": service.timezone,
        "language": service.language,
        "sample": service.sample,
        "info_url": service.url,
        "loan_visits": service.loan_visits or None,
    }


def credit_row(credit: Credit) -> Row:
    return {"text": credit.text, "url": credit.url}


def stop_row(stop: Stop) -> Row:
    return {
        "id": stop.id,
        "name": stop.name,
        "municipality": stop.municipality,
        "address": stop.address,
        "lat": stop.point.latitude if stop.point else None,
        "lon": stop.point.longitude if stop.point else None,
        "kind": stop.kind.value,
        "open_to": stop.audience.value,
        "note": stop.note,
        "school_days": stop.school_days or None,
        "until": stop.until,
        "became": stop.became,
        "access": stop.access,
    }


def library_row(library: Library) -> Row:
    return {
        "name": library.name,
        "municipality": library.municipality,
        "address": library.address,
        "lat": library.point.latitude,
        "lon": library.point.longitude,
        "url": library.url,
    }


def season_row(season: Season) -> Row:
    return {"id": season.id, "name": season.name, "from": season.first, "to": season.last}


def route_row(route: Route) -> Row:
    return {
        "id": route.id,
        "name": route.name,
        "short_name": route.short_name,
        "vehicle": route.vehicle,
        "season": route.season.id,
        **when(route.cadence, route.season),
        "closed_days": closed_days(route),
    }


def closed_days(route: Route) -> str:
    """What a closed day does, where it is not what anyone would expect: listed days are else driven."""
    if route.slips:
        return "slip"
    return "drop" if isinstance(route.cadence, OnDates) and route.cadence.rule == DROPS else ""


def call_row(route: Route, call: Call) -> Row:
    return {
        "route": route.id,
        "stop": call.stop_id,
        "from": call.start,
        "to": call.end,
        **when(call.cadence, route.season),
    }


def closure_row(closure: Closure) -> Row:
    return {
        **days(closure.first, closure.last),
        "from_time": closure.start,
        "to_time": closure.end,
        "reason": closure.reason,
        **about(closure.scope),
    }


def notice_row(notice: Notice) -> Row:
    scope = about(notice.scope)
    if not (scope["municipality"] or scope["route"] or scope["stop"]):
        # The whole bus has to be said on purpose.
        scope = {**scope, "route": "all"}
    return {
        **days(notice.first, notice.last),
        "from_time": notice.start,
        "to_time": notice.end,
        **scope,
        **dict.fromkeys(NEWS),
        **news(notice.change),
        "reason": notice.reason,
        "text": notice.text,
    }


def news(change: Change) -> Row:
    """Raises TypeError for news that nobody has taught us to write."""
    match change:
        case Cancelled():
            return {"what": "cancelled"}
        case PerhapsCancelled():
            return {"what": "perhaps_cancelled"}
        case Moved(day, start, end, place):
            new = {"new_date": day, "new_from": start, "new_to": end, "new_place": place}
            return {"what": "moved", **new}
        case Delayed(minutes):
            return {"what": "delayed", "minutes": minutes}
        case OtherVehicle(vehicle):
            return {"what": "other_vehicle", "new_vehicle": vehicle}
        case Extra(start, end, place):
            return {"what": "extra", "new_from": start, "new_to": end, "new_place": place}
    raise TypeError(f"{type(change).__name__} cannot be written")


def days(first: date, last: date | None) -> Row:
    """One day is a date, several are from and to; without an end there is no to."""
    one = first == last
    return {"date": first if one else None, "from": None if one else first, "to": None if one else last}


def about(scope: Scope) -> Row:
    return {
        "municipality": tuple(sorted(scope.municipalities)),
        "route": tuple(sorted(scope.routes)),
        "stop": tuple(sorted(scope.stops)),
        "kind": tuple(sorted(kind.value for kind in scope.kinds)),
        "school_days": scope.school_days or None,
    }
