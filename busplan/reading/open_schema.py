"""The open "mobile library stops" table in, a whole timetable out.

The schema is that of LibrariesHacked (github.com/LibrariesHacked/mobilelibraries-data): one row a stop of
a route, with its weekday, hours, an RRULE and a start date.
"""

from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from textwrap import shorten

from busplan.reading import values
from busplan.reading.cadences import recurrence
from busplan.reading.doubts import doubt_term_time
from busplan.reading.fields import Fields
from busplan.reading.routes import MOST_CALLS, clashes, days_in
from busplan.reading.seasons import called_by_days
from busplan.reading.sheet import Sheet
from busplan.reading.slug import slug, unique
from busplan.reading.table import Columns
from busplan.reading.values import LONGEST_NAME, RESERVED
from busplan.timetable import (
    OPEN_END,
    Audience,
    Call,
    Closure,
    Point,
    Route,
    Scope,
    Season,
    Service,
    Stop,
    Timetable,
)

REQUIRED = ("organisation", "mobile", "route", "stop", "day", "arrival", "departure", "frequency", "start")
OPTIONAL = ("community", "address", "postcode", "geox", "geoy", "type", "end", "exceptions", "timetable")
# The columns are named by the standard: no other word means the same.
COLUMNS = Columns(REQUIRED, OPTIONAL, words={name: name for name in REQUIRED + OPTIONAL})
MARKS = frozenset({"arrival", "departure", "frequency"})
AUDIENCES = {
    "public": Audience.EVERYONE,
    "private": Audience.CLOSED,
    "dynamic": Audience.EVERYONE,
    "other": Audience.EVERYONE,
}
ZONE = "Europe/London"
# An organisation, a vehicle, a route and a season: what is one round of ours.
Key = tuple[str, str, str, Season]


@dataclass(frozen=True, slots=True)
class Row:
    """A call, the days on which it is left out, and the cells that say so."""

    call: Call
    left_out: list[date]
    fields: Fields

    @property
    def order(self) -> tuple[time, time, str]:
        return (self.call.start, self.call.end, self.call.stop_id)


@dataclass(slots=True)
class OpenTables:
    """What the tables read so far hold together."""

    organisations: list[str] = field(default_factory=list)
    stops: dict[tuple[str, ...], Stop] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    seasons: dict[tuple[date, date], Season] = field(default_factory=dict)
    rounds: dict[Key, list[list[Row]]] = field(default_factory=dict)

    @property
    def service(self) -> Service:
        return Service(shorten(", ".join(self.organisations), LONGEST_NAME, placeholder=" …"), timezone=ZONE)

    def joined(self, timetable: Timetable) -> Timetable:
        """With what a schedule says. The ids of routes are made of their names: the tables have none."""
        if not self.organisations:
            return timetable
        taken = {route.id for route in timetable.routes}
        routes, closures = [], []
        for key, rounds in self.rounds.items():
            for rows in rounds:
                id = unique(slug(key[2], otherwise="route"), taken, RESERVED)
                taken.add(id)
                routes.append(self.route_of(id, key, sorted(rows, key=lambda row: row.order)))
                for row in rows:
                    closures += [closed(id, row.call, day) for day in row.left_out]
                    row.fields.report.stands(("call", id, row.call.stop_id, row.call.start), row.fields.place)
        return replace(
            timetable,
            stops=(*timetable.stops, *self.stops.values()),
            seasons=(*timetable.seasons, *self.seasons.values()),
            routes=(*timetable.routes, *routes),
            closures=(*timetable.closures, *closures),
        )

    def route_of(self, id: str, key: Key, rows: list[Row]) -> Route:
        """Its own name is kept as the short one; vehicles of several organisations are kept apart."""
        organisation, mobile, name, season = key
        calls = tuple(row.call for row in rows)
        assert calls[0].cadence is not None
        vehicle = mobile if len(self.organisations) == 1 else f"{organisation}, {mobile}"
        short_name = "" if name == id else name
        return Route(id, name, season, calls[0].cadence, calls, vehicle, short_name=short_name)


def closed(route: str, call: Call, day: date) -> Closure:
    """Of this call alone: another row may have the same stop on the route at another hour."""
    scope = Scope(routes=frozenset({route}), stops=frozenset({call.stop_id}))
    return Closure(day, day, scope=scope, start=call.start, end=call.end)


def read_open_table(sheet: Sheet, tables: OpenTables) -> None:
    for row in sheet.rows(COLUMNS):
        read_row(Fields(row, sheet.report), tables)


