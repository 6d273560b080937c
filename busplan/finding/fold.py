"""Text in, the words of it as any keyboard can write them out.

`Råholt`, `Raaholt`, `raholt` and `RÅHOLT` are one word here. The start of a text gives the start of its
words, so a name can be found while it is being typed. static/search.js folds alike.
"""

import re
import unicodedata

# Letters that Unicode does not take apart itself; å, á, č, š, ž, ä and ö it does.
LETTERS = str.maketrans(
    {"æ": "ae", "ø": "o", "œ": "oe", "đ": "d", "ð": "d", "ŋ": "n", "ŧ": "t", "þ": "th", "ł": "l", "ı": "i"}
)
DOUBLED = re.compile("a[ae]+|oe+")
WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    letters = text.casefold()
    if not letters.isascii():
        apart = unicodedata.normalize("NFKD", letters)
        bare = "".join(letter for letter in apart if unicodedata.category(letter) != "Mn")
        letters = bare.casefold().translate(LETTERS)
    return WORD.findall(single(letters))


def single(text: str) -> str:
    """One letter for `aa` and `ae`, one for `oe`."""
    return DOUBLED.sub(lambda found: found[0][0], text)


def joined(parts: list[str]) -> str:
    """`Nes skole` as `nesskole`."""
    return single("".join(parts))
