"""A plan of the database in, with the rota it is beside and all its versions out."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import abort, request

from busplan.jobs.found import Found, Left, read_found
from busplan.jobs.wished import Wished, read_wished
from busplan.planning.ground import Ground
from busplan.planning.limits import Limits
from busplan.planning.rounds import Day, Rounds, read_rounds
from busplan.store import Plan, Plans
from busplan.store.plans import AtWork
from busplan.timetable import Stop
from busplan.web.staff.places import _
from busplan.web.staff.rota import Rota, ground, rota
from busplan.web.staff.tell import undone
from busplan.web.staff.who import store
from busplan.web.tongue import words

TODAY, ONLY, MINE = "today", "only", "mine"
THREE = ("few", "some", "free")
NAMES = {
    TODAY: _("I dag"),
    ONLY: _("Planen"),
    "few": _("Få endringer"),
    "some": _("Noen endringer"),
    "free": _("Frie hender"),
    MINE: _("Min versjon"),
}
MOST_MOVES = 30


@dataclass(frozen=True, slots=True)
class Move:
    """One step of staff's own version: all rounds after it."""

    said: str
    rounds: Rounds


@dataclass(frozen=True)
class Opened:
    """What a person has before them."""

    plan: Plan
    rota: Rota
    wished: Wished

    @property
    def number(self) -> int:
        return self.plan.id

    @property
    def limits(self) -> Limits:
        return self.wished.wishes.limits

    @property
    def added(self) -> tuple[Stop, ...]:
        return self.wished.wishes.added

    @property
    def is_overtaken(self) -> bool:
        return self.plan.base != self.rota.number

    @cached_property
    def ground(self) -> Ground:
        return ground(self.rota, self.limits, self.added, [bus.name for bus in self.wished.wishes.buses])

    @cached_property
    def names(self) -> dict[str, str]:
        return {id: stop.name for id, stop in self.stops.items()}

    @cached_property
    def stops(self) -> dict[str, Stop]:
        return {stop.id: stop for stop in (*self.rota.timetable.stops, *self.added)}

    @cached_property
    def moves(self) -> list[Move]:
        return [Move(one["said"], read_rounds(json.dumps(one["rounds"]))) for one in self.told_moves]

    @property
    def told_moves(self) -> list[dict[str, Any]]:
        told: list[dict[str, Any]] = json.loads(self.plan.moves or "[]")
        return told

    @cached_property
    def found(self) -> dict[str, Found]:
        """By version: the three, or the only one."""
        found = read_found(self.plan.best)
        names = THREE if len(found) == len(THREE) else (ONLY,)
        return dict(zip(names, found, strict=False))

    @cached_property
    def versions(self) -> Mapping[str, Rounds]:
        """In the order in which they are shown, all counted from the same Monday."""
        today = self.rota.rounds.since(self.wished.rounds.monday)
        found = {TODAY: today, **{name: one.rounds for name, one in self.found.items()}}
        return {**found, MINE: self.moves[-1].rounds} if self.moves else found

    @property
    def usual(self) -> str:
        """What is shown first."""
        for name in (MINE, "some", ONLY):
            if name in self.versions:
                return name
        return TODAY

    def left(self, version: str) -> tuple[Left, ...]:
        """What that version leaves out. What staff have moved themselves is none of it."""
        return self.found[version].left if version in self.found else ()


def opened(number: int) -> Opened:
    """Aborts with 404 when there is none."""
    plan = Plans(store()).get(number)
    if plan is None:
        abort(404)
    return Opened(plan, rota(), read_wished(plan.wishes))


@contextmanager
def unless_at_work() -> Iterator[None]:
    """A plan that is worked on stays as it is, and it is told."""
    try:
        yield
    except AtWork:
        undone(words().say("Det arbeides med planen nå. Stans den først."))


def name_of(version: str) -> str:
    return words().say(NAMES[version])


def version_of(of: Opened) -> str:
    """Which is asked for."""
    asked = request.values.get("of", "")
    return asked if asked in of.versions else of.usual


def name_of_day(rounds: Rounds, day: Day) -> str:
    """`Tirsdag, Bussen, uke 1 og 3`"""
    parts = [words().begun(words().weekday(day.weekday)), day.vehicle]
    if rounds.weeks > 1:
        weeks = sorted((when - rounds.monday).days // 7 + 1 for when in day.dates)
        parts.append(words().say("uke {weeks}", weeks=words().listed(map(str, weeks))))
    return ", ".join(filter(None, parts))
