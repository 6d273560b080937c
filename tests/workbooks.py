"""Workbooks and archives made by hand, honest and hostile."""

from datetime import date, time
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter

XML = '<?xml version="1.0" encoding="UTF-8"?>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'


def as_excel(sheets, **options):
    """Sheets of values by title, as another's program writes them."""
    written = BytesIO()
    book = xlsxwriter.Workbook(written, options)
    clock, day = (book.add_format({"num_format": code}) for code in ("hh:mm", "yyyy-mm-dd"))
    for title, rows in sheets.items():
        sheet = book.add_worksheet(title)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(at, column, cell, {time: clock, date: day}.get(type(cell)))
    book.close()
    return written.getvalue()


def zipped(files, compression=ZIP_DEFLATED):
    written = BytesIO()
    with ZipFile(written, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


def rows_xml(rows):
    """Rows of text as the XML of a sheet."""
    cells = (
        "".join(f'<c t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>' for cell in row)
        for row in rows
    )
    return "".join(f"<row>{row}</row>" for row in cells)


def parts(sheets, styles="", strings=""):
    """The parts of a workbook by their names; `sheets` are the rows of each in XML, by title."""
    links = {f"worksheets/sheet{n}.xml": "worksheet" for n in range(1, len(sheets) + 1)}
    links |= {"styles.xml": "styles", "sharedStrings.xml": "sharedStrings"}
    tabs = "".join(f'<sheet name={quoteattr(t)} sheetId="{n}" r:id="r{n}"/>' for n, t in enumerate(sheets, 1))
    related = "".join(
        f'<Relationship Id="r{n}" Type="{LINKS}/{kind}" Target="{target}"/>'
        for n, (target, kind) in enumerate(links.items(), 1)
    )
    whole = f'<Relationship Id="r1" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/>'
    return {
        "[Content_Types].xml": f"{XML}<Types/>",
        "_rels/.rels": f"{XML}<Relationships {PACKAGE}>{whole}</Relationships>",
        "xl/workbook.xml": f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{tabs}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"{XML}<Relationships {PACKAGE}>{related}</Relationships>",
        "xl/styles.xml": f'{XML}<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
        "xl/sharedStrings.xml": f'{XML}<sst xmlns="{MAIN}">{strings}</sst>',
        **{
            f"xl/worksheets/sheet{n}.xml": f'{XML}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
            for n, rows in enumerate(sheets.values(), 1)
        },
    }


def by_hand(sheets, **more):
    return zipped(parts(sheets, **more))
