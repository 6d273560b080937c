"""What all the pages share: the timetable in force, the hour, and an answer that is made only once.

A page depends on what is in force, on the day, and on which visits have begun and ended. So each is
rendered once for that, kept, and known by an ETag that says which.
"""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Sized
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import Enum, auto
from functools import wraps
from hashlib import sha256
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar

from flask import Response, abort, current_app, redirect, request, url_for

from busplan import version
from busplan.maps.tiles import Tiles
from busplan.publishing import Publication, Shelf
from busplan.settings import Settings
from busplan.store import StoreUnavailable
from busplan.timetable import BadTimetable, Service, Stop, Timetable, Visit
from busplan.web import tongue
from busplan.web.kept import Kept
from busplan.web.ready import NAMES_HOST
from busplan.words.speech import Words

MOST_PARTS = 5_000
# Asked for again each time, which a 304 answers: bad news must not wait for a browser to forget.
PAGE_CACHE = "public, max-age=0, stale-if-error=86400"
Rest = ParamSpec("Rest")
Made = TypeVar("Made")


class Hour(NamedTuple):
    """What of a scene most sentences hang on."""

    now: datetime
    service: Service

    @property
    def today(self) -> date:
        return self.now.date()


@dataclass(frozen=True, slots=True)
class Scene:
    """What a page is a function of. `now` is local to the service, and as late as the last change.

    `site` is the address of the host, without the path that the site or its language may have. It is empty
    where the answer is kept for all hosts: addresses are then relative.
    """

    publication: Publication
    now: datetime
    site: str
    settings: str
    words: Words

    @property
    def timetable(self) -> Timetable:
        """Without what residents must not see."""
        return self.publication.timetable

    @property
    def service(self) -> Service:
        return self.timetable.service

    @property
    def stops(self) -> tuple[Stop, ...]:
        """Those that are stops still. One that is given up keeps its page and feed, and leaves the lists."""
        return tuple(
            stop for stop in self.timetable.stops if stop.stands(self.today) and not self.has_become(stop)
        )

    def has_become(self, stop: Stop) -> bool:
        """Whether it is another by now."""
        return stop.became != "" and self.timetable.successor(stop, self.today) is not stop

    def ids_of(self, stop: Stop) -> list[str]:
        """Of the stop, and of those that have become it, or will when their last visit is over."""
        joined = (each for each in self.timetable.stops if each.became == stop.id)
        return [stop.id, *(id for each in joined for id in self.ids_of(each))]

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def hour(self) -> Hour:
        return Hour(self.now, self.service)

    @property
    def dawn(self) -> Hour:
        """How the day began: for what is said of other days."""
        return Hour(datetime.combine(self.today, time.min, self.now.tzinfo), self.service)

    def etag(self, varies: "Varies") -> str:
        published_at = self.publication.changed_at.isoformat()
        parts = [self.settings, self.words.code, self.publication.digest, published_at]
        if varies in (Varies.BY_HOUR, Varies.BY_HOUR_AND_HOST):
            parts.append(self.now.isoformat())
        if varies is Varies.BY_DAY_AND_HOST:
            parts.append(self.today.isoformat())
        if varies in (Varies.BY_HOUR_AND_HOST, Varies.BY_DAY_AND_HOST):
            parts.append(self.site)
        return sha256("\n".join(parts).encode()).hexdigest()[:32]


class Varies(Enum):
    """What an answer depends on besides the publication and the settings."""

    NEVER = auto()
    BY_HOUR = auto()
    BY_HOUR_AND_HOST = auto()
    BY_DAY_AND_HOST = auto()


