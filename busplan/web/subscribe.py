"""The calendars that people subscribe to."""

from datetime import date

from flask import Blueprint, Response, make_response, url_for

from busplan.feeds import Calendar, Entry, calendar
from busplan.timetable import Visit, with_due
from busplan.web.desk import Scene, Varies, desk, page, stop_or_404
from busplan.words import event

FEED_CACHE = "public, max-age=900, stale-while-revalidate=3600, stale-if-error=604800"

feeds = Blueprint("subscribe", __name__)


@feeds.after_request
def for_calendars(response: Response) -> Response:
    """Any web page may read a feed; nothing in it is anyone's secret."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@feeds.get("/stops/<stop_id>.ics")
def stop(stop_id: str) -> Response:
    response = make_response(stop_feed(stop_id=stop_id))
    response.headers["Content-Disposition"] = f'inline; filename="{stop_id}.ics"'
    return response


@page("text/calendar", FEED_CACHE, Varies.NEVER)
def stop_feed(scene: Scene, stop_id: str) -> bytes:
    """All that has been published of the stop."""
    stop = stop_or_404(scene, stop_id)
    base = desk().settings.base_url.rstrip("/")
    url = base + url_for("public.stop", stop_id=stop.id) if base else ""
    until = scene.timetable.horizon(scene.publication.published_at.date())
    visits = scene.timetable.visits(date.min, until, stop.id)
    feed = Calendar(
        id=stop.id,
        name=event.calendar_name(stop, scene.service),
        description=event.calendar_description(scene.service),
        entries=[
            entry(visit, back, scene, url) for visit, back in with_due(visits, scene.service.loan_visits)
        ],
        changed_at=scene.publication.published_at,
        url=url,
        source=base + url_for("subscribe.stop", stop_id=stop.id) if base else "",
    )
    return calendar(feed, scene.service)


def entry(visit: Visit, back: Visit | None, scene: Scene, url: str) -> Entry:
    service, publication = scene.service, scene.publication
    summary, description = event.summary(visit, service), event.description(visit, service, back)
    return Entry(
        visit, summary, event.location(visit), description, publication.published_at, publication.id, url
    )
