"""Tables or text as they were written and what is wrong in each line in, a copy with that beside it out.

As safe to open as any file of ours: nothing in it is taken for a formula.
"""

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from busplan.cell import guarded
from busplan.writing.delimited import delimited
from busplan.writing.workbook import AS_IT_IS, LONGEST_CELL, WIDEST

NUMBER = re.compile(r"(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,10})?", re.ASCII)
NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
LONGEST_SHEET_NAME = 31
Line = tuple[int, list[str]]
# What is said of each line, by its number; 0 is the whole.
Marks = Mapping[int, str]
Marked = tuple[str, Sequence[Line], Marks]
# What is said of one cell, by its line and its column, from 1.
Notes = Mapping[tuple[int, int], str]


def csv_marked(tables: Iterable[Marked], heading: str) -> bytes:
    """As a Norwegian Excel opens it; each table under its title, if it has one."""
    lines: list[list[str]] = []
    for title, rows, marks in tables:
        lines += [[f"[{title}]"]] if title else []
        lines += [list(map(guarded, cells)) for cells in beside(rows, marks, heading)]
    return delimited(lines, ";", "\r\n").encode("utf-8-sig")


def xlsx_marked(tables: Iterable[tuple[*Marked, Notes]], heading: str) -> bytes:
    """The cells as they are read, each in its row; their looks are not kept.

    A cell that is wrong is red, has a note, and is told of beside its row.
    """
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, AS_IT_IS) as workbook:
        bold = workbook.add_format({"bold": True})
        red = workbook.add_format({"font_color": "#a3241c", "bg_color": "#fcebe8", "bold": True})
        for at, (title, rows, marks, notes) in enumerate(tables, 1):
            sheet = workbook.add_worksheet(sheet_name(title, at))
            width = widest(rows)
            for (line, _), cells in zip(rows, beside(rows, marks, heading), strict=True):
                usual = bold if line == rows[0][0] else None
                for column, cell in enumerate(cells):
                    is_wrong = column == width or (line, column + 1) in notes
                    put(sheet, line - 1, column, cell, red if is_wrong else usual)
            for (line, column), said in notes.items():
                sheet.write_comment(line - 1, column - 1, said[:LONGEST_CELL], {"author": heading})
            sheet.freeze_panes(rows[0][0] if rows else 1, 0)
            sheet.autofit(WIDEST)
    return content.getvalue()


def text_marked(lines: Sequence[str], marks: Marks, heading: str) -> bytes:
    """What is wrong stands as a remark above its line, set in as far as that."""
    return "\n".join([*remarked(lines, marks, heading), ""]).encode()


def remarked(lines: Sequence[str], marks: Marks, heading: str) -> Iterator[str]:
    if 0 in marks:
        yield f"# {heading}: {marks[0]}"
    for number, line in enumerate(lines, 1):
        if number in marks:
            yield f"{line[: len(line) - len(line.lstrip())]}# {heading}: {marks[number]}"
        yield line


def beside(rows: Sequence[Line], marks: Marks, heading: str) -> Iterator[list[str]]:
    """Each row as wide as the widest, and then what is said of it; of the whole, beside the heading."""
    width = widest(rows)
    for at, (line, cells) in enumerate(rows):
        said = marks.get(line, "")
        if at == 0:
            said = ": ".join(part for part in (heading, marks.get(0, ""), said) if part)
        yield [*cells, *[""] * (width - len(cells)), said]


def widest(rows: Sequence[Line]) -> int:
    return max((len(cells) for _, cells in rows), default=0)


def put(sheet: object, line: int, column: int, cell: str, form: object) -> None:
    """A number is one still, but for what may be a code with a zero before it."""
    if NUMBER.fullmatch(cell):
        sheet.write_number(line, column, float(cell), form)  # type: ignore[attr-defined]
    elif cell:
        sheet.write_string(line, column, guarded(cell)[:LONGEST_CELL], form)  # type: ignore[attr-defined]
    elif form:
        # Nothing, where there should be something.
        sheet.write_blank(line, column, None, form)  # type: ignore[attr-defined]


def sheet_name(title: str, at: int) -> str:
    return NO_SHEET_NAME.sub(" ", title)[:LONGEST_SHEET_NAME].strip() or str(at)
