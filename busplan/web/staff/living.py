"""A grid of people in, how many of them live near a stop of some rounds out."""

from functools import lru_cache
from logging import getLogger
from pathlib import Path

from busplan.planning.rounds import Rounds
from busplan.roads.people import BadPeople, People, people_of
from busplan.roads.reach import living, within_km
from busplan.web.desk import desk
from busplan.web.staff.opened import Opened

NEAR_KM = 1.0
log = getLogger(__name__)


def people() -> People | None:
    """None where no file is set, or it cannot be read."""
    file = desk().settings.people
    try:
        return read(file, Path(file).stat().st_mtime) if file else None
    except OSError as fault:
        log.warning("%s: %s", file, fault.strerror)
        return None


@lru_cache(maxsize=2)
def read(file: str, _changed: float) -> People | None:
    """Once for each version of the file. Raises OSError."""
    try:
        return people_of(Path(file).read_bytes())
    except BadPeople as fault:
        log.warning("%s: %s", file, fault)
        return None


def near(of: Opened, rounds: Rounds, people: People) -> int:
    """Within a kilometre in a straight line of a stop that all may know of."""
    visited = {turn.stop_id for turn in rounds.turns}
    stops = (stop for id, stop in of.stops.items() if id in visited and stop.public)
    return living(people, within_km(people, [stop.point for stop in stops if stop.point], NEAR_KM))
