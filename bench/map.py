"""The map of very many stops in a real browser, beside an empty map that has fetched the same.

Times are those of the clock on the wall: a person waits for the browser, whatever it does meanwhile.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Browser, Page, Route, sync_playwright
from waitress.server import create_server

from bench.measure import Figure, Size
from busplan import publishing
from busplan.reading import Source
from busplan.store import Store
from busplan.web import create_app

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
STOPS, COLUMNS = 10_000, 100
NOW = "2026-11-24T11:15"
HEAD = """service: {id: bench, name: Benkebussen}
seasons: [{id: ar, from: 2026-08-17, to: 2027-06-18}]
routes:
"""
CLOSER = 3
TIMES_THE_EMPTY, LONGEST_STALL = 1.5, 0.2
# What takes less is not told by browsers (W3C, Long Tasks).
SHORTEST_TOLD = 0.05
# Both fetch the stops and have them as values; ours draws them, too.
PAGE = """<!doctype html><html lang="nb">
<link rel="stylesheet" href="{leaflet}/leaflet.css">
<link rel="stylesheet" href="{busplan}/site.css"><link rel="stylesheet" href="{busplan}/map.css">
<div id="map_stops" class="map" data-several="{{n}} stopp" data-together="{{n}} stopp"></div>
<p id="map_trouble"></p>
<script src="{busplan}/watch.js"></script><script src="{leaflet}/leaflet.js"></script>{scripts}"""
OURS = '<script src="{busplan}/map.js"></script><script src="/map.js"></script>'
EMPTY = '<script src="{busplan}/empty.js"></script>'
WATCH = """window.longest = 0;
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) window.longest = Math.max(window.longest, each.duration);
}).observe({ type: "longtask", buffered: true });
window.begun = performance.now();
window.shown = new Promise((done) => {
  const element = document.getElementById("map_stops");
  new MutationObserver(() => {
    if (element.dataset.stops) requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
  }).observe(element, { attributes: true });
});"""
EMPTY_MAP = """const map = L.map("map_stops", { center: [60, 11], zoom: 8 });
fetch("/stops.geojson").then((answer) => answer.json()).then((stops) => {
  document.getElementById("map_stops").dataset.stops = stops.features.length;
});"""


def figures(size: Size) -> Iterator[Figure]:
    if CHROMIUM is None:
        print("  passed over: no Chromium is installed (Debian's package chromium)")
        return
    number = size.of(STOPS)
    with site(number) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"] if os.getuid() == 0 else []
        )
        taken = [(once(browser, address, OURS), once(browser, address, EMPTY)) for _ in range(size.runs)]
        browser.close()
    ours, empty = (min(times) for times in zip(*((a[0], b[0]) for a, b in taken), strict=True))
    name, floor = f"a map of {number:,} stops, shown", "an empty map with them fetched"
    yield Figure(name, ours, TIMES_THE_EMPTY, empty, floor)
    longest = max(SHORTEST_TOLD, min(a[1] for a, _ in taken))
    yield Figure("  the longest the page stands still, 50 ms at least", longest, LONGEST_STALL)


def once(browser: Browser, address: str, scripts: str) -> tuple[float, float]:
    """Seconds until it is shown, and the longest stretch without an answer, while one goes closer too."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    at(page, address, scripts)
    page.goto(f"{address}/bench")
    shown: float = page.evaluate("shown")
    closer = page.locator(".leaflet-control-zoom-in")
    for _ in range(CLOSER):
        closer.click()
        page.wait_for_timeout(400)
    longest: float = page.evaluate("longest")
    page.close()
    return shown / 1000, longest / 1000


def at(page: Page, address: str, scripts: str) -> None:
    folders = {name: f"/assets/bench/{name}" for name in ("leaflet", "busplan")}

    def answered(body: str, mimetype: str) -> Any:
        def answer(route: Route) -> None:
            route.fulfill(body=body, content_type=mimetype)

        return answer

    html = PAGE.format(**folders, scripts=scripts.format(**folders))
    page.route(f"{address}/bench", answered(html, "text/html"))
    page.route("**/watch.js", answered(WATCH, "text/javascript"))
    page.route("**/empty.js", answered(EMPTY_MAP, "text/javascript"))


@contextmanager
def site(number: int) -> Iterator[str]:
    """A real server of so many stops on this machine."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'bench.db'}")
        hand_in = publishing.check(*files(number))
        publishing.publish(store, hand_in, "bench", datetime(2026, 11, 1, tzinfo=UTC))
        app = create_app(database=str(store.url), now=NOW, tiles="none")
        server = create_server(app, host="127.0.0.1", port=0)
        Thread(target=server.run, daemon=True).start()
        app.test_client().get("/stops.geojson")
        yield f"http://127.0.0.1:{server.effective_port}"
        server.close()


def files(number: int) -> tuple[Source, Source]:
    """Stops evenly over the county, ten a round."""
    rows = [f"stopp-{at},Sted {at},Kommune {at % 40},{place(at)},place,everyone" for at in range(number)]
    stops = "\n".join(("id,name,municipality,lat,lon,kind,open_to", *rows, ""))
    rounds = [round_of(first, min(number, first + 10)) for first in range(0, number, 10)]
    schedule = "".join((HEAD, *rounds))
    return Source("stops.csv", stops.encode()), Source("schedule.yaml", schedule.encode())


def place(at: int) -> str:
    row, column = divmod(at, COLUMNS)
    return f"{59.3 + row * 0.012:.4f},{10.2 + column * 0.016:.4f}"


def round_of(first: int, end: int) -> str:
    anchor = f"2026-08-{17 + first // 10 % 5:02}"
    weekday = ("monday", "tuesday", "wednesday", "thursday", "friday")[first // 10 % 5]
    calls = "".join(
        f'      - {{stop: stopp-{at}, from: "{8 + at % 10:02}:00", to: "{8 + at % 10:02}:30"}}\n'
        for at in range(first, end)
    )
    return (
        f"  - id: runde-{first}\n    weekday: {weekday}\n    every_weeks: 3\n    anchor: {anchor}\n"
        f"    vehicle: Buss {first}\n    stops:\n{calls}"
    )
