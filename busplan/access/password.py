"""A password in, its hash out, and whether it is good enough to be one."""

import re
import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST, MOST = 12, 128
# OWASP, Password Storage Cheat Sheet: Argon2id with 19 MiB, two passes, one lane.
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Each takes 19 MiB and all of a core: those who read the timetable come first.
AT_ONCE = 4
SECONDS_TO_WAIT = 5
TURN = BoundedSemaphore(AT_ONCE)
# Guesses that somebody who knows the service and the person would need, at the least: zxcvbn's best grade.
FEWEST_GUESSES = 10**10
OF_THE_TRADE = (
    *("bibliotek", "biblioteket", "bibliotekbuss", "bibliotekbussen", "bokbuss", "bokbussen", "buss"),
    *("bussen", "bok", "boken", "passord", "passordet", "hemmelig", "velkommen", "sommer", "vinter"),
    *("akershus", "buskerud", "østfold", "ostfold", "fylkesbibliotek", "fylkesbiblioteket", "busplan"),
    *("library", "bookmobile", "timetable", "ruteplan", "norge", "norway", "oslo", "admin"),
)


class Busy(OSError):
    """So many are at the door that nobody more can be looked at just now."""


def plain(password: str) -> str:
    """One and the same, however the keyboard put its letters together (NFC)."""
    return unicodedata.normalize("NFC", password)


def hashed(password: str) -> str:
    """Raises Busy."""
    with turn():
        return HASHER.hash(plain(password))


def matches(kept: str, password: str) -> bool:
    """Takes as long where nothing is kept. Raises Busy."""
    if len(password) > MOST:
        password = ""  # nosec B105
    with turn():
        try:
            return HASHER.verify(kept or nobodys(), plain(password)) and kept != ""
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(kept: str) -> bool:
    """Whether it was made with other parameters than those of today."""
    return HASHER.check_needs_rehash(kept)


@cache
def nobodys() -> str:
    """A hash that no password has."""
    return HASHER.hash(secrets.token_urlsafe())


@contextmanager
def turn() -> Iterator[None]:
    if not TURN.acquire(timeout=SECONDS_TO_WAIT):
        raise Busy("too many passwords at once")
    try:
        yield
    finally:
        TURN.release()


def fault(password: str, *known: str) -> str | None:
    """Why it cannot be one: `short`, `long` or `common`. `known` is what others know of the person."""
    if len(password) > MOST:
        return "long"
    if len(plain(password)) < LEAST:
        return "short"
    from zxcvbn import zxcvbn

    words = [part for each in known for part in re.split(r"[\s@._-]+", each)]
    found = zxcvbn(plain(password), user_inputs=[*OF_THE_TRADE, *known, *words], max_length=MOST)
    return "common" if found["guesses"] < FEWEST_GUESSES else None
