"""The settings in, the key that signs what the desk gives out: the one that is set, or one made here once.

It signs forms and the note in the cookie before somebody is in. Sessions, links and tokens do not hang on it.
"""

import os
import secrets
import tempfile
from logging import getLogger
from pathlib import Path

from busplan.settings import default_database
from busplan.web.desk import Desk

FILE = "secret_key"
OCTETS = 32
log = getLogger(__name__)


def newest(desk: Desk) -> str:
    return all_of(desk)[-1]


def all_of(desk: Desk) -> list[str]:
    """The newest last: it signs, and those before it are still taken."""
    said = desk.settings.secret_key.split()
    return said[::-1] or [desk.once(FILE, lambda: made(file_of(desk)))]


def file_of(desk: Desk) -> Path:
    """Beside the database, where that is a file."""
    store = desk.shelf.store
    return (store.file if store.is_sqlite else Path(default_database())).with_name(FILE)


def made(file: Path) -> str:
    """The one in the file; a new one, for its owner only, where there is none."""
    try:
        if not file.exists():
            put(file, secrets.token_urlsafe(OCTETS))
        return file.read_text(encoding="ascii").strip()
    except OSError as fault:
        log.warning("%s: %s. Forms that are open when the server begins anew must be sent again", file, fault)
        return secrets.token_urlsafe(OCTETS)


def put(file: Path, content: str) -> None:
    """Whole or not at all; the first of several who begin at once wins."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".{FILE}-")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(content + "\n")
        os.link(temporary, file)
    except FileExistsError:
        pass
    finally:
        os.unlink(temporary)
