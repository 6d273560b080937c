"""Visits and today in; that they run out, and where, out."""

from collections.abc import Iterable
from datetime import date, timedelta

from busplan.checking.doubts import Doubts
from busplan.timetable import Season, Visit

SOON = timedelta(days=30)


def doubt_end(seasons: Iterable[Season], coming: Iterable[Visit], today: date, doubts: Doubts) -> None:
    """The seasons are those handed in; the visits all that will then be in force, in order of time."""
    last_season = max(seasons, key=lambda season: season.last, default=None)
    if last_season is None:
        return
    if last_season.last < today:
        doubts.warning("timetable_expired", ("season", last_season.id), str(last_season.last))
        return
    last_visits = {
        visit.stop.id: visit.slot.day for visit in coming if visit.stop.public and visit.takes_place
    }
    last = max(last_visits.values(), default=today)
    soon = sorted(id for id, day in last_visits.items() if day < today + SOON)
    if last < today + SOON:
        doubts.warning("timetable_ends_soon", ("season", last_season.id), str(last))
    elif soon:
        doubts.note("last_visits_near", ("stop",), ", ".join(soon), count=str(len(soon)), days=str(SOON.days))
