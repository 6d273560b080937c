"""CSV text in, lines of cells out, each with the line of the file it begins on."""

import csv
from collections.abc import Iterator

from busplan.reading.report import Place, Report

DELIMITERS = ",;\t"


def numbered(text: str, report: Report) -> Iterator[tuple[int, list[str]]]:
    """Each record that is not blank, with the line it begins on."""
    lines = text.splitlines(keepends=True)
    skipped = 0
    while skipped < len(lines) and (not lines[skipped].strip() or lines[skipped].startswith("sep=")):
        skipped += 1
    if skipped == len(lines):
        return
    reader = csv.reader(lines[skipped:], delimiter=delimiter(lines[skipped]), strict=True)
    begins, blank = skipped + 1, 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if blank:
                    report.warning("empty_row", Place(blank, 1))
                    blank = 0
                if any('"' in cell for cell in cells) and '""' not in "".join(lines[begins - 1 : begins + 1]):
                    report.warning("csv_stray_quote", Place(begins, 1), lines[begins - 1].strip())
                yield begins, cells
            else:
                blank = blank or begins
            begins = skipped + reader.line_num + 1
    except csv.Error:
        report.error("csv_unclosed_quote", Place(begins, 1), lines[begins - 1].strip())


def delimiter(header: str) -> str:
    """The one that divides the header most; text further down may hold any of them."""
    return max(DELIMITERS, key=header.count)
