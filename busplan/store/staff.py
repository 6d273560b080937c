"""Accounts of staff in and out of a database."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, insert, select, update

from busplan.store.database import Database
from busplan.store.tables import STAFF


@dataclass(frozen=True, slots=True)
class Account:
    """One of the staff, as kept. `password` and `totp` are empty where there is none."""

    id: int
    login: str
    name: str
    role: str
    password: str
    totp: str
    totp_used: int
    codes: tuple[str, ...]
    issuer: str | None
    subject: str | None
    active: bool


class Staff:
    """The accounts of one database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def all(self) -> list[Account]:
        """By login. Raises StoreUnavailable."""
        return self._found()

    def of_login(self, login: str) -> Account | None:
        return next(iter(self._found(STAFF.c.login == login)), None)

    def of_id(self, number: int) -> Account | None:
        return next(iter(self._found(STAFF.c.id == number)), None)

    def of_subject(self, issuer: str, subject: str) -> Account | None:
        """Whom another site knows by that."""
        return next(iter(self._found(STAFF.c.issuer == issuer, STAFF.c.subject == subject)), None)

    def _found(self, *which: Any) -> list[Account]:
        if not self.database.has_tables():
            return []
        with self.database.reading() as connection:
            rows = connection.execute(select(STAFF).where(*which).order_by(STAFF.c.login))
            return [account(row) for row in rows]


def add(connection: Connection, login: str, name: str, role: str, at: datetime) -> int | None:
    """The number of a new account without a password; None where the login is taken."""
    if connection.execute(select(STAFF.c.id).where(STAFF.c.login == login)).first():
        return None
    nothing = {"password": "", "totp": "", "totp_used": 0, "codes": "[]", "active": True}  # nosec B105
    values = {"login": login, "name": name, "role": role, "made_at": at.isoformat(), **nothing}
    id: int = connection.execute(insert(STAFF).values(values).returning(STAFF.c.id)).scalar_one()
    return id


def change(connection: Connection, number: int, **values: Any) -> None:
    """Of one account."""
    if "codes" in values:
        values["codes"] = json.dumps(values["codes"])
    connection.execute(update(STAFF).where(STAFF.c.id == number).values(values))


def use_code(connection: Connection, number: int, step: int) -> bool:
    """Takes the code of a step of time; False if it, or a later one, has been taken before."""
    newer = update(STAFF).where(STAFF.c.id == number, STAFF.c.totp_used < step)
    return bool(connection.execute(newer.values(totp_used=step)).rowcount)


def within(connection: Connection, number: int) -> Account:
    """The account as it is within a transaction."""
    return account(connection.execute(select(STAFF).where(STAFF.c.id == number)).one())


def by_secret(database: Database, table: Table, digest: str) -> tuple[Any, Account] | None:
    """The row a secret opens, and whose it is; None where that account is off. Raises StoreUnavailable."""
    if not database.has_tables():
        return None
    with database.reading() as connection:
        row = connection.execute(select(table).where(table.c.digest == digest)).one_or_none()
        owner = select(STAFF).where(STAFF.c.id == (row.staff if row else None), STAFF.c.active)
        found = connection.execute(owner).one_or_none()
    return (row, account(found)) if found else None


def admins(connection: Connection, role: str) -> int:
    """How many are in and have the role."""
    rows = connection.execute(select(STAFF.c.id).where(STAFF.c.role == role, STAFF.c.active)).all()
    return len(rows)


def account(row: Any) -> Account:
    return Account(
        row.id,
        row.login,
        row.name,
        row.role,
        row.password,
        row.totp,
        row.totp_used,
        tuple(json.loads(row.codes)),
        row.issuer,
        row.subject,
        row.active,
    )
