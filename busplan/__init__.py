"""busplan: timetable, map and calendar feeds for a mobile library."""

from importlib.metadata import version

__all__ = ["version"]
