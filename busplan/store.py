"""Publications in and out of a database: the tables and all the SQL there is."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from time import time_ns
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    bindparam,
    create_engine,
    delete,
    event,
    func,
    insert,
    inspect,
    make_url,
    select,
)
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.pool import NullPool

from busplan.timetable import Audience, Key, Kind, Point, Season, Slot, Status, Stop, Told, Visit

TABLES = MetaData()
PUBLICATIONS = Table(
    "publications",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("published_at", String(40), nullable=False),
    Column("author", String(200), nullable=False),
    Column("message", String(1000), nullable=False),
    Column("digest", String(64), nullable=False),
    sqlite_autoincrement=True,
)
SOURCES = Table(
    "sources",
    TABLES,
    Column("publication", ForeignKey("publications.id"), primary_key=True),
    Column("role", String(20), primary_key=True),
    Column("name", String(1000), nullable=False),
    Column("content", LargeBinary, nullable=False),
)
# What is read from the files, kept beside them: it tells which of the older publications still matter.
SEASONS = Table(
    "seasons",
    TABLES,
    Column("publication", ForeignKey("publications.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("id", String(100), nullable=False),
    Column("first", String(10), nullable=False),
    Column("last", String(10), nullable=False),
)
# How new that is which calendars know of each visit, after the publications that HEARD names.
TOLD = Table(
    "told",
    TABLES,
    Column("stop", String(64), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("nth", Integer, primary_key=True),
    Column("facts", String(16), nullable=False),
    Column("changed_at", String(40), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("last", Text),
)
HEARD = Table("heard", TABLES, Column("publication", ForeignKey("publications.id"), primary_key=True))
SECONDS_TO_WAIT = 5
COARSEST_CLOCK = 2_500_000_000  # nanoseconds
# A name, and the bytes.
File = tuple[str, bytes]


class StoreUnavailable(OSError):
    """The database cannot be reached, read or written just now."""


class BadDatabase(ValueError):
    """The address of the database is not one."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One publication as it is kept: the files byte for byte in their order, each with its name."""

    id: int
    published_at: datetime
    author: str
    message: str
    digest: str
    files: tuple[File, ...]


