"""Text in, content lines out: escaped (RFC 5545, 3.3.11) and folded at 75 octets (3.1)."""

LONGEST = 75
# What would end a line or hide in one is left out.
UNWANTED = dict.fromkeys(
    [
        *(each for each in range(0x20) if each != ord("\n")),
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
    if not value.replace("\n", "").isprintable():
        value = value.translate(UNWANTED)
    return value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def quoted(value: str) -> str:
    return f'"{value.translate(QUOTABLE)}"'


def folded(line: str, room: int = LONGEST) -> str:
    """With a line end; the first line has so much room. No letter is cut in two, whatever its octets."""
    if len(line) <= room and (line.isascii() or len(line.encode()) <= room):
        return line + "\r\n"
    raw, parts, begin = line.encode(), [], 0
    while len(raw) - begin > room:
        end = begin + room
        # Octets that begin with the bits 10 go on a letter that has begun before them.
        while raw[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(raw[begin:end])
        begin, room = end, LONGEST - 1
    return b"\r\n ".join((*parts, raw[begin:])).decode() + "\r\n"
