"""A text in, the same text with a slip or a few out: of words and of lines."""

import random
import re

from busplan.reading.names import OURS

WORDS = (
    *OURS, "oddetallsuker", "even", "last", "siste", "mandag", "friday", "parity", "interval", "skip", "slip",
    "hver 3. uke", "cancelled", "moved", "innstilt", "delayed", "extra", "other_vehicle",
    "perhaps_cancelled", "all", "NO", "GB", "US", "closed", "driven", "drop", "home", "school", "hjem", "place", "everyone", "no", "ja",
    "2026-12-24", "2028-02-29", "2026-02-30", "24.12.2026", "28/9", "1/2/2027", "2099-12-31", "2000-01-01",
    "12:30", "9.45", "kl. 9", "23:59", "00:00", "02:30", "0", "1", "-1", "5", "53", "999999", "٣", "²",
    "Europe/Oslo", "UTC", "Africa/Casablanca", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY;BYDAY=-1MO",
    "FREQ=MONTHLY;BYMONTHDAY=31", "BYSETPOS=1", "UNTIL=20270101", "60,12", "11.47", "6651000", "-0.0", "90", "180",
    "[", "]", "{", "}", ", ", ": ", "- ", "''", '"', "|\n", ">-\n", "&a ", "*a", "!!str ", "<<: ", "? ", "---\n", " #",
    "\n", "\r", "\t", "\r\n", "  ", ";", ",", "sep=;\n", "~", "\\", '"\\u2028"', "\\a", "%", "@", "`", "\ufeff", "\u00a0",
    "Å", "A\u030a", "\U0001f68c", "{value}", "{0}", "%s", "<b>", "=1+1", "http://a.no/", "javascript:1", "\u202e",
)  # fmt: skip
PIECES = re.compile(r"\w+|\s+|[^\w\s]")


def slipped(told: str, chance: random.Random) -> str:
    for _ in range(chance.randint(1, 4)):
        told = chance.choice((of_words, of_words, of_lines))(told, chance)
    return told


def of_words(told: str, chance: random.Random) -> str:
    """One word becomes another, from here or elsewhere, goes or comes."""
    pieces = PIECES.findall(told) or [""]
    at = chance.randrange(len(pieces))
    other = chance.choice(WORDS) if chance.random() < 0.7 else chance.choice(pieces)
    pieces[at] = chance.choice((other, "", pieces[at] + other, pieces[at][: len(pieces[at]) // 2]))
    return "".join(pieces)


def of_lines(told: str, chance: random.Random) -> str:
    """A line goes, comes twice, changes place or is indented anew."""
    lines = told.splitlines(keepends=True) or [""]
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    line = lines[at]
    change = chance.randrange(4)
    if change == 0:
        del lines[at]
    elif change == 1:
        lines.insert(other, line)
    elif change == 2:
        lines[at], lines[other] = lines[other], line
    else:
        lines[at] = " " * chance.randrange(8) + line.lstrip(" ")
    return "".join(lines)