class Store:
    """A database of publications. Nothing in it is ever changed, only added to."""

    def __init__(self, url: str) -> None:
        """Opens nothing yet. Raises BadDatabase when the address is not one."""
        self._seen = False
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
    def shown(self) -> str:
        """Where it is, without a password."""
        return str(self.url.database) if self.is_sqlite else self.url.render_as_string(hide_password=True)

    @property
    def is_there(self) -> bool:
        """False when it is a file that has not been made yet: reading must not make it."""
        return not self.is_sqlite or Path(self.url.database or "").is_file()

    def prepare(self) -> None:
        """Makes the file and the tables where they are missing. Raises StoreUnavailable."""
        try:
            if self.is_sqlite and self.url.database:
                file = Path(self.url.database)
                file.parent.mkdir(parents=True, exist_ok=True)
                # It holds the addresses of home visits.
                file.touch(mode=0o600)
        except OSError as fault:
            raise StoreUnavailable(f"{self.shown}: {fault.strerror}") from fault
        with self._writing() as connection:
            TABLES.create_all(connection)

    def _has_tables(self, connection: Connection) -> bool:
        """Asked until they are seen: once there, they stay."""
        self._seen = self._seen or inspect(connection).has_table(PUBLICATIONS.name)
        return self._seen

    def stamp(self) -> tuple[int, ...] | None:
        """Another after each change of the file; None where only the database itself can tell."""
        if not self.is_sqlite:
            return None
        try:
            found = Path(self.url.database or "").stat()
        except OSError:
            return None
        # Some file systems know a file's time by two seconds: what was written just now may be written again.
        settled = found.st_mtime_ns + COARSEST_CLOCK < time_ns()
        return (found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size) if settled else None

    def head(self) -> tuple[int, str] | None:
        """Number and digest of the newest publication; None when there is none. Raises StoreUnavailable."""
        if not self.is_there:
            return None
        with self._reading() as connection:
            if not self._has_tables(connection):
                return None
            newest = select(PUBLICATIONS.c.id, PUBLICATIONS.c.digest).order_by(PUBLICATIONS.c.id.desc())
            row = connection.execute(newest.limit(1)).one_or_none()
            return None if row is None else (row.id, row.digest)

    def newest(self) -> Kept | None:
        """Raises StoreUnavailable."""
        head = self.head()
        return None if head is None else self.kept(head[0])

    def kept(self, number: int) -> Kept:
        """The publication of a number there is. Raises StoreUnavailable."""
        with self._reading() as connection:
            row = connection.execute(select(PUBLICATIONS).where(PUBLICATIONS.c.id == number)).one()
            return kept(row, files_of(connection, number))

    def before(self, number: int) -> list[tuple[int, tuple[Season, ...]]]:
        """Older publications with their seasons, the newest first; without any where none were noted.

        Raises StoreUnavailable.
        """
        with self._reading() as connection:
            seasons = seasons_of(connection)
            ids = select(PUBLICATIONS.c.id).where(PUBLICATIONS.c.id < number)
            found = connection.execute(ids.order_by(PUBLICATIONS.c.id.desc())).scalars()
            return [(id, tuple(seasons.get(id, ()))) for id in found]

    def add(
        self,
        files: Sequence[File],
        digest: str,
        by: str,
        at: datetime,
        message: str = "",
        seasons: Iterable[Season] = (),
    ) -> int | None:
        """The number of the new publication, whole or not at all; None if the newest is the same already.

        Raises StoreUnavailable.
        """
        with self._writing() as connection:
            newest = select(PUBLICATIONS).order_by(PUBLICATIONS.c.id.desc()).limit(1)
            before = connection.execute(newest).one_or_none()
            if before is not None:
                if before.digest == digest:
                    return None
                # Calendars trust that what is newer says so, even where the clock has been set back.
                at = max(at, datetime.fromisoformat(before.published_at) + timedelta(seconds=1))
            values = {"published_at": at.isoformat(), "author": by, "message": message, "digest": digest}
            made = insert(PUBLICATIONS).values(values).returning(PUBLICATIONS.c.id)
            id: int = connection.execute(made).scalar_one()
            rows = [
                {"publication": id, "role": f"{number:06}", "name": name, "content": content}
                for number, (name, content) in enumerate(files)
            ]
            connection.execute(insert(SOURCES), rows)
            noted = [season_row(id, number, season) for number, season in enumerate(seasons)]
            if noted:
                connection.execute(insert(SEASONS), noted)
            return id

    def told(self) -> tuple[int, dict[Key, Told]]:
        """What calendars have been told, and after which publication; 0 before the first.

        Raises StoreUnavailable.
        """
        with self._reading() as connection:
            if not inspect(connection).has_table(HEARD.name):
                return 0, {}
            until = connection.execute(select(func.max(HEARD.c.publication))).scalar()
            return until or 0, dict(map(told_of, connection.execute(select(TOLD))))

    def tell(self, number: int, changed: Mapping[Key, Told]) -> None:
        """Keeps what a publication changes, once. Raises StoreUnavailable."""
        with self._writing() as connection:
            known = select(HEARD).where(HEARD.c.publication == number)
            if connection.execute(known).first() is not None:
                return
            rows = [told_row(key, said) for key, said in changed.items()]
            if rows:
                names = ("stop", "day", "nth")
                same = [TOLD.c[name] == bindparam(f"the_{name}") for name in names]
                keys = [{f"the_{name}": row[name] for name in names} for row in rows]
                connection.execute(delete(TOLD).where(*same), keys)
                connection.execute(insert(TOLD), rows)
            connection.execute(insert(HEARD).values(publication=number))

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with telling(self.shown), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """One transaction that holds the right to write from its beginning, so that none is lost."""
        with telling(self.shown), self.engine.connect() as connection:
            writing = connection.execution_options(busplan_writes=True)
            with writing.begin():
                if not self.is_sqlite:
                    writing.exec_driver_sql("SELECT pg_advisory_xact_lock(20261122)")
                yield writing


