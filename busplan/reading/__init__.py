"""Files in, one whole timetable out, or every problem with its place."""

from dataclasses import dataclass

from busplan.reading.report import Report
from busplan.reading.schedule import timetable_of
from busplan.reading.source import Source
from busplan.reading.stops import stops_of
from busplan.timetable import BadTimetable, Problem, Timetable

__all__ = ["Reading", "Source", "read"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A timetable, and what a person should look at all the same."""

    timetable: Timetable
    doubts: tuple[Problem, ...]


def read(stops: Source, schedule: Source) -> Reading:
    """Both files, whole. Raises BadTimetable with the problems of both."""
    stops_report, schedule_report = Report(stops.name), Report(schedule.name)
    known = stops_of(stops, stops_report)
    timetable = timetable_of(schedule, known, schedule_report)
    problems = tuple(
        problem
        for report in (stops_report, schedule_report)
        for problem in sorted(report.problems, key=lambda problem: problem.place)
    )
    if timetable is None or stops_report.failed:
        raise BadTimetable(problems)
    return Reading(timetable, problems)
