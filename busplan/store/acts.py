"""Acts of staff in and out of a database: who did what and when. Nothing in it is changed, only added to."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from busplan.store.database import Database
from busplan.store.tables import ACTS


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did. The facts are plain: text, numbers, lists."""

    id: int
    at: datetime
    by: str
    what: str
    facts: dict[str, Any]


class Acts:
    """The acts of one database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def note(self, at: datetime, by: str, what: str, **facts: object) -> None:
        """In a transaction of its own. Raises StoreUnavailable."""
        self.database.prepare()
        with self.database.writing() as connection:
            note(connection, at, by, what, **facts)

    def newest(self, most: int, before: int | None = None) -> list[Act]:
        """The newest first; with `before`, only those older than that one. Raises StoreUnavailable."""
        if not self.database.has_tables():
            return []
        rows = select(ACTS).order_by(ACTS.c.id.desc()).limit(most)
        if before is not None:
            rows = rows.where(ACTS.c.id < before)
        with self.database.reading() as connection:
            return [act(row) for row in connection.execute(rows)]


def note(connection: Connection, at: datetime, by: str, what: str, **facts: object) -> None:
    """As `Acts.note`, within the transaction of what was done."""
    kept = json.dumps(facts, ensure_ascii=False)
    connection.execute(insert(ACTS).values(at=at.isoformat(), by=by, what=what, facts=kept))


def act(row: Any) -> Act:
    return Act(row.id, datetime.fromisoformat(row.at), row.by, row.what, json.loads(row.facts))
