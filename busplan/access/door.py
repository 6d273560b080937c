"""A login and a password in, the account out; or no account, and no word of why."""

from datetime import datetime

from busplan.access import password as passwords
from busplan.access import tries
from busplan.store import Database, staff
from busplan.store.acts import note
from busplan.store.staff import Account, Staff

LONGEST_LOGIN = 200


def folded(login: str) -> str:
    """As logins are kept."""
    return login.strip().casefold()[:LONGEST_LOGIN]


def knock(database: Database, login: str, password: str, address: str, now: datetime) -> Account | None:
    """It takes as long whether there is such an account or not. Raises TooMany, Busy, StoreUnavailable."""
    if not database.has_tables():
        passwords.matches("", password)
        return None
    keys = tries.of_sign_in(address, folded(login))
    tries.spend(database, keys, now)
    account = Staff(database).of_login(folded(login))
    there = account.password if account and account.active else ""
    if not passwords.matches(there, password) or account is None:
        refused(database, account, address, now)
        return None
    tries.was_good(database, keys)
    if passwords.is_outdated(there):
        renew(database, account, password)
    return account


def refused(database: Database, account: Account | None, address: str, now: datetime) -> None:
    """What was typed is not noted: it may be a password in the wrong field."""
    with database.writing() as connection:
        note(connection, now, account.name if account else "", "refused", address=address)


def renew(database: Database, account: Account, password: str) -> None:
    """Kept as passwords are kept today."""
    kept = passwords.hashed(password)
    with database.writing() as connection:
        staff.change(connection, account.id, password=kept)
