"""A file of SQLite in; out of WAL mode it comes.

SQLite from 3.7.0 to 3.51.2 can lose what is written in that mode (sqlite.org/wal.html, "the WAL-reset
bug"), and a file in it is not whole by itself: neither a copy of it nor a new file in its place is safe.
"""

import sqlite3
from contextlib import closing
from logging import getLogger
from pathlib import Path

log = getLogger(__name__)
MENDED = (3, 51, 3)
# Older lines that have been mended too.
MENDED_LINES = {(3, 44): 6, (3, 50): 7}


class InWal(OSError):
    """It could not be brought out of that mode: somebody else has it open."""


def loses(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """Whether that SQLite can lose what is written in WAL mode."""
    mended = MENDED_LINES.get((version[0], version[1]))
    return version < MENDED and (mended is None or version[2] < mended)


def leave_wal(file: Path, seconds_to_wait: float) -> None:
    """Does nothing to one that is not in it. Raises InWal, sqlite3.Error."""
    with closing(sqlite3.connect(file, timeout=seconds_to_wait)) as connection:
        if not is_wal(connection):
            return
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as fault:
            if loses():
                raise InWal(told(file)) from fault
            log.warning("%s is in WAL mode, and somebody else has it open: it stays so for now", file)
            return
    log.warning("%s was in WAL mode: it keeps a rollback journal from now on", file)


def is_wal(connection: sqlite3.Connection) -> bool:
    mode: tuple[str] = connection.execute("PRAGMA journal_mode").fetchone()
    return mode == ("wal",)


def told(file: Path) -> str:
    return (
        f"{file} is in WAL mode, in which SQLite {sqlite3.sqlite_version} can lose what is written. "
        "Stop whatever else has it open, then try again"
    )
