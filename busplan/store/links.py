"""Links that work once, in and out of a database, each by the digest of its secret."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from busplan.store.database import Database
from busplan.store.staff import Account, account
from busplan.store.tables import LINKS, STAFF


class Links:
    """The links of one database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def found(self, digest: str, now: datetime) -> Account | None:
        """Whose it is, as long as it holds. Raises StoreUnavailable."""
        if not self.database.has_tables():
            return None
        with self.database.reading() as connection:
            return whose(connection, digest, now)


def whose(connection: Connection, digest: str, now: datetime) -> Account | None:
    """None when it is used or too old, or the account is off."""
    one = select(STAFF, LINKS.c.until).join(LINKS, LINKS.c.staff == STAFF.c.id)
    row = connection.execute(one.where(LINKS.c.digest == digest, STAFF.c.active)).one_or_none()
    holds = row is not None and datetime.fromisoformat(row.until) > now
    return account(row) if holds else None


def add(connection: Connection, digest: str, staff: int, until: datetime) -> None:
    """The only one of its account: those before it hold no longer."""
    drop(connection, staff)
    connection.execute(insert(LINKS).values(digest=digest, staff=staff, until=until.isoformat()))


def drop(connection: Connection, staff: int) -> None:
    connection.execute(delete(LINKS).where(LINKS.c.staff == staff))
