"""Draws the pictures of the site as an app, out of our own bus, into busplan/static.

    .venv/bin/python docs/icons.py

Wants Chromium, and the extra `test`. `icon.svg` is the bus on a square; the PNGs are the same for phones that
want those, and the maskable ones keep the bus within the circle that no phone cuts into, four fifths as wide.
"""

import sys
from pathlib import Path

HERE = Path(__file__).parent
STATIC = HERE.parent / "busplan" / "static"
SIZES = (192, 512)
PAPER = "#fff7e0"
# The bus is 64 by 48; on a maskable icon its corners are to lie within the circle.
WIDTH, MASKABLE_WIDTH = 0.84, 0.6


def icon(width: float, corner: int) -> str:
    """A square of 64, with the bus as wide as told."""
    _, _, bus = (STATIC / "bus.svg").read_text().partition(">\n")
    inside = bus.rpartition("</svg>")[0]
    x, y = 32 - 32 * width, 32 - 24 * width
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">\n'
        f'<rect width="64" height="64" rx="{corner}" fill="{PAPER}"/>\n'
        f'<g transform="translate({x:g} {y:g}) scale({width:g})">\n{inside}</g>\n</svg>\n'
    )


def pictures() -> dict[str, str]:
    """SVG by the name of the file, without its ending."""
    return {"icon": icon(WIDTH, 12), "icon-maskable": icon(MASKABLE_WIDTH, 0)}


def main() -> None:
    from playwright.sync_api import sync_playwright

    sys.path.insert(0, str(HERE.parent / "tests"))
    from web.conftest import ARGUMENTS, CHROMIUM

    (STATIC / "icon.svg").write_text(pictures()["icon"])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, "--no-sandbox"])
        for name, svg in pictures().items():
            for size in SIZES:
                page = browser.new_page(viewport={"width": size, "height": size})
                page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{svg}")
                page.screenshot(path=STATIC / f"{name}-{size}.png", omit_background=True)
                page.close()
        browser.close()


if __name__ == "__main__":
    main()
