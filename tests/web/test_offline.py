"""A real browser without cover, a resident's own stops, and embeds on the page of another."""

import json
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from urllib.request import urlopen

import pytest
from playwright.sync_api import Error as PlaywrightError
from serving import serving
from small import OSLO
from test_browser import PICTURE
from web.waiting import in_time

KEPT = "async (paths) => (await Promise.all(paths.map((path) => caches.match(path)))).every(Boolean)"
ALL_KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
  return found;
}"""
READY = """async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  const said = document.querySelector("script[data-keep]").dataset.keep.split(" ");
  const found = await Promise.all(said.map((path) => caches.match(path)));
  return found.every(Boolean) && registration.active.state === "activated" && navigator.serviceWorker.controller !== null;
}"""
ASK = "async (stops) => (await navigator.serviceWorker.ready).active.postMessage({ stops })"
DRAWER = "busplan /"


@pytest.fixture
def open(visit, sample):
    """A visitor of the sample, with pages to be kept already kept; stops among them have been asked for."""

    def opened(path="/", *paths, site=sample, **context):
        visitor = visit(site, path, **context)
        in_time(visitor.page, READY)
        stops = [each for each in (path, *paths) if "/stops/" in each and not each.endswith(".js")]
        visitor.page.evaluate(ASK, stops)
        in_time(visitor.page, KEPT, [path, *paths])
        return visitor

    return opened


def put(page, stops):
    page.evaluate("([name, text]) => localStorage.setItem(name, text)", [DRAWER, json.dumps(stops)])


def kept_paths(page):
    return page.evaluate(ALL_KEPT)


def without_cover(visitor, path):
    """Opened twice: what the browser itself holds for a minute is not what is tried here."""
    visitor.context.set_offline(True)
    visitor.page.goto(path)
    visitor.page.reload()
    return visitor.page


# --- without cover


@pytest.mark.parametrize(
    ("prefix", "offline", "saved"),
    [
        ("", "Du er uten nett.", "Dette er lagret "),
        ("/nn", "Du er utan nett.", "Dette er lagra "),
        ("/en", "You are offline.", "This was saved on "),
    ],
)
def test_a_page_that_is_kept_opens_without_cover_and_says_how_old_it_is(open, prefix, offline, saved):
    visitor = open(f"{prefix}/stops/raholt", f"{prefix}/", "/offline", f"{prefix}/stops/raholt/map.js")
    assert visitor.page.locator(".offline").count() == 0
    page = without_cover(visitor, f"{prefix}/stops/raholt")
    told = page.locator(".offline").inner_text()
    assert told.startswith(offline)
    assert saved in told
    assert str(datetime.now(OSLO).year) in told
    assert page.get_by_role("heading", level=1).inner_text() == "Råholt"
    visitor.map_is_drawn()
    page.locator("main nav").first.get_by_role("link").first.click()
    page.wait_for_url(f"**{prefix}/")
    visitor.map_is_drawn()


def test_the_day_after_it_says_what_today_meant(open):
    visitor = open("/stops/raholt")
    page = without_cover(visitor, "/stops/raholt")
    assert "regnet fra den dagen" not in page.locator(".offline").inner_text()
    page.clock.set_fixed_time(datetime.now(OSLO) + timedelta(days=1))
    page.reload()
    assert "«om … dager» er regnet fra den dagen" in page.locator(".offline").inner_text()


def test_with_cover_again_the_page_is_new(open):
    visitor = open("/stops/raholt")
    page = without_cover(visitor, "/stops/raholt")
    visitor.context.set_offline(False)
    page.get_by_role("link", name="Prøv igjen").click()
    page.wait_for_selector(".offline", state="detached")
    assert page.get_by_role("heading", level=1).inner_text() == "Råholt"


def test_a_page_that_is_not_kept_leads_to_those_that_are(open):
    visitor = open("/nn/stops/raholt", "/nn/", "/nn/offline")
    page = without_cover(visitor, "/nn/stops/arnes")
    assert "Vi når ikkje sida du bad om" in page.inner_text("main")
    page.get_by_role("link", name="Råholt").click()
    page.wait_for_url("**/nn/stops/raholt")
    assert page.get_by_role("heading", level=1).inner_text() == "Råholt"
    page = without_cover(visitor, "/nn/calendars")
    assert "Vi når ikkje sida du bad om" in page.inner_text("main")


class Tiles(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.end_headers()
        self.wfile.write(PICTURE)

    def log_message(self, *words):
        pass


@contextmanager
def answering(handler):
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


class Gate(BaseHTTPRequestHandler):
    """Passes everything on to the site, until it is shut: then nothing is answered."""

    site = ""
    is_open = Event()

    def do_GET(self):
        self.is_open.wait()
        with urlopen(self.site + self.path, timeout=10) as answer:  # noqa: S310 - our own server
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                if name.lower() not in ("connection", "server", "date"):
                    self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.read())

    def log_message(self, *words):
        pass


def test_a_network_that_does_not_answer_is_not_waited_for(open, sample):
    gate = type("OfSample", (Gate,), {"site": sample, "is_open": Event()})
    gate.is_open.set()
    with answering(gate) as port:
        visitor = open("/stops/raholt", site=f"http://127.0.0.1:{port}")
        gate.is_open.clear()
        try:
            visitor.page.reload()
            told = visitor.page.locator(".offline").inner_text()
        finally:
            gate.is_open.set()
        assert told.startswith("Nettstedet svarer ikke. Dette er lagret")
        visitor.context.close()


def test_neither_the_map_s_background_nor_a_calendar_is_kept(open, tmp_path):
    with answering(Tiles) as port:
        proxied = {"BUSPLAN_TILES": f"proxy:http://127.0.0.1:{port}/{{z}}/{{x}}/{{y}}.png"}
        with serving(tmp_path, **proxied) as site:
            visitor = open("/", "/stops.geojson", site=site)
            page = visitor.page
            page.reload()
            page.wait_for_selector(".leaflet-tile-loaded")
            for path in (
                "/stops/raholt.ics",
                "/changes.atom",
                "/embed/next",
                "/healthz",
                "/calendars?stop=raholt",
            ):
                assert page.evaluate("async (path) => (await fetch(path)).status", path) == 200
            asked = [
                "/tiles/1/0/0.png",
                "/stops/raholt.ics",
                "/staff",
                "https://example.org/",
                "/stops/raholt",
            ]
            page.evaluate(ASK.replace("{ stops }", "{ keep: stops }"), asked)
            page.evaluate(ASK, asked)
            in_time(page, KEPT, ["/stops/raholt"])
            kept = kept_paths(page)
    assert {path.split("/")[1] for path in kept} <= {
        "",
        "assets",
        "offline",
        "mine.json",
        "stops.geojson",
        "map.js",
        "stops",
        "timetable",
    }
    assert not [path for path in kept if path.endswith((".ics", ".png", ".atom"))]


def test_what_is_only_looked_at_is_not_kept(open):
    page = open("/", "/timetable", "/mine.json", "/offline").page
    before = kept_paths(page)
    for path in ("/stops/raholt", "/stops/maura", "/today", "/municipalities/nes"):
        page.goto(path, wait_until="networkidle")
    assert sorted(kept_paths(page)) == sorted(before)
    assert not [path for path in before if path.startswith("/stops/")]


def test_a_stop_that_is_asked_for_is_kept_until_it_is_no_longer(open):
    page = open("/", "/mine.json").page
    page.goto("/stops/raholt")
    page.get_by_role("button", name="Lagre som mitt stopp").click()
    in_time(page, KEPT, ["/stops/raholt", "/stops/raholt/map.js"])
    page.get_by_role("button", name="Lagre som mitt stopp").click()
    in_time(page, f"async () => !await ({KEPT})(['/stops/raholt'])")
    assert not [path for path in kept_paths(page) if path.startswith("/stops/")]


def test_what_an_earlier_release_kept_unasked_goes_with_the_next_visit_to_the_front_page(open):
    page = open("/", "/stops/raholt").page
    page.goto("/")
    in_time(page, f"async () => !await ({KEPT})(['/stops/raholt'])")


def test_the_worker_answers_for_no_path_of_another_on_the_same_host(open, sample):
    """Without cover busplan's own pages are stood in for; another's are the browser's to tell of."""
    visitor = open("/", "/offline")
    page = visitor.page
    visitor.context.set_offline(True)
    for path in ("/stops/arnes", "/today", "/nn/calendars", "/municipalities/nes"):
        page.goto(path)
        assert "Lagret på denne enheten" in page.title()
    for path in (
        "/wiki/",
        "/wiki/stops/raholt",
        "/stopsign",
        "/staff",
        "/embed/next",
        "/today.html",
        "/xx/today",
    ):
        with pytest.raises(PlaywrightError, match="ERR_INTERNET_DISCONNECTED"):
            page.goto(path)


