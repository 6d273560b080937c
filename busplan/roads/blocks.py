"""The size of a matrix and what fits into one call in, the blocks to ask for out."""

from collections.abc import Iterator
from math import isqrt
from typing import NamedTuple


class Shape(NamedTuple):
    """At most so many places from, and so many to."""

    rows: int
    columns: int


def by_pairs(rows: int, columns: int, most: int) -> Shape:
    """As near to a square as may be, where an engine counts pairs."""
    high = min(rows, max(isqrt(most), most // columns))
    return Shape(high, min(columns, most // high))


def by_places(rows: int, columns: int, most: int) -> Shape:
    """Where it counts the places of both sides together."""
    high = min(rows, max(most // 2, most - columns))
    return Shape(high, min(columns, most - high))


def blocks(rows: int, columns: int, shape: Shape) -> Iterator[tuple[slice, slice]]:
    for row in range(0, rows, shape.rows):
        for column in range(0, columns, shape.columns):
            yield slice(row, row + shape.rows), slice(column, column + shape.columns)
