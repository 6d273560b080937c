"""How often the bus comes, in words; out come the cells of a rule.

`hver 3. uke` is `every_weeks: 3`, `1. og 3. tirsdag i måneden` is `monthly: 1, 3` and `weekday: tirsdag`.
"""

import re

from busplan.reading import values
from busplan.reading.report import Fault

# Beyond the ordinals of a month.
SPOKEN = {
    **dict.fromkeys(("anna", "annan", "other"), 2),
    **dict.fromkeys(("sjette", "sixth"), 6),
    **dict.fromkeys(("sjuende", "syvende", "seventh"), 7),
    **dict.fromkeys(("åttende", "åttande", "eighth"), 8),
    **dict.fromkeys(("fjortende", "fjortande"), 14),
}
EVERY = re.compile(
    r"(?:hver|kvar|hvert|kvart|every)"
    r"(?: (?!uke|veke|week|dag|day)(?P<which>[^\W\d]+|[0-9]{1,2}\.?))?"
    r"(?: (?P<unit>uke|veke|week|dag|day)(?:r|n|s|ar)?)?"
)
MONTHLY = re.compile(
    r"(?P<which>.+?) (?:i |of )?(?:hver |kvar |hvar |every |each |the )?(?:månede?n?|månade?n?|mnd\.?|month)"
)
NUMBERED = re.compile(r"(?:uke|veke|week)(?:r|ne|ane|s)? ([0-9]{1,2}(?:(?:, ?| og | and )[0-9]{1,2})*)")
BETWEEN = re.compile(r"[,;&]| (?:og|and) ")
PARITIES = {
    **dict.fromkeys(("odd", "odde", "oddetall", "oddetal", "ulike"), "odd"),
    **dict.fromkeys(("even", "par", "partall", "partal", "like", "jevne", "jamne"), "even"),
}
PARITY = re.compile(r"(?:i )?(\w+?)s?(?: ?(?:uke|veke|week)(?:r|ne|ane|s)?)?")
# Every week, however it is said; with a weekday beside it nothing need be said.
WEEKLY = frozenset({"ukentlig", "vekentleg", "kvar veke", "weekly", "hver", "kvar", "every"})
EVERY_OTHER = re.compile(r"(?:annenhver|annankvar|annakvar|annanhver|anna kvar|annen hver)(?: (uke|veke))?")
USUAL = (
    "hver uke",
    "annenhver uke",
    "oddetallsuker",
    "partallsuker",
    "kvar veke",
    "annakvar veke",
    "oddetalsveker",
)
LONGEST = 1000


def every_weeks(value: str, doubt: values.Doubt) -> int:
    """`3`, `hver 3. uke`, `annenhver uke`."""
    if values.NUMBER.fullmatch(value):
        return values.number(value, doubt)
    try:
        [number] = rule_of(value)["every_weeks"]
    except (Fault, KeyError):
        raise Fault("invalid_number") from None
    return int(number)


def rule_of(value: str) -> dict[str, list[str]]:
    """The cells by their names, each a list. Raises Fault."""
    if len(value) > LONGEST:
        raise Fault("value_too_long", length=str(len(value)), limit=str(LONGEST))
    if value.upper().startswith(("FREQ=", "RRULE:")):
        return {"rrule": [value]}
    if dates := dates_of(value):
        return {"dates": dates}
    rest, weekday = without_weekday(spaced(value))
    rule = named_weeks(rest) or monthly(rest) or every(rest, bool(weekday))
    if rule is None:
        raise Fault("unknown_frequency", USUAL)
    return rule | ({"weekday": [weekday]} if weekday else {})


def spaced(value: str) -> str:
    """Small letters, single spaces: `Hver 3.uke` is `hver 3. uke`."""
    return " ".join(re.sub(r"([0-9]\.)(?=[^\W\d])", r"\1 ", value.lower()).split())


def dates_of(value: str) -> list[str]:
    parts = parted(value)
    return parts if parts and all(map(values.looks_like_a_date, parts)) else []


def parted(value: str) -> list[str]:
    return [part.strip() for part in BETWEEN.split(value) if part.strip()]


def without_weekday(text: str) -> tuple[str, str]:
    """What is said besides the weekday, and the weekday if just one is named."""
    words = text.split(" ")
    named = [word for word in words if word.strip(",.") in values.WEEKDAYS]
    if len(named) != 1:
        return text, ""
    rest = [word for word in words if word not in named and word not in ("på", "om", "on")]
    return " ".join(rest), named[0].strip(",.")


def named_weeks(text: str) -> dict[str, list[str]] | None:
    """Odd or even weeks, or weeks by number."""
    if numbered := NUMBERED.fullmatch(text):
        return {"weeks": parted(numbered[1])}
    if (parity := PARITY.fullmatch(text)) and parity[1] in PARITIES:
        return {"weeks": [PARITIES[parity[1]]]}
    return None


def monthly(text: str) -> dict[str, list[str]] | None:
    found = MONTHLY.fullmatch(text)
    if found is None:
        return None
    which = [part.removesuffix(".") for part in parted(found["which"])]
    return {"monthly": which} if all(part in values.ORDINALS for part in which) else None


def every(text: str, has_weekday: bool) -> dict[str, list[str]] | None:
    """Every so many weeks; days are told in whole weeks: `hver 14. dag`."""
    if text in WEEKLY or (has_weekday and not text):
        return {"every_weeks": ["1"]}
    if (other := EVERY_OTHER.fullmatch(text)) and (other[1] or has_weekday):
        return {"every_weeks": ["2"]}
    found = EVERY.fullmatch(text)
    if found is None or not (found["unit"] or has_weekday):
        return None
    number = numeral((found["which"] or "1").removesuffix("."))
    if found["unit"] in ("dag", "day"):
        number, over = divmod(number, 7)
        number = 0 if over else number
    return {"every_weeks": [str(number)]} if number else None


def numeral(word: str) -> int:
    """Zero for what is none. "The last" counts no weeks."""
    if word.isdecimal():
        return int(word)
    return max(0, SPOKEN.get(word) or values.ORDINALS.get(word, 0))
