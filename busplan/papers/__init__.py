"""What is to be printed in, in words already; PDF bytes out."""

from busplan.papers.paper import Day, Entry, Group, Month, Paper, Poster, Sheet, Time
from busplan.papers.press import PressBusy, poster, sheet, slip

__all__ = [
    "Day",
    "Entry",
    "Group",
    "Month",
    "Paper",
    "Poster",
    "PressBusy",
    "Sheet",
    "Time",
    "poster",
    "sheet",
    "slip",
]
