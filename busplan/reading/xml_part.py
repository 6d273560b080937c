"""A part of a workbook in, its elements out, one after another, and nothing that it points to."""

from collections.abc import Callable
from xml.parsers import expat

from busplan.reading.report import Fault
from busplan.reading.text import UTF_16_MARKS

Attributes = dict[str, str]
MOST_ELEMENTS = 200_000
NAMESPACE_ENDS = "}"


class LocalNames(dict[str, str]):
    """The names of elements without their namespace, of which there are two (transitional and strict)."""

    def __missing__(self, name: str) -> str:
        self[name] = local(name)
        return self[name]


def local(name: str) -> str:
    return name.rpartition(NAMESPACE_ENDS)[2]


def attribute(attributes: Attributes, name: str) -> str:
    return next((value for key, value in attributes.items() if local(key) == name), "")


def walk(
    part: bytes,
    started: Callable[[str, Attributes], None],
    ended: Callable[[str], None] | None = None,
    said: Callable[[str], None] | None = None,
) -> None:
    """Tells of each element and text in turn. Raises ExpatError, and Fault where entities are declared."""
    # The two ways a package may be written in (ECMA-376 part 2); what the part says of itself is not asked.
    encoding = None if part.startswith(UTF_16_MARKS) else "UTF-8"
    parser = expat.ParserCreate(encoding, NAMESPACE_ENDS)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = started
    parser.EndElementHandler = ended
    parser.CharacterDataHandler = said
    parser.Parse(part, True)


def refuse(*declared: object) -> None:
    raise Fault("archive_has_doctype")


def elements(part: bytes) -> list[tuple[str, Attributes]]:
    """All of them, of a part that is never large."""
    found: list[tuple[str, Attributes]] = []

    def started(name: str, attributes: Attributes) -> None:
        found.append((local(name), attributes))
        if len(found) > MOST_ELEMENTS:
            raise Fault("archive_broken")

    walk(part, started)
    return found
