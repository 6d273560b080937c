"""Columns of what is known to be right in, frozen values out.

A frozen dataclass fills each field by a call of its own and looks at what it is given. For a hundred
thousand values, of what has been looked at before, that would take most of the time.
"""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import field, fields, make_dataclass
from functools import cache
from typing import Any, TypeVar

Value = TypeVar("Value")


def made(sort: type[Value], *columns: Iterable[object]) -> list[Value]:
    """One value for each row of the columns, which are in the order of its fields.

    Fields that no column is for have their defaults. Nothing is checked.
    """
    frozen: Any = sort
    values: list[Any] = list(map(unfrozen(frozen), *columns))
    for value in values:
        value.__class__ = frozen
    return values


@cache
def unfrozen(sort: Any) -> type[Any]:
    """A class with the same fields in the same places."""
    its = [(each.name, object, field(default=each.default)) for each in fields(sort)]
    return make_dataclass(sort.__name__, its, slots=True, eq=False, repr=False)


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
