"""Sessions in and out of a database, each by the digest of the secret in its cookie."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from busplan.store.database import Database
from busplan.store.staff import Account, by_secret
from busplan.store.tables import SESSIONS


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that somebody is signed in with."""

    digest: str
    staff: int
    made_at: datetime
    seen_at: datetime
    agent: str
    content: dict[str, Any]


class Sessions:
    """The sessions of one database. Those that have ended are deleted."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def found(self, digest: str) -> tuple[Session, Account] | None:
        """With whose it is; None for those whose account is off. Raises StoreUnavailable."""
        found = by_secret(self.database, SESSIONS, digest)
        return (session(found[0]), found[1]) if found else None

    def of_staff(self, number: int) -> list[Session]:
        """The last seen first. Raises StoreUnavailable."""
        theirs = select(SESSIONS).where(SESSIONS.c.staff == number).order_by(SESSIONS.c.seen_at.desc())
        with self.database.reading() as connection:
            return [session(row) for row in connection.execute(theirs)]

    def keep(self, digest: str, seen_at: datetime, content: dict[str, Any]) -> None:
        """What is in it, and that it was seen. Raises StoreUnavailable."""
        values = {"seen_at": seen_at.isoformat(), "content": json.dumps(content)}
        with self.database.writing() as connection:
            connection.execute(update(SESSIONS).where(SESSIONS.c.digest == digest).values(values))


def begin(
    connection: Connection, digest: str, staff: int, at: datetime, agent: str, content: dict[str, Any]
) -> None:
    values = {"digest": digest, "staff": staff, "agent": agent, "content": json.dumps(content)}
    connection.execute(insert(SESSIONS).values(made_at=at.isoformat(), seen_at=at.isoformat(), **values))


def end(connection: Connection, digest: str) -> None:
    connection.execute(delete(SESSIONS).where(SESSIONS.c.digest == digest))


def end_all(connection: Connection, staff: int, but: str = "") -> int:
    """Those of one of the staff, all but one. How many it were."""
    theirs = (SESSIONS.c.staff == staff) & (SESSIONS.c.digest != but)
    return connection.execute(delete(SESSIONS).where(theirs)).rowcount


def end_of(connection: Connection, staff: int, begins: str) -> int:
    """Those of one of the staff whose digest begins so. How many it were."""
    theirs = (SESSIONS.c.staff == staff) & SESSIONS.c.digest.startswith(begins, autoescape=True)
    return connection.execute(delete(SESSIONS).where(theirs)).rowcount


def end_old(connection: Connection, made_before: datetime, seen_before: datetime) -> None:
    """Times are told in one zone, so that text can be compared."""
    old = (SESSIONS.c.made_at < made_before.isoformat()) | (SESSIONS.c.seen_at < seen_before.isoformat())
    connection.execute(delete(SESSIONS).where(old))


def session(row: Any) -> Session:
    made_at, seen_at = datetime.fromisoformat(row.made_at), datetime.fromisoformat(row.seen_at)
    return Session(row.digest, row.staff, made_at, seen_at, row.agent, json.loads(row.content))
