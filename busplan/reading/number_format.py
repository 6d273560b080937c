"""A number of a workbook and its format in, the text that a person sees out.

A date is a number of days, a time of day a part of one; the format alone tells them from other numbers
(ECMA-376 part 1, 18.8.30 and 18.17.4).
"""

import math
import re
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum, auto

DAY = 86_400
# Day 0. That of 1900 is a day early, for all but the first two months: 1900 is taken for a leap year.
SINCE_1900, SINCE_1904 = date(1899, 12, 30), date(1904, 1, 1)
# What is said in so many letters, after a backslash or as wide as a sign is no part of the date.
LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
LENGTH = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
IN_BRACKETS = re.compile(r"\[[^\]]*\]")


class Form(Enum):
    """What a number is shown as. A length of time does not begin anew at midnight."""

    NUMBER = auto()
    DAY = auto()
    CLOCK = auto()
    MOMENT = auto()
    LENGTH = auto()


# The formats that have a number and no code (18.8.30), those of East Asia too.
BUILT_IN = {
    **dict.fromkeys((*range(14, 18), *range(27, 32), 36, *range(50, 55), 57, 58), Form.DAY),
    **dict.fromkeys((*range(18, 22), *range(32, 36), 45, 47, 55, 56), Form.CLOCK),
    22: Form.MOMENT,
    46: Form.LENGTH,
}


def form_of(number: str, code: str) -> Form:
    """Of a format by its number, and by its code where it has one."""
    if not code:
        return BUILT_IN.get(int(number), Form.NUMBER)
    positive = LITERAL.sub("", code).partition(";")[0]
    if LENGTH.search(positive):
        return Form.LENGTH
    letters = set(IN_BRACKETS.sub("", positive).lower())
    if "general" in positive.lower():
        return Form.NUMBER
    has_clock = bool(letters & {"h", "s"})
    has_day = bool(letters & {"y", "d"}) or ("m" in letters and not has_clock)
    if has_day:
        return Form.MOMENT if has_clock else Form.DAY
    return Form.CLOCK if has_clock else Form.NUMBER


def shown(number: float, form: Form, since_1904: bool) -> str:
    """`3`, `59.7014`, `2026-08-18`, `14:30`, `2026-08-18 14:30`."""
    if form is Form.NUMBER or not math.isfinite(number) or number < 0:
        return plain(number)
    try:
        days, seconds = divmod(round(number * DAY), DAY)
        day = (SINCE_1904 if since_1904 else SINCE_1900) + timedelta(days=days)
    except OverflowError:
        return plain(number)
    if form is Form.CLOCK or (number < 1 and form is not Form.DAY):
        return clock(seconds)
    if form is Form.LENGTH:
        return clock(days * DAY + seconds)
    return f"{day} {clock(seconds)}" if form is Form.MOMENT and seconds else str(day)


def clock(seconds: int) -> str:
    minutes, over = divmod(seconds, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}" + (f":{over:02}" if over else "")


def plain(number: float) -> str:
    """Digits alone, and no more of them than tell the number from its neighbours."""
    shortest = repr(number)
    return (f"{Decimal(shortest):f}" if "e" in shortest else shortest).removesuffix(".0")
