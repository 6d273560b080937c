"""Text in, content lines out: escaped (RFC 5545, 3.3.11) and folded at 75 octets (3.1)."""

LONGEST = 75
# What would end a line or hide in one is left out.
UNWANTED = dict.fromkeys(
    [
        *range(0x20),
        *range(0x7F, 0xA0),
        *(0x2028, 0x2029),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    ]
)
# A parameter between quotes can hold no quote and no control character (RFC 5545, 3.2).
QUOTABLE = str.maketrans({**dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029]), '"': "'"})


def text(name: str, value: str, more: str = "") -> str:
    """A property whose value is text, folded, with its line end; `more` of it has been told() before."""
    line = folded(f"{name}:{escaped(value)}")
    return line[:-2] + more if more else line


def told(value: str) -> str:
    """The end of a text, to stand after any beginning: a line may be folded anywhere, and so it is here."""
    return "\r\n " + folded(escaped(value), LONGEST - 1)


def escaped(value: str) -> str:
    """Lines within a text are written as \\n."""
    plain = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return plain if plain.isprintable() else plain.translate(UNWANTED)


def quoted(value: str) -> str:
    return f'"{value.translate(QUOTABLE)}"'


def folded(line: str, room: int = LONGEST) -> str:
    """With a line end; the first line has so much room. No letter is cut in two, whatever its octets."""
    if len(line) <= room and (line.isascii() or len(line.encode()) <= room):
        return line + "\r\n"
    parts = []
    while line:
        first = line[:room]
        # As many letters fewer as there are octets more; a letter has four at most.
        fits = max(2 * len(first) - len(first.encode()), room // 4)
        parts.append(line[:fits])
        line, room = line[fits:], LONGEST - 1
    return "\r\n ".join(parts) + "\r\n"
