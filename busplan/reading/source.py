"""A file as it was handed in: its name and its bytes."""

from dataclasses import dataclass
from pathlib import Path

from busplan.timetable.codes import ErrorCode

# A hundred thousand stops with all that may be said of them; an ordinary timetable is a thousandth of it.
LARGEST_FILE = 10_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes are kept as they are; the name is only for people."""

    name: str
    content: bytes
    unreadable: ErrorCode | None = None

    @classmethod
    def from_file(cls, path: Path) -> "Source":
        """A file that cannot be read says why in `unreadable`, so that it is told with all the rest."""
        try:
            # A device or a pipe has no end, and a folder no content.
            if path.exists() and not path.is_file():
                return cls(shown(path), b"", "file_not_a_file")
            with path.open("rb") as file:
                return cls(shown(path), file.read(LARGEST_FILE + 1))
        except FileNotFoundError:
            return cls(shown(path), b"", "file_not_there")
        except OSError:
            return cls(shown(path), b"", "file_not_allowed")


def shown(path: Path) -> str:
    """The name as text, whatever bytes the system has for it."""
    return str(path).encode("utf-8", "replace").decode()
