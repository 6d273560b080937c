"""Tables in, CSV out: safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable
from datetime import time

from busplan.cell import guarded, joined
from busplan.writing.table import Cell, Table, plain


def csv_of(tables: dict[str, Table]) -> bytes:
    """The tables under one another, each begun by its name in brackets.

    As a Norwegian Excel saves it: semicolons, decimal commas (it would take 11.47 for a day in November),
    CRLF, and the mark by which it knows UTF-8.
    """
    lines: list[Iterable[str]] = []
    for name, table in tables.items():
        cells = ([text_of(row[column]) for column in table.columns] for row in table.rows)
        rows = ([guarded(cell) for cell in row] for row in cells)
        lines += [*([[]] if lines else []), [f"[{name}]"], table.columns, *rows]
    return delimited(lines, ";", "\r\n").encode("utf-8-sig")


def delimited(lines: Iterable[Iterable[str]], delimiter: str, end: str) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(lines)
    return text.getvalue()


def text_of(cell: Cell) -> str:
    """A cell as a person would type it in Norway; lists with commas between."""
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case float():
            return plain(cell).replace(".", ",")
        case time():
            return f"{cell:%H:%M}"
        case tuple():
            return joined(map(text_of, cell))
    return str(cell)
