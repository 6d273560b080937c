"""What a person typed in, the addresses that it may be out, by Kartverket's register of addresses.

The geocoder has the shape of geopy's own. geopy is a heavy import, so nobody loads this unless addresses
are looked up at all.
"""

import json
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from logging import getLogger
from threading import BoundedSemaphore, Lock
from time import monotonic
from typing import Any
from urllib.parse import urlencode

from geopy.adapters import AdapterHTTPError, BaseSyncAdapter
from geopy.exc import GeocoderParseError, GeocoderUnavailable
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location

from busplan.fetching import Unavailable, fetch
from busplan.timetable import Point

KARTVERKET = "https://ws.geonorge.no/adresser/v1/sok"
SECONDS = 3.0
SECONDS_BETWEEN = 1.0
SECONDS_OF_REST = 30.0
LARGEST_ANSWER = 200_000
MOST_ADDRESSES = 8
MOST_KEPT, MOST_WAITING = 1000, 3
SMALL_WORDS = frozenset({"i", "og", "på", "ved", "under"})
log = getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Address:
    """`Myrvollveien 5C` in `1415 Oppegård`."""

    name: str
    place: str
    point: Point


class Bounded(BaseSyncAdapter):  # type: ignore[misc]
    """Asks the one host, and takes no more from it than fits."""

    def get_json(self, url: str, *, timeout: float, headers: dict[str, str]) -> Any:
        try:
            return json.loads(self.get_text(url, timeout=timeout, headers=headers))
        except (ValueError, RecursionError) as fault:
            raise GeocoderParseError("the answer is no JSON") from fault

    def get_text(self, url: str, *, timeout: float, headers: dict[str, str]) -> str:
        try:
            return fetch(url, "application/json", timeout, LARGEST_ANSWER).decode(errors="replace")
        except Unavailable as fault:
            if fault.status:
                raise AdapterHTTPError(str(fault), status_code=fault.status, headers={}, text="") from fault
            raise GeocoderUnavailable(str(fault)) from fault


class Kartverket(Geocoder):  # type: ignore[misc]
    """A geocoder as geopy's are: raises GeopyError. The address of the service is told once, and kept to."""

    def __init__(self, address: str = KARTVERKET, *, timeout: float = SECONDS) -> None:
        super().__init__(timeout=timeout, user_agent="busplan", adapter_factory=Bounded)
        self.address = address

    def geocode(
        self, query: str, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL
    ) -> Location | list[Location] | None:
        asked = {"sok": query, "fuzzy": "true", "treffPerSide": MOST_ADDRESSES, "side": 0, "utkoordsys": 4258}
        read = partial(self._read, exactly_one=exactly_one)
        found: Location | list[Location] | None = self._call_geocoder(
            f"{self.address}?{urlencode(asked)}", read, timeout=timeout
        )
        return found

    def _read(self, answer: Any, exactly_one: bool) -> Location | list[Location] | None:
        rows = answer.get("adresser") if isinstance(answer, dict) else None
        if not isinstance(rows, list):
            raise GeocoderParseError("the answer has no addresses")
        found = list(locations(rows))
        if not found:
            return None
        return found[0] if exactly_one else found


def locations(rows: list[Any]) -> Iterator[Location]:
    """Those that have a name and a place on Earth."""
    for row in rows[:MOST_ADDRESSES]:
        try:
            name, at = row["adressetekst"], row["representasjonspunkt"]
            point = Point(float(at["lat"]), float(at["lon"]))
            place = f"{row.get('postnummer', '')} {as_written(row.get('poststed', ''))}".strip()
        except (KeyError, TypeError, ValueError, AttributeError):
            continue
        whole = ", ".join(part for part in (str(name), place) if part)
        yield Location(whole, (point.latitude, point.longitude), {**row, "place": place})


def as_written(name: str) -> str:
    """`MO I RANA` as `Mo i Rana`: the register has its names in capitals."""
    if not name.isupper():
        return name
    first, *others = name.split()
    small = (word.lower() if word.lower() in SMALL_WORDS else word.title() for word in others)
    return " ".join((first.title(), *small))


class Addresses:
    """Looks up for the pages: never longer than `seconds`, never an error, one question at a time.

    What was found is kept. After a failure the service is left alone for a while.
    """

    def __init__(
        self, geocode: Callable[..., Any], seconds: float = SECONDS, between: float = SECONDS_BETWEEN
    ) -> None:
        self.seconds = seconds
        self.ask = RateLimiter(
            partial(geocode, exactly_one=False, timeout=seconds),
            min_delay_seconds=between,
            max_retries=0,
            swallow_exceptions=False,
        )
        self.worker = ThreadPoolExecutor(1, "addresses")
        self.kept: OrderedDict[str, Future[list[Address]]] = OrderedDict()
        self.waiting = 0
        self.patient = BoundedSemaphore(MOST_WAITING)
        self.rests_until = 0.0
        self.lock = Lock()

    def find(self, query: str) -> list[Address]:
        """Best first; none when nothing is known in time."""
        asked = self._asked(" ".join(query.casefold().split()))
        if asked is None:
            return []
        if asked.done():
            return [] if asked.exception() else asked.result()
        # Many may ask the same: only a few threads of the site wait for an answer.
        if not self.patient.acquire(blocking=False):
            return []
        try:
            return asked.result(timeout=self.seconds)
        except Exception:
            return []
        finally:
            self.patient.release()

    def _asked(self, query: str) -> "Future[list[Address]] | None":
        with self.lock:
            if query in self.kept:
                self.kept.move_to_end(query)
                return self.kept[query]
            if not query or self.waiting >= MOST_WAITING or monotonic() < self.rests_until:
                return None
            self.waiting += 1
            self.kept[query] = asked = self.worker.submit(self._answer, query)
            if len(self.kept) > MOST_KEPT:
                self.kept.popitem(last=False)
            return asked

    def _answer(self, query: str) -> list[Address]:
        try:
            return [address(found) for found in self.ask(query) or []]
        except Exception as fault:
            log.warning("no addresses for now: %s", fault)
            with self.lock:
                self.rests_until = monotonic() + SECONDS_OF_REST
                self.kept.pop(query, None)
            raise
        finally:
            with self.lock:
                self.waiting -= 1


def address(found: Location) -> Address:
    point = Point(found.latitude, found.longitude)
    return Address(str(found.raw["adressetekst"]), str(found.raw["place"]), point)
