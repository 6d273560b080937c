"""A secret that a program sends in, in whose name it acts out."""

from datetime import datetime, timedelta

from busplan.access import secret
from busplan.access.person import Person, Role, person
from busplan.store import Database, tokens
from busplan.store.acts import note
from busplan.store.staff import Account
from busplan.store.tokens import Token, Tokens

# So that whoever finds one in the wrong place, or a program that looks for such, sees what it is.
PREFIX = "busplan_"
LEAST = Role.EDITOR
HOLDS = (30, 90, 365)
LONGEST_NAME = 100
# How exactly it is known when one was last used, and how often that is noted.
USED_WITHIN = timedelta(minutes=1)
# Another of the same name so soon takes the place of the first: nobody has seen that.
TWICE = timedelta(seconds=30)


def make(database: Database, account: Account, name: str, days: int, now: datetime) -> str:
    """To be shown once; of a double click, the second is. Raises StoreUnavailable."""
    made = PREFIX + secret.new()
    with database.writing() as connection:
        until = now + timedelta(days=days)
        tokens.drop_unused(connection, account.id, name[:LONGEST_NAME], now - TWICE)
        tokens.add(connection, secret.digest(made), account.id, name[:LONGEST_NAME], now, until)
        note(connection, now, account.name, "token_made", token=name[:LONGEST_NAME], days=days)
    return made


def of(database: Database, account: Account) -> list[Token]:
    """The newest first. Raises StoreUnavailable."""
    return Tokens(database).of_staff(account.id)


def revoke(database: Database, account: Account, number: int, now: datetime) -> None:
    """Nothing comes of it when it is none of theirs. Raises StoreUnavailable."""
    with database.writing() as connection:
        name = tokens.drop(connection, number, account.id)
        if name is not None:
            note(connection, now, account.name, "token_revoked", token=name)


def by_token(database: Database, sent: str, now: datetime) -> Person | None:
    """Who it is, as they are now: who is off, or no editor any more, is nobody. Raises StoreUnavailable."""
    if not sent.startswith(PREFIX) or not secret.is_one(sent.removeprefix(PREFIX)):
        return None
    found = Tokens(database).found(secret.digest(sent))
    if found is None or found[0].until <= now or not person(found[1]).may(LEAST):
        return None
    token, account = found
    if token.used_at is None or now - token.used_at >= USED_WITHIN:
        with database.writing() as connection:
            tokens.use(connection, token.id, now)
            note(connection, now, account.name, "token_used", token=token.name)
    return person(account)
