"""A file in, its lines as they were written out, whatever is wrong with them: to be marked, handed back."""

from dataclasses import dataclass

from busplan.reading import delimited
from busplan.reading.report import Report
from busplan.reading.sheet import Sheet
from busplan.reading.sort import Sort, sort_of
from busplan.reading.source import Source
from busplan.reading.text import ARCHIVES, is_readable, text_of

Line = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Written:
    """Tables of a workbook or of a CSV file, each with its title; or else lines of plain text.

    A workbook's are known to problems by the name of the file with the title in brackets.
    """

    tables: tuple[tuple[str, tuple[Line, ...]], ...] = ()
    text: tuple[str, ...] = ()
    is_workbook: bool = False


def as_written(source: Source) -> Written | None:
    """None for what cannot be marked: a folder of files, a picture, what is too large."""
    report = Report(source.name)
    if not is_readable(source, report):
        return None
    if source.content.startswith(ARCHIVES):
        return workbook_of(source, report)
    text = text_of(source, report)
    if text is None:
        return None
    if sort_of(source, text, report) is Sort.TABLE:
        return Written(tuple(map(lines_of, delimited.sheets_of(text, report))))
    return Written(text=tuple(text.splitlines()))


def workbook_of(source: Source, report: Report) -> Written | None:
    from busplan.reading import archive, workbook

    members = archive.members_of(source.content, report)
    if members is None or not archive.is_package(members):
        return None
    sheets = workbook.sheets_of(members, report)
    return Written(tuple(map(lines_of, sheets)), is_workbook=True) if sheets else None


def lines_of(sheet: Sheet) -> tuple[str, tuple[Line, ...]]:
    return sheet.title, tuple(sheet.lines)
