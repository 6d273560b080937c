"""What people print: a stop's poster and slip, and a sheet of a municipality or a route."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any, TypeVar

from flask import Blueprint, Response, abort, request, url_for

from busplan import papers
from busplan.papers import Day, Entry, Group, Month, Poster, PressBusy, Sheet, Time
from busplan.reading.slug import slug
from busplan.timetable import Audience, Route, Status, Stop, Visit
from busplan.web.desk import Scene, Varies, page, stop_or_404
from busplan.words.order import alphabetical

PDF = "application/pdf"
# Further ahead nobody plans, and a paper has an end.
LONGEST = timedelta(days=400)
Printed = TypeVar("Printed")

rack = Blueprint("papers", __name__)


@rack.after_request
def named(response: Response) -> Response:
    """A file that is kept is called after what it shows, as `hol-poster.pdf`."""
    if response.mimetype == PDF and request.view_args:
        [of] = request.view_args.values()
        kind = request.path.rpartition("/")[2]
        response.headers.set("Content-Disposition", "inline", filename=f"{of}-{kind}")
    return response


@rack.get("/stops/<stop_id>/poster.pdf")
@page(PDF, varies=Varies.BY_DAY_AND_HOST)
def poster(scene: Scene, stop_id: str) -> bytes:
    return pressed(papers.poster, of_stop(scene, stop_or_404(scene, stop_id)))


@rack.get("/stops/<stop_id>/slip.pdf")
@page(PDF, varies=Varies.BY_DAY_AND_HOST)
def slip(scene: Scene, stop_id: str) -> bytes:
    return pressed(papers.slip, of_stop(scene, stop_or_404(scene, stop_id)))


@rack.get("/municipalities/<name>/sheet.pdf")
@page(PDF, varies=Varies.BY_DAY_AND_HOST)
def municipality(scene: Scene, name: str) -> bytes:
    stops = sorted(
        (stop for stop in scene.stops if slug(stop.municipality) == name),
        key=lambda stop: alphabetical(stop.name),
    )
    if not stops:
        abort(404)
    entries = [entry(scene, stop, coming(scene, stop), stop.address) for stop in stops]
    return pressed(
        papers.sheet, of_many(scene, stops[0].municipality, scene.words.all_of_municipality, entries)
    )


@rack.get("/routes/<route_id>/sheet.pdf")
@page(PDF, varies=Varies.BY_DAY_AND_HOST)
def route(scene: Scene, route_id: str) -> bytes:
    rounds = [route for route in scene.timetable.routes if route.id == route_id]
    if not rounds:
        abort(404)
    entries = [
        entry(scene, stop, [visit for visit in coming(scene, stop) if visit.route == route_id])
        for stop in called_at(scene, rounds)
    ]
    return pressed(papers.sheet, of_many(scene, rounds[-1].name, scene.words.all_of_route, entries))


@rack.app_template_global()
def sheets_with(scene: Scene, stop: Stop) -> tuple[tuple[str, str], ...]:
    """Each sheet that the stop is on: what it shows, and its address."""
    words, place = scene.words, slug(stop.municipality)
    routes = {halt.route.id: halt.route.name for halt in scene.timetable.halts(stop.id)}
    of_place = [
        (f"{words.all_of_municipality}: {stop.municipality}", url_for("papers.municipality", name=place))
    ]
    of_routes = [
        (f"{words.all_of_route}: {name}", url_for("papers.route", route_id=id)) for id, name in routes.items()
    ]
    return (*(of_place if place else ()), *of_routes)


def pressed(press: Callable[[Printed], bytes], paper: Printed) -> bytes:
    """Aborts with 503 while too many others are waiting to have theirs printed."""
    try:
        return press(paper)
    except PressBusy:
        abort(503)


def until(scene: Scene) -> date:
    return min(scene.timetable.horizon(scene.today), scene.today + LONGEST)


def coming(scene: Scene, stop: Stop) -> list[Visit]:
    """All of today's, so that the paper is the same all day."""
    return scene.timetable.visits(scene.today, until(scene), stop.id)


def called_at(scene: Scene, rounds: Iterable[Route]) -> list[Stop]:
    """In the order in which the newest of the rounds comes to them, then those of older ones."""
    ids = dict.fromkeys(call.stop_id for each in reversed(list(rounds)) for call in each.calls)
    return [stop for id in ids if (stop := scene.timetable.stop(id)) and stop.stands(scene.today)]


def common(scene: Scene, address: str) -> dict[str, Any]:
    """What stands on every paper."""
    service, words = scene.service, scene.words
    website = service.url.removeprefix("https://").removesuffix("/")
    return {
        "language": words.code,
        "service": service.name,
        "address": scene.site + address,
        "caption": words.look_here,
        "holds": words.holds(until(scene), scene.today),
        "contact": " · ".join(part for part in (service.owner, website) if part),
        "sample": words.sample if service.sample else "",
        "made": datetime.combine(scene.today, time.min, service.zone),
    }


def of_stop(scene: Scene, stop: Stop) -> Poster:
    words = scene.words
    return Poster(
        **common(scene, url_for("public.stop", stop_id=stop.id)),
        title=f"{stop.name} – {scene.service.name}",
        heading=stop.name,
        where=words.where(stop),
        note=stop.note,
        whom=f"{words.audience(stop)}.",
        visits=words.bus_comes,
        months=tuple(months(scene, coming(scene, stop))),
        empty=words.no_more,
    )


def months(scene: Scene, visits: list[Visit]) -> Iterator[Month]:
    for (year, number), of_month in groupby(
        visits, lambda visit: (visit.slot.day.year, visit.slot.day.month)
    ):
        days = groupby(of_month, lambda visit: visit.slot.day)
        told = tuple(
            Day(scene.words.day_of_month(day), tuple(heard(scene, visit) for visit in of_day))
            for day, of_day in days
        )
        yield Month(scene.words.month(date(year, number, 1)), told)


def heard(scene: Scene, visit: Visit) -> Time:
    words = scene.words
    return Time(words.hours(visit.slot), words.news(visit, scene.today), off=not visit.takes_place)


def of_many(scene: Scene, heading: str, where: str, entries: list[Entry]) -> Sheet:
    return Sheet(
        **common(scene, url_for("public.front")),
        title=f"{heading} – {scene.service.name}",
        heading=heading,
        where=where,
        page=scene.words.page,
        entries=tuple(entries),
        empty=scene.words.no_stops,
    )


def entry(scene: Scene, stop: Stop, visits: list[Visit], where: str | None = None) -> Entry:
    words = scene.words
    place = words.where(stop) if where is None else where
    whom = "" if stop.audience is Audience.EVERYONE else words.audience(stop)
    told = [visit for visit in visits if visit.status is not Status.SCHEDULED]
    return Entry(
        stop.name,
        " · ".join(part for part in (place, whom) if part),
        stop.note,
        tuple(groups(scene, visits)),
        tuple(words.told_alone(visit, scene.today) for visit in told),
        "" if visits else words.no_more,
    )


def groups(scene: Scene, visits: list[Visit]) -> Iterator[Group]:
    """Those that go as planned, by weekday and hours."""
    alike: dict[str, list[str]] = defaultdict(list)
    for visit in visits:
        if visit.status is Status.SCHEDULED:
            day = scene.words.day_and_month(visit.slot.day)
            alike[scene.words.weekday_and_hours(visit)].append(day)
    return (Group(when, tuple(days)) for when, days in alike.items())