def files_of(connection: Connection, publication: int) -> tuple[File, ...]:
    """In the order of their roles, which are numbers; the first release had two files and called them."""
    rows = connection.execute(select(SOURCES).where(SOURCES.c.publication == publication)).all()
    in_order = sorted(rows, key=lambda row: (row.role == "schedule", row.role))
    return tuple((row.name, bytes(row.content)) for row in in_order)


def seasons_of(connection: Connection) -> dict[int, list[Season]]:
    """By publication; none where an earlier release made the database."""
    seasons: dict[int, list[Season]] = defaultdict(list)
    if inspect(connection).has_table(SEASONS.name):
        for row in connection.execute(select(SEASONS).order_by(SEASONS.c.publication, SEASONS.c.number)):
            first, last = date.fromisoformat(row.first), date.fromisoformat(row.last)
            seasons[row.publication].append(Season(row.id, first, last))
    return seasons


def season_row(publication: int, number: int, season: Season) -> dict[str, Any]:
    days = {"first": season.first.isoformat(), "last": season.last.isoformat()}
    return {"publication": publication, "number": number, "id": season.id, **days}


def kept(row: Any, files: tuple[File, ...]) -> Kept:
    at = datetime.fromisoformat(row.published_at)
    return Kept(row.id, at, row.author, row.message, row.digest, files)


def told_row(key: Key, said: Told) -> dict[str, Any]:
    stop, day, nth = key
    row = {"stop": stop, "day": day.isoformat(), "nth": nth, "facts": said.facts, "sequence": said.sequence}
    last = json.dumps(asdict(said.last), default=str, ensure_ascii=False) if said.last else None
    return {**row, "changed_at": said.changed_at.isoformat(), "last": last}


def told_of(row: Any) -> tuple[Key, Told]:
    last = visit_of(json.loads(row.last)) if row.last else None
    said = Told(row.facts, datetime.fromisoformat(row.changed_at), row.sequence, last)
    return (row.stop, date.fromisoformat(row.day), row.nth), said


def visit_of(kept: dict[str, Any]) -> Visit:
    """The value that was kept as JSON."""
    stop = kept["stop"]
    until, point = stop.get("until"), stop["point"]
    whole = {
        **stop,
        "point": Point(**point) if point else None,
        "kind": Kind(stop["kind"]),
        "audience": Audience(stop["audience"]),
        "until": date.fromisoformat(until) if until else None,
    }
    return Visit(
        **{
            **kept,
            "stop": Stop(**whole),
            "planned": slot_of(kept["planned"]),
            "slot": slot_of(kept["slot"]),
            "status": Status(kept["status"]),
        }
    )


def slot_of(kept: dict[str, str]) -> Slot:
    start, end = time.fromisoformat(kept["start"]), time.fromisoformat(kept["end"])
    return Slot(date.fromisoformat(kept["day"]), start, end)


@contextmanager
def telling(where: str) -> Iterator[None]:
    """Whatever the driver calls it, the database is not to be had just now."""
    try:
        yield
    except DBAPIError as fault:
        raise StoreUnavailable(f"{where}: {fault.orig}") from fault
    except NoConnection as fault:
        raise StoreUnavailable(f"{where}: no connection became free") from fault


def prepare_sqlite(connection: Any, _record: Any) -> None:
    """We say BEGIN ourselves: the driver would leave CREATE TABLE outside the transaction."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")


def begin_sqlite(connection: Connection) -> None:
    """A writer takes its lock at once: one that reads first and writes later is refused, not made to wait."""
    writes = connection.get_execution_options().get("busplan_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
