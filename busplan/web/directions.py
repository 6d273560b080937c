"""A place in, links to the maps and planners that show the way there out.

Nobody is asked for anything before a person follows one. Their forms are those that their own sites use.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from busplan.timetable import Point, Service


@dataclass(frozen=True, slots=True)
class Direction:
    """A link, by the name of who shows the way."""

    name: str
    address: str


def directions(to: Point, service: Service) -> list[Direction]:
    """On foot or by car; by public transport in Norway."""
    at = f"{to.latitude},{to.longitude}"
    ways = [
        ("OpenStreetMap", "https://www.openstreetmap.org/directions", {"to": at}),
        ("Google Maps", "https://www.google.com/maps/dir/", {"api": "1", "destination": at}),
        ("Apple Kart", "https://maps.apple.com/", {"daddr": at}),
    ]
    if service.timezone == "Europe/Oslo":
        where = {"stopLat": str(to.latitude), "stopLon": str(to.longitude)}
        ways.append(("Entur", "https://entur.no/reiseresultater", where))
    return [Direction(name, f"{site}?{urlencode(asked)}") for name, site, asked in ways]
