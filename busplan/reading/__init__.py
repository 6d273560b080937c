"""Files in, one whole timetable out, or every problem with its place."""

from collections.abc import Mapping
from dataclasses import dataclass

from busplan.reading.pile import Lines, Pile
from busplan.reading.report import Place, Places, Thing, in_order
from busplan.reading.source import Source
from busplan.timetable import BadTimetable, Problem, Timetable
from busplan.timetable.made import many

__all__ = ["Lines", "Reading", "Source", "read"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A timetable, what a person should look at all the same, and where things stand: file and place.

    Parts of one may be looked at alone; `lacks` names the tables without which it is of no use to residents.
    Tables of the open schema are handed on `as_it_came`, where there is nothing else.
    """

    timetable: Timetable
    doubts: tuple[Problem, ...]
    places: Mapping[Thing, tuple[str, Place]]
    lacks: tuple[str, ...]
    as_it_came: tuple[Lines, ...] = ()


def read(*sources: Source) -> Reading:
    """Any of: workbooks, CSV files of one table or of several, one schedule in YAML, tables of the open
    schema, and ZIPs of these. What each is, is told by its content.

    Raises BadTimetable with the problems of all.
    """
    pile = Pile()
    with many():
        for source in sources:
            pile.take(source)
        timetable = pile.timetable()
    problems = in_order(pile.reports)
    if timetable is None:
        raise BadTimetable(problems)
    lacks = {"stops": not timetable.stops or pile.stops.made_up, "routes": not timetable.routes}
    lacking = tuple(table for table, lacks_it in lacks.items() if lacks_it)
    return Reading(timetable, problems, Places(pile.reports, pile.stops.ids), lacking, pile.as_it_came)
