"""What is done to an account: made, given another role, put off and on, and let in by a link."""

from datetime import datetime, timedelta

from busplan.access import door, secret, tries
from busplan.access import password as passwords
from busplan.access.person import Role
from busplan.store import Connection, Database, links, sessions, staff
from busplan.store.acts import note
from busplan.store.staff import Account

LINK_HOLDS = timedelta(hours=1)
LONGEST = door.LONGEST_LOGIN


class Refused(ValueError):
    """It cannot be done. Carries why: `taken`, `last_admin`, `gone`, `wrong`, `code`, `short`, `long` …"""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def add(database: Database, login: str, name: str, role: Role, by: str, now: datetime) -> int:
    """The number of a new account, which nobody can get into yet. Raises Refused, StoreUnavailable."""
    database.prepare()
    login = door.folded(login)
    with database.writing() as connection:
        made = staff.add(connection, login, name, role.code, now)
        if made is None:
            raise Refused("taken")
        note(connection, now, by, "account_made", login=login, name=name, role=role.code)
    return made


def link(database: Database, account: Account, by: str, now: datetime) -> str:
    """The secret of a link with which they choose a password, once, within the hour."""
    made = secret.new()
    with database.writing() as connection:
        links.add(connection, secret.digest(made), account.id, now + LINK_HOLDS)
        note(connection, now, by, "link_made", login=account.login, name=account.name)
    return made


def of_link(database: Database, found: str, now: datetime) -> Account | None:
    """Whom the secret of a link is for, as long as it holds. Raises StoreUnavailable."""
    return links.Links(database).found(secret.digest(found), now) if secret.is_one(found) else None


def choose_by_link(database: Database, found: str, password: str, now: datetime) -> Account:
    """Sets the password and uses the link up. All sessions end. Raises Refused, Busy, StoreUnavailable."""
    account = of_link(database, found, now)
    if account is None:
        raise Refused("gone")
    kept = good(password, account)
    with database.writing() as connection:
        whose = links.whose(connection, secret.digest(found), now)
        if whose is None:
            raise Refused("gone")
        set_password(connection, whose, kept, now)
    return whose


def choose(database: Database, account: Account, password: str, session: str, now: datetime) -> None:
    """Sets another password. All sessions but this end. Raises Refused, Busy, StoreUnavailable."""
    kept = good(password, account)
    with database.writing() as connection:
        set_password(connection, account, kept, now, but=session)


def confirm(database: Database, account: Account, password: str, now: datetime) -> None:
    """That it is they who sit there. Counted as tries to come in are. Raises Refused, TooMany, Busy."""
    keys = tries.of_account(account.login)
    tries.spend(database, keys, now)
    if not passwords.matches(account.password, password):
        raise Refused("wrong")
    tries.was_good(database, keys)


def end_one(database: Database, account: Account, begins: str, now: datetime) -> None:
    """A session of their own, by what its digest begins with. Raises StoreUnavailable."""
    with database.writing() as connection:
        if sessions.end_of(connection, account.id, begins):
            note(connection, now, account.name, "session_ended")


def good(password: str, account: Account) -> str:
    """Its hash. Raises Refused, Busy."""
    if why := passwords.fault(password, account.login, account.name):
        raise Refused(why)
    return passwords.hashed(password)


def set_password(connection: Connection, account: Account, kept: str, now: datetime, but: str = "") -> None:
    staff.change(connection, account.id, password=kept)
    links.drop(connection, account.id)
    sessions.end_all(connection, account.id, but)
    note(connection, now, account.name, "password_changed")


def set_role(database: Database, account: Account, role: Role, by: str, now: datetime) -> None:
    """Raises Refused where nobody would be administrator any more, StoreUnavailable."""
    with database.writing() as connection:
        staff.change(connection, account.id, role=role.code)
        some_admin(connection, account)
        note(connection, now, by, "role_set", login=account.login, name=account.name, role=role.code)


def put_off(database: Database, account: Account, by: str, now: datetime) -> None:
    """They are out at once, and so are their programs. Raises Refused, StoreUnavailable."""
    with database.writing() as connection:
        staff.change(connection, account.id, active=False)
        some_admin(connection, account)
        sessions.end_all(connection, account.id)
        links.drop(connection, account.id)
        note(connection, now, by, "account_off", login=account.login, name=account.name)


def put_on(database: Database, account: Account, by: str, now: datetime) -> None:
    with database.writing() as connection:
        staff.change(connection, account.id, active=True)
        note(connection, now, by, "account_on", login=account.login, name=account.name)


def end_sessions(database: Database, account: Account, by: str, now: datetime, but: str = "") -> int:
    """How many it were. Raises StoreUnavailable."""
    with database.writing() as connection:
        ended = sessions.end_all(connection, account.id, but)
        note(connection, now, by, "sessions_ended", login=account.login, name=account.name)
    return ended


def some_admin(connection: Connection, account: Account) -> None:
    """One must be left. Raises Refused, and so undoes what the transaction has done."""
    if account.role == Role.ADMIN.code and account.active and not staff.admins(connection, Role.ADMIN.code):
        raise Refused("last_admin")
