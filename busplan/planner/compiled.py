"""How what is called a million times is compiled, by numba.

numba keeps what it has compiled by the age of the file that holds it, and does not see that another file it
calls into has changed. So what it keeps lies in a folder named by what all our files say.
"""

import os
from hashlib import sha256
from pathlib import Path
from typing import Any

import numba

HERE = Path(__file__).parent
KEPT = HERE / "__pycache__"


def named() -> str:
    """By all that can be compiled here."""
    said = sha256()
    for file in sorted(HERE.glob("*.py")):
        said.update(file.read_bytes())
    return said.hexdigest()[:16]


def keep() -> None:
    """Beside our files; where these may not be written, numba finds a place of its own."""
    chosen = Path(numba.config.CACHE_DIR) if numba.config.CACHE_DIR else KEPT  # type: ignore[attr-defined]
    if numba.config.CACHE_DIR or os.access(HERE, os.W_OK):  # type: ignore[attr-defined]
        numba.config.CACHE_DIR = str(chosen / named())  # type: ignore[attr-defined]


keep()
# What Python calls, and what other compiled functions alone call: that is compiled in half the time.
fast: Any = numba.njit(cache=True, nogil=True, error_model="numpy")
inner: Any = numba.njit(cache=True, nogil=True, error_model="numpy", no_cpython_wrapper=True)  # type: ignore[call-overload]
