"""What is in force in, the rota of today, the roads between its stops, and its limits out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from flask import abort

from busplan import publishing
from busplan.planning.ground import Ground, ground_of
from busplan.planning.limits import Limits
from busplan.planning.rounds import Rounds
from busplan.planning.today import rounds_of
from busplan.publishing import edit
from busplan.roads.engines import engine_of
from busplan.roads.roads import Roads
from busplan.settings import Settings
from busplan.store import Legs, Store
from busplan.timetable import Stop, Timetable
from busplan.web.desk import desk
from busplan.web.staff.who import now, store, today


@dataclass(frozen=True, slots=True)
class Rota:
    """The rounds of the season that is, every round known by its own id."""

    number: int
    timetable: Timetable
    today: date
    rounds: Rounds

    def name(self, stop_id: str, added: Iterable[Stop] = ()) -> str:
        found = self.timetable.stop(stop_id) or next((stop for stop in added if stop.id == stop_id), None)
        return found.name if found else stop_id


def rota() -> Rota:
    """Aborts with 404 before anything is published."""
    standing = publishing.standing(store())
    if not standing.number:
        abort(404)
    timetable = edit.to_edit(standing.timetable)
    day = today()
    return Rota(standing.number, timetable, day, rounds_of(timetable, day))


def ground(of: Rota, limits: Limits, added: tuple[Stop, ...] = (), buses: Iterable[str] = ()) -> Ground:
    """The same for an hour: an engine is not asked for each page."""
    names = tuple(sorted({*of.rounds.vehicles, *buses}))
    stops = (*of.timetable.stops, *added)
    depots = tuple(sorted(limits.depots.items()))
    hour = now().strftime("%F %H")
    return laid(stops, names, depots, hour, store(), desk().settings)


@lru_cache(maxsize=4)
def laid(
    stops: tuple[Stop, ...],
    buses: tuple[str, ...],
    depots: tuple[tuple[str, object], ...],
    _hour: str,
    store: Store,
    said: Settings,
) -> Ground:
    roads = Roads(engine_of(said), Legs(store))
    return ground_of(stops, buses, Limits(depots=dict(depots)), roads)  # type: ignore[arg-type]
