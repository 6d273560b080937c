"""What others paste on their pages to show an embed: by hand, or by their site itself (oEmbed)."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree  # nosec B405

from flask import Blueprint, Response, abort, current_app, json, render_template, request, url_for
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from busplan.reading.slug import slug
from busplan.web import tongue
from busplan.web.desk import PAGE_CACHE, Scene, Varies, desk, page
from busplan.words.order import alphabetical
from busplan.words.speech import Words

WIDTH = 480
OF_A_STOP, OF_MANY = 400, 620
FRAME = Markup(
    '<iframe src="{src}" title="{title}" width="{width}" height="{height}" loading="lazy"'
    ' style="border:0;max-width:100%"></iframe>'
)
# Which embed a page of ours has: the first part of its address, by the name of the route.
PAGES = {
    "public.front": "next",
    "public.stop": "stops",
    "public.municipality": "municipalities",
    "embeds.whole": "next",
    "embeds.stop": "stops",
    "embeds.municipality": "municipalities",
}

snippets = Blueprint("snippets", __name__)


@dataclass(frozen=True, slots=True)
class Embed:
    """One there is. `what` is its address below /embed/; `height`, in pixels, that of most."""

    what: str
    name: str
    height: int

    def frame(self, scene: Scene, words: Words, before: str, width: str = "100%", height: int = 0) -> Markup:
        """`before` is the address of the site, with its language."""
        return FRAME.format(
            src=f"{before}/embed/{self.what}",
            title=self.title(scene, words),
            width=width,
            height=height or self.height,
        )

    def title(self, scene: Scene, words: Words) -> str:
        return words.say("Når {service} kommer: {where}", service=scene.service.name, where=self.name)


@snippets.get("/embed")
@page(varies=Varies.BY_HOUR_AND_HOST, asks=("what",))
def choose(scene: Scene) -> str:
    """Choose what, and copy it."""
    there = {each.what: each for each in all_embeds(scene, scene.words)}
    chosen = there.get(request.args.get("what", ""), there["next"])
    here = url_for("snippets.choose")
    return render_template(
        "embed/choose.html",
        scene=scene,
        stops=[each for each in there.values() if each.what.startswith("stops/")],
        municipalities=[each for each in there.values() if each.what.startswith("municipalities/")],
        chosen=chosen,
        address=f"{here}/{chosen.what}",
        # To be read as it is, so its own signs are not to be taken for those of the page.
        snippet=str(chosen.frame(scene, scene.words, scene.site + here.removesuffix("/embed"))),
    )


def all_embeds(scene: Scene, words: Words) -> Iterator[Embed]:
    yield Embed("next", words.everywhere, OF_MANY)
    for name in sorted({stop.municipality for stop in scene.stops}, key=alphabetical):
        yield Embed(f"municipalities/{slug(name)}", name, OF_MANY)
    for stop in sorted(scene.stops, key=lambda stop: alphabetical(stop.name)):
        yield Embed(f"stops/{stop.id}", f"{stop.name}, {stop.municipality}", OF_A_STOP)


@snippets.get("/oembed")
def oembed() -> Response:
    """oEmbed 1.0 (oembed.com): the address of a page of ours in, what to show instead of the link out."""
    scene = desk().scene()
    form = request.args.get("format", "json")
    if form not in ("json", "xml"):
        abort(501)
    told = described(scene, request.args.get("url", ""))
    if form == "json":
        response = Response(json.dumps(told), mimetype="application/json")
    else:
        response = Response(as_xml(told), mimetype="text/xml")
    response.headers["Cache-Control"] = PAGE_CACHE
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def described(scene: Scene, address: str) -> dict[str, str | int]:
    language, what = asked_for(scene, address)
    words = tongue.words_of(language)
    embed = next((each for each in all_embeds(scene, words) if each.what == what), None)
    if embed is None:
        abort(404)
    width, height = at_most("maxwidth", WIDTH), at_most("maxheight", embed.height)
    before = scene.site + request.environ[tongue.ROOT] + (f"/{language}" if language else "")
    return {
        "type": "rich",
        "version": "1.0",
        "title": embed.title(scene, words),
        "provider_name": scene.service.name,
        "provider_url": f"{before}/",
        "cache_age": 24 * 60 * 60,
        "html": str(embed.frame(scene, words, before, str(width), height)),
        "width": width,
        "height": height,
    }


def asked_for(scene: Scene, address: str) -> tuple[str, str]:
    """Language and embed of an address. Aborts with 404 when it is not one of ours."""
    try:
        parts = urlsplit(address)
    except ValueError:
        abort(404)
    ours = {urlsplit(scene.site).netloc.casefold(), request.host.casefold()}
    if parts.scheme not in ("http", "https") or parts.netloc.casefold() not in ours:
        abort(404)
    language, path = tongue.parted(unquote(parts.path))
    try:
        route, values = current_app.url_map.bind("").match(path)
    except HTTPException:
        abort(404)
    if route not in PAGES:
        abort(404)
    return language, "/".join([PAGES[route], *values.values()])


def at_most(name: str, ours: int) -> int:
    """What we would like, or as little as was asked for."""
    asked = request.args.get(name, "")
    most = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0
    return min(ours, most) if most else ours


def as_xml(told: dict[str, str | int]) -> bytes:
    root = ElementTree.Element("oembed")
    for name, value in told.items():
        ElementTree.SubElement(root, name).text = str(value)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


@snippets.app_template_global()
def own_address() -> str:
    """Of the site, where it has been told; empty else."""
    return desk().settings.base_url.rstrip("/")
