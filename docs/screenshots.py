"""Takes pictures of the sample as it is served: the README's, or every page's into a folder.

    .venv/bin/python docs/screenshots.py            the README's
    .venv/bin/python docs/screenshots.py FOLDER     every page at 360 and 1280 px, light and dark

Wants Chromium, and the extra `test`. Map tiles are left out: the pictures show our own work.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))

from pages import PAGES  # noqa: E402
from serving import serving  # noqa: E402
from web.conftest import ARGUMENTS, CHROMIUM  # noqa: E402

README = (("front", "/", 1280, 900), ("phone", "/", 360, 740), ("stop", "/stops/raholt", 360, 740))
NOON = {"BUSPLAN_NOW": "2026-12-01T11:30"}


@contextmanager
def site() -> Iterator[tuple[Browser, str]]:
    with (
        TemporaryDirectory() as folder,
        serving(Path(folder), **NOON) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, "--no-sandbox"])
        yield browser, address
        browser.close()


def take(
    browser: Browser, address: str, file: Path, size: tuple[int, int], dark: bool = False, whole: bool = False
) -> None:
    width, height = size
    scheme = "dark" if dark else "light"
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
    page.goto(address)
    if page.locator("#map_stops").count():
        page.locator("#map_stops").scroll_into_view_if_needed()
        page.wait_for_selector("#map_stops[data-stops]")
        page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=file, full_page=whole)
    page.close()


def main() -> None:
    with site() as (browser, address):
        if len(sys.argv) < 2:
            for name, path, width, height in README:
                take(browser, address + path, HERE / "pictures" / f"{name}.png", (width, height))
            return
        folder = Path(sys.argv[1])
        folder.mkdir(parents=True, exist_ok=True)
        for name, path in PAGES.items():
            for width in (360, 1280):
                for dark in (False, True):
                    file = folder / f"{name}-{width}-{'dark' if dark else 'light'}.png"
                    take(browser, address + path, file, (width, 800), dark, whole=True)


if __name__ == "__main__":
    main()
