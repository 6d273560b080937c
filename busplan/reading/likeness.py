"""A word that nobody knows in, the known word that was meant out."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

LIKE, ALMOST = 0.6, 0.75  # from 0 to 1
LONGEST_WORD = 200


def alike(word: str, known: Iterable[str], likeness: float = LIKE) -> str:
    """The one most like it, whatever the case; else nothing."""
    names = {name.casefold(): name for name in known}
    near = get_close_matches(word[:LONGEST_WORD].casefold(), names, n=1, cutoff=likeness)
    return names[near[0]] if near else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """The one most like it, or one that stands in it as a word, as «Nes» in «Nes kommune»; else nothing."""
    if near := alike(word, known):
        return near
    names = {name.casefold(): name for name in known}
    parts = re.findall(r"[\w-]+", word[:LONGEST_WORD].casefold())
    return next((names[part] for part in parts if part in names), "")
