"""Everything that the core can hold is written: a field that is forgotten is found here."""

import inspect
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, time, timedelta
from enum import Enum
from typing import get_args, get_type_hints

import pytest
from small import again
from timetables import EVERYTHING

from busplan.timetable import OPEN_END, Cadence, OnDates, Timetable, cadence
from busplan.writing import TooLongForCell, written
from busplan.writing.cadences import said
from busplan.writing.tables import news, tables_of

# What to put where nothing stands.
NEW = {str: "x", date: date(2026, 9, 1), time: time(12)}
MORE = timedelta(weeks=1)
# What only the desk can say: files have no place for it, as docs/files.md tells.
OF_THE_DESK = {"Notice.others", "Extra.number"}


def changed(value, hint, where) -> Iterator[tuple[str, object]]:
    """The value with one field of it changed, wherever it lies, and the name of that field."""
    if where == "Route.season":
        # The season is written with the seasons; the route only says which.
        yield from ((where, season) for season in EVERYTHING.seasons if season != value)
    elif is_dataclass(value):
        yield from with_a_field_changed(value)
    elif isinstance(value, tuple):
        yield where, value[:-1]
        for at, each in enumerate(value):
            for name, other in changed(each, type(each), where):
                yield name, (*value[:at], other, *value[at + 1 :])
    else:
        yield from ((where, other) for other in others(value, hint))


def with_a_field_changed(value) -> Iterator[tuple[str, object]]:
    hints = get_type_hints(type(value))
    for field in fields(value):
        name = f"{type(value).__name__}.{field.name}"
        if not field.init or follows(value, name):
            continue
        for where, other in changed(getattr(value, field.name), hints[field.name], name):
            try:
                yield where, replace(value, **{field.name: other})
            except (ValueError, KeyError):
                # The core does not hold it, so nobody can lose it.
                continue


def follows(value, name) -> bool:
    """The days of an RRULE follow from it, and what is no RRULE is not counted from an anchor."""
    by_rrule = isinstance(value, OnDates) and bool(value.rrule)
    return (name == "OnDates.days" and by_rrule) or (name == "OnDates.anchor" and not by_rrule)


def others(value, hint) -> Iterator[object]:
    match value:
        case Enum():
            yield from (each for each in type(value) if each is not value)
        case bool():
            yield not value
        case int() | float():
            yield value + 1
        case str():
            yield from (f"{value}x", *(stop.id for stop in EVERYTHING.stops if stop.id != value))
        case date():
            yield value + MORE
        case time():
            yield value.replace(minute=value.minute + 1)
        case frozenset():
            [inside] = get_args(hint)
            yield from (value ^ {each} for each in (inside if issubclass(inside, Enum) else {inside("1")}))
        case None:
            yield from (NEW[kind] for kind in get_args(hint) if kind in NEW)


def values_of(hint) -> Iterator[type]:
    """The classes of values that may stand there, and in their fields."""
    if hint is Cadence:
        for _, each in inspect.getmembers(cadence, is_dataclass):
            yield from values_of(each)
    elif is_dataclass(hint):
        yield hint
        for field, inner in get_type_hints(hint).items():
            if not field.startswith("_"):
                yield from values_of(inner)
    else:
        for inner in get_args(hint):
            yield from values_of(inner)


def leaves() -> Iterator[str]:
    """The fields that hold no other values of the core."""
    for each in values_of(Timetable):
        hints = get_type_hints(each)
        for field in fields(each):
            if field.init and next(values_of(hints[field.name]), None) is None:
                yield f"{each.__name__}.{field.name}"


def test_a_field_that_is_changed_anywhere_changes_what_is_written():
    before = tables_of(EVERYTHING)
    found = list(with_a_field_changed(EVERYTHING))
    assert {where for where, other in found if tables_of(other) == before} == OF_THE_DESK
    assert set(leaves()) - {where for where, _ in found} == set()


@pytest.mark.parametrize("write", [lambda other: said(other, EVERYTHING.seasons[0]), news])
def test_what_nobody_has_taught_us_to_write_is_not_lost_in_silence(write):
    with pytest.raises(TypeError, match="object cannot be written"):
        write(object())


def test_more_than_a_cell_can_hold_is_refused_not_cut(small):
    every_week = tuple(small.seasons[0].first + timedelta(weeks=week) for week in range(2900))
    route = replace(
        small.routes[0], cadence=OnDates(every_week), season=replace(small.seasons[0], last=OPEN_END)
    )
    timetable = replace(small, routes=(route,), seasons=(route.season,))
    with pytest.raises(TooLongForCell, match="routes, dates"):
        written(timetable, "xlsx")
    assert again(written(timetable, "csv"), "timetable.csv").routes[0].cadence.days == every_week
