"""Drafts in and out of a database: files on their way to the public, and what others say of them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from busplan.store.acts import note
from busplan.store.database import Database
from busplan.store.store import File, Overtaken, add, entry, newest_of
from busplan.store.tables import COMMENTS, DRAFT_FILES, DRAFTS
from busplan.timetable import Season


class State(StrEnum):
    """How far a draft has come. OVERTAKEN was to be published by itself, and another was faster."""

    DRAFT = "draft"
    HEARING = "hearing"
    SCHEDULED = "scheduled"
    OVERTAKEN = "overtaken"
    PUBLISHED = "published"
    SET_ASIDE = "set_aside"


OPEN = (State.DRAFT, State.HEARING, State.SCHEDULED, State.OVERTAKEN)


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft without its files. Times are aware; `base` is what was the newest when it was made, or 0."""

    id: int
    made_at: datetime
    author: str
    message: str
    digest: str
    base: int
    state: State
    accepted: frozenset[str]
    publish_at: datetime | None
    hearing_until: datetime | None
    publication: int | None

    @property
    def is_open(self) -> bool:
        """Whether it may still be published."""
        return self.state in OPEN

    def is_heard(self, now: datetime) -> bool:
        """Whether others may read it under its secret address."""
        return self.is_open and self.hearing_until is not None and now < self.hearing_until


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody outside the house says of a draft."""

    at: datetime
    name: str
    text: str


class Closed(ValueError):
    """A draft that has been set aside is not published."""


class Drafts:
    """The drafts of one database. One that is set aside is kept."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def add(
        self,
        files: Sequence[File],
        digest: str,
        by: str,
        at: datetime,
        base: int,
        message: str = "",
        accepted: Iterable[str] = (),
    ) -> int:
        """The number of the new draft; of the one there is, if the same person has handed in the same.

        Raises StoreUnavailable.
        """
        self.database.prepare()
        with self.database.writing() as connection:
            values: dict[str, Any] = {"digest": digest, "author": by, "base": base, "message": message}
            values["state"] = State.DRAFT.value
            there = select(DRAFTS.c.id).filter_by(**values)
            found: int | None = connection.execute(there.limit(1)).scalar()
            if found is not None:
                return found
            values |= {"made_at": at.isoformat(), "accepted": words(accepted)}
            made = insert(DRAFTS).values(values).returning(DRAFTS.c.id)
            id: int = connection.execute(made).scalar_one()
            rows = [
                {"draft": id, "number": number, "name": name, "content": content}
                for number, (name, content) in enumerate(files)
            ]
            connection.execute(insert(DRAFT_FILES), rows)
            note(connection, at, by, "draft_made", draft=id, files=[name for name, _ in files])
            return id

    def get(self, id: int) -> Draft | None:
        """Raises StoreUnavailable."""
        return next(iter(self._found(DRAFTS.c.id == id)), None)

    def open(self) -> list[Draft]:
        """Those on their way, the newest first. Raises StoreUnavailable."""
        return self._found(DRAFTS.c.state.in_(OPEN))

    def closed(self, most: int) -> list[Draft]:
        """Those that have been published or set aside, the newest first. Raises StoreUnavailable."""
        return self._found(DRAFTS.c.state.not_in(OPEN), most)

    def due(self, now: datetime) -> list[Draft]:
        """Those whose time has come, in its order. Raises StoreUnavailable."""
        waiting = self._found(DRAFTS.c.state == State.SCHEDULED)
        come = [draft for draft in waiting if draft.publish_at and draft.publish_at <= now]
        return sorted(come, key=lambda draft: (draft.publish_at, draft.id))

    def heard(self, secret_digest: str, now: datetime) -> Draft | None:
        """The one that may be read with a secret, while it may. Raises StoreUnavailable."""
        found = self._found(DRAFTS.c.hearing == secret_digest)
        return next((draft for draft in found if draft.is_heard(now)), None)

    def _found(self, which: Any, most: int = -1) -> list[Draft]:
        if not self.database.has_tables():
            return []
        rows = select(DRAFTS).where(which).order_by(DRAFTS.c.id.desc())
        with self.database.reading() as connection:
            return [draft(row) for row in connection.execute(rows.limit(most) if most >= 0 else rows)]

    def files(self, id: int) -> tuple[File, ...]:
        """Byte for byte, in the order they were handed in. Raises StoreUnavailable."""
        with self.database.reading() as connection:
            return files_of(connection, id)

    def hear(self, id: int, secret_digest: str, until: datetime, by: str, at: datetime) -> None:
        """Lets others read it, whoever has the secret; the address that was given out before is dead.

        Raises StoreUnavailable, Closed.
        """
        values = {"state": State.HEARING.value, "hearing": secret_digest, "hearing_until": until.isoformat()}
        with self.database.writing() as connection:
            open_row(connection, id)
            change(connection, id, values)
            note(connection, at, by, "draft_heard", draft=id, until=until.isoformat())

    def stop_hearing(self, id: int, by: str, at: datetime) -> None:
        """Raises StoreUnavailable, Closed."""
        with self.database.writing() as connection:
            row = open_row(connection, id)
            state = State.DRAFT.value if row.state == State.HEARING else row.state
            change(connection, id, {"state": state, "hearing": None, "hearing_until": None})
            note(connection, at, by, "draft_hearing_ended", draft=id)

    def schedule(self, id: int, publish_at: datetime, accepted: Iterable[str], by: str, at: datetime) -> None:
        """Raises StoreUnavailable, Closed, Overtaken."""
        with self.database.writing() as connection:
            row = open_row(connection, id)
            stays_on_top(connection, row.base)
            values = {"state": State.SCHEDULED.value, "publish_at": publish_at.isoformat()}
            change(connection, id, {**values, "accepted": words(accepted)})
            note(connection, at, by, "draft_scheduled", draft=id, publish_at=publish_at.isoformat())

    def unschedule(self, id: int, by: str, at: datetime) -> None:
        """Back to where it was before. Raises StoreUnavailable, Closed."""
        with self.database.writing() as connection:
            row = open_row(connection, id)
            state = State.HEARING if row.hearing else State.DRAFT
            change(connection, id, {"state": state.value, "publish_at": None})
            note(connection, at, by, "draft_unscheduled", draft=id)

    def overtaken(self, id: int, newest: int, at: datetime) -> None:
        """It was to be published by itself, and is not. Raises StoreUnavailable."""
        with self.database.writing() as connection:
            row = row_of(connection, id)
            if row is not None and row.state == State.SCHEDULED:
                change(connection, id, {"state": State.OVERTAKEN.value})
                note(connection, at, row.author, "draft_overtaken", draft=id, newest=newest)

    def set_aside(self, id: int, by: str, at: datetime) -> None:
        """Nobody reads it any longer; it is kept. Raises StoreUnavailable, Closed once it is published."""
        with self.database.writing() as connection:
            row = row_of(connection, id)
            if row is None or row.state == State.SET_ASIDE:
                return
            open_row(connection, id)
            change(connection, id, {"state": State.SET_ASIDE.value, "hearing": None})
            note(connection, at, by, "draft_set_aside", draft=id)

    def publish(
        self,
        id: int,
        seasons: Iterable[Season],
        by: str,
        at: datetime,
        message: str | None = None,
        accepted: Collection[str] = (),
    ) -> tuple[int, bool]:
        """The number it has in force, and whether this made it: asked twice, it is published once.

        All at once: the publication, that it is in force, what becomes of the draft and who did it. When
        the same files are in force already, their number. Raises StoreUnavailable, Closed, Overtaken.
        """
        with self.database.writing() as connection:
            row = row_of(connection, id)
            if row is not None and row.state == State.PUBLISHED:
                return row.publication, False
            row = open_row(connection, id)
            said = row.message if message is None else message
            files = files_of(connection, id)
            noted: dict[str, Any] = {"draft": id, "accepted": sorted(accepted)}
            number = add(connection, files, row.digest, by, at, said, seasons, row.base, **noted)
            made, number = number is not None, number or newest_of(connection).id
            values = {"state": State.PUBLISHED.value, "publication": number, "hearing": None, "message": said}
            change(connection, id, {**values, "accepted": words(accepted) or row.accepted})
            return number, made

    def comment(self, id: int, name: str, text: str, at: datetime) -> None:
        """Said twice, as by a double click, it is kept once. Raises StoreUnavailable."""
        of_draft = select(COMMENTS.c.name, COMMENTS.c.text).where(COMMENTS.c.draft == id)
        with self.database.writing() as connection:
            last = connection.execute(of_draft.order_by(COMMENTS.c.id.desc()).limit(1)).one_or_none()
            if last is None or tuple(last) != (name, text):
                values = {"draft": id, "at": at.isoformat(), "name": name, "text": text}
                connection.execute(insert(COMMENTS).values(values))

    def comments(self, id: int) -> list[Comment]:
        """The oldest first. Raises StoreUnavailable."""
        rows = select(COMMENTS).where(COMMENTS.c.draft == id).order_by(COMMENTS.c.id)
        with self.database.reading() as connection:
            return [comment(row) for row in connection.execute(rows)]

    def comment_counts(self) -> dict[int, int]:
        """By draft. Raises StoreUnavailable."""
        if not self.database.has_tables():
            return {}
        rows = select(COMMENTS.c.draft, func.count()).group_by(COMMENTS.c.draft)
        with self.database.reading() as connection:
            return {row[0]: row[1] for row in connection.execute(rows)}


