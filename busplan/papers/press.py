"""A paper in, PDF bytes out, set by typst. Its text is handed over as data, so nothing in it can be markup.

typst is loaded when something is first printed.
"""

import json
from dataclasses import asdict
from functools import cache
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

import segno

from busplan import paths
from busplan.papers.paper import Paper, Poster, Sheet

if TYPE_CHECKING:
    from typst import Compiler

# Tags for those who have it read to them, and a check that nothing that needs a name is without one.
STANDARD: Final = "ua-1"
SECONDS_IN_LINE = 3.0
# One at a time: a crawler that asks for every poster may not take all the threads.
press = Lock()


class PressBusy(TimeoutError):
    """Others are printing, and it would take too long to wait."""


def poster(of: Poster) -> bytes:
    """A4, for the wall."""
    return printed("poster", of, {"slip": False})


def slip(of: Poster) -> bytes:
    """A5, for the refrigerator's door."""
    return printed("poster", of, {"slip": True})


def sheet(of: Sheet) -> bytes:
    """A4 lying, in three columns with folds between them."""
    return printed("sheet", of)


def printed(template: str, of: Paper, besides: dict[str, Any] | None = None) -> bytes:
    """Raises PressBusy."""
    shown = of.address.removeprefix("https://")
    said = asdict(of) | {"made": None, "code": code(of.address), "shown": shown} | (besides or {})
    if not press.acquire(timeout=SECONDS_IN_LINE):
        raise PressBusy
    try:
        made = compiler().compile(
            input=paths.PACKAGE / "papers" / f"{template}.typ",
            sys_inputs={"said": json.dumps(said, ensure_ascii=False)},
            format="pdf",
            timestamp=int(of.made.timestamp()),
            pdf_standards=STANDARD,
        )
    finally:
        press.release()
    assert isinstance(made, bytes)
    return made


@cache
def compiler() -> "Compiler":
    """With our fonts and those typst brings, and none of the machine's: a paper is the same everywhere."""
    import fontpkg_fira_sans
    import typst

    folder = str(fontpkg_fira_sans.ROOT / "files")
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder])
    return typst.Compiler(root=paths.PACKAGE, font_paths=fonts)


def code(address: str) -> str:
    """A QR code as SVG."""
    drawn = BytesIO()
    segno.make(address, micro=False).save(drawn, kind="svg", border=4, xmldecl=False, light="#fff")
    return drawn.getvalue().decode()
