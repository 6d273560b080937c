"""Bytes in, text out: whatever encoding a spreadsheet or an editor saved them in."""

import codecs
import re

from busplan.reading.report import Place, Report
from busplan.reading.source import LARGEST_FILE, Source

OTHER_FILES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"\x7fELF", b"\x1f\x8b")
ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # a workbook of Excel 97–2003, or a newer one with a password
UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
BINARY = bytes([*range(0x09), *range(0x0E, 0x20)])
# C0 and C1 controls but tab and line ends, bidi overrides, Unicode's own line ends. YAML and spreadsheets
# can write them as escapes, so each value is looked at again once it is read.
UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")

# The same in bytes, where they are soon seen; what is not UTF-8 may look like it.
CONTROLS = bytes([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])
PIECE = 100_000
OTHERS = (
    re.compile(rb"\xc2[\x80-\x9f]"),
    re.compile(rb"\xe2\x80[\xa8-\xae]"),
    re.compile(rb"\xe2\x81[\xa6-\xa9]"),
)


def is_readable(source: Source, report: Report) -> bool:
    """Whether there is something in it, and not too much."""
    if source.unreadable:
        report.error(source.unreadable)
    elif not source.content or source.content.isspace():
        report.error("empty_file")
    elif len(source.content) > LARGEST_FILE:
        report.error("file_too_large", limit=f"{LARGEST_FILE // 1_000_000} MB")
    else:
        return True
    return False


def text_of(source: Source, report: Report) -> str | None:
    """The text, line ends as they were; None after reporting why there is none."""
    text = decoded(source.content, report)
    if text is None:
        return None
    if not is_clean(source.content) and (unwanted := UNWANTED.search(text)):
        report.error("control_character", place_at(text, unwanted.start()), character=named(unwanted.group()))
        return None
    return text


def count(signs: bytes, content: bytes) -> int:
    """How many of the bytes are among the signs; piece by piece, as there may be many."""
    pieces = (content[at : at + PIECE] for at in range(0, len(content), PIECE))
    return sum(len(piece) - len(piece.translate(None, signs)) for piece in pieces)


def is_clean(content: bytes) -> bool:
    """Whether there is surely none of UNWANTED in it."""
    return (
        not content.startswith(UTF_16_MARKS)
        and not count(CONTROLS, content)
        and not any(form.search(content) for form in OTHERS)
    )


def decoded(content: bytes, report: Report) -> str | None:
    if content.startswith(OLD_OFFICE):
        report.error("wrong_file_type", found="XLS")
    elif content.startswith(OTHER_FILES):
        report.error("not_a_timetable")
    elif content.startswith(UTF_16_MARKS):
        return utf_16(content, report)
    elif looks_binary(content):
        # Every other byte empty: two bytes a letter, without the mark that says so.
        halves = max(content[::2].count(0), content[1::2].count(0)) * 3 > len(content)
        report.error("encoding_unknown" if halves else "not_a_timetable")
    else:
        return eight_bit(content, report)
    return None


def looks_binary(content: bytes) -> bool:
    """More than a stray control character: one in fifty of the bytes is no text."""
    return count(BINARY, content) * 50 > len(content)


def utf_16(content: bytes, report: Report) -> str | None:
    try:
        text = content.decode("utf-16")
    except UnicodeDecodeError:
        report.error("not_a_timetable")
        return None
    report.warning("encoding_guessed", encoding="UTF-16")
    return text


def eight_bit(content: bytes, report: Report) -> str | None:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        broken = Place(line_at(content, fault.start))
    if is_partly_utf_8(content):
        report.error("encoding_mixed", broken)
        return None
    try:
        text = content.decode("windows-1252")
    except UnicodeDecodeError:
        report.error("encoding_unknown")
        return None
    report.warning("encoding_guessed", broken, encoding="Windows-1252")
    return text


def is_partly_utf_8(content: bytes) -> bool:
    """Some lines read as UTF-8 with letters beyond ASCII, others do not read as UTF-8 at all."""
    return any(is_utf_8_beyond_ascii(line) for line in content.splitlines())


def is_utf_8_beyond_ascii(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not line.isascii()


def line_at(content: bytes, offset: int) -> int:
    return len((content[:offset] + b".").splitlines())


def named(character: str) -> str:
    """`U+0007`: how to tell a person of a character that cannot be seen."""
    return f"U+{ord(character):04X}"


def place_at(text: str, offset: int) -> Place:
    """Whichever way lines end: what is unwanted ends none, as the first of it is asked for."""
    lines = (text[:offset] + ".").splitlines()
    return Place(len(lines), len(lines[-1]))
