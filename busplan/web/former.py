"""A stop that is no more in, where to go instead out: its address is on posters and in calendars still."""

from collections.abc import Sequence
from datetime import date

from flask import render_template

from busplan.timetable import Stop
from busplan.web.desk import Scene, at_the_stop, stop_or_404
from busplan.web.near import beside

MOST_NEAR = 3


def stop_or_former(scene: Scene, stop_id: str) -> Stop:
    """Aborts for what has never been a stop."""
    return scene.publication.former.get(stop_id) or stop_or_404(scene, stop_id)


def ended(scene: Scene, stop: Stop) -> bool:
    return stop.id in scene.publication.former or not stop.stands(scene.today)


def as_seen(scene: Scene, stop_id: str) -> Scene:
    """A stop that is no more tells of others instead, and of their hours."""
    return scene if ended(scene, stop_or_former(scene, stop_id)) else at_the_stop(scene, stop_id)


def last_day(scene: Scene, stop: Stop) -> date | None:
    """Of its visits; None where none that took place is known."""
    gone = [said.last for said in scene.publication.told.values() if said.last]
    visits = scene.timetable.visits(date.min, scene.today, stop.id)
    visits += [visit for visit in gone if visit.stop.id == stop.id]
    return max((visit.slot.day for visit in visits if visit.takes_place), default=None)


def told(scene: Scene, stop: Stop) -> str:
    found = [(other, km, scene.timetable.next_visit(scene.now, other.id)) for other, km in near(scene, stop)]
    last = last_day(scene, stop)
    return render_template("public/former.html", scene=scene, stop=stop, last=last, near=found)


def near(scene: Scene, stop: Stop) -> Sequence[tuple[Stop, float | None]]:
    """By distance; of a stop without a place those of its municipality, without any."""
    if stop.point:
        return beside(scene, stop, MOST_NEAR, lasting=True)
    living = (other for other in scene.stops if other.id != stop.id and other.until is None)
    return [(other, None) for other in living if other.municipality == stop.municipality][:MOST_NEAR]
