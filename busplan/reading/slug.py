"""A name in, an id out."""

import re
import unicodedata
from collections.abc import Container

LONGEST_ID = 56
# Letters that Unicode does not take apart into a plain one and a mark.
PLAIN = str.maketrans(
    {"æ": "ae", "ø": "o", "å": "a", "ð": "d", "þ": "th", "ß": "ss", "ŧ": "t", "đ": "d", "ŋ": "n"}
)


def slug(*names: str, otherwise: str = "stop") -> str:
    """Small letters a–z, digits and hyphens: what an address and an id may hold."""
    joined = unicodedata.normalize("NFC", "-".join(names)).lower().translate(PLAIN)
    plain = unicodedata.normalize("NFKD", joined).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_ID].strip("-") or otherwise


def unique(id: str, *taken: Container[str]) -> str:
    """The id, with the first number that makes it one of its own."""
    numbered, number = id, 1
    while any(numbered in these for these in taken):
        number += 1
        numbered = f"{id}-{number}"
    return numbered
