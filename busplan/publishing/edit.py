"""A timetable and what was changed of it on a page in, files that say so out, which go the road of all."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time

from busplan.store import File
from busplan.timetable import Call, Route, Stop, Timetable
from busplan.writing import TooLongForCell, written
from busplan.writing.settled import settled

MINUTES_OF_DAY = 24 * 60
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


def with_hours(timetable: Timetable, route_id: str, hours: Sequence[Hours], flow: bool) -> Timetable:
    """With new hours for each of a round's calls, in their order. Raises PastMidnight and ValueError.

    Where times flow, a call that nobody has touched comes as much later as the one before it ends.
    """
    routes = tuple(
        with_calls(route, hours, flow) if route.id == route_id else route for route in timetable.routes
    )
    return replace(timetable, routes=routes)


def with_calls(route: Route, hours: Sequence[Hours], flow: bool) -> Route:
    return replace(route, calls=tuple(flowing(route.calls, hours) if flow else plain(route.calls, hours)))


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
