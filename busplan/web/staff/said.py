"""What staff have said, as the pages of the desk show it: announcements in, sentences out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import abort

from busplan.publishing import Announcement, Publication, matches
from busplan.timetable import Notice, Scope, Timetable, Visit
from busplan.web.desk import desk
from busplan.web.tongue import words


@dataclass(frozen=True, slots=True)
class Line:
    """An announcement as a list has it: what it says, and whether it is about any visit to come."""

    announcement: Announcement
    sentences: tuple[str, ...]
    is_idle: bool


def whole() -> tuple[Publication, datetime]:
    """What is in force with home visits, and now in its zone. Aborts with 503 before there is any."""
    publication = desk().whole.in_force()
    if publication is None:
        abort(503)
    return publication, desk().settings.clock.now(publication.timetable.service.zone)


def line(announcement: Announcement, timetable: Timetable, now: datetime) -> Line:
    said = tuple(said_of(announcement.notices, timetable, now))
    idle = not any(matches(each, timetable, now.date()) for each in announcement.notices)
    return Line(announcement, said, idle)


def said_of(said: Iterable[Notice], timetable: Timetable, now: datetime) -> list[str]:
    """One sentence for each; of the same said of several stops on one day, one."""
    by_what: dict[tuple[object, ...], list[Notice]] = {}
    for notice in said:
        single = bool(notice.scope.stops) and notice.first == notice.last
        what = (notice.change, notice.first, notice.reason) if single else (notice,)
        by_what.setdefault(what, []).append(notice)
    return [sentence(group, timetable, now) for group in by_what.values()]


def sentence(group: list[Notice], timetable: Timetable, now: datetime) -> str:
    first = group[0]
    names = [name for notice in group for name in names_of(notice.scope, timetable)]
    said = words().notice(first, names, now.date()) if len(group) == 1 else together(group, names, now)
    reason = words().reasons().get(first.reason, first.reason)
    return " ".join(words().sentence(part) for part in (said, reason, first.text) if part)


def together(group: list[Notice], names: list[str], now: datetime) -> str:
    """Several visits of one day are told without their hours."""
    day = words().begun(words().day(group[0].first, now.date()))
    return f"{words().change_of(group[0].change)}: {words().several(names)}. {day}"


def names_of(scope: Scope, timetable: Timetable) -> list[str]:
    stops = [stop.name for stop in timetable.stops if stop.id in scope.stops]
    routes = [route.name or route.id for route in timetable.routes if route.id in scope.routes]
    return [*stops, *routes, *sorted(scope.municipalities)]


def name_of_key(visit: Visit) -> str:
    stop, day, nth = visit.key
    return f"{stop} {day} {nth}"


def is_of_today(notice: Notice, now: datetime) -> bool:
    return notice.first == notice.last == now.date()
