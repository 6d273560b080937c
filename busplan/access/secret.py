"""Secrets that are made here: only their digests are kept, so what is kept lets nobody in."""

import re
import secrets
from hashlib import sha256

OCTETS = 32
SECRET = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


def new() -> str:
    """256 bits that fit into an address and a cookie."""
    return secrets.token_urlsafe(OCTETS)


def is_one(text: str) -> bool:
    """Whether it could be: what is not need not be looked for."""
    return SECRET.fullmatch(text) is not None


def digest(secret: str) -> str:
    """No salt: there is nothing to guess in so many bits."""
    return sha256(secret.encode()).hexdigest()
