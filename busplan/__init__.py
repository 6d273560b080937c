"""busplan: timetable, map and calendar feeds for a mobile library."""

from functools import cache


@cache
def version() -> str:
    """The release that is installed."""
    # Looked up only when asked for: it costs more than reading a whole timetable.
    from importlib import metadata

    return metadata.version("busplan")
