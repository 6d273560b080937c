"""A database in an older form in, the same in the present form out: whole or not at all.

A file of SQLite is brought up as a copy that takes its place when it is right; the old one stays beside it.
PostgreSQL changes its tables within the transaction.
"""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine

from busplan.store import form

if TYPE_CHECKING:
    from busplan.store.database import Database

HERE = Path(__file__).parent


def bring_up(database: "Database") -> None:
    """Does nothing if another has done it meanwhile. Raises OSError, and what the driver raises."""
    with database.writing() as connection:
        if form.of(connection) is not form.Form.OLD:
            return
        if database.is_sqlite:
            # The right to write is held until the copy has taken the place of the file.
            replace_file(database.file)
        else:
            upgrade(connection)


def upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def replace_file(file: Path) -> None:
    """The file as it was stays beside it, under the name of its form."""
    copy, before = file.with_name(file.name + ".new"), file.with_name(file.name + ".before")
    copy.unlink(missing_ok=True)
    try:
        copy.touch(mode=0o600)
        shutil.copyfile(file, copy)
        engine = create_engine(f"sqlite:///{copy}")
        with engine.connect() as connection, connection.begin():
            upgrade(connection)
        engine.dispose()
        examine(copy)
        settle(copy)
        keep(file, before)
        copy.replace(file)
        settle(file.parent)
    finally:
        copy.unlink(missing_ok=True)


def keep(file: Path, beside: Path) -> None:
    beside.unlink(missing_ok=True)
    os.link(file, beside)


def examine(file: Path) -> None:
    """Raises sqlite3.DatabaseError when it is not whole."""
    with closing(sqlite3.connect(file)) as connection:
        [(found,)] = connection.execute("PRAGMA integrity_check").fetchall()
        lost = connection.execute("PRAGMA foreign_key_check").fetchall()
    if found != "ok" or lost:
        raise sqlite3.DatabaseError(f"{file}: not whole after the change of form: {found} {lost[:3]}")


def settle(path: Path) -> None:
    """On the disk, not only on its way there: the file before its new name, the folder after it."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
