"""A file as it was handed in: its name and its bytes."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes are kept as they are; the name is only for people."""

    name: str
    content: bytes
    unreadable: str = ""

    @classmethod
    def from_file(cls, path: Path) -> "Source":
        """A file that cannot be read says why in `unreadable`, so that it is told with all the rest."""
        try:
            return cls(str(path), path.read_bytes())
        except OSError as fault:
            return cls(str(path), b"", fault.strerror or str(fault))
