"""Publications in and out of a database."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from busplan.store.acts import note
from busplan.store.database import Database
from busplan.store.tables import MOMENTS, PUBLICATIONS, SEASONS, SOURCES, TOLD
from busplan.store.values import told_of, told_row
from busplan.timetable import Key, Season, Told

# A name, and the bytes.
File = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Kept:
    """One publication as it is kept: the files byte for byte in their order, each with its name."""

    id: int
    published_at: datetime
    author: str
    message: str
    digest: str
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A publication without its files, as a list of them has it. `again` is the earlier one it repeats."""

    id: int
    published_at: datetime
    author: str
    message: str
    digest: str
    again: int | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """A change of what is in force, and the publication that was the newest then."""

    id: int
    at: datetime
    by: str
    publication: int


class Overtaken(ValueError):
    """Somebody has published meanwhile. Carries what is the newest now."""

    def __init__(self, newest: Entry) -> None:
        super().__init__(f"number {newest.id} was published by {newest.author} meanwhile")
        self.newest = newest


class Store(Database):
    """A database of publications. Nothing in it is ever changed, only added to."""

    def head(self) -> tuple[int, str] | None:
        """The number of the last moment, and the digest of the newest publication; None before the first.

        Raises StoreUnavailable.
        """
        if not self.has_tables():
            return None
        last = select(func.max(MOMENTS.c.id)).scalar_subquery()
        newest = select(last, PUBLICATIONS.c.digest).order_by(PUBLICATIONS.c.id.desc())
        with self.reading() as connection:
            row = connection.execute(newest.limit(1)).one_or_none()
            return None if row is None else (row[0], row[1])

    def newest(self) -> Kept | None:
        """Raises StoreUnavailable."""
        if not self.has_tables():
            return None
        with self.reading() as connection:
            row = newest_of(connection)
            return None if row is None else kept(row, files_of(connection, row.id))

    def kept(self, number: int) -> Kept:
        """The publication of a number there is. Raises StoreUnavailable."""
        with self.reading() as connection:
            row = connection.execute(select(PUBLICATIONS).where(PUBLICATIONS.c.id == number)).one()
            return kept(row, files_of(connection, number))

    def entry(self, number: int) -> Entry:
        """As `kept`, without the files."""
        with self.reading() as connection:
            return entry(connection.execute(select(PUBLICATIONS).where(PUBLICATIONS.c.id == number)).one())

    def last_moment(self) -> Moment | None:
        """None before the first publication. Raises StoreUnavailable."""
        if not self.has_tables():
            return None
        publication = select(func.max(MOMENTS.c.publication)).scalar_subquery()
        last = select(MOMENTS.c.id, MOMENTS.c.at, MOMENTS.c.by, publication).order_by(MOMENTS.c.id.desc())
        with self.reading() as connection:
            row = connection.execute(last.limit(1)).one_or_none()
        return None if row is None or row[3] is None else Moment(row.id, moment_at(row), row.by, row[3])

    def entries(self, most: int = -1) -> list[Entry]:
        """The publications, the newest first. Raises StoreUnavailable."""
        if not self.has_tables():
            return []
        rows = select(PUBLICATIONS).order_by(PUBLICATIONS.c.id.desc())
        with self.reading() as connection:
            return [entry(row) for row in connection.execute(rows.limit(most) if most >= 0 else rows)]

    def before(self, number: int) -> list[tuple[int, tuple[Season, ...]]]:
        """Older publications with their seasons, the newest first; without any where none were noted.

        One that repeats an earlier one undoes all between them. Raises StoreUnavailable.
        """
        with self.reading() as connection:
            seasons = seasons_of(connection)
            ids = select(PUBLICATIONS.c.id, PUBLICATIONS.c.again).where(PUBLICATIONS.c.id <= number)
            rows = connection.execute(ids.order_by(PUBLICATIONS.c.id.desc())).all()
        standing = (id for id in not_undone(rows) if id != number)
        return [(id, tuple(seasons.get(id, ()))) for id in standing]

    def moments(self, since: int) -> list[Moment]:
        """Those from a number on, the oldest first. Raises StoreUnavailable."""
        with self.reading() as connection:
            rows = connection.execute(select(MOMENTS).order_by(MOMENTS.c.id)).all()
        found, publication = [], 0
        for row in rows:
            publication = row.publication or publication
            if row.id >= since:
                found.append(Moment(row.id, moment_at(row), row.by, publication))
        return found

    def add(
        self,
        files: Sequence[File],
        digest: str,
        by: str,
        at: datetime,
        message: str = "",
        seasons: Iterable[Season] = (),
        base: int | None = None,
        accepted: Iterable[str] = (),
    ) -> int | None:
        """The number of the new publication, whole or not at all; None if the newest is the same already.

        With `base`, the newest must be that still (0: none). Raises StoreUnavailable, Overtaken.
        """
        with self.writing() as connection:
            return add(connection, files, digest, by, at, message, seasons, base, accepted=sorted(accepted))

    def add_again(self, number: int, base: int, by: str, at: datetime, message: str = "") -> int | None:
        """Puts an earlier publication in force again, as a new one; None when its files are the newest.

        Raises StoreUnavailable, Overtaken.
        """
        with self.writing() as connection:
            earlier = connection.execute(select(PUBLICATIONS).where(PUBLICATIONS.c.id == number)).one()
            files, seasons = files_of(connection, number), seasons_of(connection).get(number, ())
            return add(connection, files, earlier.digest, by, at, message, seasons, base, again=number)

    def told(self) -> tuple[int, dict[Key, Told]]:
        """What calendars have been told, and up to which moment; 0 before the first.

        Raises StoreUnavailable.
        """
        with self.reading() as connection:
            until = connection.execute(select(func.max(MOMENTS.c.id)).where(MOMENTS.c.told)).scalar()
            return until or 0, dict(map(told_of, connection.execute(select(TOLD))))

    def tell(self, moment: int, changed: Mapping[Key, Told]) -> None:
        """Keeps what a moment changes, once. Raises StoreUnavailable."""
        with self.writing() as connection:
            untold = update(MOMENTS).where(MOMENTS.c.id == moment, ~MOMENTS.c.told).values(told=True)
            if not connection.execute(untold).rowcount:
                return
            rows = [told_row(key, said) for key, said in changed.items()]
            if rows:
                names = ("stop", "day", "nth")
                same = [TOLD.c[name] == bindparam(f"the_{name}") for name in names]
                keys = [{f"the_{name}": row[name] for name in names} for row in rows]
                connection.execute(delete(TOLD).where(*same), keys)
                connection.execute(insert(TOLD), rows)


