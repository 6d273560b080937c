"""A country and a stretch of days in, the public holidays among them out, each with its name.

The holidays library knows them. Loading it costs as much as all the rest of a check, so what it says of
Norway is kept beside this file, written by docs/red_days.py and compared in a test.
"""

import csv
from datetime import date
from functools import cache
from pathlib import Path
from warnings import catch_warnings

KEPT = Path(__file__).parent / "red_days.csv"
KEPT_COUNTRY, KEPT_FROM, KEPT_TO = "NO", date(2020, 1, 1), date(2050, 12, 31)
# Whose holidays they are, where a schedule does not say.
COUNTRIES = {"Europe/Oslo": "NO", "Arctic/Longyearbyen": "NO"}


def red_days(country: str, first: date, last: date) -> dict[date, str]:
    """In order of time. `country` as ISO 3166, with or without a part of it: `NO`, `GB-ENG`.

    Raises LookupError when the library does not know it.
    """
    if country == KEPT_COUNTRY and first >= KEPT_FROM and last <= KEPT_TO:
        found = kept()
    else:
        found = from_library(country, first.year, last.year)
    return {day: name for day, name in found.items() if first <= day <= last}


@cache
def kept() -> dict[date, str]:
    with KEPT.open(encoding="utf-8", newline="") as file:
        return {date.fromisoformat(day): name for day, name in csv.reader(file)}


@cache
def from_library(country: str, first: int, last: int) -> dict[date, str]:
    import holidays

    state, _, part = country.partition("-")
    language = "no" if state == "NO" else None
    try:
        with catch_warnings(action="ignore"):
            # It warns of years that a country has not decided yet.
            found = holidays.country_holidays(
                state, subdiv=part or None, years=range(first, last + 1), language=language
            )
    except NotImplementedError as fault:
        raise LookupError(country) from fault
    return {day: name.replace("; ", " og ") for day, name in sorted(found.items())}
