"""A form about a plan in, the wishes it means out, or what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from busplan.planning.rounds import Turn
from busplan.planning.wishes import Bus, Change, Lock, Opening, Wish, Wishes
from busplan.reading.slug import slug, unique
from busplan.timetable import Point, Stop
from busplan.web import typed
from busplan.web.staff import daylong
from busplan.web.staff.opened import Opened
from busplan.web.tongue import words

WEEKDAYS = range(5)
MOST_WEEKS, MOST_MINUTES = 12, 600
LONGEST_NAME = 100
MOST_BUSES = 10
USUAL_SECONDS = 30
USUAL_MINUTES = 30
SECONDS = (10, 30, 60, 300, 900)
Form = MultiDict[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """A stop as the form shows it: what is wished, or else what is so today."""

    stop: Stop
    is_new: bool
    every: int
    minutes: int
    weekdays: tuple[int, ...]
    earliest: str
    latest: str
    lock: str
    visited: bool
    now: tuple[Turn, ...]


def rows(of: Opened) -> list[Row]:
    """Every stop that is visited, or wished to be, by name."""
    wishes, rounds = of.wished.wishes, of.wished.rounds
    ids = {turn.stop_id for turn in rounds.turns} | set(wishes.stops) | {stop.id for stop in of.added}
    there = [of.stops[id] for id in ids if id in of.stops]
    return [row(of, stop) for stop in sorted(there, key=lambda stop: (stop.name, stop.id))]


def row(of: Opened, stop: Stop) -> Row:
    wish, turns = of.wished.wishes.of(stop.id), of.wished.rounds.turns_of(stop.id)
    opening = wish.openings[0] if wish.openings else None
    return Row(
        stop,
        stop in of.added,
        wish.every or usual_weeks(turns, of),
        wish.minutes or usual_minutes(turns),
        wish.weekdays,
        daylong.clock(opening.begins if opening else None),
        daylong.clock(opening.ends if opening else None),
        wish.lock.value,
        wish.visited,
        turns,
    )


def usual_weeks(turns: tuple[Turn, ...], of: Opened) -> int:
    return turns[0].every if turns else of.wished.wishes.weeks or of.wished.rounds.weeks


def usual_minutes(turns: tuple[Turn, ...]) -> int:
    return turns[0].minutes if turns else USUAL_MINUTES


def wishes_of(form: Form, of: Opened) -> tuple[Wishes, dict[str, str]]:
    """What is wished, and sentences on what cannot be read, by field."""
    was = of.wished.wishes
    limits, faults = daylong.limits_of(form, was.limits)
    stops = {each.stop.id: wish(form, each, was.of(each.stop.id), faults) for each in rows(of)}
    stops = {id: wished for id, wished in stops.items() if wished != Wish()}
    found = replace(
        was,
        limits=limits,
        change=Change.NONE if form.get("change") == Change.NONE else Change.SOME,
        weeks=whole(form, "weeks", MOST_WEEKS, faults),
        buses=buses(form, was.buses, faults),
        stops=stops,
    )
    return with_new_stop(form, found, of, faults), faults


def wish(form: Form, each: Row, was: Wish, faults: dict[str, str]) -> Wish:
    """Only what is otherwise than today; a row that is not in the form stays as it was."""
    id = each.stop.id
    if f"row-{id}" not in form:
        return was
    every = whole(form, f"every-{id}", MOST_WEEKS, faults)
    minutes = whole(form, f"minutes-{id}", MOST_MINUTES, faults)
    days = tuple(day for day in WEEKDAYS if f"{day}" in form.getlist(f"days-{id}"))
    now = each.now[0] if each.now else None
    return replace(
        was,
        every=None if now and every == now.every else every,
        minutes=None if now and minutes == now.minutes else minutes,
        weekdays=() if len(days) == len(WEEKDAYS) else days,
        openings=opening(form, id, was, faults),
        lock=Lock(form[f"lock-{id}"]) if form.get(f"lock-{id}") in [*Lock] else Lock.NONE,
        visited=f"visited-{id}" in form,
    )


def opening(form: Form, id: str, was: Wish, faults: dict[str, str]) -> tuple[Opening, ...]:
    """One on all days, as the form has it; others stay, as long as nobody touches the first."""
    earliest = daylong.minute(form.get(f"from-{id}", ""), f"from-{id}", faults)
    latest = daylong.minute(form.get(f"to-{id}", ""), f"to-{id}", faults)
    if earliest is None and latest is None:
        return ()
    begins, ends = int(earliest or 0), int(24 * 60 if latest is None else latest)
    if ends <= begins:
        faults[f"to-{id}"] = words().say("Slutten er ikke etter begynnelsen.")
        return was.openings
    first = was.openings[0] if was.openings else None
    if first and (first.begins, first.ends) == (begins, ends):
        return was.openings
    return (Opening(begins, ends),)


def buses(form: Form, was: tuple[Bus, ...], faults: dict[str, str]) -> tuple[Bus, ...]:
    """Those that stay, and a new one where it has been named."""
    if "bus-rows" not in form:
        return was
    found = [
        bus(form, f"{number}", each, faults) for number, each in enumerate(was) if f"bus-{number}" in form
    ]
    name = line(form.get("bus-name-new", ""))
    if name and name not in {each.name for each in found} and len(found) < MOST_BUSES:
        found.append(bus(form, "new", Bus(name), faults))
    if not found:
        faults["bus-rows"] = words().say("Planen har ingen busser. Skriv navnet på minst én.")
        return was
    return tuple(found)


def bus(form: Form, key: str, was: Bus, faults: dict[str, str]) -> Bus:
    days = tuple(day for day in range(7) if f"{day}" in form.getlist(f"bus-days-{key}"))
    return replace(
        was,
        weekdays=days or was.weekdays,
        begins=daylong.minute(form.get(f"bus-begins-{key}", ""), f"bus-begins-{key}", faults),
        ends=daylong.minute(form.get(f"bus-ends-{key}", ""), f"bus-ends-{key}", faults),
    )


def with_new_stop(form: Form, wishes: Wishes, of: Opened, faults: dict[str, str]) -> Wishes:
    if not line(form.get("new-name", "")):
        return wishes
    stop = new_stop(form, of, faults)
    if stop is None:
        return wishes
    wished = Wish(
        every=whole(form, "new-every", MOST_WEEKS, faults) or of.wished.rounds.weeks,
        minutes=whole(form, "new-minutes", MOST_MINUTES, faults) or USUAL_MINUTES,
    )
    return replace(wishes, added=(*wishes.added, stop), stops={**wishes.stops, stop.id: wished})


def new_stop(form: Mapping[str, str], of: Opened, faults: dict[str, str]) -> Stop | None:
    """A stop that the timetable has not; None where its place cannot be read."""
    name, municipality = line(form.get("new-name", "")), line(form.get("new-municipality", ""))
    if not municipality:
        faults["new-municipality"] = words().say("Et stopp har navn og kommune.")
    point = point_of(form, "new-lat", "new-lon", faults)
    if point is None or not municipality:
        return None
    return Stop(unique(slug(name), of.stops), name, municipality, point)


def point_of(form: Mapping[str, str], north: str, east: str, faults: dict[str, str]) -> Point | None:
    return daylong.point_of(form.get(north, "").strip(), form.get(east, "").strip(), north, faults)


def whole(form: Mapping[str, str], name: str, most: int, faults: dict[str, str]) -> int | None:
    found = daylong.number(form.get(name, ""), daylong.WHOLE, most, name, faults)
    if found == 0:
        faults[name] = words().say("Skriv et tall fra 1 til {most}.", most=most)
        return None
    return None if found is None else int(found)


def seconds() -> int:
    asked = typed.number("seconds", USUAL_SECONDS)
    return asked if asked in SECONDS else USUAL_SECONDS


def line(text: str) -> str:
    return typed.one_line(text, LONGEST_NAME)
