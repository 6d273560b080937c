"""Tables in, an XLSX workbook out: one sheet a table, dates as dates and times as times."""

import io
from datetime import UTC, date, datetime, time
from typing import Any

from busplan.cell import guarded
from busplan.writing.delimited import text_of
from busplan.writing.table import Cell, Table, plain

# Text stays text, whatever it looks like.
AS_IT_IS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
FORMS = {date: "yyyy-mm-dd", time: "hh:mm"}
# So that the same timetable gives the same bytes.
MADE = datetime(2000, 1, 1, tzinfo=UTC)
EVERYWHERE = "A1:XFD1048576"
WIDEST = 400  # pixels
LONGEST_CELL = 32_767  # letters


class TooLongForCell(ValueError):
    """More text than a cell of a workbook can hold, which would be cut. Carries table and column."""


def xlsx_of(tables: dict[str, Table]) -> bytes:
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, AS_IT_IS) as workbook:
        workbook.set_properties({"created": MADE})
        bold = workbook.add_format({"bold": True})
        forms = {kind: workbook.add_format({"num_format": form}) for kind, form in FORMS.items()}
        for name, table in tables.items():
            fill(workbook.add_worksheet(name), name, table, bold, forms)
    return content.getvalue()


def fill(sheet: Any, name: str, table: Table, bold: Any, forms: dict[type, Any]) -> None:
    """Headings that stay in sight, and columns as wide as what is in them."""
    sheet.freeze_panes(1, 0)
    # A list of one week is text, and no mistake.
    sheet.ignore_errors({"number_stored_as_text": EVERYWHERE})
    for at, column in enumerate(table.columns):
        sheet.write_string(0, at, column, bold)
        for line, row in enumerate(table.rows, 1):
            if isinstance(row[column], str | tuple) and len(guarded(text_of(row[column]))) > LONGEST_CELL:
                raise TooLongForCell(f"{name}, {column}")
            put(sheet, line, at, row[column], forms)
    sheet.autofit(WIDEST)


def put(sheet: Any, line: int, at: int, cell: Cell, forms: dict[type, Any]) -> None:
    match cell:
        case date() | time():
            sheet.write_datetime(line, at, cell, forms[type(cell)])
        case float() if float(f"{cell:.15g}") != cell:
            # A cell holds fifteen digits.
            sheet.write_string(line, at, plain(cell))
        case int() | float() if not isinstance(cell, bool):
            sheet.write_number(line, at, cell)
        case _:
            if text := text_of(cell):
                sheet.write_string(line, at, guarded(text))
