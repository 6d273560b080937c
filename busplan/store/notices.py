"""Notices in and out of a database: each act says some, withdraws some, or both."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, or_, select, update

from busplan.store.acts import note
from busplan.store.database import Database
from busplan.store.store import add_moment, not_before
from busplan.store.tables import MOMENTS, NOTICES
from busplan.store.values import notice_json, notice_of
from busplan.timetable import Notice


@dataclass(frozen=True, slots=True)
class Said:
    """A notice as it is kept: in which act it was said, when and by whom, and in which it was withdrawn."""

    id: int
    notice: Notice
    moment: int
    at: datetime
    by: str
    withdrawn: int | None


class Notices:
    """The notices of one database. One that is withdrawn is kept, and stands no longer."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def standing(self, moment: int | None = None) -> list[Said]:
        """Those that stood at a moment, or stand now, as they were said. Raises StoreUnavailable."""
        stands: Any = NOTICES.c.withdrawn.is_(None)
        if moment is not None:
            stands = (NOTICES.c.said <= moment) & or_(stands, NOTICES.c.withdrawn > moment)
        return self._found(stands)

    def all(self) -> list[Said]:
        """Withdrawn ones too. Raises StoreUnavailable."""
        return self._found(True)

    def _found(self, which: Any) -> list[Said]:
        if not self.database.has_tables():
            return []
        rows = select(NOTICES, MOMENTS.c.at, MOMENTS.c.by).join(MOMENTS, NOTICES.c.said == MOMENTS.c.id)
        with self.database.reading() as connection:
            return [said(row) for row in connection.execute(rows.where(which).order_by(NOTICES.c.id))]

    def say(
        self, notices: Iterable[Notice], by: str, at: datetime, withdraw: Collection[int] = ()
    ) -> int | None:
        """The moment at which they begin to stand, and those to be withdrawn no longer do; all at once.

        None when nothing changes: none is new, and what was to be withdrawn is already. Raises
        StoreUnavailable.
        """
        self.database.prepare()
        with self.database.writing() as connection:
            return say(connection, tuple(notices), by, at, withdraw)


def say(
    connection: Connection, notices: Collection[Notice], by: str, at: datetime, withdraw: Collection[int]
) -> int | None:
    """As `Notices.say`, within a transaction that may do more."""
    standing = NOTICES.c.id.in_(withdraw) & NOTICES.c.withdrawn.is_(None)
    gone = connection.execute(select(NOTICES.c.id).where(standing)).scalars().all()
    if not notices and not gone:
        return None
    moment = add_moment(connection, not_before(connection, at), by)
    connection.execute(update(NOTICES).where(NOTICES.c.id.in_(gone)).values(withdrawn=moment))
    rows = [{"said": moment, "content": notice_json(notice)} for notice in notices]
    if rows:
        connection.execute(insert(NOTICES), rows)
    note(connection, at, by, "notices_said", moment=moment, said=len(rows), withdrawn=len(gone))
    return moment


def said(row: Any) -> Said:
    at = datetime.fromisoformat(row.at)
    return Said(row.id, notice_of(json.loads(row.content), row.id), row.said, at, row.by, row.withdrawn)
