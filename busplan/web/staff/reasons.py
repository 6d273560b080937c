"""Facts of planning in, sentences in the reader's language out."""

from collections.abc import Mapping
from datetime import time
from math import ceil, isinf

from busplan.jobs.found import Left
from busplan.planning.difference import NewTime
from busplan.planning.rest import Warned
from busplan.planning.rounds import Turn
from busplan.planning.shortfalls import Over, Shift, Short
from busplan.planning.wishes import Fault
from busplan.web.staff.looks import language
from busplan.web.tongue import words
from busplan.words import planning

MINUTES_OF_DAY = 24 * 60
HOUR = 60
SLACK = 1e-6


def clock(minutes: float) -> str:
    """Minutes after midnight."""
    whole = round(minutes) % MINUTES_OF_DAY
    return words().clock(time(whole // HOUR, whole % HOUR))


def some(minutes: float) -> str:
    """`7 minutter`; more than an hour as `2 t 5 min`. Never less than it is."""
    whole = ceil(minutes - SLACK)
    if whole <= HOUR:
        return words().minutes(whole)
    return words().say("{hours} t {minutes} min", hours=whole // HOUR, minutes=whole % HOUR)


def km(kilometres: float) -> str:
    return words().say("{km} km", km=words().decimal(kilometres))


def said(code: str, **facts: object) -> str:
    """In the reader's language; a bus without a name is the bus."""
    if "vehicle" in facts:
        name = str(facts["vehicle"])
        facts["vehicle"] = words().say("Bussen") if not name or name.startswith("(") else name
    return planning.said(code, language(), **facts)


def short(one: Short, name: Mapping[str, str]) -> str:
    code = "no_road" if isinf(one.drive) else "overlap" if one.gap < 0 else "short"
    return said(
        code,
        vehicle=one.vehicle,
        weekday=one.weekday,
        before=name.get(one.before, one.before),
        after=name.get(one.after, one.after),
        gap=abs(one.gap),
        drive=one.drive,
        km=one.km,
        minutes=one.minutes if isinf(one.minutes) else ceil(one.minutes - SLACK),
        first=one.first,
        times=one.times,
    )


def over(one: Over) -> str:
    minutes = ceil(one.minutes - SLACK)
    return said(
        f"over_{one.what}", vehicle=one.vehicle, weekday=one.weekday, minutes=minutes, first=one.first
    )


def warned(one: Warned) -> str:
    return said(one.rule, vehicle=one.vehicle, first=one.first, found=one.found, figure=one.figure)


def shift(one: Shift, name: Mapping[str, str]) -> str:
    return said(
        "shift",
        vehicle=one.vehicle,
        weekday=one.weekday,
        stop=name.get(one.stop_id, one.stop_id),
        was=clock(one.was),
        becomes=clock(one.becomes),
    )


def shifted(one: Shift, name: Mapping[str, str]) -> str:
    """Where the day is known already."""
    was, becomes = clock(one.was), clock(one.becomes)
    return said("new_time", stop=name.get(one.stop_id, one.stop_id), was=was, becomes=becomes)


def fault(one: Fault, name: Mapping[str, str]) -> str:
    stop = name.get(one.stop_id, one.stop_id)
    minutes = ceil(one.minutes - SLACK) if one.minutes is not None else 0
    return planning.said(one.code, language(), stop=stop, vehicle=one.vehicle, minutes=minutes)


def left(one: Left, name: Mapping[str, str]) -> str:
    minutes = ceil((one.minutes or 0) - SLACK)
    return said(f"left_{one.reason}", stop=name.get(one.stop_id, one.stop_id), minutes=minutes)


def turn(one: Turn) -> str:
    """`tirsdag kl. 10.15, uke 2 av 3`"""
    code, week = "turn_weekly" if one.every == 1 else "turn", one.week % one.every + 1
    return said(code, weekday=one.weekday, week=week, every=one.every, **{"from": clock(one.begins)})


def changed(one: NewTime) -> str:
    """What residents notice."""
    if one.day:
        return words().say("ny dag")
    minutes = one.minutes
    if minutes > 0:
        return words().say("{minutes} senere", minutes=some(minutes))
    return words().say("{minutes} tidligere", minutes=some(-minutes)) if minutes else words().say("samme tid")


def more_km(kilometres: float) -> str:
    """`2,4 km mer`"""
    if abs(kilometres) < 0.05:
        return words().say("like mange km")
    return or_less(km(abs(kilometres)), kilometres)


def more(minutes: float) -> str:
    """`7 minutter mer`"""
    if abs(minutes) < 0.5:
        return words().say("like lang kjøretid")
    return or_less(some(round(abs(minutes))), minutes)


def or_less(amount: str, more: float) -> str:
    said = words().say("{amount} mer") if more > 0 else words().say("{amount} mindre")
    return said.format(amount=amount)
