"""What a device keeps: the site as an app, its pages without cover, and a resident's own stops."""

import json
from pathlib import PurePath
from typing import Any

from flask import Blueprint, current_app, render_template, request, url_for

from busplan import version
from busplan.timetable import Stop, Visit
from busplan.web import ahead, tongue
from busplan.web.desk import Scene, Varies, page
from busplan.web.files import FOLDERS, asset_url, stamp_of

# Those of the site, as templates/base.html has them.
PAPER, GREEN = "#fbfaf6", "#0b5c5c"
# Pictures of the app are the system's to keep, and embeds stand on the pages of others.
NOT_KEPT = (".png",), ("embed.css", "embed.js", "worker.js")
# Without cover these are not stood in for: they are no pages, others' pages hold them, or staff see them.
NOT_PAGES = frozenset(("assets", "embed", "healthz", "oembed", "staff", "theme", "tiles"))
OF_LEAFLET = ("leaflet.css", "leaflet.js")

device = Blueprint("device", __name__)


@device.get("/manifest.webmanifest")
@page("application/manifest+json", varies=Varies.NEVER)
def manifest(scene: Scene) -> str:
    """What a phone needs to know to put the site among its apps (W3C's Web Application Manifest)."""
    words, front, root = scene.words, url_for("public.front"), tongue.rootward(url_for("public.front"))
    told = {
        "id": root,
        "name": scene.service.name,
        "short_name": scene.service.called,
        "description": words.say("Når bussen kommer, med kart og kalender."),
        "lang": words.code,
        "dir": "ltr",
        "start_url": front,
        # All languages are one app.
        "scope": root,
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": GREEN,
        "icons": [
            {"src": asset_url("busplan", "icon.svg"), "sizes": "any", "type": "image/svg+xml"},
            icon(192, "any"),
            icon(512, "any"),
            icon(192, "maskable"),
            icon(512, "maskable"),
        ],
        "shortcuts": [
            {"name": words.say("Alle stopp"), "url": f"{front}#all"},
            {"name": words.say("Kalendere"), "url": url_for("calendars.calendars")},
        ],
    }
    return json.dumps(told, ensure_ascii=False)


def icon(size: int, purpose: str) -> dict[str, str]:
    name = f"icon-{size}.png" if purpose == "any" else f"icon-{purpose}-{size}.png"
    return {
        "src": asset_url("busplan", name),
        "sizes": f"{size}x{size}",
        "type": "image/png",
        "purpose": purpose,
    }


@device.get("/sw.js")
@page("text/javascript", cache="no-cache", varies=Varies.NEVER)
def worker(scene: Scene) -> str:
    """The worker, with what it is to keep of this release."""
    languages: tongue.Languages = current_app.extensions["busplan.languages"]
    root = tongue.rootward(url_for("public.front"))
    ours: Any = current_app.jinja_env.globals
    looks = [address for name in ("theme_styles", "theme_logo") if (address := ours[name]())]
    keep = {
        "release": "-".join([version(), stamp_of("busplan"), stamp_of("leaflet"), *looks]),
        "root": root,
        "languages": list(languages.words),
        "pages": pages(),
        "assets": [*looks, *files("busplan"), *(asset_url("leaflet", name) for name in OF_LEAFLET)],
        "offline": tongue.rootward(url_for("device.offline")),
    }
    code = (FOLDERS["busplan"] / "worker.js").read_text(encoding="utf-8")
    return f"const KEEP = {json.dumps(keep)};\n{code}"


def pages() -> list[str]:
    """What the paths of our own pages begin with: others may share the host with us."""
    firsts = {rule.rule.split("/")[1] for rule in current_app.url_map.iter_rules()}
    return sorted(first for first in firsts - NOT_PAGES if first.isalpha())


def files(package: str) -> list[str]:
    endings, names = NOT_KEPT
    there = sorted(file.name for file in FOLDERS[package].iterdir() if file.is_file())
    return [
        asset_url(package, name)
        for name in there
        if PurePath(name).suffix not in endings and name not in names
    ]


@device.get("/offline")
@page()
def offline(scene: Scene) -> str:
    """What is kept on the device, which the page finds out there."""
    return render_template("device/offline.html", scene=scene)


@device.get("/mine.json")
@page("application/json")
def stops(scene: Scene) -> str:
    """Every stop with its next visit in words. All of them, so that nobody tells us which are theirs."""
    visits = ahead.next_visits(scene)
    told = {stop.id: said(stop, visits.get(stop.id), scene) for stop in scene.stops}
    return json.dumps(told, ensure_ascii=False)


def said(stop: Stop, visit: Visit | None, scene: Scene) -> dict[str, Any]:
    words = scene.words
    off = [
        each
        for each in scene.timetable.coming(scene.now, stop.id)
        if not each.takes_place and (visit is None or each.order < visit.order)
    ]
    return {
        "name": stop.name,
        "municipality": stop.municipality,
        "url": url_for("public.stop", stop_id=stop.id),
        # One who waits for a visit is to see that it is cancelled, not just that another comes later.
        "off": [
            f"{words.begun(words.when(each, scene.now))}: {words.news(each, scene.today)}" for each in off
        ],
        "next": words.begun(words.when(visit, scene.now)) if visit else words.no_more,
        "distance": words.how_far(visit, scene.now) if visit else "",
        "news": words.news(visit, scene.today) if visit else "",
    }


@device.app_template_global()
def rootward(address: str) -> str:
    """What is the same in all languages."""
    return tongue.rootward(address)


@device.app_template_global()
def kept_here() -> str:
    """The name of our drawer on the device, apart from that of another site on the same host."""
    return f"busplan {request.environ[tongue.ROOT]}/"
