"""The service's own colour and logo in, a style sheet and a picture out."""

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, send_file, url_for

from busplan.settings import BadSetting, Settings
from busplan.web.tongue import rootward

YEAR = 365 * 24 * 60 * 60
HEX = re.compile(r"#[0-9a-fA-F]{6}", re.ASCII)
PICTURES = (".svg", ".png", ".webp")
# What site.css sets text in this colour on, and how far they must be apart (WCAG 2.2, 1.4.3).
GROUNDS = {"colour": ("#ffffff", "#fbfaf6"), "colour_dark": ("#12191d", "#1a2429")}
LEAST = 4.5
INK, PAPER = "#000000", "#ffffff"

theme = Blueprint("theme", __name__)


@dataclass(frozen=True, slots=True)
class Theme:
    """What one app looks like beside the others."""

    styles: str
    logo: Path | None

    @property
    def stamp(self) -> str:
        content = self.logo.read_bytes() if self.logo else b""
        return sha256(self.styles.encode() + content).hexdigest()[:12]


def of(settings: Settings) -> Theme:
    """Raises BadSetting for a colour that cannot be read on its ground, or a logo that is not there."""
    light = rule(settings, "colour")
    dark = rule(settings, "colour_dark")
    styles = light + (f"@media screen and (prefers-color-scheme: dark) {{{dark}}}\n" if dark else "")
    logo = Path(settings.logo) if settings.logo else None
    if logo and not (logo.suffix.lower() in PICTURES and logo.is_file()):
        raise BadSetting("logo", settings.logo, "the path of a picture (svg, png or webp)")
    return Theme(styles, logo)


def rule(settings: Settings, name: str) -> str:
    colour: str = getattr(settings, name)
    if not colour:
        return ""
    if not HEX.fullmatch(colour):
        raise BadSetting(name, colour, "a colour such as #0b5c5c")
    if any(contrast(colour, ground) < LEAST for ground in GROUNDS[name]):
        raise BadSetting(name, colour, f"one with a contrast of at least {LEAST} : 1 to {GROUNDS[name][0]}")
    on = max((INK, PAPER), key=lambda ink: contrast(colour, ink))
    soft = f"color-mix(in srgb, {colour} 12%, var(--paper))"
    return f":root {{ --accent: {colour}; --on-accent: {on}; --accent-soft: {soft}; }}\n"


def contrast(one: str, other: str) -> float:
    """From 1 to 21 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """From 0, black, to 1, white (WCAG 2.2, "relative luminance")."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@theme.get("/theme/<stamp>/theme.css")
def styles(stamp: str) -> Response:
    response = Response(its().styles, mimetype="text/css")
    response.cache_control.max_age = YEAR if stamp == its().stamp else 0
    return response


@theme.get("/theme/<stamp>/logo")
def logo(stamp: str) -> Response:
    picture = its().logo
    if picture is None:
        abort(404)
    return send_file(picture, max_age=YEAR if stamp == its().stamp else 0)


def its() -> Theme:
    found: Theme = current_app.extensions["busplan.theme"]
    return found


def register(app: Flask, settings: Settings) -> None:
    made = app.extensions["busplan.theme"] = of(settings)
    app.register_blueprint(theme)

    def address(name: str) -> str:
        return rootward(url_for(f"theme.{name}", stamp=made.stamp))

    app.jinja_env.globals["theme_styles"] = (lambda: address("styles")) if made.styles else lambda: ""
    app.jinja_env.globals["theme_logo"] = (lambda: address("logo")) if made.logo else lambda: ""
