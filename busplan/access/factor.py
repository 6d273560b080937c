"""A code of six digits in, whether it is that of now out; and spare ones, for when the telephone is lost."""

import base64
import secrets
from datetime import datetime
from hashlib import sha256

import pyotp

from busplan.access import tries
from busplan.store import Database, sessions, staff
from busplan.store.acts import note
from busplan.store.staff import Account

SECONDS = 30
# One step early and one late: clocks differ, and people type slowly.
STEPS = (0, -1, 1)
CODES = 10
# 120 bits: more than can be guessed, so that a plain digest will do (ASVS 5.0, 6.5.2).
OCTETS_OF_CODE = 15
GROUP = 4


def new() -> str:
    """What an authenticator is to know."""
    return pyotp.random_base32()


def address(secret: str, login: str, site: str) -> str:
    """As authenticators read it from a picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=site)


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """Of which half minute it is the code; None when it is none of these."""
    typed = code.replace(" ", "")
    maker = pyotp.TOTP(secret)
    present = int(now.timestamp()) // SECONDS
    for step in (present + each for each in STEPS):
        if secrets.compare_digest(maker.generate_otp(step).encode(), typed.encode()):
            return step
    return None


def set_up(
    database: Database, account: Account, secret: str, code: str, now: datetime, but: str = ""
) -> list[str] | None:
    """From now on a code is asked for. The spare codes, to be shown once; None when it is not the right one.

    All sessions but this one end. Raises StoreUnavailable.
    """
    step = step_of(secret, code, now)
    if step is None:
        return None
    codes = [spare() for _ in range(CODES)]
    with database.writing() as connection:
        kept = [digest(each) for each in codes]
        staff.change(connection, account.id, totp=secret, totp_used=step, codes=kept)
        sessions.end_all(connection, account.id, but)
        note(connection, now, account.name, "factor_set")
    return codes


def passes(database: Database, account: Account, code: str, now: datetime) -> bool:
    """Each code once, and each spare one. Raises TooMany, StoreUnavailable."""
    keys = tries.of_code(account.id)
    tries.spend(database, keys, now)
    step = step_of(account.totp, code, now)
    with database.writing() as connection:
        if step is not None:
            taken = staff.use_code(connection, account.id, step)
        else:
            left = staff.within(connection, account.id).codes
            taken = digest(code) in left
            if taken:
                kept = [each for each in left if each != digest(code)]
                staff.change(connection, account.id, codes=kept)
                note(connection, now, account.name, "spare_code_used", left=len(kept))
        if not taken:
            note(connection, now, account.name, "code_refused")
    if taken:
        tries.was_good(database, keys)
    return taken


def forget(database: Database, account: Account, by: str, now: datetime) -> None:
    """No code is asked for any more. Raises StoreUnavailable."""
    with database.writing() as connection:
        staff.change(connection, account.id, totp="", codes=[])
        note(connection, now, by, "factor_forgotten", login=account.login, name=account.name)


def spare() -> str:
    """`abcd-efgh-ijkl-mnop-qrst-uvwx`"""
    letters = base64.b32encode(secrets.token_bytes(OCTETS_OF_CODE)).decode().lower()
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def digest(code: str) -> str:
    """However it is typed."""
    plain = "".join(each for each in code.casefold() if each.isalnum())
    return sha256(plain.encode()).hexdigest()
