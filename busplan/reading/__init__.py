"""Files in, one whole timetable out, or every problem with its place."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from busplan.reading.open_schema import OpenTables, is_open_table, read_open_table
from busplan.reading.report import Place, Report, Thing
from busplan.reading.schedule import timetable_of
from busplan.reading.sort import Sort, sort_of
from busplan.reading.source import Source
from busplan.reading.stops import ReadStops, read_stops
from busplan.reading.text import text_of
from busplan.timetable import BadTimetable, Problem, Service, Timetable

__all__ = ["Reading", "Source", "read"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A timetable, what a person should look at all the same, and where things stand: file and place."""

    timetable: Timetable
    doubts: tuple[Problem, ...]
    places: Mapping[Thing, tuple[str, Place]]


def read(*sources: Source) -> Reading:
    """Any of: lists of stops, one schedule, tables of the open schema. What each is, is told by its content.

    Raises BadTimetable with the problems of all.
    """
    reports = [Report(source.name) for source in sources]
    stops, tables = ReadStops(), OpenTables()
    schedules: list[tuple[str, Report]] = []
    for source, report in zip(sources, reports, strict=True):
        text = text_of(source, report)
        sort = sort_of(source, text, report) if text is not None else None
        if text is None or sort is None:
            stops.unread = True
        elif sort is Sort.SCHEDULE:
            schedules.append((text, report))
        elif is_open_table(text):
            read_open_table(text, tables, report)
        else:
            read_stops(text, stops, report)
    for _, report in schedules[1:]:
        report.error("second_schedule", first=schedules[0][1].file)
    timetable = timetable_of(*schedules[0], stops) if schedules else None
    problems = tuple(
        problem for report in reports for problem in sorted(report.problems, key=lambda each: each.place)
    )
    if any(report.failed for report in reports) or (schedules and timetable is None):
        raise BadTimetable(problems)
    places = {thing: (report.file, at) for report in reports for thing, at in report.places.items()}
    return Reading(joined(timetable, stops, tables), problems, places)


def joined(timetable: Timetable | None, stops: ReadStops, tables: OpenTables) -> Timetable:
    """What the schedule says with what the open tables say."""
    if timetable is None:
        service = tables.service if tables.organisations else Service("Bibliotekbussen")
        timetable = Timetable(service, tuple(stops.stops))
    if not tables.organisations:
        return timetable
    return replace(
        timetable,
        stops=(*timetable.stops, *tables.stops.values()),
        seasons=(*timetable.seasons, *tables.seasons.values()),
        routes=(*timetable.routes, *tables.whole_routes()),
        closures=(*timetable.closures, *tables.closures),
    )
