"""A timetable and the one in force in; what looks like a slip, or would take people by surprise, out."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import islice

from busplan.checking.doubts import Doubts
from busplan.reading import Source
from busplan.roads import about_kilometres, kilometres
from busplan.timetable import OPEN_END, Changes, Problem, Stop, Timetable, changes

FAR_KM = 1.0
SAME_PLACE_KM = 0.1
MOST_GONE = 1 / 5
# Of a list with other ids throughout nobody needs to be told them all.
MOST_COMPARED = 500


def doubt_changes(
    new: Timetable, before: Timetable, then: Timetable, today: date, doubts: Doubts
) -> Changes | None:
    """What changes for the public from what is in force to what will be then.

    None where only a list of stops was read: then no visit changes, but those that are must keep their stops.
    """
    was = before.public()
    if not new.seasons:
        doubt_stops(new.public(), was, in_use(was, today), today, doubts)
        return None
    # What has no end is looked at no further than what comes after it.
    endless = any(season.last >= OPEN_END for season in before.seasons)
    found = changes(was, then.public(), today, then.horizon(today) if endless else None)
    doubt_visits(found, doubts)
    dropped = {id: count.dropped for id, count in found.by_stop.items()}
    doubt_stops(new.public(), was, dropped, today, doubts)
    return found


def in_use(timetable: Timetable, today: date) -> Mapping[str, int]:
    """How many visits to come there are at each stop."""
    return Counter(visit.stop.id for visit in timetable.visits(today, timetable.horizon(today)))


def doubt_visits(found: Changes, doubts: Doubts) -> None:
    gone, before = len(found.visits_dropped), found.visits_before
    if gone > before * MOST_GONE:
        percent = str(round(100 * gone / before))
        doubts.error("many_visits_gone", ("call",), str(gone), before=str(before), percent=percent)


def doubt_stops(
    new: Timetable, before: Timetable, lost: Mapping[str, int], today: date, doubts: Doubts
) -> None:
    """The list of stops, if there is one, against those in force, both as the public sees them.

    `lost` is how many visits to come each would lose.
    """
    if not doubts.knows("stop"):
        return
    gone = [stop for stop in before.stops if stop.stands(today) and new.stop(stop.id) is None]
    for stop in gone:
        if lost.get(stop.id):
            count = str(lost[stop.id])
            doubts.error("stop_in_use_removed", ("stop",), stop.id, name=stop.name, count=count)
    for stop in new.stops:
        if was := before.stop(stop.id):
            doubt_stop(stop, was, doubts)
    added = (stop for stop in new.stops if before.stop(stop.id) is None)
    doubt_ids(islice(added, MOST_COMPARED), gone[:MOST_COMPARED], doubts)


def doubt_stop(stop: Stop, was: Stop, doubts: Doubts) -> None:
    if stop.name != was.name:
        doubts.warning("stop_renamed", ("stop", stop.id), stop.name, was=was.name)
    if stop.point and was.point and about_kilometres(was.point, stop.point) > FAR_KM:
        km = f"{kilometres(was.point, stop.point):.1f}"
        doubts.warning("stop_moved_far", ("stop", stop.id), stop.id, km=km)


def doubt_ids(added: Iterable[Stop], gone: list[Stop], doubts: Doubts) -> None:
    """One stop more and one less may be the same stop."""
    for stop in added:
        was = next((other for other in gone if are_alike(stop, other)), None)
        if was:
            doubts.warning("stop_id_changed", ("stop", stop.id), stop.id, was=was.id)


def are_alike(one: Stop, other: Stop) -> bool:
    """By name, or by being in the same place."""
    if (one.name.casefold(), one.municipality) == (other.name.casefold(), other.municipality):
        return True
    if one.point is None or other.point is None:
        return False
    return about_kilometres(one.point, other.point) < SAME_PLACE_KM


def still_named(
    problems: Iterable[Problem], sources: tuple[Source, ...], before: Timetable, today: date
) -> Iterable[Problem]:
    """A stop that the schedule names and the list lacks may be one that is in use: the list is told so."""
    schedules = {problem.value: problem.file for problem in problems if problem.code == "unknown_stop"}
    lists = [source for source in sources if source.name not in schedules.values()]
    doubts = Doubts(lists or sources, {})
    was = before.public()
    visits = in_use(was, today)
    for id in schedules:
        if (stop := was.stop(id)) and id in visits:
            doubts.error("stop_in_use_removed", ("stop",), id, name=stop.name, count=str(visits[id]))
    return doubts.problems
