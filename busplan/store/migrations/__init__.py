"""A database in an older form in, the same in the present form out: whole or not at all.

A file of SQLite is brought up as a copy that takes its place when it is right; the old one stays beside it.
PostgreSQL changes its tables within the transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Connection, create_engine
from sqlalchemy.pool import NullPool

from busplan.store import files, form, journal

if TYPE_CHECKING:
    from busplan.store.database import Database

HERE = Path(__file__).parent
# Alembic knows one database at a time in a process.
ONE_AT_A_TIME = Lock()


def bring_up(database: "Database") -> None:
    """Does nothing if another has done it meanwhile. Raises OSError, and what the driver raises."""
    with replacing(database) as connection:
        if form.of(connection) is not form.Form.OLD:
            return
        if database.is_sqlite:
            replace_file(database.file.resolve())
        else:
            upgrade(connection)


@contextmanager
def replacing(database: "Database") -> Iterator[Connection]:
    """The right to write is held until another file has taken the place of this one."""
    with database.writing() as connection:
        if database.is_sqlite and connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal":
            raise journal.InWal(journal.told(database.file))
        yield connection


def upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.attributes["connection"] = connection
    with ONE_AT_A_TIME:
        command.upgrade(config, "head")


def replace_file(file: Path) -> None:
    """The file as it was stays beside it, as `.before`. The folder must let a new one be made in it."""
    with files.fresh(file.with_name(file.name + ".new")) as copy:
        files.copy(file, copy)
        upgrade_file(copy)
        files.put_in_place(copy, file, file.with_name(file.name + ".before"))


def upgrade_file(file: Path) -> None:
    """One that nobody else knows of yet. Raises sqlite3.DatabaseError when it is not whole afterwards."""
    engine = create_engine(URL.create("sqlite", database=str(file)), poolclass=NullPool)
    with engine.connect() as connection, connection.begin():
        upgrade(connection)
    files.examine(file)
