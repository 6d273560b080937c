"""What a person types, or where they stand, in; the stops they mean out."""

from busplan.finding.index import Found, Index, folded
from busplan.finding.nearest import Nearest

__all__ = ["Found", "Index", "Nearest", "folded"]
