"""A workbook (XLSX, ECMA-376) in, its sheets out: each cell as the text that a person sees.

It is read as a stream of elements: no cell takes room but those that hold something, whatever size the
workbook says it has, and what a reader of rows would not see is seen here: hidden rows, formulas without
a value, errors.
"""

import posixpath
import re
from collections.abc import Iterator
from xml.parsers.expat import ExpatError

from busplan.reading.cells import TRUE, Cells, strings_of
from busplan.reading.number_format import Form, form_of
from busplan.reading.report import WHOLE_FILE, Fault, Report
from busplan.reading.sheet import Sheet
from busplan.reading.xml_part import attribute, elements

Parts = dict[str, bytes]
DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
XML = (".xml", ".rels", ".vml")
MACROS = re.compile(r"(?:^|/)(?:vbaProject\.bin|macrosheets/)", re.IGNORECASE)
EXTERNAL_LINKS = "xl/externalLinks/"


def sheets_of(parts: Parts, report: Report) -> list[Sheet]:
    """In the order of their tabs; none after reporting why the workbook is not read."""
    try:
        check(parts)
        sheets = list(read_sheets(parts, report))
    except Fault as fault:
        report.error(fault.code, WHOLE_FILE, "", **fault.facts)
        return []
    except (ExpatError, LookupError, ValueError):
        report.error("archive_broken")
        return []
    if any(name.startswith(EXTERNAL_LINKS) for name in parts):
        report.warning("workbook_has_external_links")
    filled = [sheet for sheet in sheets if sheet.header]
    if not filled:
        report.error("empty_file")
    return filled


def check(parts: Parts) -> None:
    """Raises Fault for what no timetable has a use for, and what has harmed other readers."""
    if any(MACROS.search(name) for name in parts):
        raise Fault("archive_has_macros")
    # Two bytes a letter are told by the zeros between them.
    if any(DOCTYPE.search(part.replace(b"\0", b"")) for name, part in parts.items() if name.endswith(XML)):
        raise Fault("archive_has_doctype")
    for name, sort in {"xl/workbook.bin": "XLSB", "content.xml": "ODS"}.items():
        if name in parts:
            raise Fault("wrong_file_type", found=sort)


def read_sheets(parts: Parts, report: Report) -> Iterator[Sheet]:
    book = dict(linked(parts, "").values()).get("officeDocument", "")
    if book not in parts or not posixpath.basename(book).startswith("workbook"):
        raise Fault("not_a_timetable")
    by_id = linked(parts, book)
    by_kind = dict(by_id.values())
    strings = strings_of(parts[by_kind["sharedStrings"]]) if by_kind.get("sharedStrings") in parts else []
    forms = forms_of(parts[by_kind["styles"]]) if by_kind.get("styles") in parts else []
    since_1904 = False
    seen = set()
    for name, attributes in elements(parts[book]):
        if name == "workbookPr":
            since_1904 = attributes.get("date1904") in TRUE
        elif name == "sheet":
            kind, target = by_id[attribute(attributes, "id")]
            if target in seen:
                raise ValueError("one part in many sheets would be read many times")
            seen.add(target)
            if kind == "worksheet":
                cells = Cells(strings, forms, since_1904)
                cells.read(parts[target])
                yield cells.sheet(attributes["name"], attributes.get("state", ""), report)


def linked(parts: Parts, source: str) -> dict[str, tuple[str, str]]:
    """What a part is linked with: by id, the last word of its kind and its name."""
    folder, name = posixpath.split(source)
    links = elements(parts[posixpath.join(folder, "_rels", f"{name}.rels")])
    return {
        link["Id"]: (posixpath.basename(link["Type"]), resolved(folder, link["Target"]))
        for element, link in links
        if element == "Relationship" and link.get("TargetMode") != "External"
    }


def resolved(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def forms_of(styles: bytes) -> list[Form]:
    """The form of each style of a cell, by its number."""
    codes: dict[str, str] = {}
    forms: list[Form] = []
    within = ""
    for name, attributes in elements(styles):
        if name == "numFmt":
            codes[attributes["numFmtId"]] = attributes["formatCode"]
        elif name.endswith(("Xfs", "Styles", "dxfs")):
            within = name
        elif name == "xf" and within == "cellXfs":
            number = attributes.get("numFmtId", "0")
            forms.append(form_of(number, codes.get(number, "")))
    return forms
