"""The hour in, the visits ahead of it out: found once a day, after that only looked through."""

from datetime import datetime, time, timedelta

from busplan.timetable import Visit
from busplan.timetable.timetable import over
from busplan.web.desk import Scene, desk


def coming(scene: Scene, days: int) -> list[Visit]:
    """Those that are not over, in order of time, at most so many days ahead."""
    until = scene.today + timedelta(days=days)
    key = "coming", scene.publication.digest, scene.today, days
    visits = desk().part(key, lambda: scene.timetable.visits(scene.today, until))
    return [visit for visit in visits if not over(visit, scene.now)]


def next_visits(scene: Scene) -> dict[str, Visit]:
    """The first of every stop that has one, by its id: this morning's, or the one after."""
    morning = datetime.combine(scene.today, time.min, scene.now.tzinfo)
    key = "next", scene.publication.digest, scene.today
    found = desk().part(key, lambda: scene.timetable.next_visits(morning))
    now = ((id, ahead(scene, first)) for id, first in found.items())
    return {id: visit for id, visit in now if visit}


def ahead(scene: Scene, visit: Visit | None) -> Visit | None:
    """The visit, or the next to its stop if it is over."""
    while visit and over(visit, scene.now):
        visit = after(scene, visit)
    return visit


def after(scene: Scene, visit: Visit) -> Visit | None:
    """The next to its stop that takes place."""
    key = "after", scene.publication.digest, visit.stop.id, visit.slot
    end = visit.slot.ends(scene.service.zone)
    return desk().part(key, lambda: scene.timetable.next_visit(end, visit.stop.id))
