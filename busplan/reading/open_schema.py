"""The open "mobile library stops" table in, a whole timetable out.

The schema is that of LibrariesHacked (github.com/LibrariesHacked/mobilelibraries-data): one row a stop of
a route, with its weekday, hours, an RRULE and a start date.
"""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from busplan.reading import values
from busplan.reading.cadences import recurrence
from busplan.reading.delimited import numbered
from busplan.reading.fields import Fields
from busplan.reading.report import Report
from busplan.reading.table import Columns, as_written, rows_of
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
)

COLUMNS = Columns(
    ("organisation", "mobile", "route", "stop", "day", "arrival", "departure", "frequency", "start"),
    ("community", "address", "postcode", "geox", "geoy", "type", "end", "exceptions", "timetable"),
    as_written,
)
AUDIENCES = {
    "public": Audience.EVERYONE,
    "private": Audience.CLOSED,
    "dynamic": Audience.EVERYONE,
    "other": Audience.EVERYONE,
}
LONGEST_ID = 56
ZONE = "Europe/London"
# Letters that Unicode does not take apart into a plain one and a mark.
PLAIN = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ð": "d", "þ": "th", "ß": "ss", "ŧ": "t", "đ": "d"})


@dataclass(slots=True)
class OpenTables:
    """What the tables read so far hold together."""

    organisations: list[str] = field(default_factory=list)
    stops: dict[tuple[str, ...], Stop] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    seasons: dict[tuple[date, date], Season] = field(default_factory=dict)
    routes: dict[tuple[str, str, str, Season], list[Call]] = field(default_factory=dict)
    closures: list[Closure] = field(default_factory=list)

    @property
    def service(self) -> Service:
        return Service(", ".join(self.organisations), timezone=ZONE)

    def whole_routes(self) -> tuple[Route, ...]:
        made = []
        for (organisation, mobile, route, season), calls in self.routes.items():
            in_order = tuple(sorted(calls, key=lambda call: (call.start, call.end, call.stop_id)))
            assert in_order[0].cadence is not None
            vehicle = mobile if len(self.organisations) == 1 else f"{organisation}, {mobile}"
            made.append(Route(route, route, season, in_order[0].cadence, in_order, vehicle))
        return tuple(made)


def read_open_table(text: str, tables: OpenTables, report: Report) -> None:
    for row in rows_of(numbered(text, report), COLUMNS, report):
        read_row(Fields(row, report), tables)


def read_row(fields: Fields, tables: OpenTables) -> None:
    organisation = fields.need("organisation", values.text)
    mobile = fields.need("mobile", values.text)
    route = fields.need("route", values.text)
    stop = stop_of(fields, organisation or "")
    season = season_of(fields)
    call = call_of(fields, season) if season else None
    exceptions = days_of(fields)
    if not (organisation and mobile and route and stop and season and call):
        return
    known = kept(stop, organisation, tables)
    fields.report.stands(("stop", known.id), fields.place)
    fields.report.stands(("call", route, known.id, call.start), fields.place)
    fields.report.stands(("season", season.id), fields.place_of("end"))
    if organisation not in tables.organisations:
        tables.organisations.append(organisation)
    season = tables.seasons.setdefault((season.first, season.last), season)
    key = (organisation, mobile, route, season)
    tables.routes.setdefault(key, []).append(replace(call, stop_id=known.id))
    scope = Scope(routes=frozenset({route}), stops=frozenset({known.id}))
    tables.closures += [Closure(day, day, scope=scope) for day in exceptions]


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
    return Season(f"{first}/{last}", first, last)


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
        id, number = stop.id, 1
        while id in tables.ids:
            number += 1
            id = f"{stop.id}-{number}"
        tables.ids.add(id)
        tables.stops[key] = replace(stop, id=id)
    return tables.stops[key]


def slug(*names: str) -> str:
    """Small letters a–z, digits and hyphens: what an address and an id may hold."""
    joined = "-".join(names).lower().translate(PLAIN)
    plain = unicodedata.normalize("NFKD", joined).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_ID].strip("-") or "stop"


def is_open_table(text: str) -> bool:
    """Told by its header."""
    header = text.lstrip().partition("\n")[0].lower()
    return all(name in header for name in ("arrival", "departure", "frequency"))
