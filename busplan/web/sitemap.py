"""All pages in, the list of them that search engines read (sitemaps.org) out. One too long is several."""

from collections.abc import Iterator

from flask import Blueprint, Response, abort, render_template, url_for

from busplan.web import tongue
from busplan.web.desk import Scene, Varies, desk, page
from busplan.web.register import living
from busplan.web.span import span, week_of

# A list may have 50,000 addresses and 50 MB; with all languages beside each, a fifth of that is large enough.
MOST = 10_000
CACHE = "public, max-age=3600, stale-if-error=86400"

pages = Blueprint("sitemap", __name__)
# A page in every language: code and address, the service's own first.
Variants = list[tuple[str, str]]


@pages.get("/sitemap.xml")
@page("application/xml", CACHE, Varies.BY_DAY_AND_HOST)
def whole(scene: Scene) -> str:
    found = everything(scene)
    if len(found) > 1:
        numbers = range(1, len(found) + 1)
        parts = [tongue.rootward(url_for("sitemap.part", number=number)) for number in numbers]
        return render_template("public/sitemaps.xml", scene=scene, lists=parts)
    return render_template("public/sitemap.xml", scene=scene, pages=found[0])


def part_or_404(scene: Scene, number: int) -> list[Variants]:
    found = everything(scene)
    if not (len(found) > 1 and 1 <= number <= len(found)):
        abort(404)
    return found[number - 1]


@pages.get("/sitemaps/<int:number>.xml")
@page("application/xml", CACHE, Varies.BY_DAY_AND_HOST, there=part_or_404)
def part(scene: Scene, number: int) -> str:
    return render_template("public/sitemap.xml", scene=scene, pages=part_or_404(scene, number))


@pages.get("/robots.txt")
def robots() -> Response:
    """Calendars will not read a feed where this is missing or forbids it."""
    sitemap = desk().site() + tongue.rootward(url_for("sitemap.whole"))
    return Response(f"User-agent: *\nAllow: /\nSitemap: {sitemap}\n", mimetype="text/plain")


def everything(scene: Scene) -> list[list[Variants]]:
    """In lists of no more addresses than one may have; each page counts once for every language."""
    publication = scene.publication
    version = (publication.digest, publication.changed_at.isoformat(), scene.today.isoformat())
    return desk().once(("sitemap", tongue.rootward("/"), *version), lambda: lists(scene))


def lists(scene: Scene) -> list[list[Variants]]:
    found = [tongue.variants(address) for address in addresses(scene)]
    each = max(1, MOST // len(found[0]))
    return [found[at : at + each] for at in range(0, len(found), each)]


def addresses(scene: Scene) -> Iterator[str]:
    """Those with something to say from today on, the most asked for first."""
    yield from (url_for(name) for name in ("public.front", "days.today", "timetable.whole"))
    yield from (url_for("public.stop", stop_id=stop.id) for stop in scene.stops)
    for name in living(scene):
        yield url_for("municipalities.municipality", name=name)
        yield url_for("timetable.municipality", name=name)
    lasting = [route for route in scene.timetable.routes if route.season.last >= scene.today]
    yield from (url_for("routes.route", route_id=id) for id in dict.fromkeys(route.id for route in lasting))
    days = [day for day in span(scene).days if day >= scene.today]
    yield from (url_for("days.day", day=day.isoformat()) for day in days)
    yield from (url_for("days.week", week=week) for week in dict.fromkeys(map(week_of, days)))
    others = ("calendars.calendars", "changes.everything", "about.about", "about.privacy")
    yield from (url_for(name) for name in others)
