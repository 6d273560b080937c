"""Visits in, calendars out."""

from busplan.feeds.calendar import Calendar, calendar
from busplan.feeds.event import Announcement, Entry, Place, Reminder, place, uid
from busplan.feeds.ways import Single, Ways

__all__ = [
    "Announcement",
    "Calendar",
    "Entry",
    "Place",
    "Reminder",
    "Single",
    "Ways",
    "calendar",
    "place",
    "uid",
]
