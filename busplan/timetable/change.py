"""Two timetables in, what changes from the one to the other out: stops, and visits from a day on."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from busplan.timetable.stop import Stop
from busplan.timetable.timetable import Timetable
from busplan.timetable.visit import Visit


@dataclass(frozen=True, slots=True)
class Count:
    """How many visits of one stop change."""

    added: int = 0
    dropped: int = 0
    moved: int = 0


@dataclass(frozen=True, slots=True)
class Changes:
    """What becomes otherwise. Pairs are as it was and as it becomes.

    A visit is the same by its key, so another day, hour or place is a move. `ending` are stops that stand
    only until a day before the timetable ends; `until` is the last day that was looked at.
    """

    until: date
    added: tuple[Stop, ...]
    gone: tuple[Stop, ...]
    ending: tuple[Stop, ...]
    renamed: tuple[tuple[Stop, Stop], ...]
    relocated: tuple[tuple[Stop, Stop], ...]
    visits_before: int
    visits_added: tuple[Visit, ...]
    visits_dropped: tuple[Visit, ...]
    visits_moved: tuple[tuple[Visit, Visit], ...]
    visits_cancelled: tuple[Visit, ...]

    @property
    def by_stop(self) -> dict[str, Count]:
        """Only stops of which some visit changes."""
        added, dropped = of_stops(self.visits_added), of_stops(self.visits_dropped)
        moved = of_stops(after for _, after in self.visits_moved)
        return {id: Count(added[id], dropped[id], moved[id]) for id in (added | dropped | moved)}


def of_stops(visits: Iterable[Visit]) -> Counter[str]:
    return Counter(visit.stop.id for visit in visits)


def changes(before: Timetable, after: Timetable, since: date, until: date | None = None) -> Changes:
    """From a day on, to a last day or else as far as either goes; without an end, a good year."""
    until = until or max(before.horizon(since), after.horizon(since))
    both = [(stop, now) for stop in before.stops if (now := after.stop(stop.id))]
    was = {visit.key: visit for visit in before.visits(since, until)}
    becomes = {visit.key: visit for visit in after.visits(since, until)}
    kept = [(visit, becomes[key]) for key, visit in was.items() if key in becomes]
    return Changes(
        until=until,
        added=tuple(stop for stop in after.stops if before.stop(stop.id) is None),
        gone=tuple(stop for stop in before.stops if after.stop(stop.id) is None),
        ending=tuple(now for stop, now in both if ends(now, after) and not ends(stop, before)),
        renamed=tuple((stop, now) for stop, now in both if stop.name != now.name),
        relocated=tuple((stop, now) for stop, now in both if stop.point != now.point),
        visits_before=len(was),
        visits_added=tuple(visit for key, visit in becomes.items() if key not in was),
        visits_dropped=tuple(visit for key, visit in was.items() if key not in becomes),
        visits_moved=tuple((visit, now) for visit, now in kept if where(visit) != where(now)),
        visits_cancelled=tuple(now for visit, now in kept if visit.takes_place and not now.takes_place),
    )


def where(visit: Visit) -> tuple[object, ...]:
    return visit.slot, visit.place


def ends(stop: Stop, timetable: Timetable) -> bool:
    """Whether the stop is given up before the timetable ends."""
    return stop.until is not None and any(stop.until < season.last for season in timetable.seasons)
