"""One cell of text in, one value out. A cell that cannot be read raises Fault.

Each reader takes the text, stripped, and `doubt`, which it calls with a code when it
has read a value but thinks that a person should look at it.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, time
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from busplan.reading import meant
from busplan.reading.likeness import nearest
from busplan.reading.report import Fault
from busplan.reading.slug import slug
from busplan.reading.text import UNWANTED, named
from busplan.timetable import Season
from busplan.timetable.codes import ErrorCode, WarningCode

Doubt = Callable[[WarningCode], None]
Choice = TypeVar("Choice", bound=StrEnum)
Value = TypeVar("Value")

LONGEST_NAME = 200
ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?", re.ASCII)
KEY = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}", re.ASCII)
TIME = re.compile(r"(?:[Kk]l\.? ?)?([0-9]{1,2})([:.]?)([0-9]{2})(?::00)?", re.ASCII)
HOURS = re.compile(r"([^–—-]+?)\s*(?:[–—-]|\b(?:til|to)\b)\s*([^–—-]+)", re.IGNORECASE)
WHOLE_HOUR = re.compile(r"((?:^|^[Kk]l\.? ?)[0-9]{1,2})$", re.ASCII)
LONGEST_HOURS = 40
ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
NORWEGIAN_DATE = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})", re.ASCII)
SLASHED_DATE = re.compile(r"[0-9]{1,4}/[0-9]{1,2}/[0-9]{1,4}", re.ASCII)
NUMBER = re.compile(r"[0-9]{1,6}", re.ASCII)
WEEK = re.compile(r"(?:(?:uke|veke|week) )?([0-9]{1,2})", re.ASCII | re.IGNORECASE)
SHORT_DATE = re.compile(r"([0-9]{1,2})(?:/|\. ?)([0-9]{1,2})\.?", re.ASCII)
ORDINALS = {
    **{str(number): number for number in (1, 2, 3, 4, 5, -1)},
    **dict.fromkeys(("første", "fyrste", "first"), 1),
    **dict.fromkeys(("andre", "annen", "second"), 2),
    **dict.fromkeys(("tredje", "third"), 3),
    **dict.fromkeys(("fjerde", "fourth"), 4),
    **dict.fromkeys(("femte", "fifth"), 5),
    **dict.fromkeys(("last", "siste"), -1),
}
COORDINATE = re.compile(r"-?[0-9]{1,3}([.,])[0-9]{1,20}|-?[0-9]{1,3}", re.ASCII)
UTM = re.compile(r"[0-9]{5,7}(?:[.,][0-9]+)?", re.ASCII)
# In English and in Norwegian, and what is shown where a number finds no room.
SHEET_ERROR = re.compile(
    "#(?:REF!|N/A|I/T|NAME[?]|NAVN[?]|NAMN[?]|VALUE!|VERDI!|DIV/0!|NUM!|TALL!|TAL!|NULL!|SPILL!|CALC!|#+)"
)
RESERVED = frozenset({"all", "api", "embed", "feed", "map", "new", "static", "stops"})
FIRST_YEAR, LAST_YEAR = 2000, 2099
YES = frozenset({"yes", "true", "ja", "1"})
WEEKS = ("oddetallsuker", "partallsuker", "oddetalsveker", "partalsveker", "odd", "even")
NO = frozenset({"no", "false", "nei", "0"})
DAYS = (
    ("monday", "mon", "man", "mandag", "måndag"),
    ("tuesday", "tue", "tir", "tirs", "tirsdag", "tysdag"),
    ("wednesday", "wed", "ons", "onsdag"),
    ("thursday", "thu", "tor", "tors", "torsdag"),
    ("friday", "fri", "fre", "fredag"),
    ("saturday", "sat", "lør", "lørdag", "laurdag"),
    ("sunday", "sun", "søn", "søndag", "sundag"),
)
# One by one or all of a kind: `tirsdag`, `tirsdager`, `tysdagar`, `Tuesdays`.
PLURALS = ("", "er", "ar", "s")
WEEKDAYS = {
    word + ending: day
    for day, words in enumerate(DAYS)
    for word in words
    for ending in (PLURALS if word.endswith(("dag", "day")) else ("",))
}
LANGUAGES = {
    "nb": "nb",
    "no": "nb",
    "bokmål": "nb",
    "nn": "nn",
    "nynorsk": "nn",
    "en": "en",
    "english": "en",
    "engelsk": "en",
}


def text(value: str, doubt: Doubt) -> str:
    """Names and remarks: one line, composed letters, at most 200 of them."""
    if "\n" in value or "\r" in value:
        raise Fault("new_line_in_value")
    if unwanted := UNWANTED.search(value):
        raise Fault("control_character", character=named(unwanted.group()))
    if SHEET_ERROR.fullmatch(value):
        raise Fault("spreadsheet_error")
    if len(value) > LONGEST_NAME:
        raise Fault("value_too_long", length=str(len(value)), limit=str(LONGEST_NAME))
    composed = unicodedata.normalize("NFC", value)
    if composed != value:
        doubt("text_normalised")
    return composed


def stop_id(value: str, doubt: Doubt) -> str:
    """Part of an address and of every calendar event, hence the narrow alphabet."""
    return identifier(value, ID)


def stop_reference(value: str, doubt: Doubt) -> str:
    """The id or name of a stop where it is used; one that looks like another is neither."""
    if not value.isprintable():
        raise Fault("invalid_id")
    return text(value, doubt)


def key(value: str, doubt: Doubt) -> str:
    """The id of a route, a season or a service: as a stop's, and points and underlines too."""
    return identifier(value, KEY)


