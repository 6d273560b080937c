"""A language in, all that is said in it out."""

from functools import lru_cache
from pathlib import Path

from busplan.words.cadence import CadenceWords
from busplan.words.day import DayWords
from busplan.words.language import SOURCE
from busplan.words.notice import NoticeWords
from busplan.words.paper import PaperWords


class Words(NoticeWords, DayWords, CadenceWords, PaperWords):
    """Everything that is said to residents and staff, in one language."""


@lru_cache
def spoken(code: str = SOURCE, folders: tuple[Path, ...] = ()) -> Words:
    """Words in the language; catalogues are looked for in the folders first. Raises UnknownLanguage."""
    return Words(code, folders)
