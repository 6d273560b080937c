"""Tokens of programs in and out of a database, each by the digest of its secret."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from busplan.store.database import Database
from busplan.store.staff import Account, by_secret
from busplan.store.tables import TOKENS


@dataclass(frozen=True, slots=True)
class Token:
    """What a program may do in the name of one of the staff, until then."""

    id: int
    staff: int
    name: str
    made_at: datetime
    until: datetime
    used_at: datetime | None


class Tokens:
    """The tokens of one database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def found(self, digest: str) -> tuple[Token, Account] | None:
        """With whose it is; None for those whose account is off. Raises StoreUnavailable."""
        found = by_secret(self.database, TOKENS, digest)
        return (token(found[0]), found[1]) if found else None

    def of_staff(self, number: int) -> list[Token]:
        """The newest first. Raises StoreUnavailable."""
        theirs = select(TOKENS).where(TOKENS.c.staff == number).order_by(TOKENS.c.id.desc())
        with self.database.reading() as connection:
            return [token(row) for row in connection.execute(theirs)]


def add(
    connection: Connection, digest: str, staff: int, name: str, made_at: datetime, until: datetime
) -> None:
    when = {"made_at": made_at.isoformat(), "until": until.isoformat()}
    connection.execute(insert(TOKENS).values(digest=digest, staff=staff, name=name, **when))


def use(connection: Connection, number: int, at: datetime) -> None:
    connection.execute(update(TOKENS).where(TOKENS.c.id == number).values(used_at=at.isoformat()))


def drop(connection: Connection, number: int, staff: int) -> str | None:
    """The name of what is gone; None where they have no such token."""
    theirs = (TOKENS.c.id == number) & (TOKENS.c.staff == staff)
    name: str | None = connection.execute(delete(TOKENS).where(theirs).returning(TOKENS.c.name)).scalar()
    return name


def drop_unused(connection: Connection, staff: int, name: str, since: datetime) -> None:
    """Those of a name that were made since then, and never used."""
    theirs = (TOKENS.c.staff == staff) & (TOKENS.c.name == name) & TOKENS.c.used_at.is_(None)
    for row in connection.execute(select(TOKENS).where(theirs)).all():
        if token(row).made_at >= since:
            drop(connection, row.id, staff)


def token(row: Any) -> Token:
    made_at, until = datetime.fromisoformat(row.made_at), datetime.fromisoformat(row.until)
    used_at = datetime.fromisoformat(row.used_at) if row.used_at else None
    return Token(row.id, row.staff, row.name, made_at, until, used_at)