def row_of(connection: Connection, id: int) -> Any:
    return connection.execute(select(DRAFTS).where(DRAFTS.c.id == id)).one_or_none()


def open_row(connection: Connection, id: int) -> Any:
    """Raises Closed."""
    row = row_of(connection, id)
    if row is None or row.state not in OPEN:
        raise Closed(f"draft {id} is not open")
    return row


def stays_on_top(connection: Connection, base: int) -> None:
    """Raises Overtaken."""
    newest = newest_of(connection)
    if (newest.id if newest else 0) != base:
        raise Overtaken(entry(newest))


def change(connection: Connection, id: int, values: dict[str, Any]) -> None:
    connection.execute(update(DRAFTS).where(DRAFTS.c.id == id).values(values))


def files_of(connection: Connection, id: int) -> tuple[File, ...]:
    rows = select(DRAFT_FILES).where(DRAFT_FILES.c.draft == id).order_by(DRAFT_FILES.c.number)
    return tuple((row.name, bytes(row.content)) for row in connection.execute(rows))


def words(codes: Iterable[str]) -> str:
    return " ".join(sorted(codes))


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def comment(row: Any) -> Comment:
    return Comment(datetime.fromisoformat(row.at), row.name, row.text)


def draft(row: Any) -> Draft:
    return Draft(
        id=row.id,
        made_at=datetime.fromisoformat(row.made_at),
        author=row.author,
        message=row.message,
        digest=row.digest,
        base=row.base,
        state=State(row.state),
        accepted=frozenset(row.accepted.split()),
        publish_at=moment(row.publish_at),
        hearing_until=moment(row.hearing_until),
        publication=row.publication,
    )
