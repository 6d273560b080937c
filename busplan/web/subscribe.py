"""The calendars that people subscribe to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from flask import Blueprint, Response, abort, request, url_for

from busplan.feeds import Announcement, Calendar, Entry, Place, Reminder, calendar, place
from busplan.reading.slug import slug
from busplan.timetable import END, Key, Status, Stop, Told, Visit, farewell, heard
from busplan.web.desk import Scene, desk, stop_or_404
from busplan.web.near import beside

FEED_CACHE = "public, max-age=900, stale-while-revalidate=3600, stale-if-error=604800"
PAST = timedelta(days=30)
DAY = timedelta(days=1)
MOST_NEAR = 3
LONGEST_REMINDER = 14 * 24 * 60
MOST_STOPS = 100
# What becomes of cancelled visits: kept and marked, shown though a calendar hides such, or left out.
CANCELLED = ("keep", "show", "hide")

feeds = Blueprint("subscribe", __name__)


@dataclass(frozen=True, slots=True)
class Feed:
    """What a calendar holds: visits at these stops, perhaps only those of one route or vehicle, or one."""

    id: str
    name: str
    stop_ids: tuple[str, ...]
    route: str | None = None
    vehicle: str | None = None
    about: Stop | None = None
    key: Key | None = None

    def holds(self, visit: Visit) -> bool:
        if self.key is not None:
            return visit.key == self.key
        of_route = self.route is None or visit.route == self.route
        return of_route and (self.vehicle is None or visit.vehicle == self.vehicle)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a subscriber may ask for in the address. What cannot be understood is passed over."""

    reminder: Reminder | None
    cancelled: str

    @classmethod
    def asked(cls) -> "Wishes":
        told, cancelled = request.args.get("reminder", ""), request.args.get("cancelled", "")
        return cls(reminder_of(told), cancelled if cancelled in CANCELLED else "keep")


def reminder_of(told: str) -> Reminder | None:
    if told == "evening":
        return Reminder()
    minutes = int(told) if told.isascii() and told.isdigit() and len(told) < 6 else 0
    return Reminder(minutes) if 0 < minutes <= LONGEST_REMINDER else None


@dataclass(frozen=True, slots=True)
class Made:
    """A calendar, and how browsers and calendars may know it again."""

    content: bytes
    etag: str
    changed_at: datetime

    def __len__(self) -> int:
        return len(self.content)


@feeds.after_request
def for_calendars(response: Response) -> Response:
    """Any web page may read a feed; nothing in it is anyone's secret."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@feeds.get("/stops/<stop_id>.ics")
def stop(stop_id: str) -> Response:
    """A stop's address is for ever: one that is no longer visited still answers."""
    scene = desk().scene()
    stop = scene.publication.former.get(stop_id) or stop_or_404(scene, stop_id)
    return answer(scene, Feed(stop.id, stop.name, unique(scene.ids_of(stop)), about=stop))


@feeds.get("/routes/<route_id>.ics")
def route(route_id: str) -> Response:
    scene = desk().scene()
    found = [route for route in scene.timetable.routes if route.id == route_id]
    left = {visit.stop.id for visit in left_out(scene) if visit.route == route_id}
    if not (found or left):
        abort(404)
    ids = (call.stop_id for route in found for call in route.calls)
    name = found[-1].name if found else route_id
    return answer(scene, Feed(f"route-{route_id}", name, unique((*ids, *left)), route=route_id))


@feeds.get("/municipalities/<name>.ics")
def municipality(name: str) -> Response:
    scene = desk().scene()
    stops = [stop for stop in known(scene) if slug(stop.municipality) == name]
    if not stops:
        abort(404)
    ids = unique(stop.id for stop in stops)
    return answer(scene, Feed(f"municipality-{name}", stops[0].municipality, ids))


@feeds.get("/vehicles/<name>.ics")
def vehicle(name: str) -> Response:
    scene = desk().scene()
    driven = [route.vehicle for route in scene.timetable.routes]
    driven += [visit.vehicle for visit in left_out(scene)]
    vehicles = {slug(each): each for each in driven if each}
    if name not in vehicles:
        abort(404)
    ids = unique(stop.id for stop in known(scene))
    return answer(scene, Feed(f"vehicle-{name}", vehicles[name], ids, vehicle=vehicles[name]))


@feeds.get("/calendar.ics")
def whole() -> Response:
    scene = desk().scene()
    ids = unique(stop.id for stop in known(scene))
    return answer(scene, Feed("calendar", scene.words.everywhere, ids))


@feeds.get("/my/<stop_ids>.ics")
def mine(stop_ids: str) -> Response:
    """Stops of one's own choice, with commas between; in whatever order, it is the same calendar."""
    scene = desk().scene()
    asked = sorted(set(stop_ids.split(",")))[: MOST_STOPS + 1]
    stops = [found for id in asked if (found := scene.timetable.stop(id) or scene.publication.former.get(id))]
    # One that has never been is left out, but a calendar of none at all is a mistake.
    if not stops or len(asked) > MOST_STOPS:
        abort(404)
    now = {each.id: each for each in map(scene.timetable.last_successor, stops)}
    ids = unique(id for each in (*stops, *now.values()) for id in scene.ids_of(each))
    named = scene.words.several([each.name for each in now.values()])
    return answer(scene, Feed("my-" + "-".join(sorted(stop.id for stop in stops)), named, ids))


