"""Notices in and out of a database: said at a moment, and withdrawn at another."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, or_, select, update

from busplan.store.acts import note
from busplan.store.database import Database
from busplan.store.store import add_moment, not_before
from busplan.store.tables import MOMENTS, NOTICES
from busplan.store.values import notice_json, notice_of
from busplan.timetable import Notice


@dataclass(frozen=True, slots=True)
class Said:
    """A notice as it is kept: at which moment it was said, and by whom."""

    id: int
    notice: Notice
    moment: int
    at: datetime
    by: str


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

    def _found(self, which: Any) -> list[Said]:
        if not self.database.has_tables():
            return []
        rows = select(NOTICES, MOMENTS.c.at, MOMENTS.c.by).join(MOMENTS, NOTICES.c.said == MOMENTS.c.id)
        with self.database.reading() as connection:
            return [said(row) for row in connection.execute(rows.where(which).order_by(NOTICES.c.id))]

    def say(self, notices: Sequence[Notice], by: str, at: datetime) -> int | None:
        """The moment at which they begin to stand, all at once; None if that has just been said.

        Raises StoreUnavailable.
        """
        self.database.prepare()
        with self.database.writing() as connection:
            told = [notice_json(notice) for notice in notices]
            if not told or told == said_last(connection):
                return None
            moment = add_moment(connection, not_before(connection, at), by)
            connection.execute(insert(NOTICES), [{"said": moment, "content": each} for each in told])
            note(connection, at, by, "notices_said", moment=moment, count=len(told))
            return moment

    def withdraw(self, said: int, by: str, at: datetime) -> int | None:
        """The moment from which what was said at one stands no longer; None if it does not already.

        Raises StoreUnavailable.
        """
        with self.database.writing() as connection:
            of_it = (NOTICES.c.said == said) & NOTICES.c.withdrawn.is_(None)
            standing = connection.execute(select(NOTICES.c.id).where(of_it)).scalars().all()
            if not standing:
                return None
            moment = add_moment(connection, not_before(connection, at), by)
            gone = update(NOTICES).where(NOTICES.c.id.in_(standing)).values(withdrawn=moment)
            connection.execute(gone)
            note(connection, at, by, "notices_withdrawn", moment=said, count=len(standing))
            return moment


def said_last(connection: Connection) -> list[str]:
    """What stands of what the last moment said, as it is kept: nothing where that was something else."""
    last = select(func.max(MOMENTS.c.id)).scalar_subquery()
    stands = (NOTICES.c.said == last) & NOTICES.c.withdrawn.is_(None)
    rows = select(NOTICES.c.content).where(stands).order_by(NOTICES.c.id)
    return list(connection.execute(rows).scalars())


def said(row: Any) -> Said:
    at = datetime.fromisoformat(row.at)
    return Said(row.id, notice_of(json.loads(row.content), row.id), row.said, at, row.by)