def test_a_new_release_takes_the_place_of_an_old_one_and_fetches_its_pages_anew(visit, sample):
    visitor = visit(sample, "/robots.txt")
    page = visitor.page
    page.evaluate("""async () => {
      const pages = await caches.open("busplan / pages old");
      await pages.put("/stops/raholt", new Response("<h1>Old</h1>", { headers: { "Content-Type": "text/html" } }));
      await (await caches.open("busplan / assets old")).put("/assets/old/busplan/site.css", new Response(""));
      await caches.open("another site's");
    }""")
    put(page, [{"id": "raholt", "name": "Råholt"}])
    page.goto("/")
    in_time(page, "async () => !(await caches.keys()).some((name) => name.endsWith(' old'))")
    in_time(page, READY)
    in_time(page, KEPT, ["/", "/stops/raholt"])
    names = page.evaluate("caches.keys()")
    assert sorted(name.rsplit(" ", 1)[0] for name in names) == [
        "another",
        "busplan / assets",
        "busplan / pages",
    ]
    without_cover(visitor, "/stops/raholt")
    assert page.get_by_role("heading", level=1).inner_text() == "Råholt"


# --- one's own stops


def test_a_stop_is_kept_on_the_device_when_asked_and_shown_first(open):
    visitor = open("/stops/raholt", "/mine.json")
    page = visitor.page
    button = page.get_by_role("button", name="Lagre som mitt stopp")
    assert button.get_attribute("aria-pressed") == "false"
    assert page.evaluate("localStorage.length") == 0
    button.press("Enter")
    assert button.get_attribute("aria-pressed") == "true"
    assert "Lagret på denne enheten" in page.locator("#keep [role=status]").inner_text()
    page.goto("/")
    mine = page.get_by_role("region", name="Mine stopp")
    mine.get_by_role("link", name="Råholt").wait_for()
    assert "kl. 15.25–16.25" in mine.inner_text()
    assert mine.bounding_box()["y"] < page.locator(".days").bounding_box()["y"]
    mine.get_by_role("button", name="Fjern Råholt").click()
    assert "Råholt er fjernet" in mine.inner_text()
    assert page.evaluate("document.activeElement.textContent") == "Mine stopp"
    assert page.evaluate("localStorage.length") == 0
    assert visitor.context.cookies() == []


