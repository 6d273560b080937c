"""Settings in, the queue that wakes workers out.

It carries numbers of plans only. What is to be done, and whether it is, stands in the database: a queue that
loses a number costs a minute, and one that gives it twice costs nothing.
"""

import json
from collections.abc import Callable
from logging import getLogger
from pathlib import Path
from typing import Any

from huey import Huey, RedisHuey, SqliteHuey, crontab
from huey.registry import Message
from huey.serializer import Serializer

from busplan.settings import Settings, default_database
from busplan.store import Database

FILE = "queue.db"
# As decided for our own database: no WAL.
JOURNAL = "delete"
log = getLogger(__name__)


class Plain(Serializer):  # type: ignore[misc]
    """JSON instead of pickles: what another puts into the queue is never run."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps(data).encode()

    def _deserialize(self, data: bytes) -> Any:
        return Message(*json.loads(data))


class Queue:
    """`wake` wakes a worker for one plan. Each minute, and at once, a worker looks for what waits."""

    def __init__(self, said: Settings, plan: Callable[[int], None], look: Callable[[], None]) -> None:
        self.huey = huey_of(said)

        # Known by the name of this module, whoever wakes and whoever works.
        @self.huey.task(name="plan")  # type: ignore[untyped-decorator]
        def wake(number: int) -> None:
            plan(number)

        @self.huey.periodic_task(crontab(), name="look")  # type: ignore[untyped-decorator]
        def look_each_minute() -> None:
            look()

        self.wake = wake


def huey_of(said: Settings) -> Huey:
    ways = {"results": False, "serializer": Plain()}
    if said.queue:
        return RedisHuey("busplan", url=said.queue, **ways)
    file = file_of(said)
    file.parent.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("busplan", filename=str(file), journal_mode=JOURNAL, **ways)


def file_of(said: Settings) -> Path:
    """Beside the database, or where it would be by default."""
    database = Database(said.database_url)
    return (database.file if database.is_sqlite else Path(default_database())).with_name(FILE)


def wake(said: Settings, number: int) -> None:
    """That plan waits. Whoever looks each minute finds it too, so a queue that is away is only slow."""
    try:
        Queue(said, nobody, nobody).wake(number)
    except Exception as fault:  # of sqlite3 or of redis
        log.warning("no worker is woken for plan %s: %s", number, fault)


def nobody(*_: Any) -> None:
    """Who wakes does not work."""
