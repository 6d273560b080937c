"""Visits in; what the vehicles cannot do out: be in two places at once, or come in time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import time
from itertools import groupby

from busplan.checking.doubts import Doubts
from busplan.roads import drive_minutes, is_driven_within, kilometres
from busplan.timetable import Point, Visit
from busplan.timetable.legs import HALF_A_MINUTE, legs

# From one visit to the next, known by what is the same each time.
Leg = tuple[object, ...]


def doubt_driving(visits: Iterable[Visit], doubts: Doubts) -> None:
    """In order of time. Each drive is told once, with its first day and how many there are."""
    found: dict[Leg, list[tuple[Visit, Visit]]] = defaultdict(list)
    for before, after in pairs(visits):
        found[leg(before, after)].append((before, after))
    for same in found.values():
        doubt_leg(*same[0], len(same), doubts)


def pairs(visits: Iterable[Visit]) -> Iterator[tuple[Visit, Visit]]:
    """Each visit of a vehicle with the one it comes from that day."""
    driven = (visit for visit in visits if visit.takes_place and visit.vehicle)
    for _, of_day in groupby(driven, lambda visit: visit.slot.day):
        by_vehicle: dict[str, list[Visit]] = defaultdict(list)
        for visit in of_day:
            by_vehicle[visit.vehicle].append(visit)
        for its in by_vehicle.values():
            yield from legs(its, lambda visit: visit.slot.end)


def leg(before: Visit, after: Visit) -> Leg:
    return tuple((v.vehicle, v.route, v.stop.id, v.slot.start, v.slot.end) for v in (before, after))


def doubt_leg(before: Visit, after: Visit, times: int, doubts: Doubts) -> None:
    call = ("call", after.route, after.stop.id, after.planned.start)
    facts = {"vehicle": after.vehicle, "other": before.stop.id}
    facts |= {"count": str(times), "first": str(after.slot.day)}
    gap = minute(after.slot.start) - minute(before.slot.end)
    here, there = place(before), place(after)
    if gap < 0:
        facts |= {"end": f"{before.slot.end:%H:%M}", "start": f"{after.slot.start:%H:%M}"}
        doubts.warning("vehicle_in_two_places", call, after.stop.id, **facts)
    elif here and there and not is_driven_within(here, there, gap + HALF_A_MINUTE):
        drive = str(round(drive_minutes(here, there)))
        facts |= {"gap": str(gap), "drive": drive, "km": f"{kilometres(here, there):.1f}"}
        doubts.warning("gap_shorter_than_drive", call, after.stop.id, **facts)


def place(visit: Visit) -> Point | None:
    """None where a visit has been moved to: that is told in words alone."""
    return None if visit.place else visit.stop.point


def minute(of_day: time) -> int:
    return of_day.hour * 60 + of_day.minute