@feeds.get("/stops/<stop_id>/<day>-<int:nth>.ics")
def visit(stop_id: str, day: str, nth: int) -> Response:
    """One visit by itself, to keep."""
    scene = desk().scene()
    try:
        planned = date.fromisoformat(day)
    except ValueError:
        abort(404)
    stop = stop_or_404(scene, stop_id)
    # It may have been moved to another day.
    visits = scene.timetable.visits(planned - PAST, planned + PAST, stop.id)
    if not any(each.key == (stop.id, planned, nth) for each in visits):
        abort(404)
    return answer(scene, Feed(f"{stop.id}-{day}-{nth}", stop.name, (stop.id,), key=(stop.id, planned, nth)))


def known(scene: Scene) -> list[Stop]:
    """Every stop there is, and those there were."""
    return [*scene.timetable.stops, *scene.publication.former.values()]


def left_out(scene: Scene) -> list[Visit]:
    """Visits that were planned once, as a route or a vehicle may be given up too."""
    ids = {stop.id for stop in known(scene)}
    return [visit for id, visits in scene.publication.gone.items() if id in ids for visit, _ in visits]


def unique(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(ids)))


def answer(scene: Scene, feed: Feed) -> Response:
    """Rendered once for what is in force and the month, and known again by what it says."""
    wishes, since = Wishes.asked(), first_shown(scene.today)
    version = (scene.publication.digest, scene.publication.changed_at, scene.settings, scene.words.code)
    made = desk().once((feed, wishes, since, version), lambda: rendered(scene, feed, wishes, since))
    response = Response(made.content, mimetype="text/calendar")
    response.headers["Cache-Control"] = FEED_CACHE
    response.headers["Content-Disposition"] = f'inline; filename="{feed.id[:80]}.ics"'
    response.set_etag(made.etag)
    # A new month takes the oldest visits away.
    a_month_left = datetime.combine(since + PAST, time.min, scene.now.tzinfo)
    response.last_modified = max(made.changed_at, a_month_left)
    return response


def first_shown(today: date) -> date:
    """Thirty days back at least, and the same day all month, so that calendars need not fetch it each day."""
    return (today - PAST).replace(day=1)


def rendered(scene: Scene, feed: Feed, wishes: Wishes, since: date) -> Made:
    publication, service, words = scene.publication, scene.service, scene.words
    base = desk().settings.base_url.rstrip("/")
    until = scene.timetable.horizon(since)
    stop_ids = frozenset(feed.stop_ids)
    told = heard(publication.told, publication.chapter, since, until, stop_ids, publication.gone)
    told = [each for each in told if feed.holds(each[0])]
    announcements = () if feed.key else tuple(announced(scene, feed, base))
    # What is left out is new too: a calendar that hides what is cancelled changes by it.
    stamps = [*(said.changed_at for _, _, said in told), *(each.changed_at for each in announcements)]
    changed_at = max(stamps, default=publication.changed_at)
    page = url_for("public.stop", stop_id=feed.about.id) if feed.about else url_for("public.front")
    made = calendar(
        Calendar(
            id=feed.id,
            name=words.calendar_name(feed.name, service),
            description=words.calendar_description(service),
            entries=list(entries(told, scene, wishes, base)),
            changed_at=changed_at,
            url=base + page if base else "",
            source=base + request.path if base else "",
            reminder=wishes.reminder,
            announcements=announcements,
        ),
        service,
    )
    # Another route or vehicle takes a visit away without a word about the visit itself.
    newest = changed_at if feed.route is feed.vehicle is None else publication.changed_at
    return Made(made, sha256(made).hexdigest()[:32], newest)


def announced(scene: Scene, feed: Feed, base: str) -> Iterator[Announcement]:
    """That a stop is given up and which are near; else that the timetable ends and no next one is known."""
    service, publication, words = scene.service, scene.publication, scene.words
    page = base + url_for("public.front") if base else ""
    stop, end = feed.about, publication.told.get(END)
    if stop and (stop.until or stop.id in publication.former):
        last = stop.until or max(visit.slot.day for visit, _ in publication.gone[stop.id])
        near = beside(scene, stop, MOST_NEAR, lasting=True)
        said = publication.told.get(farewell(stop.id)) or Told("", publication.changed_at)
        yield Announcement(
            f"given-up-{stop.id}",
            last + DAY,
            words.given_up(stop, service),
            words.instead([each for each, _ in near]),
            said.changed_at,
            said.sequence,
            page,
        )
    elif end and end.facts:
        yield Announcement(
            "end",
            date.fromisoformat(end.facts) + DAY,
            words.ends(service),
            words.next_unknown,
            end.changed_at,
            end.sequence,
            page,
        )


def entries(
    told: list[tuple[Visit, Visit | None, Told]], scene: Scene, wishes: Wishes, base: str
) -> Iterator[Entry]:
    """In words. Most visits to a stop go as planned: what is the same for all of those is said once."""
    plain: dict[int, Place] = {}
    words, scheduled = scene.words, Status.SCHEDULED
    shows, hides = wishes.cancelled == "show", wishes.cancelled == "hide"
    for visit, back, said in told:
        id_of_stop = id(visit.stop)
        if visit.status is not scheduled:
            if hides and not visit.takes_place:
                continue
            where = place_of(visit, scene, base)
        elif id_of_stop in plain:
            where = plain[id_of_stop]
        else:
            where = plain[id_of_stop] = place_of(visit, scene, base)
        yield Entry(
            visit,
            where,
            words.news_and_due(visit, back, said.last is None),
            said.changed_at,
            said.sequence,
            confirmed=shows and not visit.takes_place,
        )


def place_of(visit: Visit, scene: Scene, base: str) -> Place:
    service, words = scene.service, scene.words
    page = base + url_for("public.stop", stop_id=visit.stop.id) if base else ""
    said = words.summary(visit, service), words.location(visit), words.about(visit.stop, service)
    return place(visit, *said, page)
