"""The map's background: which provider, on what terms, fetched by whom."""

import html
import re
from dataclasses import dataclass, replace
from threading import BoundedSemaphore
from urllib.parse import urlsplit

from busplan import fetching
from busplan.fetching import Unavailable
from busplan.settings import BadSetting, Settings

PROXY = "proxy:"
OUR_ADDRESS = "/tiles/{z}/{x}/{y}.png"
SECONDS = 3
LARGEST_TILE = 1_000_000
# A slow provider may hold this many of the server's threads, and no more.
AT_ONCE = BoundedSemaphore(4)


@dataclass(frozen=True, slots=True)
class Tiles:
    """A provider. The address has {z}, {x} and {y}; the attribution is HTML and must be shown.

    It has tiles from the shallowest zoom to the deepest.
    """

    address: str
    attribution: str
    shallowest: int = 0
    deepest: int = 18
    proxied: bool = False

    @property
    def shown_address(self) -> str:
        """Where the visitor's browser gets them."""
        return OUR_ADDRESS if self.proxied else self.address

    @property
    def origin(self) -> str:
        """The host that the visitor's browser must be allowed to ask; empty when it is ourselves."""
        if self.proxied:
            return ""
        parts = urlsplit(self.address.replace("{s}", "*"))
        return f"{parts.scheme}://{parts.netloc}"

    def has(self, z: int, x: int, y: int) -> bool:
        return self.shallowest <= z <= self.deepest and x < 2**z and y < 2**z


PROVIDERS = {
    "kartverket": Tiles(
        "https://cache.kartverket.no/v1/wmts/1.0.0/topograatone/default/webmercator/{z}/{y}/{x}.png",
        '© <a href="https://www.kartverket.no/">Kartverket</a>',
    ),
    "openstreetmap": Tiles(
        "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
        '© <a href="https://www.openstreetmap.org/copyright">OpenStreetMap</a>',
        deepest=19,
    ),
}


def chosen(settings: Settings) -> Tiles | None:
    """None for a map without a background. Raises BadSetting."""
    named = settings.tiles
    if named == "none":
        return None
    proxied = named.startswith(PROXY)
    name = named.removeprefix(PROXY)
    tiles = PROVIDERS.get(name) or own(name, settings)
    if settings.tile_zoom:
        shallowest, deepest = map(int, settings.tile_zoom.split("-"))
        tiles = replace(tiles, shallowest=shallowest, deepest=deepest)
    if settings.tile_attribution:
        tiles = replace(tiles, attribution=html.escape(settings.tile_attribution))
    return replace(tiles, proxied=proxied)


def own(address: str, settings: Settings) -> Tiles:
    """An address of the service's own choice."""
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not all(part in address for part in ("{z}", "{x}", "{y}")):
        names = ", ".join(PROVIDERS)
        raise BadSetting("tiles", settings.tiles, f"{names}, none, or an address with {{z}}, {{x}} and {{y}}")
    if re.search(r"[\s;,'\"]", parts.netloc):
        raise BadSetting("tiles", settings.tiles, "an address with a plain host name")
    return Tiles(address, html.escape(parts.hostname or ""))


def fetch(tiles: Tiles, z: int, x: int, y: int) -> bytes:
    """One tile as PNG, fresh from the provider: nothing is kept, as the terms of some forbid it.

    Raises Unavailable.
    """
    address = tiles.address.replace("{s}", "a")
    for name, number in (("{z}", z), ("{x}", x), ("{y}", y)):
        address = address.replace(name, str(number))
    if not AT_ONCE.acquire(timeout=SECONDS):
        raise Unavailable("too many tiles are under way")
    try:
        return fetching.fetch(address, "image/png", SECONDS, LARGEST_TILE)
    finally:
        AT_ONCE.release()
