"""Places in, kilometres and minutes out."""

from busplan.roads.crow import about_kilometres, drive_minutes, is_driven_within, kilometres

__all__ = ["about_kilometres", "drive_minutes", "is_driven_within", "kilometres"]
