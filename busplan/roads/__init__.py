"""Places in, kilometres and minutes out."""

from busplan.roads.crow import drive_minutes, kilometres, nearest

__all__ = ["drive_minutes", "kilometres", "nearest"]
