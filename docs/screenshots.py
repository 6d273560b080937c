"""Takes pictures of the sample as it is served: the README's, or every page's into a folder.

    .venv/bin/python docs/screenshots.py                  the README's
    .venv/bin/python docs/screenshots.py FOLDER [PAGE…]   every page, or those named, at 360 and 1280 px,
                                                          light and dark, in every language

Wants Chromium, and the extra `test`. Map tiles are left out: the pictures show our own work.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))

from pages import LANGUAGES, PAGES  # noqa: E402
from serving import serving  # noqa: E402
from small import OSLO, ROOT  # noqa: E402
from web.conftest import ARGUMENTS, CHROMIUM  # noqa: E402
from web.staff.signing import sign_in_browser  # noqa: E402

from busplan.access import Role  # noqa: E402
from busplan.store import Store  # noqa: E402

README = (("front", "/", 1280, 900), ("phone", "/", 360, 740), ("stop", "/stops/raholt", 360, 740))
NOON = datetime(2026, 12, 1, 11, 30, tzinfo=OSLO)
WIDTHS = (360, 1280)


@contextmanager
def site() -> Iterator[tuple[Browser, str, Store]]:
    with (
        TemporaryDirectory() as folder,
        serving(Path(folder), BUSPLAN_NOW=f"{NOON:%Y-%m-%dT%H:%M}") as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, "--no-sandbox"])
        yield browser, address, Store(f"sqlite:///{Path(folder) / 'served.db'}")
        browser.close()


def opened(browser: Browser, address: str, width: int, height: int) -> Page:
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
    page.goto(address)
    if page.locator("#map_stops").count():
        page.locator("#map_stops").scroll_into_view_if_needed()
        page.wait_for_selector("#map_stops[data-stops]")
        page.evaluate("scrollTo(0, 0)")
    return page


def readme(browser: Browser, address: str) -> None:
    for name, path, width, height in README:
        page = opened(browser, address + path, width, height)
        page.screenshot(path=HERE / "pictures" / f"{name}.png")
        page.close()


def desk(browser: Browser, address: str, store: Store) -> None:
    """A draft, as whoever hands it in sees it: one visit is five minutes later."""
    schedule = (ROOT / "schedule.yaml").read_text(encoding="utf-8").replace("from: 14:00", "from: 14:05", 1)
    files = {"stops.csv": (ROOT / "data" / "stops.csv").read_bytes(), "plan.yaml": schedule.encode()}
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 860})
    page = sign_in_browser(context, address, store, Role.PUBLISHER, NOON).new_page()
    page.goto("/staff/hand-in")
    page.set_input_files(
        "#files", [{"name": name, "mimeType": "text/plain", "buffer": held} for name, held in files.items()]
    )
    page.fill("#message", "Sørum fem minutter senere")
    page.locator("form.hand-in button.button").click()
    page.wait_for_url("**/staff/drafts/*")
    page.screenshot(path=HERE / "pictures" / "desk.png")
    context.close()


def everything(browser: Browser, address: str, folder: Path, names: list[str]) -> None:
    """Each page is opened once for a width, and looked at in both lights."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names or PAGES:
        for language, prefix in LANGUAGES.items():
            for width in WIDTHS:
                page = opened(browser, address + prefix + PAGES[name], width, 800)
                for scheme in ("light", "dark"):
                    page.emulate_media(color_scheme=scheme)
                    page.screenshot(path=folder / f"{name}-{language}-{width}-{scheme}.png", full_page=True)
                page.close()


def main() -> None:
    with site() as (browser, address, store):
        if len(sys.argv) < 2:
            readme(browser, address)
            desk(browser, address, store)
        else:
            everything(browser, address, Path(sys.argv[1]), sys.argv[2:])


if __name__ == "__main__":
    main()
