"""Scripts, styles and pictures: our own and Leaflet's, out of the package it is installed with."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Response, abort, send_from_directory, url_for
from xstatic.pkg import leaflet

from busplan import paths
from busplan.web import tongue

YEAR = 365 * 24 * 60 * 60
FOLDERS = {"busplan": paths.PACKAGE / "static", "leaflet": Path(leaflet.BASE_DIR)}

assets = Blueprint("assets", __name__)


@assets.get("/assets/<stamp>/<package>/<path:name>")
def asset(stamp: str, package: str, name: str) -> Response:
    """Kept by browsers for a year: the stamp in the address changes with the content."""
    if package not in FOLDERS:
        abort(404)
    return send_from_directory(FOLDERS[package], name, max_age=YEAR if stamp == stamp_of(package) else 0)


@assets.get("/favicon.ico")
def favicon() -> Response:
    return send_from_directory(FOLDERS["busplan"], "bus.svg", mimetype="image/svg+xml", max_age=YEAR)


@cache
def stamp_of(package: str) -> str:
    """Tells the files of one release from those of the next."""
    found = sha256()
    for file in sorted(FOLDERS[package].rglob("*")):
        if file.is_file():
            found.update(file.name.encode() + file.read_bytes())
    return found.hexdigest()[:12]


@assets.app_template_global()
def asset_url(package: str, name: str) -> str:
    """The same in all languages, so that browsers fetch it once."""
    return tongue.rootward(url_for("assets.asset", stamp=stamp_of(package), package=package, name=name))
