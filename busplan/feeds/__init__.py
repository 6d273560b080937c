"""Visits in, calendars out."""

from busplan.feeds.calendar import Calendar, calendar
from busplan.feeds.event import Entry, Reminder, uid

__all__ = ["Calendar", "Entry", "Reminder", "calendar", "uid"]
