"""A file of SQLite, copied whole while others write, examined, and put in the place of another."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

BESIDE = ("-journal", "-wal", "-shm", "")


@contextmanager
def fresh(file: Path) -> Iterator[Path]:
    """A new file for its owner's eyes alone, gone in the end unless it has got another name by then."""
    discard(file)
    file.touch(mode=0o600, exist_ok=False)
    try:
        yield file
    finally:
        discard(file)


def discard(file: Path) -> None:
    """With what SQLite keeps beside it: the journal of a copy that was cut off would be played into the
    next."""
    for part in BESIDE:
        file.with_name(file.name + part).unlink(missing_ok=True)


def copy(file: Path, to: Path) -> None:
    """By SQLite itself: whoever opens the file to read its bytes lets go, on closing it, of every lock that
    this process has on it. Raises sqlite3.Error."""
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)
        # What is copied from a file in that mode is in it too.
        target.execute("PRAGMA journal_mode = DELETE")


def examine(file: Path) -> None:
    """Raises sqlite3.DatabaseError when it is not whole."""
    with closing(sqlite3.connect(file)) as connection:
        found = connection.execute("PRAGMA integrity_check").fetchmany(3)
        lost = connection.execute("PRAGMA foreign_key_check").fetchmany(3)
    if found != [("ok",)] or lost:
        raise sqlite3.DatabaseError(f"{file}: not whole: {found} {lost}")


def put_in_place(copy: Path, file: Path, before: Path) -> None:
    """All of it or nothing, also when the power goes. The file as it was, if there was one, stays beside."""
    if file.exists():
        alike(copy, file)
        keep(file, before)
    settle(copy)
    copy.replace(file)
    settle(file.parent)


def alike(copy: Path, file: Path) -> None:
    """Whoever could use the file can use what takes its place, also when another (root) makes it."""
    shutil.copymode(file, copy)
    owner = file.stat()
    with suppress(PermissionError):
        os.chown(copy, owner.st_uid, owner.st_gid)


def keep(file: Path, beside: Path) -> None:
    """With the journal, if it died with one: that would be played into what takes its place."""
    beside.unlink(missing_ok=True)
    try:
        os.link(file, beside)
    except PermissionError:
        # Not every file system knows of two names for one file.
        beside.touch(mode=0o600)
        copy(file, beside)
        settle(beside)
    for part in BESIDE[:-1]:
        with suppress(FileNotFoundError):
            file.with_name(file.name + part).rename(beside.with_name(beside.name + part))


def settle(path: Path) -> None:
    """On the disk, not only on its way there: a file before its new name, the folder after it."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
