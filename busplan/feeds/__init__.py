"""Visits in, calendars out."""

from busplan.feeds.calendar import Calendar, calendar
from busplan.feeds.event import Announcement, Entry, Reminder, uid
from busplan.feeds.ways import Single, Ways

__all__ = ["Announcement", "Calendar", "Entry", "Reminder", "Single", "Ways", "calendar", "uid"]
