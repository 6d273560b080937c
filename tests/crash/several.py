"""Four processes with two publishers each, for a minute: `.venv/bin/python tests/crash/several.py`.

Each publishes on top of what it saw. None is lost, none is turned away, and on each only one is built.
"""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from busplan.store import Store

PROCESSES, SECONDS = 4, 60
WORKER = """\
import json, sys, threading
from datetime import UTC, datetime
from time import monotonic
from busplan.store import Overtaken, Store
url, name, until = sys.argv[1], sys.argv[2], monotonic() + float(sys.argv[3])
done, overtaken, faults = [], [], []

def publish(name):
    store, n = Store(url), 0
    while monotonic() < until:
        n += 1
        try:
            newest = store.entries(1)
            base = newest[0].id if newest else 0
            files = [("a", f"{name} {n}".encode())]
            done.append((base, store.add(files, f"{name} {n}", name, datetime.now(UTC), base=base)))
        except Overtaken:
            overtaken.append(base)
        except Exception as fault:
            faults.append(repr(fault))

threads = [threading.Thread(target=publish, args=(f"{name}{each}",)) for each in "ab"]
[each.start() for each in threads]
[each.join() for each in threads]
print(json.dumps([done, overtaken, faults]))
"""


def race(folder: Path, seconds: float) -> int:
    """How many were published."""
    store = Store(f"sqlite:///{folder / 'busplan.db'}")
    store.prepare()
    running = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, str(store.url), str(number), str(seconds)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(PROCESSES)
    ]
    told = [json.loads(each.communicate(timeout=seconds + 60)[0]) for each in running]
    done = sorted(tuple(each) for worker in told for each in worker[0])
    overtaken = sum(len(worker[1]) for worker in told)
    faults = [fault for worker in told for fault in worker[2]]
    assert faults == []
    # On each number exactly one was built, and it is there.
    assert done == [(number, number + 1) for number in range(len(done))]
    assert [entry.id for entry in store.entries()] == list(range(len(done), 0, -1))
    print(f"{len(done)} published, {overtaken} told that another was first, 0 lost, 0 turned away")
    return len(done)


if __name__ == "__main__":
    with TemporaryDirectory(prefix="busplan-several-") as folder:
        race(Path(folder), SECONDS)
