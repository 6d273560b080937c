"""Plans for other rounds in and out of a database: what is wished, who works on it, and the best so far.

A row is also the work itself: whoever claims it works on it, and it may be claimed anew when nobody has been
heard from for a while. So it is done at least once, whatever queue wakes the workers.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, insert, select, update

from busplan.store.acts import note
from busplan.store.database import Database
from busplan.store.tables import PLANS

STALE = timedelta(seconds=60)
MOST_TRIES = 3


class State(StrEnum):
    """NEW has not been asked for yet. STOPPED ended early and has the best until then."""

    NEW = "new"
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


AT_WORK = (State.WAITING, State.RUNNING)


class AtWork(RuntimeError):
    """It is being worked on, and stays as it is until that is over."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is wished, asked, found and moved by hand is JSON; empty where there is none."""

    id: int
    made_at: datetime
    author: str
    name: str
    base: int
    state: State
    wishes: str
    seconds: int
    question: str
    best: str
    curve: str
    moves: str
    trouble: str
    stop: bool
    draft: int | None

    @property
    def is_at_work(self) -> bool:
        return self.state in AT_WORK


class Plans:
    """The plans of one database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def add(self, name: str, base: int, wishes: str, by: str, at: datetime) -> int:
        """Raises StoreUnavailable."""
        self.database.prepare()
        texts = dict.fromkeys(("question", "best", "curve", "moves", "trouble", "runner"), "")
        values = {"name": name, "base": base, "wishes": wishes, "author": by, "made_at": at.isoformat()}
        fresh = {"state": State.NEW.value, "seconds": 0, "tries": 0, "stop": False}
        with self.database.writing() as connection:
            made = insert(PLANS).values(**values, **fresh, **texts).returning(PLANS.c.id)
            id = int(connection.execute(made).scalar_one())
            note(connection, at, by, "plan_made", plan=id, name=name)
            return id

    def get(self, id: int) -> Plan | None:
        """Raises StoreUnavailable."""
        if not self.database.has_tables():
            return None
        with self.database.reading() as connection:
            row = row_of(connection, id)
            return plan(row) if row else None

    def newest(self, most: int) -> list[Plan]:
        """The newest first. Raises StoreUnavailable."""
        if not self.database.has_tables():
            return []
        rows = select(PLANS).order_by(PLANS.c.id.desc()).limit(most)
        with self.database.reading() as connection:
            return [plan(row) for row in connection.execute(rows)]

    def wish(self, id: int, name: str, wishes: str) -> None:
        """Raises AtWork, StoreUnavailable."""
        self._change(id, name=name, wishes=wishes)

    def move(self, id: int, moves: str) -> None:
        """What staff have moved by hand, all of it. Raises AtWork, StoreUnavailable."""
        self._change(id, moves=moves)

    def _change(self, id: int, **values: Any) -> None:
        with self.database.writing() as connection:
            row = row_of(connection, id)
            if row is None or row.state in AT_WORK:
                raise AtWork(f"plan {id}")
            change(connection, id, **values)

    def ask(self, id: int, seconds: int) -> None:
        """It is to be worked on, from the beginning. Raises AtWork, StoreUnavailable."""
        texts = dict.fromkeys(("question", "best", "curve", "moves", "trouble", "runner"), "")
        self._change(
            id, state=State.WAITING.value, seconds=seconds, stop=False, tries=0, heartbeat=None, **texts
        )

    def stop(self, id: int) -> None:
        """Whoever works on it ends with the best so far. Raises StoreUnavailable."""
        with self.database.writing() as connection:
            row = row_of(connection, id)
            if row is not None and row.state == State.WAITING:
                change(connection, id, state=State.STOPPED.value, stop=True)
            elif row is not None and row.state == State.RUNNING:
                change(connection, id, stop=True)

    def drafted(self, id: int, draft: int, by: str, at: datetime) -> None:
        """Raises StoreUnavailable."""
        with self.database.writing() as connection:
            change(connection, id, draft=draft)
            note(connection, at, by, "plan_drafted", plan=id, draft=draft)

    def delete(self, id: int, by: str, at: datetime) -> None:
        """Raises AtWork, StoreUnavailable."""
        with self.database.writing() as connection:
            row = row_of(connection, id)
            if row is None:
                return
            if row.state in AT_WORK:
                raise AtWork(f"plan {id}")
            connection.execute(PLANS.delete().where(PLANS.c.id == id))
            note(connection, at, by, "plan_deleted", plan=id, name=row.name)

    def waiting(self, now: datetime) -> list[int]:
        """What nobody works on, though somebody should; the oldest first. Raises StoreUnavailable."""
        if not self.database.has_tables():
            return []
        rows = select(PLANS).where(PLANS.c.state.in_(AT_WORK)).order_by(PLANS.c.id)
        with self.database.reading() as connection:
            return [row.id for row in connection.execute(rows) if is_free(row, now)]

    def claim(self, id: int, runner: str, now: datetime) -> Plan | None:
        """The plan, which is that runner's from now on; None when there is nothing to do.

        One that has brought down its runner again and again has failed. Raises StoreUnavailable.
        """
        with self.database.writing() as connection:
            row = row_of(connection, id)
            if row is None or not is_free(row, now):
                return None
            if row.tries >= MOST_TRIES:
                change(connection, id, state=State.FAILED.value, trouble='{"code": "gave_up"}')
                return None
            claimed = {"runner": runner, "heartbeat": now.isoformat(), "tries": row.tries + 1}
            change(connection, id, state=State.RUNNING.value, **claimed)
            return plan(row_of(connection, id))

    def is_wanted(self, id: int, runner: str) -> bool:
        """Whether that runner is to go on. Raises StoreUnavailable."""
        with self.database.reading() as connection:
            row = row_of(connection, id)
            return is_of(row, runner) and not row.stop

    def beat(self, id: int, runner: str, now: datetime, **found: str) -> None:
        """That the runner lives, and what it has found. Raises StoreUnavailable."""
        with self.database.writing() as connection:
            if is_of(row_of(connection, id), runner):
                change(connection, id, heartbeat=now.isoformat(), **found)

    def finish(self, id: int, runner: str, state: State, **found: str | int) -> None:
        """Unless it has become another's meanwhile. Raises StoreUnavailable."""
        with self.database.writing() as connection:
            if is_of(row_of(connection, id), runner):
                change(connection, id, state=state.value, heartbeat=None, **found)


def is_of(row: Any, runner: str) -> bool:
    return row is not None and row.runner == runner and row.state == State.RUNNING


def is_free(row: Any, now: datetime) -> bool:
    if row.state == State.RUNNING:
        return datetime.fromisoformat(row.heartbeat) < now - STALE
    return bool(row.state == State.WAITING)


def row_of(connection: Connection, id: int) -> Any:
    return connection.execute(select(PLANS).where(PLANS.c.id == id)).one_or_none()


def change(connection: Connection, id: int, **values: Any) -> None:
    connection.execute(update(PLANS).where(PLANS.c.id == id).values(values))


def plan(row: Any) -> Plan:
    return Plan(
        id=row.id,
        made_at=datetime.fromisoformat(row.made_at),
        author=row.author,
        name=row.name,
        base=row.base,
        state=State(row.state),
        wishes=row.wishes,
        seconds=row.seconds,
        question=row.question,
        best=row.best,
        curve=row.curve,
        moves=row.moves,
        trouble=row.trouble,
        stop=row.stop,
        draft=row.draft,
    )