def not_undone(rows: Iterable[Any]) -> Iterator[int]:
    """Of publications, the newest first, those that no later one has undone."""
    upto: int | None = None
    for row in rows:
        if upto is None or row.id <= upto:
            yield row.id
            upto = row.id - 1 if row.again is None else row.again


def moment_at(row: Any) -> datetime:
    return datetime.fromisoformat(row.at)


def add(
    connection: Connection,
    files: Sequence[File],
    digest: str,
    by: str,
    at: datetime,
    message: str,
    seasons: Iterable[Season],
    base: int | None,
    again: int | None = None,
    **facts: object,
) -> int | None:
    """As `Store.add`, within a transaction that may do more; `again` is the earlier one that this repeats.

    The facts are noted with who did it.
    """
    before = newest_of(connection)
    if before is not None and before.digest == digest:
        return None
    if base is not None and (before.id if before else 0) != base:
        raise Overtaken(entry(before))
    at = not_before(connection, at)
    values = {"published_at": at.isoformat(), "author": by, "message": message, "digest": digest}
    made = insert(PUBLICATIONS).values(**values, again=again).returning(PUBLICATIONS.c.id)
    id: int = connection.execute(made).scalar_one()
    rows = [
        {"publication": id, "role": f"{number:06}", "name": name, "content": content}
        for number, (name, content) in enumerate(files)
    ]
    connection.execute(insert(SOURCES), rows)
    noted = [season_row(id, number, season) for number, season in enumerate(seasons)]
    if noted:
        connection.execute(insert(SEASONS), noted)
    add_moment(connection, at, by, id)
    if again is None:
        note(connection, at, by, "published", publication=id, **facts)
    else:
        note(connection, at, by, "published_again", publication=id, again=again, instead_of=base)
    return id


def add_moment(connection: Connection, at: datetime, by: str, publication: int | None = None) -> int:
    values = {"at": at.isoformat(), "by": by, "publication": publication, "told": False}
    id: int = connection.execute(insert(MOMENTS).values(values).returning(MOMENTS.c.id)).scalar_one()
    return id


def not_before(connection: Connection, at: datetime) -> datetime:
    """Calendars trust that what is newer says so, even where the clock has been set back."""
    last = connection.execute(select(MOMENTS.c.at).order_by(MOMENTS.c.id.desc()).limit(1)).scalar()
    return at if last is None else max(at, datetime.fromisoformat(last) + timedelta(seconds=1))


def newest_of(connection: Connection) -> Any:
    """Its row, or None."""
    newest = select(PUBLICATIONS).order_by(PUBLICATIONS.c.id.desc()).limit(1)
    return connection.execute(newest).one_or_none()


def files_of(connection: Connection, publication: int) -> tuple[File, ...]:
    """In the order of their roles, which are numbers; the first release had two files and called them."""
    rows = connection.execute(select(SOURCES).where(SOURCES.c.publication == publication)).all()
    in_order = sorted(rows, key=lambda row: (row.role == "schedule", row.role))
    return tuple((row.name, bytes(row.content)) for row in in_order)


def seasons_of(connection: Connection) -> dict[int, list[Season]]:
    """By publication; none where an earlier release kept it."""
    seasons: dict[int, list[Season]] = defaultdict(list)
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


def entry(row: Any) -> Entry:
    at = datetime.fromisoformat(row.published_at)
    return Entry(row.id, at, row.author, row.message, row.digest, row.again)
