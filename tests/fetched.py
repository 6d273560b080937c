"""What the tests fetch with npm or pip: once, kept from one run to the next, never seen half made."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from functools import cache
from pathlib import Path

import pytest

SECONDS = 240
NPM = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Of all processes, one at a time; the folder is made when it is not there."""
    folder.mkdir(exist_ok=True)
    with open(folder / "lock", "w") as held:
        flock(held, LOCK_EX)
        yield


@cache
def modules(names: Path, where: Path) -> Path:
    """Where npm has put what is named in a folder. Skips the test where there is no npm, or nothing to be had."""
    if shutil.which("npm") is None:
        pytest.skip("no npm is installed (Debian's package npm)")
    lock, done = names / "package-lock.json", where / "node_modules" / "done.json"
    with alone(where):
        if not done.exists() or done.read_bytes() != lock.read_bytes():
            for file in names.glob("package*.json"):
                shutil.copy(file, where)
            said = fetched(NPM, where)
            if said.returncode:
                pytest.skip(f"npm could not install: {said.stderr[-300:]}")
            shutil.copy(lock, done)
    return where / "node_modules"


def fetched(command: tuple[str, ...], where: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command, cwd=where, capture_output=True, text=True, timeout=SECONDS, stdin=subprocess.DEVNULL
    )
