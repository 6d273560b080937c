"""What has changed of late, for feed readers (Atom, RFC 4287) and on a page, with what was before."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from flask import Blueprint, Response, abort, render_template, request, url_for

from busplan.feeds import uid
from busplan.publishing import Publication, replaced
from busplan.reading.slug import slug
from busplan.timetable import END, Key, Slot, Status, Stop, Told, Visit, heard
from busplan.web import linked
from busplan.web.desk import Scene, Varies, desk, page

MOST = 50
MOST_ON_PAGE = 200
CACHE = "public, max-age=0, stale-if-error=86400"

news = Blueprint("changes", __name__)


@dataclass(frozen=True, slots=True)
class Change:
    """One entry. `at` is aware; the id is another for each change of the same visit."""

    id: str
    title: str
    text: str
    at: datetime
    page: str


@dataclass(frozen=True, slots=True)
class About:
    """Whose changes they are."""

    id: str
    name: str
    stop_ids: frozenset[str]
    page: str


@news.get("/stops/<stop_id>.atom")
def stop(stop_id: str) -> Response:
    return changes(stop_id=stop_id)


@news.get("/municipalities/<name>.atom")
def municipality(name: str) -> Response:
    return changes(municipality=name)


@news.get("/changes.atom")
def whole() -> Response:
    return changes()


@page("application/atom+xml", CACHE, Varies.BY_HOUR_AND_HOST)
def changes(scene: Scene, stop_id: str = "", municipality: str = "") -> str:
    about = about_of(scene, stop_id, municipality)
    found = [change(visit, said, scene) for visit, said in of_late(scene, about.stop_ids)]
    newest = sorted([*found, *season(scene)], key=lambda each: (each.at, each.id), reverse=True)[:MOST]
    return render_template(
        "public/changes.xml",
        feed=about,
        title=scene.words.changes_name(about.name, scene.service),
        service=scene.service,
        updated=newest[0].at if newest else scene.publication.changed_at,
        site=scene.site,
        page=about.page,
        changes=newest,
        request=request,
    )


def about_of(scene: Scene, stop_id: str, municipality: str) -> About:
    timetable, changes_page = scene.timetable, url_for("changes.everything")
    if stop_id:
        stop = timetable.stop(stop_id)
        assert stop is not None
        return About(stop_id, stop.name, frozenset({stop_id}), url_for("public.stop", stop_id=stop_id))
    stops = [stop for stop in timetable.stops if not municipality or slug(stop.municipality) == municipality]
    if not stops:
        abort(404)
    name = stops[0].municipality if municipality else scene.words.everywhere
    address = url_for("municipalities.municipality", name=municipality) if municipality else changes_page
    return About(municipality or "changes", name, frozenset(stop.id for stop in stops), address)


def of_late(scene: Scene, stop_ids: frozenset[str]) -> list[tuple[Visit, Told]]:
    """Visits of this month and later that go otherwise than they were first told."""
    since, publication = scene.today.replace(day=1), scene.publication
    until = scene.timetable.horizon(since)
    changed = {id for (id, _, _), said in publication.told.items() if said.sequence}
    some = [id for id in stop_ids if id in changed or scene.timetable.may_have_news(id)]
    told = heard(publication.told, publication.chapter, since, until, some, publication.gone)
    return [(visit, said) for visit, _, said in told if is_news(visit, said)]


def is_news(visit: Visit, said: Told) -> bool:
    return said.sequence > 0 or visit.status is not Status.SCHEDULED


def change(visit: Visit, said: Told, scene: Scene) -> Change:
    return Change(
        id=f"{uid(visit, scene.service)}:{said.sequence}",
        title=scene.words.headline(visit, scene.today),
        text=scene.words.description(visit, scene.service, planned=said.last is None),
        at=said.changed_at,
        page=url_for("public.stop", stop_id=visit.stop.id),
    )


def season(scene: Scene) -> Iterator[Change]:
    """A new season has been published."""
    end = scene.publication.told.get(END)
    if end and end.facts and end.sequence:
        until = datetime.fromisoformat(end.facts).date()
        id = f"{scene.service.id}:end:{end.sequence}"
        yield Change(id, scene.words.extended(until), "", end.changed_at, url_for("public.front"))


@dataclass(frozen=True, slots=True)
class Changed:
    """A visit as it is now, and as it was; unknown where only its stop has other words, or long ago."""

    visit: Visit
    before: Slot | None
    gone: bool = False


@news.get("/changes")
@page(varies=Varies.BY_DAY_AND_HOST)
def everything(scene: Scene) -> str:
    ids = frozenset(stop.id for stop in scene.timetable.stops) | scene.publication.former.keys()
    told = sorted(of_late(scene, ids), key=lambda each: (each[1].changed_at, each[0].order))
    newest = told[-MOST_ON_PAGE:]
    hours = before_the_last(scene, newest)
    by_time: dict[datetime, dict[Stop, list[Changed]]] = {}
    for visit, said in newest:
        at = said.changed_at.astimezone(scene.now.tzinfo)
        of_stop = by_time.setdefault(at, {}).setdefault(visit.stop, [])
        of_stop.append(changed(visit, said, hours.get(visit.key)))
    seasons = list(season(scene))
    return render_template(
        "public/changes.html",
        scene=scene,
        by_time=sorted(by_time.items(), reverse=True),
        seasons=seasons,
        more=len(told) - len(newest),
        linked=linked.graph([linked.library(scene)]),
    )


def changed(visit: Visit, said: Told, before: Slot | None) -> Changed:
    planned = visit.planned if visit.status is not Status.EXTRA else None
    known = planned if visit.status is not Status.SCHEDULED else before
    still = known == visit.slot and visit.takes_place
    return Changed(visit, None if still else known, gone=said.last is not None)


def before_the_last(scene: Scene, told: Iterable[tuple[Visit, Told]]) -> dict[Key, Slot]:
    """When visits that the newest publication changed without a notice were to be until then."""
    publication = scene.publication
    fresh = [
        visit
        for visit, said in told
        if said.changed_at == publication.published_at and visit.status is Status.SCHEDULED
    ]
    if not fresh:
        return {}
    ids, since = frozenset(visit.stop.id for visit in fresh), scene.today.replace(day=1)
    key = "before", publication.id, publication.digest, since, ids
    return desk().part(key, lambda: hours_before(publication, since, ids))


def hours_before(publication: Publication, since: date, ids: Iterable[str]) -> dict[Key, Slot]:
    """Read once a month: it takes longer than all the rest of the page."""
    timetable = replaced(desk().shelf.store, publication)
    if timetable is None:
        return {}
    until = timetable.horizon(since)
    return {visit.key: visit.slot for id in ids for visit in timetable.visits(since, until, id)}
