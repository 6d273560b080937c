"""A secret out of a cookie in, the person who is signed in with it out, as long as the session lasts."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from busplan.access import secret
from busplan.access.person import Person, person
from busplan.store import Database, sessions
from busplan.store.acts import note
from busplan.store.sessions import Session, Sessions
from busplan.store.staff import Account

IDLE = timedelta(hours=8)
ABSOLUTE = timedelta(days=7)
# How exactly it is known when somebody was last seen: a database is not written to with every page.
SEEN_WITHIN = timedelta(minutes=1)
LONGEST_AGENT = 300


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who is in: their session, their account, and who they are to others."""

    session: Session
    account: Account
    person: Person = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "person", person(self.account))

    @property
    def is_elsewhere(self) -> bool:
        """Whether another site has told who they are, and asked for what it wants to be sure of it."""
        return bool(self.session.content.get("elsewhere"))


def of(database: Database, cookie: str, now: datetime) -> SignedIn | None:
    """None when it is over, or none of ours. Raises StoreUnavailable."""
    if not secret.is_one(cookie):
        return None
    found = Sessions(database).found(secret.digest(cookie))
    return SignedIn(*found) if found and lasts(found[0], now) else None


def lasts(session: Session, now: datetime) -> bool:
    return now - session.seen_at < IDLE and now - session.made_at < ABSOLUTE


def begin(
    database: Database, account: Account, agent: str, now: datetime, content: dict[str, Any], before: str = ""
) -> str:
    """Its secret. The one that was there before is over. Raises StoreUnavailable."""
    made, at = secret.new(), now.astimezone(UTC)
    with database.writing() as connection:
        sessions.end_old(connection, at - ABSOLUTE, at - IDLE)
        sessions.end(connection, secret.digest(before))
        sessions.begin(connection, secret.digest(made), account.id, at, agent[:LONGEST_AGENT], content)
        note(connection, now, account.name, "signed_in", elsewhere=bool(content.get("elsewhere")))
    return made


def keep(database: Database, digest: str, content: dict[str, Any], now: datetime) -> None:
    """Raises StoreUnavailable."""
    Sessions(database).keep(digest, now.astimezone(UTC), content)


def end(database: Database, signed_in: SignedIn, now: datetime) -> None:
    """Signs out. Raises StoreUnavailable."""
    with database.writing() as connection:
        sessions.end(connection, signed_in.session.digest)
        note(connection, now, signed_in.person.name, "signed_out")
