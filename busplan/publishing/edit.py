"""A timetable and what was changed of it on a page in, files that say so out, which go the road of all."""

from collections.abc import Callable, Container, Sequence
from dataclasses import replace
from datetime import time
from math import ceil

from busplan.reading.slug import slug, unique
from busplan.reading.values import RESERVED
from busplan.roads import drive_minutes
from busplan.store import File
from busplan.timetable import Call, Stop, Timetable
from busplan.writing import TooLongForCell, written
from busplan.writing.settled import settled

MINUTES_OF_DAY = 24 * 60
# As timetables have them.
STEP = 5
Hours = tuple[time, time]


class PastMidnight(ValueError):
    """What follows would end on the next day."""


def to_edit(timetable: Timetable) -> Timetable:
    """The same, with every round known by its own id."""
    return settled(timetable)


def with_stop(timetable: Timetable, stop: Stop) -> Timetable:
    """In the place of the one of that id."""
    stops = tuple(stop if each.id == stop.id else each for each in timetable.stops)
    return replace(timetable, stops=stops)


def new_id(name: str, timetable: Timetable, former: Container[str]) -> str:
    """Made of a name, as reading makes them; none that a stop has, or has had."""
    return unique(slug(name), {stop.id for stop in timetable.stops}, former, RESERVED)


def with_new_stop(timetable: Timetable, stop: Stop) -> Timetable:
    return replace(timetable, stops=(*timetable.stops, stop))


def without_stop(timetable: Timetable, stop_id: str) -> Timetable:
    """Without its visits, and without those that have become it."""
    gone = {stop_id}
    while joined := {stop.id for stop in timetable.stops if stop.became in gone} - gone:
        gone |= joined
    routes = tuple(
        replace(route, calls=tuple(call for call in route.calls if call.stop_id not in gone))
        for route in timetable.routes
    )
    stops = tuple(stop for stop in timetable.stops if stop.id not in gone)
    return replace(timetable, stops=stops, routes=routes)


def with_call(timetable: Timetable, route_id: str, call: Call, flow: bool) -> Timetable:
    """With one more on a round, in its place by the clock. Raises PastMidnight.

    Where times flow, those after it come later, if there is too little time to get there.
    """
    return with_calls(timetable, route_id, lambda calls: with_one_more(calls, call, timetable, flow))


def with_one_more(calls: Sequence[Call], new: Call, timetable: Timetable, flow: bool) -> list[Call]:
    before = [call for call in calls if call.start < new.start]
    after = [call for call in calls if call.start >= new.start]
    late = lateness(new, min(after, key=begins), timetable) if flow and after else 0
    return [*before, new, *(at(call, moved(call.start, late), moved(call.end, late)) for call in after)]


def lateness(call: Call, following: Call, timetable: Timetable) -> int:
    """How many minutes too early the one that follows would be, in steps of five."""
    here, there = (timetable.stop(each.stop_id) for each in (call, following))
    drive = drive_minutes(here.point, there.point) if here and there and here.point and there.point else 0
    missing = minute(call.end) + drive - minute(following.start)
    return max(0, ceil(missing / STEP) * STEP)


def begins(call: Call) -> time:
    return call.start


def without_calls(timetable: Timetable, route_id: str, gone: Container[int]) -> Timetable:
    """Without those of a round, by their places in it. A round that has none left is not written."""
    return with_calls(
        timetable, route_id, lambda calls: [call for at, call in enumerate(calls) if at not in gone]
    )


def with_hours(timetable: Timetable, route_id: str, hours: Sequence[Hours], flow: bool) -> Timetable:
    """With new hours for each of a round's calls, in their order. Raises PastMidnight and ValueError.

    Where times flow, a call that nobody has touched comes as much later as the one before it ends.
    """
    return with_calls(timetable, route_id, lambda calls: (flowing if flow else plain)(calls, hours))


def with_calls(
    timetable: Timetable, route_id: str, change: Callable[[Sequence[Call]], list[Call]]
) -> Timetable:
    routes = tuple(
        replace(route, calls=tuple(change(route.calls))) if route.id == route_id else route
        for route in timetable.routes
    )
    return replace(timetable, routes=routes)


def plain(calls: Sequence[Call], hours: Sequence[Hours]) -> list[Call]:
    return [at(call, *its) for call, its in zip(calls, hours, strict=True)]


def flowing(calls: Sequence[Call], hours: Sequence[Hours]) -> list[Call]:
    """In the order of the clock, whatever order they stand in."""
    found: dict[int, Call] = {}
    later = 0
    for number in sorted(range(len(calls)), key=lambda number: calls[number].start):
        call, (start, end) = calls[number], hours[number]
        if (start, end) == (call.start, call.end):
            start, end = moved(call.start, later), moved(call.end, later)
        else:
            later = minute(end) - minute(call.end)
        found[number] = at(call, start, end)
    return [found[number] for number in range(len(calls))]


def at(call: Call, start: time, end: time) -> Call:
    return replace(call, start=start, end=end)


def moved(when: time, minutes: int) -> time:
    to = minute(when) + minutes
    if not 0 <= to < MINUTES_OF_DAY:
        raise PastMidnight(f"{when} and {minutes} minutes")
    return time(to // 60, to % 60)


def minute(of_day: time) -> int:
    return of_day.hour * 60 + of_day.minute


def as_files(timetable: Timetable) -> list[File]:
    """A workbook, as staff know it; a text where a cell cannot hold what somebody wrote."""
    try:
        return [("ruteplan.xlsx", written(timetable, "xlsx"))]
    except TooLongForCell:
        return [("ruteplan.csv", written(timetable, "csv"))]
