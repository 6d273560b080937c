"""Calendars: asked for again, with news and without, beside Flask's hello on the same server; and written anew."""

from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep

from bench.measure import Figure, Size, taken
from bench.served import BUSPLAN_LINE, HELLO_LINE, serving
from busplan.web import create_app
from busplan.web.kept import Kept

NOW = "2026-11-24T09:00"
STOP, WHOLE = "/stops/bodalen.ics", "/calendar.ics"
REQUESTS, TIMES, MILLISECONDS, AT_ONCE = 1_000, 2, 1.5, 10
# A database that was written just now is asked at each request whether it has been again.
UNTIL_SETTLED = 3


def figures(size: Size) -> Iterator[Figure]:
    with TemporaryDirectory() as folder:
        database = f"sqlite:///{Path(folder, 'bench.db')}"
        yield from asked(size, database)
        yield from written(size, database)


def asked(size: Size, database: str) -> Iterator[Figure]:
    """In turns, so that a machine that slows down slows them all."""
    with (
        serving(HELLO_LINE) as hello,
        serving(BUSPLAN_LINE, BUSPLAN_DATABASE=database, BUSPLAN_NOW=NOW) as busplan,
    ):
        _, headers = busplan.asks(STOP, {})
        known = {"If-None-Match": headers["ETag"]}
        sleep(UNTIL_SETTLED)
        works = {
            "hello": partial(hello.spends, path="/", headers={}),
            "304, nothing new at a stop": partial(busplan.spends, path=STOP, headers=known, status=304),
            "200 from memory, a stop": partial(busplan.spends, path=STOP, headers={}),
            "200 from memory, the whole service": partial(busplan.spends, path=WHOLE, headers={}),
        }
        runs = [{name: work(size.of(REQUESTS)) for name, work in works.items()} for _ in range(size.runs)]
    floor = min(run.pop("hello") for run in runs)
    for name in runs[0]:
        mark = None if "whole" in name else TIMES
        yield Figure(name, min(run[name] for run in runs), mark, floor, "Flask's hello on the same server")


def written(size: Size, database: str) -> Iterator[Figure]:
    """By the whole road through Flask, with nothing kept."""
    app = create_app(database=database, now=NOW)
    client, fresh = app.test_client(), count()

    def cold(path: str) -> bytes:
        app.extensions["busplan"].kept = Kept()
        return client.get(f"{path}?{next(fresh)}").data

    def several(path: str) -> None:
        for _ in range(AT_ONCE):
            cold(path)

    for name, path in {"a stop": STOP, "the whole service": WHOLE}.items():
        events = cold(path).count(b"BEGIN:VEVENT")
        took = min(taken(partial(several, path)) for _ in range(size.runs)) / AT_ONCE
        if path == STOP:
            yield Figure(f"written anew, {name} with {events} events", took)
        else:
            mark = MILLISECONDS / 1000
            yield Figure(f"written anew, {name}, for 100 of {events} events", took / events * 100, mark)
