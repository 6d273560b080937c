"""A plan in, every hard rule that it breaks out. It shares no code with the search."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from busplan.planner.instance import Instance, Lock, Slot, Stop
from busplan.planner.plan import Plan, Visit, cost

Rule = Literal[
    "unknown", "missing", "served_and_left_out", "twice", "interval", "combination", "weekday", "vehicle",
    "same_bus", "same_time", "window", "grid", "lock", "drive", "shift", "longest", "rest", "capacity",
    "cost",
]  # fmt: skip
SLACK = 1e-6


@dataclass(frozen=True, slots=True)
class Breach:
    """Which rule, where, and by how many minutes where that can be said."""

    rule: Rule
    stop: int | None = None
    vehicle: int | None = None
    day: int | None = None
    minutes: float | None = None


def check(instance: Instance, plan: Plan) -> tuple[Breach, ...]:
    """Empty when every rule is kept."""
    strangers = [visit for visit in plan.visits if not known(instance, visit)]
    if strangers:
        return tuple(Breach("unknown", visit.stop, visit.vehicle, visit.day) for visit in strangers)
    return (*by_stop(instance, plan), *by_round(instance, plan), *by_cost(instance, plan))


def known(instance: Instance, visit: Visit) -> bool:
    return (
        0 <= visit.stop < len(instance.stops)
        and 0 <= visit.vehicle < len(instance.vehicles)
        and 0 <= visit.day < instance.weeks * instance.weekdays
    )


def by_stop(instance: Instance, plan: Plan) -> Iterator[Breach]:
    served = defaultdict(list)
    for visit in plan.visits:
        served[visit.stop].append(visit)
    left = {one.stop for one in plan.unserved}
    for number, stop in enumerate(instance.stops):
        visits = sorted(served[number])
        if visits and number in left:
            yield Breach("served_and_left_out", number)
        elif visits:
            yield from visited(instance, number, stop, visits)
        elif number not in left:
            yield Breach("missing", number)


def visited(instance: Instance, number: int, stop: Stop, visits: list[Visit]) -> Iterator[Breach]:
    days = [visit.day for visit in visits]
    if len(set(days)) < len(days):
        yield Breach("twice", number)
    if any(stop.vehicles and visit.vehicle not in stop.vehicles for visit in visits):
        yield Breach("vehicle", number)
    if instance.same_time:
        yield from alike(instance, number, stop, visits)
    elif tuple(days) not in {tuple(sorted(days)) for days in stop.combinations}:
        yield Breach("combination", number)


def alike(instance: Instance, number: int, stop: Stop, visits: list[Visit]) -> Iterator[Breach]:
    """Every k weeks on one weekday, by one bus, at one time that is allowed."""
    first = visits[0]
    week, weekday = divmod(first.day, instance.weekdays)
    slot = Slot(first.vehicle, weekday, week, None)  # type: ignore[arg-type]
    if week >= stop.every or [visit.day for visit in visits] != list(instance.days(slot, stop.every)):
        yield Breach("interval", number)
    if len({visit.vehicle for visit in visits}) > 1:
        yield Breach("same_bus", number)
    if len({visit.begins for visit in visits}) > 1:
        yield Breach("same_time", number)
    yield from allowed(instance, number, stop, first)
    if instance.grid and min(first.begins % instance.grid, -first.begins % instance.grid) > SLACK:
        yield Breach("grid", number)


def allowed(instance: Instance, number: int, stop: Stop, first: Visit) -> Iterator[Breach]:
    week, weekday = divmod(first.day, instance.weekdays)
    drives = instance.vehicles[first.vehicle].weekdays
    wished = (not stop.weekdays or weekday in stop.weekdays) and (not stop.weeks or week in stop.weeks)
    if not wished or (drives and weekday not in drives):
        yield Breach("weekday", number, day=first.day)
    windows = [one for one in stop.windows if not one.weekdays or weekday in one.weekdays]
    inside = any(one.earliest - SLACK <= first.begins <= one.latest + SLACK for one in windows)
    if stop.windows and not inside and stop.lock is not Lock.TIME:
        yield Breach("window", number, day=first.day)
    today = stop.today
    if today and stop.lock is not Lock.NONE:
        kept = (weekday, week) == (today.weekday, today.week % stop.every)
        if not kept or (stop.lock is Lock.TIME and abs(first.begins - today.begins) > SLACK):
            yield Breach("lock", number)


def by_round(instance: Instance, plan: Plan) -> Iterator[Breach]:
    for (day, bus), visits in plan.rounds().items():
        yield from (
            Breach(breach.rule, breach.stop, bus, day, breach.minutes)
            for breach in driven(instance, bus, visits)
        )


def driven(instance: Instance, bus: int, visits: list[Visit]) -> Iterator[Breach]:
    """One day of one bus: leg by leg from the depot and home again."""
    vehicle, depot = instance.vehicles[bus], instance.depot_of(bus)
    leave = visits[0].begins - instance.minutes[depot][visits[0].stop]
    idle = []
    for one, other in pairwise(visits):
        ready = one.begins + instance.stops[one.stop].minutes + instance.minutes[one.stop][other.stop]
        idle.append(other.begins - ready)
        if ready > other.begins + SLACK:
            yield Breach("drive", other.stop, minutes=ready - other.begins)
    last = visits[-1]
    home = last.begins + instance.stops[last.stop].minutes + instance.minutes[last.stop][depot]
    if sum(instance.stops[visit.stop].load for visit in visits) > vehicle.capacity + SLACK:
        yield Breach("capacity")
    rest = instance.rest
    spare = max(leave - vehicle.begins, vehicle.ends - home)
    # A break on the way out or home makes the day longer; one between visits needs time to spare there.
    rested = not rest or home - leave <= rest.after + SLACK or max(idle, default=0) >= rest.minutes - SLACK
    if rest and not rested and spare < rest.minutes - SLACK:
        yield Breach("rest")
    late = max(vehicle.begins - leave, home - vehicle.ends)
    if late > SLACK:
        yield Breach("shift", minutes=late)
    out = home - leave + (0 if rested or not rest else rest.minutes)
    if out > vehicle.longest + SLACK:
        yield Breach("longest", minutes=out - vehicle.longest)


def by_cost(instance: Instance, plan: Plan) -> Iterator[Breach]:
    """What it says it costs is what it costs."""
    if abs(cost(instance, plan.visits, len(plan.unserved)).total - plan.cost.total) > 1e-4:
        yield Breach("cost")
