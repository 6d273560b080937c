"""CSV text in, sheets of cells out, each line with the line of the file it begins on."""

import csv
import re
from collections.abc import Iterator
from itertools import chain

from busplan.reading.report import Place, Report
from busplan.reading.sheet import Sheet

DELIMITERS = ",;\t"
TITLE = re.compile(r"\[([^\[\]\n]+)\]")


def sheets_of(text: str, report: Report) -> list[Sheet]:
    """The whole file as one sheet, or several under one another, each begun by its `[title]`."""
    lines = numbered(text, report)
    first = next(lines, None)
    if first is None:
        if not report.failed:
            report.error("empty_file")
        return []
    if not title_of(first[1]):
        return [Sheet("", first[1], chain([first], lines), report)]
    return list(parted(chain([first], lines), report))


def parted(lines: Iterator[tuple[int, list[str]]], report: Report) -> Iterator[Sheet]:
    """Each table with a report of its own: what fails one is no fault of the next."""
    tables: list[tuple[str, list[tuple[int, list[str]]]]] = []
    for line, cells in lines:
        if title := title_of(cells):
            tables.append((title, []))
        else:
            tables[-1][1].append((line, cells))
    for title, its_lines in tables:
        if its_lines:
            yield Sheet(title, its_lines[0][1], its_lines, Report(report.file))


def title_of(cells: list[str]) -> str:
    """`[stops]` alone on its row."""
    found = TITLE.fullmatch(cells[0].strip())
    return found[1].strip() if found and not any(cell.strip() for cell in cells[1:]) else ""


def numbered(text: str, report: Report) -> Iterator[tuple[int, list[str]]]:
    """Each record that is not blank, with the line it begins on."""
    lines = text.splitlines(keepends=True)
    quoted = '"' in text
    # The lines are enough, and each until it has been read: a file may be large.
    del text
    skipped = 0
    while skipped < len(lines) and (not lines[skipped].strip() or lines[skipped].startswith("sep=")):
        skipped += 1
    if skipped == len(lines):
        return
    its_lines: list[str] = []
    signs = delimiter(lines[skipped:])
    reader = csv.reader(drained(lines, skipped, its_lines), delimiter=signs, strict=True)
    begins, blank = skipped + 1, 0
    try:
        for cells in reader:
            # Most rows are told from blank ones by their first cell.
            if (cells and cells[0].strip()) or any(cell.strip() for cell in cells):
                if blank and not title_of(cells):
                    report.warning("empty_row", Place(blank, 1))
                blank = 0
                if quoted and any('"' in cell for cell in cells) and '""' not in "".join(its_lines):
                    report.warning("csv_stray_quote", Place(begins, 1), its_lines[0].strip())
                yield begins, cells
            else:
                blank = blank or begins
            begins = skipped + reader.line_num + 1
            its_lines.clear()
    except csv.Error:
        report.error("csv_unclosed_quote", Place(begins, 1), its_lines[0].strip())


def drained(lines: list[str], skipped: int, taken: list[str]) -> Iterator[str]:
    """The lines one by one, each let go when it is asked for, and kept among those taken."""
    lines.reverse()
    del lines[len(lines) - skipped :]
    while lines:
        taken.append(lines.pop())
        yield taken[-1]


def delimiter(lines: list[str]) -> str:
    """The one that divides the header most; text further down may hold any of them."""
    divided = (line for line in lines if any(sign in line for sign in DELIMITERS))
    header = next((line for line in divided if not line.lstrip('" ').startswith("[")), "")
    return max(DELIMITERS, key=header.count)
