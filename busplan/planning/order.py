"""A day's rounds in, the same stops in their best order out. Needs the extra `planner`."""

from busplan.planning.ground import Ground
from busplan.planning.rounds import Rounds
from busplan.planning.wishes import Wishes


def ordered(
    rounds: Rounds, vehicle: str, weekday: int, week: int, ground: Ground, wishes: Wishes, seconds: float = 2
) -> Rounds:
    """All rounds, with the stops of that day in the order that takes the bus home first. Raises BadWishes."""
    raise NotImplementedError
