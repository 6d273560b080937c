"""The page on which people choose a calendar."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from flask import Blueprint, render_template, request, url_for

from busplan.feeds import Ways
from busplan.reading.slug import slug
from busplan.timetable import Stop
from busplan.web.desk import Scene, Varies, page
from busplan.words.order import alphabetical

MOST_STOPS = 100

shelf = Blueprint("calendars", __name__)


@shelf.get("/calendars")
@page(varies=Varies.BY_HOUR_AND_HOST, asks=("stop", "of"))
def calendars(scene: Scene) -> str:
    """All calendars there are, and one of one's own choice."""
    asked = [stop.id for id in request.args.getlist("stop") if (stop := scene.timetable.stop(id))][
        :MOST_STOPS
    ]
    ready = [(heading, list(of_kind)) for heading, of_kind in ready_made(scene)]
    paths = {path: name for _, of_kind in ready for name, path in of_kind}
    if asked:
        path = url_for("subscribe.mine", stop_ids=",".join(sorted(set(asked))))
        name = scene.words.several([stop.name for stop in scene.stops if stop.id in asked])
    else:
        path = request.args.get("of", "")
        path = path if path in paths else url_for("subscribe.whole")
        name = paths[path]
    return render_template(
        "public/calendars.html",
        scene=scene,
        chosen=Ways(scene.site + path, scene.words.calendar_name(name, scene.service)),
        chosen_path=path,
        asked=asked,
        ready=ready,
        municipalities=by_municipality(scene.stops),
    )


def ready_made(scene: Scene) -> Iterator[tuple[str, Iterator[tuple[str, str]]]]:
    """Name and path of each calendar, by heading."""
    words = scene.words
    routes = scene.timetable.routes
    municipalities = [name for name, _ in by_municipality(scene.stops)]
    vehicles = sorted({route.vehicle for route in routes if route.vehicle})
    yield words.say("Alt"), iter([(words.everywhere.capitalize(), url_for("subscribe.whole"))])
    yield (
        words.say("Kommuner"),
        ((each, url_for("subscribe.municipality", name=slug(each))) for each in municipalities),
    )
    yield words.say("Ruter"), ((each.name, url_for("subscribe.route", route_id=each.id)) for each in routes)
    if len(vehicles) > 1:
        yield (
            words.say("Busser"),
            ((each, url_for("subscribe.vehicle", name=slug(each))) for each in vehicles),
        )


def by_municipality(stops: Iterable[Stop]) -> list[tuple[str, list[Stop]]]:
    in_order = sorted(stops, key=lambda stop: (alphabetical(stop.municipality), alphabetical(stop.name)))
    return [(name, list(of_one)) for name, of_one in groupby(in_order, lambda stop: stop.municipality)]
