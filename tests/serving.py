"""A real `busplan serve` in a process of its own, on a free port of this machine."""

import os
import re
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

SECONDS_TO_STOP = 10


@contextmanager
def serving(folder: Path, *words: object, command: tuple[str, ...] = (), **environment: str) -> Iterator[str]:
    """Gives its address once it answers there. The database is in the folder."""
    said = {
        **{name: value for name, value in os.environ.items() if not name.startswith("BUSPLAN_")},
        "BUSPLAN_DATABASE": f"sqlite:///{folder / 'served.db'}",
        "BUSPLAN_NOW": "2026-11-22T09:00",
        "BUSPLAN_TILES": "none",
        **environment,
    }
    run = [*(command or (sys.executable, "-m", "busplan")), "serve", "--port", "0", *map(str, words)]
    server = subprocess.Popen(run, env=said, cwd=folder, stderr=subprocess.PIPE, text=True)
    # What it says later is read, too: it stands still once nobody takes more of it.
    reader = Thread(target=deque, args=(server.stderr, 0))
    try:
        found = address(server)
        reader.start()
        yield found
    finally:
        server.terminate()
        server.wait(SECONDS_TO_STOP)
        if reader.is_alive():
            reader.join()
        server.stderr.close()


def address(server: "subprocess.Popen[str]") -> str:
    assert server.stderr is not None
    told = []
    for line in server.stderr:
        told.append(line)
        if found := re.search(r"Open (http://\S+?)/ ", line):
            return found[1]
    raise AssertionError("it did not begin:\n" + "".join(told))
