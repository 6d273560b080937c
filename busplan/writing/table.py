"""What is written, whatever the format: tables of cells that still know what they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

Cell = str | int | float | bool | date | time | tuple[str, ...] | tuple[int, ...] | tuple[date, ...] | None
Row = Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of named cells, all with the same names in the same order."""

    rows: tuple[Row, ...]
    required: frozenset[str] = frozenset()

    @property
    def columns(self) -> tuple[str, ...]:
        """Those with something in them, and those a reader asks for."""
        return tuple(
            name
            for name in (self.rows[0] if self.rows else ())
            if name in self.required or any(is_filled(row[name]) for row in self.rows)
        )


def is_filled(cell: Cell) -> bool:
    return cell not in (None, "", ())


def filled(row: Row) -> dict[str, Cell]:
    return {name: cell for name, cell in row.items() if is_filled(cell)}


def table(rows: Iterable[Row], *required: str) -> Table:
    return Table(tuple(rows), frozenset(required))


def plain(number: float) -> str:
    """Digits and a point, never an exponent; no more digits than tell it from its neighbours."""
    return f"{Decimal(repr(number)):f}"
