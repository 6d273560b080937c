"""The XML of a sheet in, its cells out, each as the text that a person sees.

A sheet may have a million cells: what is done for each of them is done in few words.
"""

import re
from contextlib import suppress

from busplan.reading.number_format import Form, shown
from busplan.reading.report import Place, Report
from busplan.reading.sheet import Sheet, TooLarge
from busplan.reading.table import MOST_COLUMNS, MOST_ROWS
from busplan.reading.xml_part import Attributes, LocalNames, walk

DIGITS = "0123456789"
# Characters that XML cannot hold are written as their number.
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
TRUE = ("1", "true")
HIDDEN = ("hidden", "veryHidden")


def strings_of(part: bytes) -> list[str]:
    """The strings that cells name by number. How one is pronounced is no part of it."""
    kinds = LocalNames()
    strings: list[str] = []
    pieces: list[str] = []
    open_elements: list[str] = []

    def started(name: str, attributes: Attributes) -> None:
        open_elements.append(kinds[name])

    def said(text: str) -> None:
        if open_elements[-1] == "t" and "rPh" not in open_elements:
            pieces.append(text)

    def ended(name: str) -> None:
        if open_elements.pop() == "si":
            strings.append(unescaped("".join(pieces)))
            pieces.clear()

    walk(part, started, ended, said)
    return strings


class Columns(dict[str, int]):
    """`C` is the third column, `AA` the 27th."""

    def __missing__(self, letters: str) -> int:
        number = 0
        for letter in letters[:4]:
            if not "A" <= letter <= "Z":
                raise ValueError(letters)
            number = number * 26 + ord(letter) - ord("A") + 1
        self[letters] = number
        return number


class Enough(Exception):
    """No more need be read of a sheet that is too large."""


class Cells:
    """Gathers the cells of one sheet."""

    def __init__(self, strings: list[str], forms: list[Form], since_1904: bool) -> None:
        self.strings, self.forms, self.since_1904 = strings, forms, since_1904
        self.lines: dict[int, dict[int, str]] = {}
        self.hidden: list[int] = []
        self.unknown: set[tuple[int, int]] = set()
        self.too_large: TooLarge | None = None
        self.kinds, self.columns = LocalNames(), Columns()
        self.row = self.column = 0
        self.row_said = ""
        self.cell: Attributes = {}
        self.pieces: list[str] = []
        self.listening = self.phonetic = self.has_formula = False

    def read(self, part: bytes) -> None:
        with suppress(Enough):
            walk(part, self.started, self.ended, self.said)

    def started(self, name: str, attributes: Attributes) -> None:
        kind = self.kinds[name]
        if kind == "c":
            self.cell = attributes
            self.has_formula = False
            self.place(attributes)
        elif kind in ("v", "t"):
            self.listening = not self.phonetic
        elif kind == "f":
            self.has_formula = True
        elif kind == "row":
            self.row_said = attributes.get("r", "")
            self.row, self.column = int(self.row_said or self.row + 1), 0
            if attributes.get("hidden") in TRUE:
                self.hidden.append(self.row)
        elif kind == "rPh":
            self.phonetic = True

    def place(self, attributes: Attributes) -> None:
        """Where it says, or after the one before. Raises ValueError if it says another row than its own."""
        if "r" not in attributes:
            self.column += 1
            return
        letters = attributes["r"].rstrip(DIGITS)
        row = attributes["r"][len(letters) :]
        if self.row_said and row != self.row_said:
            raise ValueError(attributes["r"])
        self.row, self.column = int(row), self.columns[letters]

    def said(self, text: str) -> None:
        if self.listening:
            self.pieces.append(text)

    def ended(self, name: str) -> None:
        kind = self.kinds[name]
        if kind == "c":
            self.keep("".join(self.pieces))
            self.pieces.clear()
        elif kind in ("v", "t"):
            self.listening = False
        elif kind == "rPh":
            self.phonetic = False

    def keep(self, written: str) -> None:
        sort = self.cell.get("t", "n")
        is_unknown = sort == "e" or (self.has_formula and not written and sort != "str")
        text = self.text_of(written, sort) if written and sort != "e" else ""
        if not (is_unknown or text.strip()):
            return
        self.check_size()
        self.lines.setdefault(self.row, {})[self.column] = text
        if is_unknown:
            self.unknown.add((self.row, self.column))

    def check_size(self) -> None:
        if self.row > MOST_ROWS:
            self.too_large = TooLarge("too_many_rows", Place(self.row, 1), MOST_ROWS)
        elif self.column > MOST_COLUMNS:
            self.too_large = TooLarge("too_many_columns", Place(self.row, 1), MOST_COLUMNS)
        if self.too_large:
            raise Enough

    def text_of(self, written: str, sort: str) -> str:
        """What a person sees. Raises ValueError or IndexError for what no program writes."""
        if sort == "s":
            return self.strings[int(written)]
        if sort in ("str", "inlineStr"):
            return unescaped(written)
        if sort == "b":
            return "true" if written in TRUE else "false"
        if sort == "d":
            return written.removesuffix("T00:00:00")
        style = int(self.cell.get("s", "0"))
        form = self.forms[style] if style < len(self.forms) else Form.NUMBER
        return shown(float(written), form, self.since_1904)

    def sheet(self, title: str, state: str, report: Report) -> Sheet:
        lines = [
            (row, [cells.get(column, "") for column in range(1, max(cells) + 1)])
            for row, cells in sorted(self.lines.items())
        ]
        # Many put a title above their table.
        while len(lines) > 1 and filled(lines[0]) == 1 < filled(lines[1]):
            lines.pop(0)
        hidden = [row for row in self.hidden if row in self.lines]
        return Sheet(
            title=title,
            header=lines[0][1] if lines else [],
            lines=lines,
            report=report,
            typed=True,
            # Line 0 is the sheet itself.
            hidden=(*([0] if state in HIDDEN else []), *hidden),
            unknown=frozenset(self.unknown),
            too_large=self.too_large,
        )


def filled(line: tuple[int, list[str]]) -> int:
    return sum(bool(cell.strip()) for cell in line[1])


def unescaped(text: str) -> str:
    return ESCAPED.sub(character, text) if "_x" in text else text


def character(found: re.Match[str]) -> str:
    """Half of a pair is no character."""
    code = int(found[1], 16)
    return "\N{REPLACEMENT CHARACTER}" if 0xD800 <= code <= 0xDFFF else chr(code)
