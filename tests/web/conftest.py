import os
import shutil
from datetime import UTC, datetime

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from playwright.sync_api import sync_playwright
from serving import serving

from busplan import paths, publishing
from busplan.reading import Source
from busplan.store import Store
from busplan.web import create_app

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = (
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NOW = "2026-11-22T09:00"


@pytest.fixture(autouse=True, scope="session")
def _templates_compiled_once(tmp_path_factory):
    """Nearly every test has an app of its own, and all of them the same templates."""
    kept = FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": kept})
        yield


@pytest.fixture
def app(published):
    """The small timetable on Sunday 22 November 2026 at nine."""
    return create_app(database=str(published.url), now=NOW)


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def at(published):
    """The same at another time: a client for it."""
    return lambda now, **given: create_app(database=str(published.url), now=now, **given).test_client()


@pytest.fixture(scope="session")
def chromium():
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed (Debian's package chromium)")
    no_sandbox = ("--no-sandbox",) if os.getuid() == 0 else ()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *no_sandbox])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sample_database(tmp_path_factory):
    """The address of one that the sample is in force in since 1 November 2026."""
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('sample') / 'busplan.db'}")
    files = [Source(file.name, file.read_bytes()) for file in paths.sample()]
    publishing.publish(store, publishing.check(*files), "kari", datetime(2026, 11, 1, tzinfo=UTC))
    return str(store.url)


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("sample")) as site:
        yield site


class Visitor:
    """A page, and everything it complained of or asked another host for."""

    def __init__(self, browser, site, **context):
        self.site = site
        self.complaints = []
        self.context = browser.new_context(base_url=site, **context)
        self.page = self.context.new_page()
        self.page.on("console", lambda said: said.type in ("error", "warning") and self.note(said.text))
        self.page.on("pageerror", self.note)
        self.page.on("dialog", lambda dialog: (self.note("a script ran"), dialog.dismiss()))
        self.page.on("request", lambda asked: asked.url.startswith(site) or self.note(asked.url))

    def note(self, complaint):
        self.complaints.append(str(complaint))

    def map_is_drawn(self):
        """Which it is when somebody comes near it."""
        self.page.locator("#map_stops").scroll_into_view_if_needed()
        self.page.wait_for_selector("#map_stops[data-stops]")


@pytest.fixture
def visit(chromium):
    """Opens a visitor's page; in the end none may have complained."""
    visitors = []

    def open(site, path="/", **context):
        visitor = Visitor(chromium, site, **context)
        visitors.append(visitor)
        visitor.page.goto(path)
        return visitor

    yield open
    for visitor in visitors:
        visitor.context.close()
        assert visitor.complaints == []
