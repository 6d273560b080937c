"""What planning has found in, the sentence a person reads out: a code and its facts."""

import tomllib
from datetime import date, time, timedelta
from functools import cache
from math import isinf
from pathlib import Path

from busplan.words.language import Language

MONDAY = date(2024, 1, 1)
DECIMALS = ("km", "was_km", "days")


@cache
def sentences() -> dict[str, dict[str, str]]:
    """By code, and by language."""
    with (Path(__file__).parent / "planning.toml").open("rb") as file:
        return tomllib.load(file)


def said(code: str, language: str, **facts: object) -> str:
    """Minutes are whole; kilometres, and days in a week, have one decimal; dates and weekdays are words."""
    told = {name: fact_of(name, fact, language) for name, fact in facts.items()}
    return sentences()[code][language].format(**told)


def fact_of(name: str, fact: object, language: str) -> str:
    if name == "weekday" and isinstance(fact, int):
        return weekday(fact, language)
    if isinstance(fact, date):
        return spoken(language).dated(fact, "d. MMMM y")
    if name in DECIMALS and isinstance(fact, float):
        return spoken(language).decimal(fact)
    if isinstance(fact, float):
        return "∞" if isinf(fact) else str(round(fact))
    return str(fact)


@cache
def spoken(code: str) -> Language:
    return Language(code)


def clock(minutes: int, language: str) -> str:
    """`14.00`, of minutes after midnight."""
    return spoken(language).clock(time(*divmod(minutes, 60)))


def weekday(number: int, language: str) -> str:
    """`tirsdag`; Monday is 0."""
    return spoken(language).dated(MONDAY + timedelta(number), "EEEE")
