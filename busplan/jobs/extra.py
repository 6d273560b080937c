"""What of the extra `planner` is not installed. Nothing of it is loaded to tell."""

from importlib.util import find_spec

NEEDED = ("huey", "numba", "pyvrp")


def lacking() -> tuple[str, ...]:
    """Empty where plans can be worked on."""
    return tuple(name for name in NEEDED if find_spec(name) is None)
