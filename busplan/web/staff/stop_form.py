"""The form about a stop in, the stop it means out, and what is wrong with it."""

import re
from dataclasses import replace
from typing import TypeVar

from flask import request

from busplan.timetable import Audience, Kind, Point, Stop
from busplan.web import tongue, typed

DEGREES = re.compile(r"-?[0-9]{1,3}(?:[.,][0-9]{1,10})?", re.ASCII)
LONGEST = 500
NOWHERE = Stop("", "", "", None)
Chosen = TypeVar("Chosen", Kind, Audience)


def asked(was: Stop) -> tuple[Stop, str]:
    """The stop as it would be. With something wrong, its place is as it was."""
    stop, words = written(was), tongue.words()
    if not (stop.name and stop.municipality):
        return stop, words.say("Et stopp har navn og kommune.")
    try:
        placed = replace(stop, point=point(was))
    except ValueError:
        return stop, words.say("Skriv breddegrad og lengdegrad slik: 60,1234 og 11,4567.")
    if placed.public and placed.point is None:
        return placed, words.say("Sett merket på kartet, eller skriv breddegrad og lengdegrad.")
    return placed, ""


def written(was: Stop) -> Stop:
    """All that is said of it but its place."""
    return replace(
        was,
        name=text("name"),
        municipality=text("municipality"),
        address=text("address"),
        note=text("note"),
        access=text("access"),
        kind=chosen("kind", was.kind),
        audience=chosen("audience", was.audience),
    )


def point(was: Stop) -> Point | None:
    """Raises ValueError. As it was, to the last digit, where nobody has touched it."""
    latitude, longitude = text("lat"), text("lon")
    if not latitude and not longitude and was.point is None:
        return None
    if (latitude, longitude) == shown(was):
        return was.point
    if not (DEGREES.fullmatch(latitude) and DEGREES.fullmatch(longitude)):
        raise ValueError("no degrees")
    return Point(float(latitude.replace(",", ".")), float(longitude.replace(",", ".")))


def shown(stop: Stop) -> tuple[str, str]:
    """Its degrees as they stand in the form."""
    return (degrees(stop.point.latitude), degrees(stop.point.longitude)) if stop.point else ("", "")


def degrees(number: float) -> str:
    shown = f"{number:.6f}".rstrip("0").rstrip(".")
    return shown if tongue.words().code == "en" else shown.replace(".", ",")


def text(name: str) -> str:
    return typed.line(name, LONGEST)


def chosen(name: str, was: Chosen) -> Chosen:
    try:
        return type(was)(request.form.get(name, was.value))
    except ValueError:
        return was
