"""The whole timetable in, each stop with all its dates, on one page or on a page a municipality, out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import groupby

from flask import Blueprint, render_template

from busplan.timetable import Status, Stop, Visit
from busplan.web import linked
from busplan.web.desk import Scene, Varies, page
from busplan.web.register import Municipality, living, municipality_or_404

MOST_VISITS = 5000
PAST = timedelta(days=366)
AS_PLANNED = frozenset({Status.SCHEDULED, Status.OTHER_VEHICLE})

pages = Blueprint("timetable", __name__)


@dataclass(frozen=True, slots=True)
class Line:
    """All visits on one weekday (Monday is 0) at one time of day, by year."""

    weekday: int
    start: time
    end: time
    years: list[tuple[int, list[date]]]


@dataclass(frozen=True, slots=True)
class Row:
    """A stop with its dates, and apart from them the visits that go otherwise."""

    stop: Stop
    lines: list[Line]
    otherwise: list[Visit]


@dataclass(frozen=True, slots=True)
class Part:
    """A municipality; without rows when there are too many for the page."""

    of: Municipality
    rows: list[Row]


@pages.get("/timetable")
@page(varies=Varies.BY_HOUR_AND_HOST)
def whole(scene: Scene) -> str:
    return render(scene, list(living(scene).values()))


@pages.get("/timetable/<name>")
@page(varies=Varies.BY_HOUR_AND_HOST, there=municipality_or_404)
def municipality(scene: Scene, name: str) -> str:
    found = municipality_or_404(scene, name)
    return render(scene, [found], found)


def render(scene: Scene, found: list[Municipality], alone: Municipality | None = None) -> str:
    visits = visits_of(scene, found)
    fits = visits is not None
    lasting = [route for route in scene.timetable.routes if route.season.last >= scene.today]
    return render_template(
        "public/timetable.html",
        scene=scene,
        alone=alone,
        fits=fits,
        parts_of=[
            Part(each, [row(stop, visits[stop.id]) for stop in each.stops] if visits is not None else [])
            for each in found
        ],
        routes={} if alone else {route.id: route.name or route.called for route in lasting},
        seasons=[season for season in scene.timetable.seasons if season.last >= scene.today],
        linked=linked.graph([linked.library(scene)]),
    )


def visits_of(scene: Scene, found: list[Municipality]) -> dict[str, list[Visit]] | None:
    """By stop, of the seasons that last; None when there are too many for one page."""
    since, until = first_day(scene), scene.timetable.horizon(scene.today)
    visits: dict[str, list[Visit]] = {}
    count = 0
    for stop in (stop for each in found for stop in each.stops):
        visits[stop.id] = scene.timetable.visits(since, until, stop.id)
        count += len(visits[stop.id])
        if count > MOST_VISITS:
            return None
    return visits


def first_day(scene: Scene) -> date:
    """Of the seasons that last; of one that has lasted for years, a year back."""
    firsts = [season.first for season in scene.timetable.seasons if season.last >= scene.today]
    return max(min(firsts, default=scene.today), scene.today - PAST)


def row(stop: Stop, visits: list[Visit]) -> Row:
    planned = [visit for visit in visits if visit.status in AS_PLANNED]
    return Row(stop, lines(planned), [visit for visit in visits if visit.status not in AS_PLANNED])


def lines(visits: Iterable[Visit]) -> list[Line]:
    at: dict[tuple[int, time, time], list[date]] = {}
    for visit in visits:
        slot = visit.slot
        at.setdefault((slot.day.weekday(), slot.start, slot.end), []).append(slot.day)
    return [Line(*hours, by_year(days)) for hours, days in sorted(at.items())]


def by_year(days: list[date]) -> list[tuple[int, list[date]]]:
    return [(year, list(of_year)) for year, of_year in groupby(days, lambda day: day.year)]
