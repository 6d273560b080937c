"""A form about a day of the bus in, the limits it means out, or what is wrong with it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import time

from busplan.planning.limits import Limits
from busplan.timetable import Point
from busplan.web.tongue import words

DEGREES = re.compile(r"-?[0-9]{1,3}(?:[.,][0-9]{1,10})?", re.ASCII)
WHOLE = re.compile(r"[0-9]{1,4}", re.ASCII)
HOURS = re.compile(r"[0-9]{1,2}(?:[.,][0-9]{1,2})?", re.ASCII)
FIELDS = ("lat", "lon", "begins", "ends", "longest", "margin", "per_leg")
MOST_MARGIN, MOST_PER_LEG, MOST_HOURS = 100, 60, 24
Given = Mapping[str, str]


def limits_of(given: Given, usual: Limits) -> tuple[Limits, dict[str, str]]:
    """What is typed, laid over the usual; and sentences on what cannot be read, by field.

    A field that is not there at all is as usual; one that is emptied is no limit.
    """
    faults: dict[str, str] = {}
    found = usual
    if "lat" in given or "lon" in given:
        found = with_depot(found, given.get("lat", "").strip(), given.get("lon", "").strip(), faults)
    if "begins" in given:
        found = replace(found, begins=minute(given["begins"], "begins", faults))
    if "ends" in given:
        found = replace(found, ends=minute(given["ends"], "ends", faults))
    if "longest" in given:
        hours = number(given["longest"], HOURS, MOST_HOURS, "longest", faults)
        found = replace(found, longest=None if hours is None else hours * 60)
    if "margin" in given:
        percent = number(given["margin"], WHOLE, MOST_MARGIN, "margin", faults)
        found = replace(found, factor=1 + (percent or 0) / 100)
    if "per_leg" in given:
        found = replace(
            found, per_leg=number(given["per_leg"], WHOLE, MOST_PER_LEG, "per_leg", faults) or 0.0
        )
    if found.begins is not None and found.ends is not None and found.ends <= found.begins:
        faults["ends"] = words().say("Slutten er ikke etter begynnelsen.")
    return found, faults


def with_depot(limits: Limits, north: str, east: str, faults: dict[str, str]) -> Limits:
    """That of all buses which have none of their own."""
    others = {name: point for name, point in limits.depots.items() if name}
    if not north and not east:
        return replace(limits, depots=others)
    point = point_of(north, east, "lat", faults)
    return replace(limits, depots={**others, "": point}) if point else limits


def point_of(north: str, east: str, name: str, faults: dict[str, str]) -> Point | None:
    try:
        if not (DEGREES.fullmatch(north) and DEGREES.fullmatch(east)):
            raise ValueError("no degrees")
        return Point(float(north.replace(",", ".")), float(east.replace(",", ".")))
    except ValueError:
        faults[name] = words().say("Skriv breddegrad og lengdegrad slik: 60,1234 og 11,4567.")
        return None


def minute(text: str, name: str, faults: dict[str, str]) -> float | None:
    """After midnight; None where nothing is typed."""
    if not text.strip():
        return None
    try:
        found = time.fromisoformat(text.strip().replace(".", ":"))
    except ValueError:
        faults[name] = words().say("Skriv et klokkeslett, for eksempel 14:30.")
        return None
    return found.hour * 60 + found.minute


def number(text: str, shape: re.Pattern[str], most: int, name: str, faults: dict[str, str]) -> float | None:
    text = text.strip()
    if not text:
        return None
    if not shape.fullmatch(text) or float(text.replace(",", ".")) > most:
        faults[name] = words().say("Skriv et tall fra 0 til {most}.", most=most)
        return None
    return float(text.replace(",", "."))


def typed(limits: Limits) -> dict[str, str]:
    """As the form shows them."""
    depot = limits.depots.get("")
    return {
        "lat": degrees(depot.latitude) if depot else "",
        "lon": degrees(depot.longitude) if depot else "",
        "begins": clock(limits.begins),
        "ends": clock(limits.ends),
        "longest": "" if limits.longest is None else decimal(limits.longest / 60),
        "margin": f"{round((limits.factor - 1) * 100)}",
        "per_leg": f"{limits.per_leg:g}",
    }


def clock(minutes: float | None) -> str:
    """As a field of HTML takes it."""
    if minutes is None:
        return ""
    whole = round(minutes)
    return f"{whole // 60 % 24:02}:{whole % 60:02}"


def again(limits: Limits, given: Given, faults: Mapping[str, str]) -> dict[str, str]:
    """The same, with what could not be read as it was typed."""
    return {**typed(limits), **{name: given[name] for name in faults if name in given}}


def degrees(number: float) -> str:
    return decimal(number, 6)


def decimal(number: float, places: int = 2) -> str:
    shown = f"{number:.{places}f}".rstrip("0").rstrip(".")
    return shown if words().code == "en" else shown.replace(".", ",")
