"""What has changed of late, for feed readers (Atom, RFC 4287)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, abort, render_template, request, url_for

from busplan.feeds import uid
from busplan.reading.slug import slug
from busplan.timetable import END, Status, Told, Visit, heard
from busplan.web.desk import Scene, Varies, page

MOST = 50
CACHE = "public, max-age=300, stale-if-error=86400"

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
    since = scene.today.replace(day=1)
    told = heard(
        scene.publication.told,
        scene.publication.chapter,
        since,
        scene.timetable.horizon(since),
        about.stop_ids,
        scene.publication.gone,
    )
    found = [change(visit, said, scene) for visit, _, said in told if is_news(visit, said)]
    newest = sorted([*found, *season(scene)], key=lambda each: (each.at, each.id), reverse=True)[:MOST]
    return render_template(
        "public/changes.xml",
        feed=about,
        title=scene.words.changes_name(about.name, scene.service),
        service=scene.service,
        updated=newest[0].at if newest else scene.publication.published_at,
        site=scene.site,
        page=about.page,
        changes=newest,
        request=request,
    )


def about_of(scene: Scene, stop_id: str, municipality: str) -> About:
    timetable, front = scene.timetable, url_for("public.front")
    if stop_id:
        stop = timetable.stop(stop_id)
        assert stop is not None
        return About(stop_id, stop.name, frozenset({stop_id}), url_for("public.stop", stop_id=stop_id))
    stops = [stop for stop in timetable.stops if not municipality or slug(stop.municipality) == municipality]
    if not stops:
        abort(404)
    name = stops[0].municipality if municipality else scene.words.everywhere
    return About(municipality or "changes", name, frozenset(stop.id for stop in stops), front)


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
