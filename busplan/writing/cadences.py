"""A cadence in, the cells that say it out: the other way round than `reading.cadences`."""

from busplan.timetable import (
    Cadence,
    EveryWeeks,
    ListedWeeks,
    MonthlyWeekdays,
    OnDates,
    ParityWeeks,
    Season,
)
from busplan.writing.table import Row

WHEN = ("weekday", "every_weeks", "anchor", "weeks", "week53", "monthly", "dates", "rrule")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def when(cadence: Cadence | None, season: Season) -> Row:
    """All cells that could tell when, filled where they do. None is a call that follows its route."""
    return {**dict.fromkeys(WHEN), **said(cadence, season)}


def said(cadence: Cadence | None, season: Season) -> Row:
    """Raises TypeError for a cadence that nobody has taught us to write."""
    match cadence:
        case None:
            return {}
        case EveryWeeks(anchor, weeks):
            return {"weekday": WEEKDAYS[anchor.weekday()], "every_weeks": weeks, "anchor": anchor}
        case ParityWeeks(weekday, odd, since, week53):
            return {
                "weekday": WEEKDAYS[weekday],
                "weeks": "odd" if odd else "even",
                "week53": week53.value,
                "anchor": None if since == season.first else since,
            }
        case ListedWeeks(weekday, weeks):
            return {"weekday": WEEKDAYS[weekday], "weeks": tuple(sorted(weeks))}
        case MonthlyWeekdays(weekday, which):
            # The last one last: -1 comes after 5.
            return {"weekday": WEEKDAYS[weekday], "monthly": tuple(sorted(which, key=lambda one: one % 7))}
        case OnDates():
            by_rule = {"rrule": cadence.rrule, "anchor": cadence.anchor}
            return by_rule if cadence.rrule else {"dates": cadence.days}
    raise TypeError(f"{type(cadence).__name__} cannot be written")
