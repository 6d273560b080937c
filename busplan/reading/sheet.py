"""One table as it was written: a sheet of a workbook, or a part of a CSV file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from busplan.reading.block import Block
from busplan.reading.report import Place, Report
from busplan.reading.table import Columns, parts_of, rows_of
from busplan.reading.tree import Branch, Leaf
from busplan.timetable.codes import ErrorCode


@dataclass(slots=True)
class Sheet:
    """Numbered lines of cells as text, the first of them in `header` too. Without a title it is a whole file.

    In a typed one, a workbook's, numbers and dates have been told from text. Of it we know the lines that
    are `hidden` (0 is the whole of it), the places (line, column) of formulas whose value is `unknown`, and
    how it was too large.
    """

    title: str
    header: list[str]
    lines: Iterable[tuple[int, list[str]]]
    report: Report
    typed: bool = False
    hidden: tuple[int, ...] = ()
    unknown: frozenset[tuple[int, int]] = frozenset()
    too_large: "TooLarge | None" = None

    @property
    def is_empty(self) -> bool:
        """A sheet of a workbook may wait for its first row; a whole file should hold something."""
        return isinstance(self.lines, list) and len(self.lines) < 2 and not self.too_large

    def rows(self, columns: Columns) -> Iterator[Branch]:
        """Its rows under a header that has the required columns; reports what is amiss."""
        if self.too_large:
            self.report.error(self.too_large.code, self.too_large.place, limit=str(self.too_large.limit))
            return
        for line in self.hidden:
            self.report.warning("hidden_rows" if line else "hidden_sheet", Place(line, min(line, 1)))
        for row in rows_of(self.lines, columns, self.report):
            if self.unknown:
                self.report_unknown(row, columns)
            yield row

    def blocks(self, columns: Columns) -> Iterator[Block]:
        """The same of a sheet of plain text, many rows at a time."""
        for names, lines in parts_of(self.lines, columns, self.report):
            yield Block(names, lines)

    def report_unknown(self, row: Branch, columns: Columns) -> None:
        """What may be left out must not be lost in silence: a kind that is not worked out may be a home."""
        for name in columns.optional:
            leaf = row.fields.get(name)
            if isinstance(leaf, Leaf) and (leaf.place.line, leaf.place.column) in self.unknown:
                self.report.error("formula_without_value", leaf.place, field=name)


@dataclass(frozen=True, slots=True)
class TooLarge:
    """Rows or columns beyond the limit, and where."""

    code: ErrorCode
    place: Place
    limit: int
