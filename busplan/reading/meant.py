"""A value that cannot be read in, how it may have been meant out; empty where there is no telling.

Only ever shown as a question, so a guess may be bold: nothing is read in its place.
"""

import re
from datetime import date, time

MONTHS = ("jan", "feb", "mar", "apr", "ma[iy]", "jun", "jul", "aug", "sep", "o[kc]t", "nov", "de[sc]")
MONTH = "|".join(MONTHS)
NUMBERED_DAY = re.compile(r"([0-9]{1,2})[./ -]{1,2}([0-9]{1,2})[./ -]{1,2}((?:20)?[0-9]{2})\.?", re.ASCII)
NAMED_DAY = re.compile(rf"(?:\w+ )?([0-9]{{1,2}})\.? ?({MONTH})\w*\.? ?((?:20)?[0-9]{{2}})", re.ASCII)
YEAR_FIRST = re.compile(r"(20[0-9]{2})[-./ ]?([0-9]{1,2})[-./ ]?([0-9]{1,2})(?:[T ].*)?", re.ASCII)
HOUR = re.compile(r"\D{0,5}([0-9]{1,2})(?:[.,:;h ]{1,2}([0-9]{2}))?(?::00)?\D{0,5}", re.ASCII)
WWW = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:/\S*)?")
# `11.apr` and `apr.70` for 11.04 and 4.70: what a spreadsheet makes of numbers it takes for dates.
BECAME_DATE = re.compile(rf"[0-9]{{1,2}}[. -]+(?:{MONTH})\w{{0,6}}\.?|(?:{MONTH})\w{{0,6}}[. -]+[0-9]{{2,4}}")


def day(value: str) -> str:
    """`24.12.26`, `24. desember 2026`, `24/12/2026` and `2026.12.24` are all `2026-12-24`."""
    plain = value[:40].lower()
    if found := YEAR_FIRST.fullmatch(plain):
        year, month, of_month = found.groups()
    elif found := NUMBERED_DAY.fullmatch(plain):
        of_month, month, year = found.groups()
    elif found := NAMED_DAY.fullmatch(plain):
        of_month, name, year = found.groups()
        month = str(next(at for at, each in enumerate(MONTHS, 1) if re.match(each, name)))
    else:
        return ""
    try:
        return str(date(int(year) % 100 + 2000, int(month), int(of_month)))
    except ValueError:
        return ""


def clock(value: str) -> str:
    """`9`, `kl 9`, `9,30` and `“9:30”`."""
    found = HOUR.fullmatch(value[:20])
    try:
        return f"{time(int(found[1]), int(found[2] or 0)):%H:%M}" if found else ""
    except ValueError:
        return ""


def became_date(value: str) -> bool:
    return bool(BECAME_DATE.fullmatch(value[:40].lower()))


def url(value: str) -> str:
    """An address that lacks its beginning."""
    return f"https://{value}" if WWW.fullmatch(value) else ""