def identifier(value: str, form: re.Pattern[str]) -> str:
    if not form.fullmatch(value):
        if meant.became_date(value):
            raise Fault("number_became_date")
        raise Fault("invalid_id", near=slug(value, otherwise=""))
    if value in RESERVED:
        raise Fault("reserved_id")
    return value


def clock(value: str, doubt: Doubt) -> time:
    """`12:30`, `9.45`, `kl. 9.45`, `1400`."""
    found = TIME.fullmatch(value[:20])
    if found is None or (not found[2] and len(found[1]) < 2):
        raise Fault("invalid_time", near=meant.clock(value))
    try:
        read = time(int(found[1]), int(found[3]))
    except ValueError:
        raise Fault("invalid_time") from None
    if found[2] == ".":
        doubt("time_written_with_point")
    elif not found[2]:
        doubt("time_without_separator")
    return read


def hours(value: str, doubt: Doubt) -> tuple[time, time]:
    """`14.00–14.30`, `kl. 9–10.15`, `14:00 til 14:30`: two side by side can be nothing else."""
    found = HOURS.fullmatch(value) if len(value) <= LONGEST_HOURS else None
    if found is None:
        raise Fault("invalid_hours")
    try:
        start, end = (clock(WHOLE_HOUR.sub(r"\1:00", side.strip()), unheard) for side in found.groups())
    except Fault:
        raise Fault("invalid_hours") from None
    return start, end


def unheard(code: str) -> None:
    """A doubt that somebody else has answered."""


def day(value: str, doubt: Doubt) -> date:
    """`2026-12-24`, or `24.12.2026`."""
    if iso := ISO_DATE.fullmatch(value):
        year, month, day = iso.groups()
    elif norwegian := NORWEGIAN_DATE.fullmatch(value):
        day, month, year = norwegian.groups()
        doubt("date_written_norwegian")
    else:
        slashed = SLASHED_DATE.fullmatch(value)
        raise Fault("ambiguous_date" if slashed else "invalid_date", near=meant.day(value))
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise Fault("date_out_of_range", first=str(FIRST_YEAR), last=str(LAST_YEAR))
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise Fault("invalid_date") from None


def number(value: str, doubt: Doubt) -> int:
    if not NUMBER.fullmatch(value) or int(value) < 1:
        raise Fault("invalid_number")
    return int(value)


def latitude(value: str, doubt: Doubt) -> float:
    return degrees(value, 90)


def longitude(value: str, doubt: Doubt) -> float:
    return degrees(value, 180)


