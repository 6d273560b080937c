"""The core: what is true of stops, routes and visits. Standard library only, all values frozen."""

from busplan.timetable.bearing import narrowed
from busplan.timetable.cadence import (
    Cadence,
    EveryWeeks,
    ListedWeeks,
    MonthlyWeekdays,
    OnDates,
    ParityWeeks,
    Week53,
)
from busplan.timetable.change import Changes, Count, changes
from busplan.timetable.closure import Closure
from busplan.timetable.history import END, Chapter, Gone, Key, Told, farewell, gone, heard, last_day, retold
from busplan.timetable.library import Library
from busplan.timetable.notice import (
    Cancelled,
    Change,
    Delayed,
    Extra,
    Moved,
    Notice,
    OtherVehicle,
    PerhapsCancelled,
)
from busplan.timetable.problem import BadTimetable, Problem, Severity
from busplan.timetable.route import Call, Route
from busplan.timetable.scope import EVERYTHING, Scope
from busplan.timetable.season import OPEN_END, Season
from busplan.timetable.service import Credit, Service
from busplan.timetable.stop import Audience, Kind, Point, Stop
from busplan.timetable.succession import in_succession, remaining
from busplan.timetable.timetable import Timetable, with_due
from busplan.timetable.visit import Slot, Status, Visit

__all__ = [
    "END",
    "EVERYTHING",
    "OPEN_END",
    "Audience",
    "BadTimetable",
    "Cadence",
    "Call",
    "Cancelled",
    "Change",
    "Changes",
    "Chapter",
    "Closure",
    "Count",
    "Credit",
    "Delayed",
    "EveryWeeks",
    "Extra",
    "Gone",
    "Key",
    "Kind",
    "Library",
    "ListedWeeks",
    "MonthlyWeekdays",
    "Moved",
    "Notice",
    "OnDates",
    "OtherVehicle",
    "ParityWeeks",
    "PerhapsCancelled",
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
    "Told",
    "Visit",
    "Week53",
    "changes",
    "farewell",
    "gone",
    "heard",
    "in_succession",
    "last_day",
    "narrowed",
    "remaining",
    "retold",
    "with_due",
]
