"""A file that browsers need in, its address out: our own, and Leaflet's out of the package that has it."""

from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path

from flask import request, url_for
from xstatic.pkg import leaflet

from busplan import paths
from busplan.web import tongue

FOLDERS = {"busplan": paths.PACKAGE / "static", "leaflet": Path(leaflet.BASE_DIR)}


@cache
def stamp_of(package: str) -> str:
    """Tells the files of one release from those of the next."""
    found = sha256()
    for file in sorted(FOLDERS[package].rglob("*")):
        if file.is_file():
            found.update(file.name.encode() + file.read_bytes())
    return found.hexdigest()[:12]


def asset_url(package: str, name: str) -> str:
    """The same in all languages, so that browsers fetch it once."""
    return address(request.environ[tongue.ROOT], package, name)


@lru_cache(1_000)
def address(root: str, package: str, name: str) -> str:
    """Every page has some ten of them."""
    return tongue.rootward(url_for("assets.asset", stamp=stamp_of(package), package=package, name=name))
