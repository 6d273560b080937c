"""The core: what is true of stops, routes and visits. Standard library only, all values frozen."""

from busplan.timetable.cadence import (
    Cadence,
    EveryWeeks,
    ListedWeeks,
    MonthlyWeekdays,
    OnDates,
    ParityWeeks,
    Week53,
)
from busplan.timetable.closure import Closure
from busplan.timetable.notice import Cancelled, Moved, Notice
from busplan.timetable.problem import BadTimetable, Problem, Severity
from busplan.timetable.route import Call, Route
from busplan.timetable.scope import EVERYTHING, Scope
from busplan.timetable.season import OPEN_END, Season
from busplan.timetable.service import Credit, Service
from busplan.timetable.stop import Audience, Kind, Point, Stop
from busplan.timetable.timetable import Timetable
from busplan.timetable.visit import Slot, Status, Visit

__all__ = [
    "EVERYTHING",
    "OPEN_END",
    "Audience",
    "BadTimetable",
    "Cadence",
    "Call",
    "Cancelled",
    "Closure",
    "Credit",
    "EveryWeeks",
    "Kind",
    "ListedWeeks",
    "MonthlyWeekdays",
    "Moved",
    "Notice",
    "OnDates",
    "ParityWeeks",
    "Point",
    "Problem",
    "Route",
    "Scope",
    "Season",
    "Service",
    "Severity",
    "Slot",
    "Status",
    "Stop",
    "Timetable",
    "Visit",
    "Week53",
]
