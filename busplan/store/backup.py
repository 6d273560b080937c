"""A database in, one file of SQLite that holds all that must outlive the machine out; and back.

It is the same file whether the database is SQLite or PostgreSQL, so that one can move to the other.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import URL, Connection, insert, select

from busplan.store import files, form, migrations
from busplan.store.database import Damaged, Database, StoreUnavailable, telling
from busplan.store.migrations import replacing
from busplan.store.store import Store
from busplan.store.tables import LINKS, SESSIONS, TABLES, TRIES

# Of no use to anybody but a thief.
LEFT_OUT = (SESSIONS, LINKS, TRIES)
ROWS_AT_ONCE = 500


def back_up(database: Database, file: Path, over: bool = False) -> None:
    """As the database is at one instant, whoever writes meanwhile. For its owner's eyes alone.

    Raises FileExistsError unless what is there may be written `over`, StoreUnavailable and OSError.
    """
    if file.exists() and (not over or is_file_of(database, file)):
        raise FileExistsError(17, "there is such a file already", str(file))
    if not database.is_there:
        raise StoreUnavailable(f"{database.shown}: there is no database")
    with files.fresh(file.with_name(file.name + ".part")) as part, telling(database.shown):
        if database.is_sqlite:
            files.copy(database.file, part)
        else:
            fill(store_of(part), database)
        leave_out(part)
        files.examine(part)
        files.settle(part)
        part.replace(file)
        files.settle(file.parent)


def is_file_of(database: Database, file: Path) -> bool:
    return database.is_sqlite and database.is_there and file.samefile(database.file)


def leave_out(file: Path) -> None:
    """Not even in what is left of deleted rows."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        for table in LEFT_OUT:
            if table.name in there:
                connection.execute(f"DELETE FROM {table.name}")  # noqa: S608  # nosec B608
        connection.execute("VACUUM")


@contextmanager
def tried(backup: Path, copy: Path) -> Iterator[Store]:
    """A copy of a backup, whole and in the form of this release; gone in the end unless it was put in place.

    Raises StoreUnavailable when it is not whole, or not a backup of ours.
    """
    if not backup.is_file():
        raise StoreUnavailable(f"{backup}: there is no such file")
    with files.fresh(copy):
        try:
            files.copy(backup, copy)
            files.examine(copy)
        except sqlite3.Error as fault:
            raise StoreUnavailable(f"{backup}: no whole backup: {fault}") from fault
        store = store_of(copy)
        with store.reading() as connection:
            found = form.of(connection)
        if found is form.Form.NONE:
            raise StoreUnavailable(f"{backup}: no backup of busplan")
        if found is form.Form.OLD:
            with telling(str(backup)):
                migrations.upgrade_file(copy)
        store.head()
        yield store


def put_in_place(store: Store, database: Database) -> Path | None:
    """What was tried, instead of what is there; that stays beside, and where is told.

    Whoever reads meanwhile reads the one or the other. Raises StoreUnavailable.
    """
    if not database.is_sqlite:
        fill_empty(database, store)
        return None
    file = database.file.resolve()
    with telling(database.shown), ExitStack() as held:
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            files.put_in_place(store.file, file, file)
            return None
        # What is damaged nobody writes to.
        with suppress(Damaged):
            held.enter_context(replacing(database))
            go_on_counting(store.file, file)
        before = free_name(file)
        files.put_in_place(store.file, file, before)
        return before


def go_on_counting(copy: Path, file: Path) -> None:
    """No number that has been given out is given again: caches would take the one thing for the other.

    Raises Damaged.
    """
    given = numbers(file)
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.executemany("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", given)
        connection.executemany(
            "INSERT INTO sqlite_sequence SELECT ?2, ?1 WHERE ?2 NOT IN (SELECT name FROM sqlite_sequence)",
            given,
        )


def numbers(file: Path) -> list[tuple[int, str]]:
    """The last that was given out in each table. Raises Damaged."""
    counted = "SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_sequence'"
    with telling(str(file)), closing(sqlite3.connect(file)) as connection:
        [(there,)] = connection.execute(counted).fetchall()
        return connection.execute("SELECT seq, name FROM sqlite_sequence").fetchall() if there else []


def free_name(file: Path) -> Path:
    """Nothing that was once replaced is ever lost."""
    number, name = 1, file.with_name(file.name + ".replaced")
    while name.exists():
        number, name = number + 1, file.with_name(f"{file.name}.replaced-{number + 1}")
    return name


def store_of(file: Path) -> Store:
    return Store(URL.create("sqlite", database=str(file)).render_as_string())


def fill_empty(target: Database, source: Database) -> None:
    """Raises StoreUnavailable when there is anything in it."""
    target.prepare()
    with target.reading() as connection:
        for table in TABLES.sorted_tables:
            if connection.execute(select(table).limit(1)).first() is not None:
                raise StoreUnavailable(f"{target.shown}: there is something in it. Give an empty database")
    fill(target, source)


def fill(target: Database, source: Database) -> None:
    """Row for row, as they were at one instant."""
    source.has_tables()
    target.prepare()
    with source.snapshot() as there, target.writing() as here:
        for table in TABLES.sorted_tables:
            if table in LEFT_OUT:
                continue
            for rows in there.execute(select(table)).mappings().partitions(ROWS_AT_ONCE):
                here.execute(insert(table), [dict(row) for row in rows])
            if not target.is_sqlite and list(table.primary_key.columns.keys()) == ["id"]:
                count_on(here, table.name)


def count_on(connection: Connection, table: str) -> None:
    """PostgreSQL does not see numbers that are given to it."""
    sequence = f"pg_get_serial_sequence('{table}', 'id')"
    connection.exec_driver_sql(
        f"SELECT setval({sequence}, coalesce(max(id), 0) + 1, false) FROM {table}"  # noqa: S608  # nosec B608
    )
