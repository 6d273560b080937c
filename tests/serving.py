"""A real `busplan serve` in a process of its own, on a free port of this machine."""

import os
import re
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread, Timer
from typing import Any

SECONDS_TO_BEGIN, SECONDS_TO_STOP = 60, 10


@contextmanager
def serving(folder: Path, *words: object, command: tuple[str, ...] = (), **environment: str) -> Iterator[str]:
    """Gives its address once it answers there. The database is in the folder."""
    with begun(folder, *words, command=command, **environment) as (_, found):
        yield found


@contextmanager
def begun(
    folder: Path, *words: object, command: tuple[str, ...] = (), **environment: str
) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """The same, with the process."""
    said = {
        **{name: value for name, value in os.environ.items() if not name.startswith("BUSPLAN_")},
        "BUSPLAN_DATABASE": f"sqlite:///{folder / 'served.db'}",
        "BUSPLAN_NOW": "2026-11-22T09:00",
        "BUSPLAN_TILES": "none",
        "BUSPLAN_WORKER": "off",
        **environment,
    }
    run = [*(command or (sys.executable, "-m", "busplan")), "serve", "--port", "0", *map(str, words)]
    server = subprocess.Popen(run, env=said, cwd=folder, stderr=subprocess.PIPE, text=True)
    # What it says later is read, too: it stands still once nobody takes more of it.
    reader = Thread(target=deque, args=(server.stderr, 0))
    try:
        with ended(server):
            found = address(server)
            reader.start()
            yield server, found
    finally:
        if reader.is_alive():
            reader.join()
        server.stderr.close()


@contextmanager
def ended(process: "subprocess.Popen[Any]") -> Iterator[None]:
    """Whatever becomes of a test, the process does not outlast it; one that does not stop when told to is a fault."""
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(SECONDS_TO_STOP)
        finally:
            process.kill()
            process.wait()


def address(server: "subprocess.Popen[str]") -> str:
    assert server.stderr is not None
    too_slow = Timer(SECONDS_TO_BEGIN, server.kill)
    too_slow.start()
    told = []
    try:
        for line in server.stderr:
            told.append(line)
            if found := re.search(r"Open (http://\S+?)/ ", line):
                return found[1]
    finally:
        too_slow.cancel()
    raise AssertionError("it did not begin:\n" + "".join(told))
