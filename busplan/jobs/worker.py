"""A queue in, a worker that takes plans from it, one at a time and in a process of its own."""

import os
import signal
from datetime import UTC
from logging import getLogger
from threading import Thread
from uuid import uuid4

from busplan.clock import Clock
from busplan.jobs.queue import Queue
from busplan.jobs.work import Work
from busplan.settings import Settings
from busplan.store import Plans, Store, StoreUnavailable

# Of the processor's time: pages come first.
NICE = 10
log = getLogger(__name__)


class Worker:
    """Claims what waits, and works on it until it is done, stopped, or the worker is told to end."""

    def __init__(self, said: Settings) -> None:
        self.said = said
        self.queue = Queue(said, self.plan, self.look)

    def plan(self, number: int) -> None:
        """In the process of a worker."""
        plans, runner = Plans(Store(self.said.database_url)), uuid4().hex
        claimed = plans.claim(number, runner, Clock().now(UTC))
        if claimed is None:
            return
        work = Work(self.said, plans, claimed, runner)
        # As the process is to end: what is found until then stays, and another goes on with it.
        before = signal.signal(signal.SIGTERM, lambda *_: work.give_back())
        try:
            work.run()
        finally:
            signal.signal(signal.SIGTERM, before)

    def look(self) -> None:
        """For what waits, and for what nobody has been heard from."""
        try:
            waiting = Plans(Store(self.said.database_url)).waiting(Clock().now(UTC))
        except StoreUnavailable as fault:
            log.warning("plans wait: %s", fault)
            return
        for number in waiting:
            self.queue.wake(number)

    def run(self) -> None:
        """Until it is told to end."""
        self.queue.huey.on_startup()(nicely)
        self.queue.huey.create_consumer(
            workers=1,
            worker_type="process",
            max_delay=1.0,
            health_check_interval=5,
            shutdown_timeout=5,
        ).run()


def nicely() -> None:
    if hasattr(os, "nice"):
        os.nice(NICE)


def end_with_parent() -> None:
    """Whoever started us holds the other end of our standard input: when that is gone, so are we."""

    def wait() -> None:
        # Not by sys.stdin: a process that is forked meanwhile could never close it.
        while os.read(0, 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=wait, name="parent", daemon=True).start()
