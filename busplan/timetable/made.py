"""Columns of what is known to be right in, frozen values out.

A frozen dataclass fills each field by a call of its own and looks at what it is given. For a hundred
thousand values, of what has been looked at before, that would take most of the time.
"""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from functools import cache
from itertools import repeat
from typing import Any, TypeVar

Value = TypeVar("Value")


def made(sort: type[Value], *columns: Iterable[object]) -> list[Value]:
    """One value for each row of the columns, which are in the order of its fields.

    Fields that no column is for have their defaults. Nothing is checked.
    """
    frozen: Any = sort
    unfrozen, defaults, filled = making(frozen)
    others = map(repeat, defaults[len(columns) :])
    values: list[Any] = filled(zip(map(object.__new__, repeat(unfrozen)), *columns, *others, strict=False))
    for value in values:
        value.__class__ = frozen
    return values


@cache
def making(sort: Any) -> tuple[type[Any], list[object], Callable[[Iterable[Any]], list[Any]]]:
    """The same class, but not frozen; the defaults of its fields, and a loop that fills them.

    The loop is put together here as its names are only known here; a call for each value would take twice
    as long.
    """
    its = fields(sort)
    plain = {"__slots__": (), "__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
    unfrozen = type(sort.__name__, (sort,), plain)
    targets = "".join(f", value.{each.name}" for each in its)
    filled = eval(f"lambda rows: [value for value{targets} in rows]")  # noqa: S307  # nosec B307
    return unfrozen, [each.default for each in its], filled


@contextmanager
def many() -> Iterator[None]:
    """While many values are made they are not searched for circles: there are none, and it takes as long."""
    searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searched:
            if not gc.get_freeze_count():
                # Straight to what is old already: else all would be searched once, here and now.
                gc.freeze()
                gc.unfreeze()
            gc.enable()
