"""Visits in, calendars out."""

from busplan.feeds.calendar import Calendar, calendar
from busplan.feeds.event import Announcement, Entry, Reminder, uid

__all__ = ["Announcement", "Calendar", "Entry", "Reminder", "calendar", "uid"]
