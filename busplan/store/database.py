"""An address in, a database out: who may read and write it when, and which form its tables have."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from sqlite3 import Error as DriverError
from time import time_ns
from typing import Any

from sqlalchemy import Connection, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.pool import NullPool

from busplan.store import form, journal
from busplan.store.form import Form
from busplan.store.tables import TABLES

SECONDS_TO_WAIT = 5
COARSEST_CLOCK = 2_500_000_000  # nanoseconds
MOST_TURNS = 5


class StoreUnavailable(OSError):
    """The database cannot be reached, read or written just now."""


class Damaged(StoreUnavailable):
    """What is there is no database, or not a whole one."""


class Full(StoreUnavailable):
    """There is no room left to write to."""


class BadDatabase(ValueError):
    """The address of the database is not one."""


class Database:
    """A file of SQLite, or a PostgreSQL."""

    def __init__(self, url: str) -> None:
        """Opens nothing yet. Raises BadDatabase when the address is not one."""
        self._ready: tuple[int, int] | None = None
        try:
            self.url = make_url(url)
            self.engine = create_engine(self.url, **self._ways())
        except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as fault:
            raise BadDatabase(str(fault)) from fault
        if self.is_sqlite and self.url.database in (None, "", ":memory:"):
            raise BadDatabase("a database in memory is gone with its process; name a file")
        if self.is_sqlite:
            event.listen(self.engine, "connect", prepare_sqlite)
            event.listen(self.engine, "begin", begin_sqlite)

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    def _ways(self) -> dict[str, Any]:
        """Nothing waits for ever. A file is opened anew each time: another may have taken its place."""
        if self.is_sqlite:
            return {"connect_args": {"timeout": SECONDS_TO_WAIT}, "poolclass": NullPool}
        limits = " ".join(
            f"-c {name}_timeout={SECONDS_TO_WAIT}s" for name in ("lock", "statement", "tcp_user")
        )
        connect = {"connect_timeout": SECONDS_TO_WAIT, "options": limits}
        return {"connect_args": connect, "pool_pre_ping": True, "pool_timeout": SECONDS_TO_WAIT}

    @property
    def file(self) -> Path:
        """Of SQLite."""
        return Path(self.url.database or "")

    @property
    def shown(self) -> str:
        """Where it is, without a password."""
        return str(self.url.database) if self.is_sqlite else self.url.render_as_string(hide_password=True)

    @property
    def is_there(self) -> bool:
        """False when it is a file that has not been made yet: reading must not make it."""
        return not self.is_sqlite or self.file.is_file()

    def prepare(self) -> None:
        """Makes the file and the tables where they are missing, or brings them to their present form.

        Raises StoreUnavailable.
        """
        try:
            if not self.is_there:
                self.file.parent.mkdir(parents=True, exist_ok=True)
                # It holds the addresses of home visits. Another may have made it just now: it is not opened
                # again, as closing it would let go of the locks that this process has on it.
                with suppress(FileExistsError):
                    self.file.touch(mode=0o600, exist_ok=False)
        except OSError as fault:
            raise StoreUnavailable(f"{self.shown}: {fault.strerror}") from fault
        if self._form() is Form.OLD:
            self._migrate()
        with self.writing() as connection:
            if form.of(connection) is Form.NONE:
                TABLES.create_all(connection)
                form.stamp(connection)
        self._ready = self._place()

    def _form(self) -> Form:
        """Raises StoreUnavailable when a newer busplan has made it."""
        with telling(self.shown):
            if self.is_sqlite:
                journal.leave_wal(self.file, SECONDS_TO_WAIT)
            with self.engine.connect() as connection:
                found = form.of(connection)
        if found is Form.NEWER:
            raise StoreUnavailable(
                f"{self.shown}: made by a newer busplan. Install that, or restore a backup"
            )
        return found

    def _migrate(self) -> None:
        from busplan.store import migrations

        try:
            migrations.bring_up(self)
        except StoreUnavailable as fault:
            raise StoreUnavailable(f"of an earlier release, and left as it is. {fault}") from fault

    def has_tables(self) -> bool:
        """Asked until they are there: once there, they stay, as long as it is the same file. An old form is
        brought to the present one.

        Raises StoreUnavailable.
        """
        if not self.is_there:
            return False
        place = self._place()
        if self._ready != place:
            found = self._form()
            if found is Form.NONE:
                return False
            if found is Form.OLD:
                self.prepare()
            else:
                self._ready = place
        return True

    def stamp(self) -> tuple[int, ...] | None:
        """Another after each change of the file; None where only the database itself can tell."""
        if not self.is_sqlite:
            return None
        try:
            found = self.file.stat()
        except OSError:
            return None
        # Some file systems know a file's time by two seconds: what was written just now may be written again.
        settled = found.st_mtime_ns + COARSEST_CLOCK < time_ns()
        return (found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size) if settled else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Raises StoreUnavailable."""
        with telling(self.shown), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """As `reading`, and all that is asked for is as it was at one instant."""
        with telling(self.shown), self.engine.connect() as connection:
            if not self.is_sqlite:
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that holds the right to write from its beginning, so that none is lost.

        Raises StoreUnavailable.
        """
        with telling(self.shown):
            for _ in range(MOST_TURNS):
                before = self._place()
                connection = self.engine.connect().execution_options(busplan_writes=True)
                with connection, connection.begin():
                    # Another may have put a new file in the place of this one while we waited.
                    if self._place() != before:
                        continue
                    if not self.is_sqlite:
                        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(20261122)")
                    yield connection
                    return
        raise StoreUnavailable(f"{self.shown}: the file is replaced again and again")

    def _place(self) -> tuple[int, int]:
        """Which file it is."""
        if not self.is_sqlite or not self.file.exists():
            return 0, 0
        found = self.file.stat()
        return found.st_dev, found.st_ino


@contextmanager
def telling(where: str) -> Iterator[None]:
    """Whatever the driver calls it, the database is not to be had just now."""
    try:
        yield
    except DBAPIError as fault:
        raise unavailable(where, str(fault.orig)) from fault
    except NoConnection as fault:
        raise StoreUnavailable(f"{where}: no connection became free") from fault
    except DriverError as fault:
        raise unavailable(where, str(fault)) from fault
    except StoreUnavailable:
        raise
    except OSError as fault:
        raise unavailable(where, fault.strerror or str(fault)) from fault


def unavailable(where: str, said: str) -> StoreUnavailable:
    """What the fault is, as far as there is something to be done about it."""
    if any(sign in said for sign in ("malformed", "not a database", "not whole")):
        return Damaged(f"{where}: {said}. Put a backup in its place: busplan restore FILE")
    if any(sign in said for sign in ("disk is full", "No space left", "Disk quota exceeded")):
        return Full(f"{where}: {said}")
    return StoreUnavailable(f"{where}: {said}")


def prepare_sqlite(connection: Any, _record: Any) -> None:
    """We say BEGIN ourselves: the driver would leave CREATE TABLE outside the transaction."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    # What has been said to be published is there also when the power goes right after.
    connection.execute("PRAGMA synchronous = EXTRA")


def begin_sqlite(connection: Connection) -> None:
    """A writer takes its lock at once: one that reads first and writes later is refused, not made to wait."""
    writes = connection.get_execution_options().get("busplan_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
