"""Buckets of tries in and out of a database, so that all who answer share them.

Each try takes one out, and one comes back as often as `every` says, until it is full again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from busplan.store.tables import TRIES

LONGEST = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bucket:
    """How many tries there are at first, and how often one comes back."""

    most: int
    every: timedelta

    def left(self, left: int, since: datetime, now: datetime) -> tuple[int, datetime]:
        """What is in it now, and since when."""
        back = max(0, (now - since) // self.every)
        return (self.most, now) if left + back >= self.most else (left + back, since + back * self.every)


def take(connection: Connection, key: str, bucket: Bucket, now: datetime) -> timedelta | None:
    """Takes one out; or tells how long it is until there is one."""
    row = connection.execute(select(TRIES).where(TRIES.c.key == key)).one_or_none()
    if row is None:
        drop_old(connection, now)
        connection.execute(insert(TRIES).values(key=key, left=bucket.most - 1, at=now.isoformat()))
        return None
    left, since = bucket.left(row.left, datetime.fromisoformat(row.at), now)
    if left < 1:
        return since + bucket.every - now
    put(connection, key, left - 1, since)
    return None


def give_back(connection: Connection, key: str, bucket: Bucket) -> None:
    """The try was a good one."""
    one_more = update(TRIES).where(TRIES.c.key == key, TRIES.c.left < bucket.most)
    connection.execute(one_more.values(left=TRIES.c.left + 1))


def put(connection: Connection, key: str, left: int, since: datetime) -> None:
    connection.execute(update(TRIES).where(TRIES.c.key == key).values(left=left, at=since.isoformat()))


def drop_old(connection: Connection, now: datetime) -> None:
    """Those that are full again by now. They name people and addresses."""
    connection.execute(delete(TRIES).where(TRIES.c.at < (now - LONGEST).isoformat()))