def read_row(fields: Fields, tables: OpenTables) -> None:
    before = fields.report.errors
    organisation = fields.need("organisation", values.text)
    mobile = fields.need("mobile", values.text)
    route = fields.need("route", values.text)
    stop = stop_of(fields, organisation or "")
    season = season_of(fields)
    call = call_of(fields, season) if season else None
    exceptions = days_of(fields)
    if fields.report.errors > before or not (organisation and mobile and route and stop and season and call):
        return
    if (organisation, stop.municipality, stop.name, stop.address) not in tables.stops:
        doubt_term_time(stop, fields.place_of("stop"), fields.report)
    known = kept(stop, organisation, tables)
    fields.report.stands(("stop", known.id), fields.place)
    fields.report.stands(("season", season.id), fields.place_of("end"))
    if organisation not in tables.organisations:
        tables.organisations.append(organisation)
    season = tables.seasons.setdefault((season.first, season.last), season)
    row = Row(replace(call, stop_id=known.id), exceptions, fields)
    add_row(row, tables.rounds.setdefault((organisation, mobile, route, season), []), season)


def meet(one: Call, other: Call, season: Season) -> bool:
    at_once = one.start < other.end and other.start < one.end
    return at_once and clashes(one, other, days_in(one.cadence, season), days_in(other.cadence, season))


def add_row(row: Row, rounds: list[list[Row]], season: Season) -> None:
    """To the first round of the route on which the bus is not elsewhere at that hour: else it is two."""
    report, place, call = row.fields.report, row.fields.place, row.call
    if sum(map(len, rounds)) == MOST_CALLS:
        report.error("too_many_rows", place, limit=str(MOST_CALLS))
        return
    for rows in rounds:
        clash = next((other.call for other in rows if meet(call, other.call, season)), None)
        if clash is None:
            rows.append(row)
            return
        hours = {"start": f"{clash.start:%H:%M}", "end": f"{clash.end:%H:%M}"}
        report.warning("visits_overlap", place, call.stop_id, other=clash.stop_id, **hours)
    rounds.append([row])


def stop_of(fields: Fields, organisation: str) -> Stop | None:
    """Its id is made from its names: the table has none."""
    name = fields.need("stop", one_line)
    community = fields.get("community", one_line) or ""
    address = fields.get("address", one_line) or ""
    postcode = fields.get("postcode", values.text) or ""
    audience = fields.get("type", values.one_word(AUDIENCES)) or Audience.EVERYONE
    longitude = fields.get("geox", values.longitude)
    latitude = fields.get("geoy", values.latitude)
    point = None if latitude is None or longitude is None else Point(latitude, longitude)
    if name is None:
        return None
    where = ", ".join(part for part in (address, postcode) if part)
    return Stop(slug(community, name), name, community or organisation, point, where, audience=audience)


def one_line(value: str, doubt: values.Doubt) -> str:
    """Published tables have breaks inside their names; they are read as spaces."""
    joined = " ".join(value.split())
    if "\n" in value or "\r" in value:
        doubt("line_break_read_as_space")
    return values.text(joined, doubt)


def season_of(fields: Fields) -> Season | None:
    first = fields.need("start", values.day)
    last = fields.get("end", values.day) or OPEN_END
    if first is None:
        return None
    if last < first:
        fields.report.error("ends_before_it_begins", fields.place_of("end"), str(last), first=str(first))
        return None
    return Season(called_by_days(first, last), first, last)


def call_of(fields: Fields, season: Season) -> Call | None:
    """The weekday is what residents were told; a start on another day only says from when."""
    weekday = fields.need("day", values.weekday)
    start = fields.need("arrival", values.clock)
    end = fields.need("departure", values.clock)
    anchor = season.first
    if weekday is not None and weekday != anchor.weekday():
        fields.report.warning("day_and_start_disagree", fields.place_of("start"), str(anchor))
        anchor += timedelta(days=(weekday - anchor.weekday()) % 7)
    cadence = fields.need("frequency", recurrence(season, anchor))
    if weekday is None or start is None or end is None or cadence is None:
        return None
    if end < start:
        place = fields.place_of("departure")
        fields.report.warning("times_look_swapped", place, f"{end:%H:%M}", start=f"{start:%H:%M}")
        start, end = end, start
    if end == start:
        place = fields.place_of("departure")
        fields.report.error("visit_ends_before_it_starts", place, f"{end:%H:%M}", start=f"{start:%H:%M}")
        return None
    return Call("", start, end, cadence)


def days_of(fields: Fields) -> list[date]:
    """Days left out, with commas between."""

    def read(value: str, doubt: values.Doubt) -> list[date]:
        return [values.day(one.strip(), doubt) for one in value.split(",")]

    return fields.get("exceptions", read) or []


def kept(stop: Stop, organisation: str, tables: OpenTables) -> Stop:
    """The stop as it is known from an earlier row, or as a new one with an id of its own."""
    key = (organisation, stop.municipality, stop.name, stop.address)
    if key not in tables.stops:
        id = unique(stop.id, tables.ids, RESERVED)
        tables.ids.add(id)
        tables.stops[key] = replace(stop, id=id)
    return tables.stops[key]


def is_open_table(header: list[str]) -> bool:
    """Told by its header."""
    return {cell.strip().lower() for cell in header} >= MARKS
