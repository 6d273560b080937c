"""Lines of cells in, rows out: named cells, each row with its line."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from busplan.cell import unguarded
from busplan.reading.likeness import ALMOST, alike
from busplan.reading.names import OURS, ours
from busplan.reading.report import Place, Report
from busplan.reading.tree import Branch, Leaf, Node

MOST_COLUMNS = 100
MOST_ROWS = 100_000
MOST_AT_ONCE = 5_000

Line = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Columns:
    """What a table must have, what it may have, which column does for another, and what headings mean."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    instead: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=lambda: OURS)

    @property
    def known(self) -> frozenset[str]:
        return frozenset((*self.required, *self.optional))

    @property
    def spellings(self) -> frozenset[str]:
        """These names, and what else staff may call them."""
        return self.known.union(*map(self.called, self.known))

    def called(self, name: str) -> list[str]:
        """What else a heading for it may say."""
        return [theirs for theirs, ours in self.words.items() if ours == name != theirs]

    def meant(self, heading: str) -> str:
        """Our name for a heading that is nearly one of ours, or nothing."""
        return ours(near, self.words) if (near := alike(heading, self.spellings, ALMOST)) else ""

    def names(self, cells: Iterable[str]) -> list[str]:
        return [ours(cell, self.words) for cell in cells]


def rows_of(numbered: Iterable[Line], columns: Columns, report: Report) -> Iterator[Branch]:
    """Rows under a header that has at least the required columns; reports what is amiss."""
    for names, lines in parts_of(numbered, columns, report):
        for line, cells in lines:
            if row := row_of(line, cells, names, report):
                yield row


def parts_of(
    numbered: Iterable[Line], columns: Columns, report: Report
) -> Iterator[tuple[list[str], list[Line]]]:
    """The names of the columns, and some of the lines under them, until there are no more."""
    lines = iter(numbered)
    header = next(lines, None)
    if header is None:
        report.error("empty_file")
        return
    names = names_of(header, columns, report)
    if names is None:
        return
    rows = 0
    while part := list(islice(lines, min(MOST_AT_ONCE, MOST_ROWS - rows))):
        rows += len(part)
        yield names, part
    if rows == MOST_ROWS and (beyond := next(lines, None)):
        report.error("too_many_rows", Place(beyond[0], 1), limit=str(MOST_ROWS))
    elif not rows and not report.failed:
        report.error("empty_file")


def names_of(header: Line, columns: Columns, report: Report) -> list[str] | None:
    """The names of the columns; None when this is no header."""
    line, cells = header
    names = columns.names(cells)
    if names and not names[-1]:
        report.warning("empty_column_name", Place(line, len(names)))
    while names and not names[-1]:
        names.pop()
    if len(names) > MOST_COLUMNS:
        report.error("too_many_columns", Place(line, 1), limit=str(MOST_COLUMNS))
        return None
    if len(names) == 1 and "|" in cells[0]:
        report.error("delimiter_unknown", value="|")
        return None
    if not any(name in columns.known for name in names):
        wanted = ", ".join("/".join((name, *columns.called(name)[:1])) for name in columns.required)
        report.error("header_not_found", Place(line, 1), ", ".join(cells), wanted=wanted)
        return None
    for at, name in enumerate(names):
        doubt_column(name, names[:at], columns, Place(line, at + 1), report)
    there = {name if name in columns.known else columns.meant(name) for name in names}
    for name in columns.required:
        # One that is nearly there has been told.
        if name not in there and columns.instead.get(name) not in there:
            called = ", ".join((name, *columns.called(name)))
            report.error("missing_column", Place(line, 1), field=name, called=called)
    return None if report.failed else names


def doubt_column(name: str, before: list[str], columns: Columns, place: Place, report: Report) -> None:
    """A column nobody reads is told, and one that is nearly ours must be mended: it may tell of homes."""
    known = columns.known
    if not name:
        report.error("empty_column_name", place)
    elif name in known and name in before:
        report.error("duplicate_column", place, name)
    elif name not in known and (near := alike(name, columns.spellings, ALMOST)):
        report.error("unknown_column", place, name, near=near)
    elif name not in known:
        report.note("column_not_used", place, name)


def row_of(line: int, cells: list[str], names: list[str], report: Report) -> Branch | None:
    """Empty cells beyond the last column are what Excel leaves behind; filled ones are a fault."""
    if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
        report.error("invalid_row_length", Place(line, 1), found=str(len(cells)), wanted=str(len(names)))
        return None
    named_cells = enumerate(zip(names, cells, strict=False), 1)
    file = report.file
    fields: dict[str, Node] = {
        name: Leaf(unguarded(cell), Place(line, at, file)) for at, (name, cell) in named_cells
    }
    return Branch(fields, Place(line, 1, file), {})
