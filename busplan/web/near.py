"""A point in, the stops nearest to it with their kilometres out."""

from heapq import nsmallest

from busplan.finding import Nearest
from busplan.roads import about_kilometres, kilometres
from busplan.timetable import Library, Point, Stop
from busplan.web.desk import Scene, desk


def nearest(scene: Scene, point: Point, most: int, lasting: bool = False) -> list[tuple[Stop, float]]:
    """Found by a straight line, told along the ground. Lasting ones are those that are not to be given up."""
    day = "" if lasting else scene.today.isoformat()
    stops = (stop for stop in scene.timetable.stops if stop.lasts) if lasting else scene.stops
    index = desk().part(("nearest", scene.publication.digest, day), lambda: Nearest(stops))
    measured = ((stop, kilometres(point, stop.point)) for stop in index.find(point, most) if stop.point)
    return sorted(measured, key=lambda each: each[1])


def libraries(scene: Scene, stop: Stop, most: int = 1) -> list[tuple[Library, float]]:
    """The nearest of those that stand still; none for a stop without a place."""
    if stop.point is None:
        return []
    place = stop.point
    near = nsmallest(most, scene.timetable.libraries, key=lambda each: about_kilometres(place, each.point))
    return [(library, kilometres(place, library.point)) for library in near]


def beside(scene: Scene, stop: Stop, most: int, lasting: bool = False) -> list[tuple[Stop, float]]:
    """The nearest other stops; none for a stop without a place."""
    if stop.point is None:
        return []
    found = nearest(scene, stop.point, most + 1, lasting)
    return [(other, km) for other, km in found if other.id != stop.id][:most]
