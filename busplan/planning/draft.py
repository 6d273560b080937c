"""A timetable and rounds in, a draft of the next timetable out: its visits are those of the rounds."""

from collections.abc import Iterable

from busplan.planning.rounds import Rounds
from busplan.timetable import Season, Stop, Timetable


def with_rounds(
    timetable: Timetable, rounds: Rounds, season: Season, added: Iterable[Stop] = ()
) -> Timetable:
    """One season with these rounds. Stops keep their ids, so that calendars keep their events.

    A round most of whose stops are of one of today's keeps its id and name.
    """
    raise NotImplementedError
