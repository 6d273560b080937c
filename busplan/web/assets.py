"""Scripts, styles and pictures, as `files` has them."""

from flask import Blueprint, Response, abort, send_from_directory

from busplan.web.files import FOLDERS, asset_url, stamp_of

YEAR = 365 * 24 * 60 * 60

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


assets.add_app_template_global(asset_url)
