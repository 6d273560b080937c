"""Files in, what they are and what is wrong with them out."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from busplan import settings
from busplan.cli.said import today
from busplan.cli.talk import show
from busplan.timetable import Timetable

if TYPE_CHECKING:
    from busplan.checking import Checked


def checked(
    files: Iterable[Path],
    said: settings.Settings,
    before: Timetable | None = None,
    accept: Iterable[str] = (),
) -> "Checked":
    """Raises BadTimetable."""
    from busplan import checking
    from busplan.reading import Source

    sources = map(Source.from_file, files)
    return checking.check(*sources, today=today(said), against=before, accept=tuple(accept))


def read_files(files: Iterable[Path], said: settings.Settings) -> Timetable:
    """Warnings go to stderr. Raises BadTimetable."""
    read = checked(files, said)
    show(read.doubts, said.language, err=True)
    return read.timetable
