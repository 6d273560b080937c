"""What one vehicle does in a day in, its drives out: from which stay to which."""

from collections.abc import Callable, Iterable, Iterator
from datetime import time
from typing import TypeVar

# Times are told in whole minutes.
HALF_A_MINUTE = 0.5
Stay = TypeVar("Stay")


def legs(
    stays: Iterable[Stay], end: Callable[[Stay], time] | Callable[[Stay], int]
) -> Iterator[tuple[Stay, Stay]]:
    """In order of beginning: each with the one it is driven to from, of all before it the last to end."""
    before = None
    for stay in stays:
        if before is not None:
            yield before, stay
        if before is None or end(stay) > end(before):  # type: ignore[operator]
            before = stay
