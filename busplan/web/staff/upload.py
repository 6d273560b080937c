"""A request in, the files that came with it out: as they came, each with a name of its own; and back."""

from collections.abc import Iterable

from flask import request
from werkzeug.datastructures import FileStorage

from busplan.store import File
from busplan.web import typed

LONGEST_NAME = 200
LONGEST_MESSAGE = 500


def uploaded(field: str = "files") -> list[File]:
    """What was chosen; a field left empty brings no file. They are never written to a disk by name."""
    chosen = [each for each in request.files.getlist(field) if each.filename]
    return list(named_apart((name_of(each), each.read()) for each in chosen))


def name_of(file: FileStorage) -> str:
    """Only for people: without the folders that some browsers tell, and without what no name has in it."""
    return plain((file.filename or "").replace("\\", "/").rpartition("/")[2])


def plain(name: str) -> str:
    return "".join(sign for sign in name if sign.isprintable())[:LONGEST_NAME].strip() or "file"


def named_apart(files: Iterable[File]) -> Iterable[File]:
    """Problems are told by the name of the file."""
    taken: set[str] = set()
    for name, content in files:
        own, number = name, 1
        while own in taken:
            number += 1
            stem, point, ending = name.rpartition(".")
            own = f"{stem} ({number}).{ending}" if point else f"{name} ({number})"
        taken.add(own)
        yield own, content


def message() -> str:
    """What somebody says of what they hand in, on one line."""
    return typed.line("message", LONGEST_MESSAGE)
