"""A schedule in the making, and what its parts are read with."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, time

from busplan.reading import values
from busplan.reading.fields import Fields
from busplan.reading.report import Place, Report
from busplan.reading.stops import KINDS, ReadStops
from busplan.timetable import Closure, Kind, Notice, Route, Scope, Season, Service
from busplan.timetable.codes import ErrorCode

UNNAMED = Service(name="Bibliotekbussen")
EVERY = frozenset({"all", "alle"})


@dataclass(slots=True)
class Draft:
    """A schedule in the making: what has been read so far, and what is known of the stops.

    One that is not whole need not tell of seasons and routes: it may be a list of closures alone.
    """

    report: Report
    known: ReadStops
    whole: bool = True
    service: Service = UNNAMED
    seasons: dict[str, Season] = field(default_factory=dict)
    season_ids: dict[str, Place] = field(default_factory=dict)
    routes: list[Route] = field(default_factory=list)
    route_ids: dict[str, Place] = field(default_factory=dict)
    routes_named: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    # Where each route says when it begins.
    begins: dict[str, Place] = field(default_factory=dict)
    closures: list[Closure] = field(default_factory=list)
    breaks: list[tuple[Closure, Place]] = field(default_factory=list)
    notices: list[tuple[Notice, Place]] = field(default_factory=list)
    # Whose public holidays count, and whether the bus stands still on them; None where nobody has said.
    country: str = ""
    red_days_closed: bool | None = None

    def stop(self, said: str, place: Place, municipality: str = "") -> str:
        """The id of the stop that is meant; reports it where there is none, or no telling which.

        An unreadable list of stops is told once, not once for each use of it.
        """
        if not self.known.ids:
            made_up = self.known.made_up.get(said.casefold())
            return made_up.id if made_up else said
        ids = self.known.ids_of(said, municipality)
        return self.one_of(ids, said, place) or self.unknown(
            "unknown_stop", said, place, lambda: self.known.called
        )

    def route(self, said: str, place: Place) -> str:
        """The same for a route, by its id or by what it is called."""
        ids = [said] if said in self.route_ids else self.routes_named.get(said.casefold(), [])
        if ids or not self.route_ids:
            return self.one_of(ids, said, place) or said
        return self.unknown(
            "unknown_route", said, place, lambda: [*self.route_ids, *(route.name for route in self.routes)]
        )

    def one_of(self, ids: list[str], said: str, place: Place) -> str:
        """The id, or nothing. Of several it may be any: the file is refused."""
        if len(ids) > 1:
            self.report.error("name_is_shared", place, said, ids=", ".join(ids))
        return ids[0] if ids else ""

    def unknown(self, code: ErrorCode, said: str, place: Place, known: Callable[[], list[str]]) -> str:
        names = [] if self.report.is_full(code) else known()
        self.report.error(code, place, said, names, near=as_list(said, names))
        return said


def as_list(said: str, known: Collection[str]) -> str:
    """Several that are known, without their brackets, in brackets; else nothing."""
    several = [part.strip() for part in said.split(",")]
    return f"[{', '.join(several)}]" if len(several) > 1 and set(several) <= set(known) else ""


def new_id(fields: Fields, known: dict[str, Place], report: Report) -> str | None:
    id = fields.need("id", values.key)
    if id is not None and id in known:
        report.error("duplicate_id", fields.place_of("id"), id, first=known[id].seen_from(fields.place))
        return None
    return id


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

    def named(name: str, meant: Callable[[str, Place], str]) -> frozenset[str]:
        said = frozenset(fields.many(name, values.text))
        if len(said) == 1 and next(iter(said)).lower() in EVERY:
            return frozenset()
        return frozenset(meant(each, fields.place_of(name)) for each in sorted(said))

    def municipality(said: str, place: Place) -> str:
        if municipalities and said not in municipalities:
            near = as_list(said, municipalities)
            draft.report.error("municipality_without_stops", place, said, municipalities, near=near)
        return said

    return Scope(
        municipalities=named("municipality", municipality),
        routes=named("route", draft.route),
        stops=named("stop", draft.stop),
        kinds=frozenset[Kind](fields.many("kind", values.choice(KINDS))),
        school_days=school_days,
    )