def test_one_s_own_stops_are_there_without_cover_with_their_pages(open):
    visitor = open("/")
    put(visitor.page, [{"id": "maura", "name": "Maura"}])
    visitor.page.reload()
    in_time(visitor.page, KEPT, ["/stops/maura", "/mine.json"])
    page = without_cover(visitor, "/")
    page.locator("#mine").get_by_role("link", name="Maura").click()
    page.wait_for_url("**/stops/maura")
    page.reload()
    assert page.locator(".offline").is_visible()


def test_all_that_is_kept_can_be_deleted(open):
    visitor = open("/stops/raholt", "/offline")
    page = visitor.page
    put(page, [{"id": "maura", "name": "Maura"}, {"id": "raholt", "name": "Råholt"}])
    page.goto("/offline")
    page.get_by_role("link", name="Råholt").wait_for()
    page.get_by_role("button", name="Slett alt som er lagret på denne enheten").click()
    page.get_by_text("Alt er slettet fra denne enheten.").wait_for()
    assert page.get_by_text("Ingen sider er lagret.").is_visible()
    assert page.evaluate("localStorage.length") == 0
    assert kept_paths(page) == []
    assert page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0


def test_a_stop_that_is_gone_says_so_and_can_be_removed(open):
    visitor = open("/")
    put(visitor.page, [{"id": "borte", "name": "Borte"}, {"id": "maura", "name": "Maura"}])
    visitor.page.reload()
    mine = visitor.page.get_by_role("region", name="Mine stopp")
    mine.get_by_text("Borte er ikke lenger i ruteplanen.").wait_for()
    mine.get_by_role("button", name="Fjern Borte").click()
    assert mine.get_by_role("listitem").count() == 1


EVIL = "<img src=x onerror=alert(1)>"


@pytest.mark.parametrize(
    ("lies", "shown"),
    [
        ("not json", []),
        ("null", []),
        ('[1, null, [], {}, {"id": 1, "name": 2}, {"id": "", "name": ""}]', []),
        (json.dumps({"id": "maura", "name": "Maura"}), []),
        (json.dumps([{"id": "__proto__", "name": "$& $1"}]), ["$& $1 er ikke lenger i ruteplanen."]),
        (json.dumps([{"id": EVIL, "name": EVIL}]), [f"{EVIL} er ikke lenger i ruteplanen."]),
        (json.dumps([{"id": "maura", "name": "M"}] * 3), ["Maura"]),
        (json.dumps([{"id": "x" * 10_000, "name": "x"}]), []),
        (json.dumps([{"id": f"stop-{n}", "name": "S"} for n in range(5_000)]), ["S er ikke"] * 30),
    ],
)
def test_whatever_lies_in_the_drawer_the_page_is_whole(open, lies, shown):
    visitor = open("/")
    page = visitor.page
    page.evaluate("([name, text]) => localStorage.setItem(name, text)", [DRAWER, lies])
    page.reload()
    if shown:
        page.locator("#mine li").get_by_text(shown[0]).first.wait_for()
    items = page.locator("#mine li").all_inner_texts()
    assert len(items) == len(shown)
    assert all(text.startswith(start) for text, start in zip(items, shown, strict=True))
    visitor.map_is_drawn()


