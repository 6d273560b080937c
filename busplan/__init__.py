"""busplan: timetable, map and calendar feeds for a mobile library."""

from functools import cache
from importlib import metadata


@cache
def version() -> str:
    """The release that is installed."""
    return metadata.version("busplan")
