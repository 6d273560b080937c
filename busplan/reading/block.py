"""Many rows at once in, columns of values out, and which rows are to be looked at one by one.

What reads without a word reads so wherever it stands: a column is looked at as a whole, or each text in it
once. A row with anything else in it is odd. It is read alone, and there every word is said of it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NoReturn, TypeVar
from unicodedata import is_normalized

from busplan.cell import unguarded
from busplan.reading import values
from busplan.reading.report import Fault, Report
from busplan.reading.table import row_of
from busplan.reading.tree import Branch

DEGREES = re.compile(r"(?:-?[0-9]{1,3}(?:[.,][0-9]{1,20})?\n)*+", re.ASCII)
IDS = re.compile(rf"(?:{values.ID.pattern}\n)*+", re.ASCII)

Value = TypeVar("Value")


class Odd(Exception):
    """Something would have to be said of it."""


@dataclass(slots=True)
class Block:
    """Numbered rows under the names of their columns."""

    names: list[str]
    rows: list[tuple[int, list[str]]]
    odd: set[int] = field(default_factory=set)
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        width = len(self.names)
        rows = [cells for _, cells in self.rows]
        if set(map(len, rows)) != {width}:
            self.odd = {at for at, cells in enumerate(rows) if len(cells) < width or any(cells[width:])}
            rows = [[""] * width if at in self.odd else cells for at, cells in enumerate(rows)]
        self.columns = dict(zip(self.names, zip(*rows, strict=False), strict=False))

    @property
    def lines(self) -> list[int]:
        return [line for line, _ in self.rows]

    def row(self, at: int, report: Report) -> Branch | None:
        """One alone."""
        return row_of(*self.rows[at], self.names, report)

    def cells(self, name: str) -> tuple[str, ...]:
        """Blank where there is no such column."""
        return self.columns.get(name) or ("",) * len(self.rows)

    def values(self, name: str, read: Callable[[str, values.Doubt], Value], blank: Value) -> list[Value]:
        """By the reader of a single cell. What is told of an odd one is not to be used."""
        if name not in self.columns:
            return [blank] * len(self.rows)
        found: dict[str, Value] = {}
        unread = set()
        for cell in dict.fromkeys(self.cells(name)):
            try:
                found[cell] = quietly(cell, read) if cell else blank
            except (Fault, Odd):
                found[cell] = blank
                unread.add(cell)
        if unread:
            self.odd.update(at for at, cell in enumerate(self.cells(name)) if cell in unread)
        return list(map(found.__getitem__, self.cells(name)))

    def texts(self, name: str, required: bool = False) -> Sequence[str]:
        cells = self.cells(name)
        if required:
            self.lacks(cells)
        return cells if are_texts(cells) else self.values(name, values.text, "")

    def ids(self, name: str) -> Sequence[str]:
        cells = self.cells(name)
        if fits(IDS, cells) and values.RESERVED.isdisjoint(cells):
            return cells
        self.lacks(cells)
        return self.values(name, values.stop_id, "")

    def degrees(self, name: str, limit: int) -> list[float]:
        """Nought where there are none, and that is odd too."""
        cells = self.cells(name)
        if self.lacks(cells):
            cells = tuple(cell or "0" for cell in cells)
        if fits(DEGREES, cells):
            joined = "\n".join(cells)
            found = list(map(float, joined.replace(",", ".").split("\n") if "," in joined else cells))
            if -limit <= min(found) and max(found) <= limit:
                return found
        return self.values(name, lambda value, doubt: values.degrees(value, limit), 0.0)

    def lacks(self, cells: Sequence[str]) -> bool:
        """Whether some are blank; such rows are odd."""
        if "" not in cells:
            return False
        self.odd.update(at for at, cell in enumerate(cells) if not cell)
        return True


def quietly(cell: str, read: Callable[[str, values.Doubt], Value]) -> Value:
    """Raises Fault or Odd."""
    if unguarded(cell) != cell or cell.strip() != cell:
        raise Odd
    return read(cell, is_odd)


def is_odd(code: str) -> NoReturn:
    """A doubt."""
    raise Odd


def fits(form: re.Pattern[str], cells: tuple[str, ...]) -> bool:
    """Whether each has the form, which takes each with a line's end behind it."""
    joined = "\n".join((*cells, ""))
    return joined.count("\n") == len(cells) and form.fullmatch(joined) is not None


def are_texts(cells: tuple[str, ...]) -> bool:
    """Whether nothing can be said of any of them by `values.text`, or before it."""
    joined = "".join(cells)
    return (
        joined.isprintable()
        and "#" not in joined
        and "'" not in joined
        and is_normalized("NFC", joined)
        and max(map(len, cells)) <= values.LONGEST_NAME
        and tuple(map(str.strip, cells)) == cells
    )
