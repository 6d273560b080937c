"""Takes pictures of the sample as it is served: the README's, or every page's into a folder.

    .venv/bin/python docs/screenshots.py                  the README's
    .venv/bin/python docs/screenshots.py FOLDER [PAGE…]   every page, or those named, at 360 and 1280 px,
                                                          light and dark, in every language

Wants Chromium, and the extra `test`. Map tiles are left out: the pictures show our own work.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))

from pages import LANGUAGES, PAGES  # noqa: E402
from serving import serving  # noqa: E402
from web.conftest import ARGUMENTS, CHROMIUM  # noqa: E402

README = (("front", "/", 1280, 900), ("phone", "/", 360, 740), ("stop", "/stops/raholt", 360, 740))
NOON = {"BUSPLAN_NOW": "2026-12-01T11:30"}
WIDTHS = (360, 1280)


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
    with site() as (browser, address):
        if len(sys.argv) < 2:
            readme(browser, address)
        else:
            everything(browser, address, Path(sys.argv[1]), sys.argv[2:])


if __name__ == "__main__":
    main()
