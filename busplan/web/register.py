"""Stops in, the municipalities they are in, as a Norwegian looks them up, out."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean

from flask import abort

from busplan.reading.slug import slug
from busplan.timetable import Point, Stop
from busplan.web.desk import Scene, desk
from busplan.words.order import alphabetical


@dataclass(frozen=True, slots=True)
class Municipality:
    """Its stops in the order of the alphabet."""

    name: str
    stops: tuple[Stop, ...]

    @property
    def slug(self) -> str:
        return slug(self.name)

    @property
    def middle(self) -> Point | None:
        """Of its stops, not of its land."""
        points = [stop.point for stop in self.stops if stop.point]
        if not points:
            return None
        return Point(fmean(p.latitude for p in points), fmean(p.longitude for p in points))


def municipalities(stops: Iterable[Stop]) -> dict[str, Municipality]:
    """By what they are called in addresses, in the order of the alphabet."""
    together: dict[str, list[Stop]] = {}
    for stop in sorted(stops, key=lambda stop: (alphabetical(stop.municipality), alphabetical(stop.name))):
        together.setdefault(slug(stop.municipality), []).append(stop)
    return {name: Municipality(of_one[0].municipality, tuple(of_one)) for name, of_one in together.items()}


def living(scene: Scene) -> dict[str, Municipality]:
    """Those with stops that stand still; worked out once for what is in force and the day."""
    key = ("living", scene.publication.digest, scene.today.isoformat())
    return desk().part(key, lambda: municipalities(scene.stops))


def municipality_or_404(scene: Scene, name: str) -> Municipality:
    """One whose last stop has been given up keeps its page for as long as the timetable knows the stop."""
    found = living(scene).get(name)
    if found is None:
        key = ("known", scene.publication.digest)
        found = desk().part(key, lambda: municipalities(scene.timetable.stops)).get(name)
    if found is None:
        abort(404)
    return found
