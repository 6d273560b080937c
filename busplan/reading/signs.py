"""Texts in, those out that hold a sign of what is looked for: a pattern takes its time over all the rest."""

from collections.abc import Callable, Iterable, Sequence


def holding(texts: Sequence[str], signs: Iterable[str], read_as: Callable[[str], str] = str) -> Iterable[int]:
    """Which of the texts hold one of the signs, by their numbers."""
    joined = read_as("\n".join(texts))
    there = [sign for sign in signs if sign in joined]
    if not there:
        return ()
    return (at for at, text in enumerate(map(read_as, texts)) if any(sign in text for sign in there))


def small(text: str) -> str:
    """In small letters, whichever a search without regard to case would take for them."""
    return text.casefold().replace("ı", "i").replace("i\u0307", "i")
