"""Text into a cell of a table and back: safe to open in a spreadsheet, and several values in one cell."""

import re
from collections.abc import Iterable

# What a spreadsheet takes for the beginning of a formula, on any line of a cell, spaces before it or not;
# and a word in brackets alone, with which a table begins in a CSV file.
HAZARD = r"(?=[^\S\t\r\n]*[=+\-@\t\r＝＋－＠]|\[[^\[\]\n]*\]\Z)"
UNGUARDED = re.compile(rf"(?:^|(?<=[\r\n]))'*{HAZARD}")
GUARDED = re.compile(rf"(?:^|(?<=[\r\n]))'('*){HAZARD}")
NUMBER = re.compile(r"-[0-9]+(?:[.,][0-9]+)?", re.ASCII)
ITEM = re.compile(r'\s*("(?:[^"]|"")*"|[^,;]*?)\s*(?:[,;]|\Z)')


def guarded(text: str) -> str:
    """With an apostrophe before what may be run as a formula; a negative number is none."""
    return text if NUMBER.fullmatch(text) else UNGUARDED.sub(r"'\g<0>", text)


def unguarded(text: str) -> str:
    """Without the apostrophe that `guarded` puts there; any other is left alone."""
    return GUARDED.sub(r"\1", text) if "'" in text else text


def joined(items: Iterable[str]) -> str:
    """`a, b`; what holds a comma or a semicolon in quotes: `"a, b", c`."""
    return ", ".join(
        '"' + item.replace('"', '""') + '"' if re.search('^"|[,;]', item) else item for item in items
    )


def divided(text: str) -> list[str]:
    """What stands between commas or semicolons, without spaces around it; nothing of what is empty."""
    items = (found[1] for found in ITEM.finditer(text))
    return [
        item[1:-1].replace('""', '"') if re.fullmatch('".*"', item, re.DOTALL) else item
        for item in items
        if item
    ]
