"""Visits in, calendars out."""

from busplan.feeds.calendar import Calendar, Entry, calendar

__all__ = ["Calendar", "Entry", "calendar"]
