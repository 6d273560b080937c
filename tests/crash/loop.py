"""An act in; a fault at each of its calls on the data folder, and what each left behind, out.

The faults are put in by strace, into the program as it is: it is killed just before the call, or the call
fails for want of room, or of a disk that answers.
"""

import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from busplan import publishing
from busplan.reading import Source
from busplan.store import Store
from busplan.timetable import BadTimetable

FAULTS = {"kill": "signal=KILL", "full": "error=ENOSPC", "broken": "error=EIO"}
CALLS = [
    "openat",
    "pwrite64",
    "write",
    "fsync",
    "fdatasync",
    "ftruncate",
    "unlink",
    "link",
    "rename",
    "chmod",
    "chown",
]
# What cannot want for room.
NEVER_FULL = {"unlink", "chmod", "chown", "fdatasync"}
NAMES = ("", "-journal", ".new", ".new-journal", ".before", ".restored", ".restored-journal", ".replaced")
MOST_SECONDS = 60


@dataclass(frozen=True)
class Act:
    """Something that changes what is kept, said by a command to be done. `prepared` makes a folder for it."""

    name: str
    prepared: Path
    command: Callable[[Path], list[str]]
    says: str
    following: tuple[Source, ...]


@dataclass(frozen=True)
class Point:
    act: Act
    fault: str
    call: str
    nth: int

    def __str__(self) -> str:
        return f"{self.act.name}: {self.fault} at {self.call} {self.nth}"


def database(folder: Path) -> Path:
    return folder / "busplan.db"


def url(folder: Path) -> str:
    return f"sqlite:///{database(folder)}"


def points(act: Act, work: Path) -> tuple[list[Point], str]:
    """All there are, and what the act makes of the database when nothing goes wrong."""
    folder = fresh(act, work / "clean")
    log = work / "log"
    done = traced(act, folder, "-o", str(log), "-e", "trace=" + ",".join(CALLS))
    assert act.says in done.stdout + done.stderr, done
    counted = Counter(line.split(maxsplit=1)[1].partition("(")[0] for line in log.read_text().splitlines())
    return [
        Point(act, fault, call, nth)
        for fault in FAULTS
        for call in CALLS
        if not (fault == "full" and call in NEVER_FULL)
        for nth in range(1, counted[call] + 1)
    ], state(database(folder))


def fresh(act: Act, folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(act.prepared, folder)
    return folder


def traced(act: Act, folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    file = database(folder)
    paths = [word for name in NAMES for word in ("-P", f"{file}{name}")]
    run = ["strace", "-f", "-qq", "--seccomp-bpf", *paths, "-P", str(folder), *words, *act.command(folder)]
    return subprocess.run(run, capture_output=True, text=True, timeout=MOST_SECONDS, check=False)


def broken(point: Point, work: Path, new: str) -> Iterator[str]:
    """What is wrong after the fault; nothing, if all is well."""
    act = point.act
    folder = fresh(act, work)
    file = database(folder)
    inject = f"inject={point.call}:{FAULTS[point.fault]}:when={point.nth}"
    done = traced(act, folder, "-o", "/dev/null", "-e", f"trace={point.call}", "-e", inject)
    old = state(database(act.prepared))
    try:
        found = state(file)
    except sqlite3.Error as fault:
        yield f"cannot be read: {fault}"
        return
    if found not in (old, new):
        yield "is neither the old nor the new"
    if act.says in done.stdout + done.stderr and found != new:
        yield "says that it is done, and it is not"
    if "Traceback" in done.stderr:
        yield f"ends in a traceback: {done.stderr.splitlines()[-1]}"
    try:
        store = Store(url(folder))
        assert publishing.in_force(store) is not None
        number = publishing.publish(store, publishing.check(*act.following), "ola", store.last_moment().at)
        if number is None or store.newest().id != number:
            yield "the next publication is not there"
    except (OSError, BadTimetable, AssertionError) as fault:
        yield f"the next cannot be published: {fault!r}"


def state(file: Path) -> str:
    """All that residents are shown comes of this. Raises sqlite3.Error when it is not whole."""
    with closing(sqlite3.connect(file)) as connection:
        if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise sqlite3.DatabaseError("not whole")
        if connection.execute("PRAGMA foreign_key_check").fetchall():
            raise sqlite3.DatabaseError("rows are lost")
        there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        asked = {
            "publications": "SELECT id, digest FROM publications",
            "sources": "SELECT publication, role, name, content FROM sources",
            "moments": "SELECT id, publication FROM moments",
            "notices": "SELECT id, said, withdrawn, content FROM notices",
        }
        return repr([connection.execute(sql).fetchall() if t in there else None for t, sql in asked.items()])


def python(*words: object) -> list[str]:
    return [sys.executable, *map(str, words)]
