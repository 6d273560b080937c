"""Residents' pages: from memory and made anew beside Flask's hello on the same server, and what they weigh."""

import sys
from collections.abc import Iterator
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep
from urllib.parse import urljoin

from werkzeug.test import Client

from bench.feeds import UNTIL_SETTLED
from bench.measure import Figure, Size
from bench.served import BUSPLAN_LINE, HELLO_LINE, serving
from busplan.web import create_app

NOW = "2026-11-24T09:00"
PAGES = {"the front page": "/", "a stop's page": "/stops/bodalen"}
GZIP = {"Accept-Encoding": "gzip"}
REQUESTS, COLD_REQUESTS = 1_000, 100
WARM_TIMES, COLD_TIMES = 2, 6
LIGHT, WITH_MAP = 60_000, 110_000
OF_MAP = ("/leaflet/", "/map.css", "/map.js", "/routes.js", ".geojson")
# Before each request the clock goes on to when a bus next comes or goes, past midnights too: every page is made anew.
COLD = """
import sys, waitress
from datetime import date
from itertools import cycle
from busplan.web import create_app
app = create_app()
desk, inner = app.extensions["busplan"], app.wsgi_app
timetable = desk.shelf.in_force().timetable
first = date.fromisoformat(desk.settings.now[:10])
slots = [visit.slot for visit in timetable.visits(first, timetable.horizon(first))]
moments = cycle(sorted({f"{slot.day}T{at}" for slot in slots for at in (slot.start, slot.end)}))
def moving_on(environ, start):
    object.__setattr__(desk.settings, "now", next(moments))
    return inner(environ, start)
app.wsgi_app = moving_on
server = waitress.create_server(app, host="127.0.0.1", port=0, threads=8, ident=None)
print(f"Open http://127.0.0.1:{server.effective_port}/ ", file=sys.stderr, flush=True)
server.run()
"""
COLD_LINE = (sys.executable, "-c", COLD)


def figures(size: Size) -> Iterator[Figure]:
    with TemporaryDirectory() as folder:
        database = f"sqlite:///{Path(folder, 'bench.db')}"
        yield from asked(size, database)
        yield from weighed(database)


def asked(size: Size, database: str) -> Iterator[Figure]:
    """In turns, so that a machine that slows down slows them all."""
    environment = {"BUSPLAN_DATABASE": database, "BUSPLAN_NOW": NOW}
    with (
        serving(HELLO_LINE) as hello,
        serving(BUSPLAN_LINE, **environment) as warm,
        serving(COLD_LINE, **environment) as cold,
    ):
        works = {"hello": (partial(hello.spends, path="/", headers={}), REQUESTS, 0)}
        for name, path in PAGES.items():
            _, headers = warm.asks(path, GZIP)
            cold.asks(path, GZIP)
            known = {**GZIP, "If-None-Match": headers["ETag"]}
            again = partial(warm.spends, path=path, headers=known, status=304)
            works[f"304, nothing new on {name}"] = again, REQUESTS, WARM_TIMES
            works[f"200 from memory, {name}"] = (
                partial(warm.spends, path=path, headers=GZIP),
                REQUESTS,
                WARM_TIMES,
            )
            works[f"after a bus has come or gone, {name}"] = (
                partial(cold.spends, path=path, headers=GZIP),
                COLD_REQUESTS,
                COLD_TIMES,
            )
        sleep(UNTIL_SETTLED)
        runs = [
            {name: work(size.of(times)) for name, (work, times, _) in works.items()} for _ in range(size.runs)
        ]
    floor = min(run.pop("hello") for run in runs)
    for name in runs[0]:
        taken = min(run[name] for run in runs)
        yield Figure(name, taken, works[name][2], floor, "Flask's hello on the same server")


def weighed(database: str) -> Iterator[Figure]:
    """Packed, with all that a browser loads for it."""
    client = create_app(database=database, now=NOW, tiles="none").test_client()
    for name, path in PAGES.items():
        loaded = {address: weight(client, address) for address in (path, *parts(client, path))}
        light = sum(
            octets for address, octets in loaded.items() if not any(part in address for part in OF_MAP)
        )
        yield Figure(f"{name} in itself", loaded[path], unit="bytes")
        yield Figure(f"{name} with all but its map", light, LIGHT, unit="bytes")
        yield Figure(f"{name} with its map", sum(loaded.values()), WITH_MAP, unit="bytes")


def weight(client: Client, address: str) -> int:
    with client.get(address, headers=GZIP) as answer:
        assert answer.status_code == 200, address
        return len(answer.get_data())


def parts(client: Client, path: str) -> set[str]:
    """What a browser fetches for a page, its stops on the map too."""
    found = Parts()
    found.feed(client.get(path).text)
    return {urljoin(path, address) for address in {*found.addresses, "/stops.geojson"}}


class Parts(HTMLParser):
    """Addresses of scripts, styles and pictures, those that come with the map too."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        loads = said.get("src") if tag in ("script", "img") else None
        if tag == "link" and said.get("rel") in ("stylesheet", "icon", "manifest"):
            loads = said.get("href")
        if loads:
            self.addresses.add(loads)
        self.addresses.update((said.get("data-scripts") or "").split())
