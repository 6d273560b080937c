"""Text in, what it is sorted by out."""


def alphabetical(text: str) -> str:
    """Å comes after Z in Norwegian, and before Æ and Ø by its number: put it where it belongs."""
    return text.casefold().replace("å", "ÿ")
