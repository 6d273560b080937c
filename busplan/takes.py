"""What a setting may be, and how that is said."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlsplit

NUMBER = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3})?", re.ASCII)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", re.ASCII)
ZOOM = re.compile(r"(\d{1,2})-(\d{1,2})", re.ASCII)
DEEPEST_ZOOM = 22
FIRST_YEAR, LAST_YEAR = 2000, 2099
# A source as a Content-Security-Policy has it, and nothing that could end it and begin another.
SITE = re.compile(
    r"(?:https?://)?(?:\*\.)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::(?:[0-9]{1,5}|\*))?", re.ASCII
)
# The name of a bus, if any, and degrees that are on Earth.
DEPOT = re.compile(
    r" *(?:([^=;]{1,100}?) *= *)?(-?[0-8]?[0-9](?:\.[0-9]{1,9})?)"
    r" *, *(-?(?:1[0-7][0-9]|[0-9]{1,2})(?:\.[0-9]{1,9})?) *",
    re.ASCII,
)
SHIFT = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9]) *- *([01]?[0-9]|2[0-3]):([0-5][0-9])", re.ASCII)
LEAST_OF_KEY, LEAST_SIGNS = 32, 10
# What examples and frameworks come with.
WELL_KNOWN = re.compile(r"change.?me|change.?this|secret|insecure|example|password|0123456789|abcdefgh", re.I)


class Takes(NamedTuple):
    """Whether a value fits, and what is allowed: `give …`."""

    fits: Callable[[str], object]
    allowed: str


ANYTHING = Takes(lambda _: True, "anything")


def one_of(*values: str) -> Takes:
    return Takes(values.__contains__, f"{', '.join(values[:-1])} or {values[-1]}")


def number(least: float, most: float, such_as: str) -> Takes:
    def fits(value: str) -> bool:
        return bool(NUMBER.fullmatch(value)) and least <= float(value) <= most

    return Takes(fits, f"a number from {least} to {most}, such as {such_as}")


def shaped(pattern: str, allowed: str) -> Takes:
    """All of it."""
    return Takes(re.compile(pattern, re.ASCII).fullmatch, allowed)


def or_nothing(takes: Takes) -> Takes:
    return Takes(lambda value: not value or takes.fits(value), takes.allowed)


def several(pattern: re.Pattern[str], apart_by: str | None, allowed: str) -> Takes:
    return Takes(lambda value: all(map(pattern.fullmatch, value.split(apart_by))), allowed)


def is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def is_zoom(text: str) -> bool:
    """Two whole numbers, the smaller first."""
    found = ZOOM.fullmatch(text)
    return found is not None and int(found[1]) <= int(found[2]) <= DEEPEST_ZOOM


def is_strong(key: str) -> bool:
    """Long enough, and of as many different signs as chance would give it."""
    return len(key.encode()) >= LEAST_OF_KEY and len(set(key)) >= LEAST_SIGNS and not WELL_KNOWN.search(key)


def moment(text: str) -> datetime | None:
    """None where it is none, or none that we reckon with."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


WEB_ADDRESS = or_nothing(Takes(is_web_address, "an address that begins with https://"))
WHOLE_MINUTES = shaped("[0-9]{1,5}", "whole minutes, such as 30")