def degrees(value: str, limit: int) -> float:
    """Decimal degrees with a point or a comma. Python's own float takes `nan` and `5_9`, so not that."""
    if COORDINATE.fullmatch(value):
        read = float(value.replace(",", "."))
        if abs(read) <= limit:
            return read
        raise Fault("coordinates_outside_earth")
    if meant.became_date(value):
        raise Fault("number_became_date")
    if SHEET_ERROR.fullmatch(value):
        raise Fault("spreadsheet_error")
    metres = UTM.fullmatch("".join(value[:LONGEST_NAME].split()))
    raise Fault("coordinates_look_like_utm" if metres else "invalid_coordinate")


def week(value: str, doubt: Doubt) -> int:
    """The number of an ISO week: `34` or `uke 34`."""
    found = WEEK.fullmatch(value)
    if found is None or not 1 <= int(found[1]) <= 53:
        raise Fault("invalid_week", WEEKS)
    return int(found[1])


def which_of_month(value: str, doubt: Doubt) -> int:
    """`1` to `5`, `1.`, `-1` or `last`."""
    word = value.lower().removesuffix(".")
    if word not in ORDINALS:
        raise Fault("invalid_week_of_month", ORDINALS)
    return ORDINALS[word]


def looks_like_a_date(value: str) -> bool:
    """Whether it is written as a date, with or without the year."""
    return any(form.fullmatch(value) for form in (SHORT_DATE, ISO_DATE, NORWEGIAN_DATE))


def day_in(season: Season) -> Callable[[str, Doubt], date]:
    """A reader of dates that may leave out the year: `28/9` and `21/6` are found inside the season."""

    def read(value: str, doubt: Doubt) -> date:
        short = SHORT_DATE.fullmatch(value)
        if short is None:
            return day(value, doubt)
        for year in range(season.first.year, season.last.year + 1):
            try:
                found = date(year, int(short[2]), int(short[1]))
            except ValueError:
                continue
            if season.first <= found <= season.last:
                return found
        raise Fault("date_outside_season", first=str(season.first), last=str(season.last))

    return read


def one_word(words: Mapping[str, Value]) -> Callable[[str, Doubt], Value]:
    """A reader of one of a few words."""
    return lambda value, doubt: one_of(words, value, "unknown_choice", choices=listed(words))


def yes_or_no(value: str, doubt: Doubt) -> bool:
    word = value.lower()
    if word not in YES | NO:
        raise Fault("invalid_yes_or_no", YES | NO)
    return word in YES


def weekday(value: str, doubt: Doubt) -> int:
    """Monday is 0."""
    return one_of(WEEKDAYS, value, "invalid_weekday")


def language(value: str, doubt: Doubt) -> str:
    return one_of(LANGUAGES, value, "unknown_language")


def timezone(value: str, doubt: Doubt) -> str:
    """A place of the IANA database; a fixed offset is wrong half the year."""
    try:
        if "/" in value:
            return ZoneInfo(value).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass
    raise Fault("unknown_timezone", near=meant_zone(value))


def meant_zone(value: str) -> str:
    """The zone most like it, or of the place that is named."""
    zones = sorted(available_timezones())
    places = {zone.rpartition("/")[2].casefold(): zone for zone in zones if "/" in zone}
    return places.get(value.casefold().replace(" ", "_")) or nearest(value, zones)


def url(value: str, doubt: Doubt) -> str:
    """A web address, and nothing that a browser would run."""
    try:
        parts = urlsplit(value)
    except ValueError:
        raise Fault("invalid_url") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"\s", value):
        raise Fault("invalid_url", near=meant.url(value))
    return value


def choice(words: Mapping[str, Choice]) -> Callable[[str, Doubt], Choice]:
    """A reader of one of a few words, whichever language they are in."""

    def read(value: str, doubt: Doubt) -> Choice:
        return one_of(words, value, "unknown_choice", choices=listed(words))

    return read


def listed(words: Mapping[str, object]) -> str:
    """What may be written: of the words that mean the same, the first three."""
    groups: dict[object, list[str]] = {}
    for word, means in words.items():
        groups.setdefault(means, []).append(word)
    return ", ".join("/".join(group[:3]) for group in groups.values())


def one_of(known: Mapping[str, Value], value: str, code: ErrorCode, **facts: str) -> Value:
    word = value.lower()
    if word not in known:
        raise Fault(code, known, **facts)
    return known[word]
