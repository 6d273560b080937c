"""A schedule in the making, and what its parts are read with."""

from dataclasses import dataclass, field
from datetime import date, time

from busplan.reading import values
from busplan.reading.fields import Fields
from busplan.reading.report import Place, Report
from busplan.reading.stops import KINDS, ReadStops
from busplan.timetable import Closure, Kind, Notice, Route, Scope, Season, Service

UNNAMED = Service(name="Bibliotekbussen")
EVERY = frozenset({"all", "alle"})


@dataclass(slots=True)
class Draft:
    """A schedule in the making: what has been read so far, and what is known of the stops."""

    report: Report
    known: ReadStops
    service: Service = UNNAMED
    seasons: dict[str, Season] = field(default_factory=dict)
    season_ids: dict[str, Place] = field(default_factory=dict)
    routes: list[Route] = field(default_factory=list)
    route_ids: dict[str, Place] = field(default_factory=dict)
    # Where each route says when it begins.
    begins: dict[str, Place] = field(default_factory=dict)
    closures: list[Closure] = field(default_factory=list)
    breaks: list[tuple[Closure, Place]] = field(default_factory=list)
    notices: list[tuple[Notice, Place]] = field(default_factory=list)
    # Whose public holidays count, and whether the bus stands still on them; None where nobody has said.
    country: str = ""
    red_days_closed: bool | None = None


def new_id(fields: Fields, known: dict[str, Place], report: Report) -> str | None:
    id = fields.need("id", values.key)
    if id is not None and id in known:
        report.error("duplicate_id", fields.place_of("id"), id, first=str(known[id].line))
        return None
    return id


def check_known(code: str, place: Place, id: str, known: dict[str, Place], report: Report) -> None:
    """An unreadable list of stops is told once, not once for each use of it."""
    if known and id not in known:
        report.error(code, place, id, near=values.nearest(id, known) if report.has_room else "")


def days_of(fields: Fields, report: Report) -> tuple[date, date | None] | None:
    """`date`, or `from` and `to`; without `to` it holds until further notice."""
    if fields.node("date"):
        for name in ("from", "to"):
            if fields.node(name):
                report.error("date_and_range", fields.place_of(name), field=name)
        day = fields.get("date", values.day)
        return (day, day) if day else None
    first = fields.need("from", values.day)
    last = fields.get("to", values.day)
    if first and last and last < first:
        report.error("ends_before_it_begins", fields.place_of("to"), str(last), first=str(first))
        return None
    return (first, last) if first else None


def hours_of(fields: Fields) -> tuple[time | None, time | None] | None:
    """`from_time` and `to_time`, open at either end; None after reporting that they are no hours."""
    start, end = fields.get("from_time", values.clock), fields.get("to_time", values.clock)
    if start and end and end <= start:
        told = {"value": f"{end:%H:%M}", "first": f"{start:%H:%M}"}
        fields.report.error("ends_before_it_begins", fields.place_of("to_time"), **told)
        return None
    return start, end


def scope_of(fields: Fields, draft: Draft) -> Scope:
    """What is named must exist, or the closure would be without effect and nobody would know.

    `all` is everything, said on purpose. A school calendar may be of more municipalities than the bus visits.
    """
    school_days = fields.get("school_days", values.yes_or_no) or False
    municipalities = {} if school_days else draft.known.municipalities

    def named(name: str, code: str, known: dict[str, Place]) -> frozenset[str]:
        ids = frozenset(fields.many(name, values.text))
        if len(ids) == 1 and next(iter(ids)).lower() in EVERY:
            return frozenset()
        for id in sorted(ids):
            check_known(code, fields.place_of(name), id, known, draft.report)
        return ids

    return Scope(
        municipalities=named("municipality", "municipality_without_stops", municipalities),
        routes=named("route", "unknown_route", draft.route_ids),
        stops=named("stop", "unknown_stop", draft.known.ids),
        kinds=frozenset[Kind](fields.many("kind", values.choice(KINDS))),
        school_days=school_days,
    )