class Desk:
    """One app's settings, its timetable, and the answers it has given."""

    def __init__(self, settings: Settings, shelf: Shelf, tiles: Tiles | None) -> None:
        self.settings = settings
        self.tiles = tiles
        self.shelf = shelf
        # With home visits: for staff alone.
        self.whole = Shelf(shelf.store)
        # What is shown hangs on the release and on these, so no browser may keep it over a change of them.
        shown = (
            version(),
            settings.tiles,
            settings.tile_attribution,
            settings.tile_zoom,
            settings.base_url,
            settings.languages,
            settings.colour,
            settings.colour_dark,
            settings.logo,
            settings.contact,
            settings.accessibility_statement,
            settings.embed_from,
        )
        self.shown_with = sha256("\n".join(shown).encode()).hexdigest()
        self.kept: Kept[Any] = Kept()
        # What pages are made of has a place of its own, as it lasts longer than they do.
        self.parts: Kept[Any] = Kept(most=MOST_PARTS)
        self.changes: tuple[str, date, list[time]] = ("", date.min, [])

    def scene(self) -> Scene:
        """Aborts with 503 while nothing has been published. Raises StoreUnavailable."""
        publication = self.shelf.in_force()
        if publication is None:
            abort(503)
        service = publication.timetable.service
        words = tongue.speak(service.language)
        if tongue.is_needless():
            abort(tongue.one_address())
        now = self.settings.clock.now(service.zone)
        return Scene(publication, self._last_change(publication, now), self.site(), self.shown_with, words)

    def site(self) -> str:
        """The address of the host, as it is set or asked for, without the path that the site may have."""
        return self.settings.base_url.rstrip("/") or request.host_url.rstrip("/")

    def _last_change(self, publication: Publication, now: datetime) -> datetime:
        """The last moment, today, at which a visit began or ended; midnight before the first."""
        today = now.date()
        digest, day, times = self.changes
        if (digest, day) != (publication.digest, today):
            times = changes_on(publication.timetable.visits(today, today))
            self.changes = (publication.digest, today, times)
        return last_of(times, now)

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What the key stands for; made when first asked for. Its length, if it has one, is in octets."""
        return once(self.kept, key, make)

    def part(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """The same of what a page is made of."""
        return once(self.parts, key, make)

    def latest(self, place: Hashable, etag: str, make: Callable[[], bytes]) -> bytes:
        """What a page is now, in the place of what it was at another hour, or is at another host."""
        held: tuple[str, bytes] | None = self.kept.get(place)
        if held is None or held[0] != etag:
            held = etag, make()
            self.kept.put(place, held, len(held[1]))
        return held[1]

    def made_of(self) -> tuple[Publication, datetime] | None:
        """What pages and calendars hang on besides the settings; None where only an error can be told."""
        try:
            publication = self.shelf.in_force()
        except (StoreUnavailable, BadTimetable):
            return None
        if publication is None:
            return None
        now = self.settings.clock.now(publication.timetable.service.zone)
        return publication, self._last_change(publication, now)


def once(kept: Kept[Any], key: Hashable, make: Callable[[], Made]) -> Made:
    found: Made | None = kept.get(key)
    if found is None:
        found = make()
        kept.put(key, found, len(found) if isinstance(found, Sized) else 0)
    return found


def changes_on(visits: Iterable[Visit]) -> list[time]:
    """When the visits of a day begin and end; midnight too, as the day itself does."""
    slots = [visit.slot for visit in visits]
    return sorted({time.min, *(slot.start for slot in slots), *(slot.end for slot in slots)})


def last_of(times: list[time], now: datetime) -> datetime:
    return datetime.combine(now.date(), times[bisect_right(times, now.time()) - 1], now.tzinfo)


def at_the_stop(scene: Scene, stop_id: str) -> Scene:
    """As late as the last change there: what buses do elsewhere does not make it another page."""
    visits = scene.timetable.visits(scene.today, scene.today, stop_id)
    return replace(scene, now=last_of(changes_on(visits), scene.now))


def without_homes(publication: Publication) -> Publication:
    """The site is never given what residents must not see, so that no page can show it."""
    return replace(publication, timetable=publication.timetable.public())


def desk() -> Desk:
    found: Desk = current_app.extensions["busplan"]
    return found


def page(
    mimetype: str = "text/html",
    cache: str = PAGE_CACHE,
    varies: Varies = Varies.BY_HOUR,
    asks: tuple[str, ...] = (),
    there: Callable[..., object] | None = None,
    seen: Callable[..., Scene] | None = None,
) -> Callable[[Callable[Concatenate[Scene, Rest], str | bytes]], Callable[Rest, Response]]:
    """A view that is a function of its scene and address: rendered once. Who has it already, `ready` tells.

    What the address names must be there before anything is said of it: `there` is asked as the view is, and
    aborts with 404; a stop is looked for without being told. `asks` are the questions in the address that the
    view heeds. `seen` gives the scene as the view should see it. An answer that is kept for every host names
    none but the one in the settings.
    """

    def decorated(view: Callable[Concatenate[Scene, Rest], str | bytes]) -> Callable[Rest, Response]:
        @wraps(view)
        def answer(*args: Rest.args, **kwargs: Rest.kwargs) -> Response:
            scene = desk().scene()
            if there is not None:
                there(scene, *args, **kwargs)
            elif "stop_id" in kwargs:
                stop_or_404(scene, str(kwargs["stop_id"]))
            scene = seen(scene, *args, **kwargs) if seen else scene
            if varies in (Varies.NEVER, Varies.BY_HOUR) and not desk().settings.base_url:
                scene = replace(scene, site="")
            etag, asked = scene.etag(varies), ""
            if asks:
                asked = str([(name, request.args.getlist(name)) for name in asks])
                etag = sha256((etag + asked).encode()).hexdigest()[:32]
            published_at = scene.publication.changed_at
            response = Response(mimetype=mimetype)
            response.headers["Cache-Control"] = cache
            response.set_etag(etag)
            never = varies is Varies.NEVER
            response.last_modified = published_at if never else max(published_at, scene.now)
            request.environ[NAMES_HOST].append(bool(scene.site) and not desk().settings.base_url)

            def make() -> bytes:
                made = view(scene, *args, **kwargs)
                return made.encode() if isinstance(made, str) else made

            response.set_data(desk().latest((request.script_root, request.path, asked), etag, make))
            return response

        return answer

    return decorated


def stop_or_404(scene: Scene, stop_id: str) -> Stop:
    """One that has become another answers with the way there."""
    stop = scene.timetable.stop(stop_id)
    if stop is None:
        abort(404)
    now = scene.timetable.successor(stop, scene.today)
    if now is not stop:
        abort(redirect(address_at(now), 308))
    return stop


def address_at(stop: Stop) -> str:
    """The same page, or calendar with the same wishes, of another stop."""
    assert request.endpoint
    asked = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    return url_for(request.endpoint, **{**(request.view_args or {}), "stop_id": stop.id}) + asked