def test_a_browser_that_keeps_nothing_says_so(visit, sample):
    visitor = visit(sample, "/robots.txt")
    visitor.context.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('no', 'QuotaExceededError'); };"
    )
    visitor.page.goto("/stops/raholt")
    button = visitor.page.get_by_role("button", name="Lagre som mitt stopp")
    button.click()
    assert button.get_attribute("aria-pressed") == "false"
    assert "lar oss ikke lagre" in visitor.page.locator("#keep").inner_text()


@pytest.mark.parametrize("path", ["/", "/stops/raholt", "/offline"])
def test_without_javascript_nothing_of_it_shows(visit, sample, path):
    page = visit(sample, path, java_script_enabled=False).page
    assert not page.locator("#mine:visible, #keep:visible, #kept:visible, .offline").count()


@pytest.mark.parametrize("width", [320, 1280])
def test_they_are_no_wider_than_the_screen(open, width):
    visitor = open("/", viewport={"width": width, "height": 640})
    put(visitor.page, [{"id": "maura", "name": "Maura"}, {"id": "borte", "name": "B" * 200}])
    visitor.page.reload()
    visitor.page.locator("#mine a").first.wait_for()
    for path in ("/", "/offline", "/calendars"):
        page = without_cover(visitor, path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        visitor.context.set_offline(False)


# --- on the page of another


PARENT = """<!doctype html><title>A municipality</title><link rel="icon" href="data:,">
<script>
  window.heard = [];
  addEventListener("message", (event) => {{
    heard.push([event.origin, event.data]);
    document.getElementById("embed").height = event.data.busplanHeight;
  }});
</script>
<iframe id="embed" src="{site}/embed/stops/raholt" width="{width}" height="400"></iframe>
<iframe id="page" src="{site}/stops/raholt" width="300" height="400"></iframe>"""


@pytest.mark.parametrize("width", [200, 480])
def test_an_embed_stands_on_the_page_of_another_where_a_page_does_not(chromium, sample, tmp_path, width):
    (tmp_path / "index.html").write_text(PARENT.format(site=sample, width=width))

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *words):
            pass

    with answering(partial(Quiet, directory=str(tmp_path))) as port:
        context = chromium.new_context()
        page = context.new_page()
        said, asked = [], []
        page.on("console", lambda line: said.append(line.text))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"http://localhost:{port}/index.html", wait_until="load")
        embed = page.frame_locator("#embed")
        embed.get_by_role("heading", name="Råholt").wait_for()
        page.wait_for_function("heard.length > 0")
        heard = page.evaluate("heard")
        frames = {frame.frame_element().get_attribute("id"): frame for frame in page.frames[1:]}
        assert frames["page"].url.startswith("chrome-error:")
        assert [
            line for line in said if "frame-ancestors" not in line and "ERR_BLOCKED_BY_RESPONSE" not in line
        ] == []
        inside = frames["embed"]
        assert inside.evaluate("document.documentElement.scrollWidth") <= width
        assert all((origin, list(told)) == (sample, ["busplanHeight"]) for origin, told in heard)
        # The page around it is told again when the text has found its size.
        inside.wait_for_function("document.documentElement.scrollHeight === window.innerHeight")
        inside.wait_for_function("window.innerHeight - document.querySelector('main').offsetHeight < 10")
        link = embed.get_by_role("link", name="Alle besøk, kart og kalender")
        with context.expect_page() as opened:
            link.click()
        assert opened.value.url == f"{sample}/stops/raholt"
        assert opened.value.evaluate("window.opener") is None
        assert context.cookies() == []
        hosts = {url.split("/")[2] for url in asked}
        assert hosts <= {sample.split("/")[2], f"localhost:{port}"}
        context.close()


def test_an_embed_needs_no_javascript(visit, sample):
    page = visit(
        sample, "/embed/next", java_script_enabled=False, viewport={"width": 200, "height": 600}
    ).page
    assert page.locator(".visit").count() == 5
    assert page.evaluate("document.documentElement.scrollWidth") <= 200


@pytest.mark.parametrize("javascript", [True, False])
def test_staff_choose_an_embed_and_copy_its_code(visit, sample, javascript):
    visitor = visit(sample, "/embed", java_script_enabled=javascript)
    page = visitor.page
    page.get_by_label("Hva skal boksen vise?").select_option("Maura, Nannestad")
    page.get_by_role("button", name="Vis", exact=True).click()
    page.frame_locator(".preview").get_by_role("heading", name="Maura").wait_for()
    code = page.get_by_label("Lim inn dette der boksen skal stå:")
    assert f'src="{sample}/embed/stops/maura"' in code.input_value()
    assert page.get_by_role("button", name="Kopier").is_visible() is javascript
