"""Rounds, roads and wishes in, a planner's question out: numbers, and which stop each of them is.

Needs the extra `planner`.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from math import isinf, lcm
from typing import get_args

from busplan import planner
from busplan.planner import BadInstance, Instance, Rest, Today, Vehicle, Weights, Window
from busplan.planning.difference import figures
from busplan.planning.ground import Ground, depot_of
from busplan.planning.limits import Limits
from busplan.planning.rounds import Rounds, Turn
from busplan.planning.wishes import (
    HALF_AN_HOUR,
    BadWishes,
    Bus,
    Change,
    Fault,
    Flaw,
    Lock,
    Wish,
    Wishes,
)

SECONDS = 30
LONGEST_CYCLE = 52
WORKING_DAYS = 5
GRID = 5
MIDNIGHT = 24 * 60.0 - 1  # a visit ends on the day it begins
# A stop is moved where that saves this share of what the bus drives for a stop today, in the middle. In a
# trial such a price moved 24 of 150 stops, for most of what free planning saved. A minute is a 200th of it.
WORTH_A_MOVE = 0.75
MINUTES_OF_A_MOVE = 200
# What both count where few or no changes are asked for, beside where some are.
PRICES = {Change.NONE: (1.0, 1.0), Change.FEW: (4.0, 1.0), Change.SOME: (1.0, 1.0), Change.FREE: (0.0, 0.0)}


# A turn as it is to be, and as it is, if it is.
Wanted = tuple[Turn, Turn | None]


@dataclass(frozen=True, slots=True)
class Question:
    """`turns` are the planner's stops by number: as today, or as wished, where a stop is not visited yet.

    What is asked is whole here: an answer needs no timetable and no roads. `new` are those not visited today.
    """

    instance: Instance
    turns: tuple[Turn, ...]
    new: tuple[bool, ...]
    vehicles: tuple[str, ...]
    monday: date
    # Nobody knows where these lie: they keep their time, as if they lay where the bus comes from.
    nowhere: tuple[str, ...] = ()


def question(rounds: Rounds, ground: Ground, wishes: Wishes) -> Question:
    """Raises BadWishes with every fault, before anything is solved.

    The limit is 30 seconds until `asked` says otherwise. For `planner.three`, ask for some changes.
    """
    turns = tuple(wanted(rounds, wishes))
    ground, nowhere = assumed(rounds, ground)
    wishes = keeping(wishes, nowhere)
    if faults := tuple(flaws(rounds, turns, ground, wishes)):
        raise BadWishes(faults)
    found = Question(
        instance_of(rounds, turns, ground, wishes),
        tuple(turn for turn, _ in turns),
        tuple(was is None for _, was in turns),
        tuple(bus.name for bus in wishes.buses),
        rounds.monday,
        nowhere,
    )
    refuse(found)
    return found


def instance_of(rounds: Rounds, turns: Sequence[Wanted], ground: Ground, wishes: Wishes) -> Instance:
    """As numbers, the depots after the stops."""
    names = [bus.name for bus in wishes.buses]
    several = Counter(turn.stop_id for turn, _ in turns)
    stops = tuple(stop_of(turn, was, several[turn.stop_id] > 1, wishes, names) for turn, was in turns)
    of_buses = depots_of(wishes.buses, ground)
    depots = list(dict.fromkeys(of_buses))
    minutes, km = matrices([turn.stop_id for turn, _ in turns], depots, ground, wishes)
    limits = wishes.limits
    return Instance(
        stops,
        tuple(vehicle_of(*each) for each in zip(wishes.buses, map(depots.index, of_buses), strict=True)),
        minutes,
        km,
        depots=len(depots),
        weeks=wishes.weeks or lcm(*(turn.every for turn, _ in turns)),
        weekdays=max(WORKING_DAYS, *(1 + max(days) for days in named_weekdays(turns, wishes))),
        weights=weights_of(rounds, ground, wishes),
        rest=Rest(limits.break_after, limits.break_minutes) if limits.break_minutes else None,
        grid=grid_of(stops),
        seconds=SECONDS,
    )


def assumed(rounds: Rounds, ground: Ground) -> tuple[Ground, tuple[str, ...]]:
    """A home visit without coordinates lies, for want of better, at the stop before or after it that day."""
    found: dict[str, int] = {}
    for numbers in rounds.numbers().values():
        ids = [rounds.turns[number].stop_id for number in numbers]
        for at, id in enumerate(ids):
            near = [each for each in (*reversed(ids[:at]), *ids[at:]) if each in ground.places]
            if id not in ground.places and near:
                found.setdefault(id, ground.places[near[0]])
    return replace(ground, places={**ground.places, **found}), tuple(found)


def keeping(wishes: Wishes, ids: Iterable[str]) -> Wishes:
    """With those at their time."""
    kept = {id: replace(wishes.of(id), lock=Lock.TIME) for id in ids if wishes.of(id).visited}
    return replace(wishes, stops={**wishes.stops, **kept})


def wanted(rounds: Rounds, wishes: Wishes) -> Iterator[Wanted]:
    """Each turn as it is to be, and as it is; None for what is not visited today."""
    visited = {turn.stop_id for turn in rounds.turns}
    for turn in sorted(rounds.turns):
        wish = wishes.of(turn.stop_id)
        if wish.visited:
            every = turn.every if wish.every is None else wish.every
            ends = turn.begins + (turn.minutes if wish.minutes is None else wish.minutes)
            yield replace(turn, every=every, week=turn.week % max(1, every), ends=ends), turn
    new = [stop.id for stop in wishes.added]
    new += [id for id, wish in wishes.stops.items() if wish.visited and id not in new]
    for id in new:
        wish = wishes.of(id)
        if id not in visited and wish.visited:
            every = (wishes.weeks or rounds.weeks) if wish.every is None else wish.every
            yield Turn(0, 0, 0, HALF_AN_HOUR if wish.minutes is None else wish.minutes, id, "", every), None


def flaws(rounds: Rounds, turns: Sequence[Wanted], ground: Ground, wishes: Wishes) -> Iterator[Fault]:
    """What the planner cannot know of."""
    if not wishes.buses:
        yield Fault("no_buses")
    if not turns:
        yield Fault("no_stops")
    known = {turn.stop_id for turn in rounds.turns} | {stop.id for stop in wishes.added}
    for id in dict.fromkeys(turn.stop_id for turn, _ in turns):
        if id not in ground.places:
            yield Fault("no_coordinates" if id in known else "unknown_stop", id)
    for id, wish in wishes.stops.items():
        yield from of_wish(id, wish, wishes)
    for turn, _ in turns:
        yield from of_turn(turn, wishes)
    if (wishes.weeks or lcm(*(max(1, turn.every) for turn, _ in turns))) > LONGEST_CYCLE:
        yield Fault("cycle_too_long")


def of_turn(turn: Turn, wishes: Wishes) -> Iterator[Fault]:
    if turn.every < 1 or (wishes.weeks and wishes.weeks % turn.every):
        yield Fault("weeks_do_not_fit", turn.stop_id)
    if turn.minutes <= 0:
        yield Fault("negative", turn.stop_id, minutes=turn.minutes)
    for opening in wishes.of(turn.stop_id).openings:
        short = turn.minutes - (opening.ends - opening.begins)
        if short > 0:
            yield Fault("opening_too_short", turn.stop_id, minutes=short)


def of_wish(id: str, wish: Wish, wishes: Wishes) -> Iterator[Fault]:
    names = {bus.name for bus in wishes.buses}
    for name in wish.vehicles:
        if name not in names:
            yield Fault("unknown_bus", id, name)


def named_weekdays(turns: Iterable[Wanted], wishes: Wishes) -> Iterator[tuple[int, ...]]:
    """Each with one in it at the least."""
    for turn, was in turns:
        wish = wishes.of(turn.stop_id)
        yield (turn.weekday if was else 0, *wish.weekdays)
        yield from ((0, *opening.weekdays) for opening in wish.openings)
    for bus in wishes.buses:
        yield (0, *bus.weekdays)


def stop_of(
    turn: Turn, was: Turn | None, several: bool, wishes: Wishes, names: Sequence[str]
) -> planner.Stop:
    """One with several visits keeps their days: nobody has said how far apart they should be."""
    wish = wishes.of(turn.stop_id)
    lock = Lock.TIME if wishes.change is Change.NONE and was else wish.lock
    if several and was and lock is Lock.NONE:
        lock = Lock.DAY
    bus = names.index(was.bus) if was and was.bus in names else None
    return planner.Stop(
        turn.minutes,
        turn.every,
        tuple(Window(each.begins, each.ends - turn.minutes, each.weekdays) for each in wish.openings),
        wish.weekdays,
        vehicles=tuple(names.index(name) for name in wish.vehicles),
        today=Today(was.weekday, was.week % turn.every, was.begins, bus) if was else None,
        lock=planner.Lock(lock),
    )


def vehicle_of(bus: Bus, depot: int) -> Vehicle:
    limits = {} if bus.longest is None else {"longest": bus.longest}
    ends = MIDNIGHT if bus.ends is None else min(bus.ends, MIDNIGHT)
    return Vehicle(depot, bus.begins or 0.0, ends, weekdays=bus.weekdays, **limits)


def depots_of(buses: Iterable[Bus], ground: Ground) -> list[str]:
    """By what they are called on the ground; of a bus without, nothing."""
    names = (depot_of(bus.name) for bus in buses)
    return ["" if ground.place(name) is None else name for name in names]


Numbers = tuple[tuple[float, ...], ...]


def matrices(
    ids: Sequence[str], depots: Sequence[str], ground: Ground, wishes: Wishes
) -> tuple[Numbers, Numbers]:
    """Whole minutes with their margin, and kilometres. Where there is no depot, nothing is driven there."""
    places = [ground.place(id) if id else None for id in (*ids, *depots)]
    found = []
    for matrix, margin in ((ground.matrix.minutes, whole(wishes.limits)), (ground.matrix.km, float)):
        rows = matrix.tolist()
        found.append(
            tuple(
                tuple(0.0 if i is None or j is None else margin(rows[i][j]) for j in places) for i in places
            )
        )
    return found[0], found[1]


def whole(limits: Limits) -> Callable[[float], float]:
    """As times are told: what is checked with half a minute to spare is planned so."""

    def minutes(by_roads: float) -> float:
        takes = limits.drive(by_roads)
        return takes if isinf(takes) else float(round(takes))

    return minutes


def weights_of(rounds: Rounds, ground: Ground, wishes: Wishes) -> Weights:
    """In kilometres of a cycle."""
    driven = figures(rounds, ground, wishes.limits).km
    moved = WORTH_A_MOVE * driven / len(rounds.turns) if driven and rounds.turns else Weights().moved
    few_or_free, of_minutes = PRICES[wishes.change]
    return replace(Weights(), moved=moved * few_or_free, minute=moved / MINUTES_OF_A_MOVE * of_minutes)


def grid_of(stops: Iterable[planner.Stop]) -> float:
    """Whole five minutes, unless a time that must stay is none."""
    kept = [stop.today.begins for stop in stops if stop.today and stop.lock is planner.Lock.TIME]
    return GRID if all(begins % GRID == 0 for begins in kept) else 1


def refuse(question: Question) -> None:
    """What the planner refuses, by the names of stops and buses."""
    try:
        planner.refuse(question.instance)
    except BadInstance as bad:
        raise BadWishes(tuple(fault_of(fault, question) for fault in bad.faults)) from bad


def fault_of(fault: planner.Fault, question: Question) -> Fault:
    code: Flaw = fault.code if fault.code in get_args(Flaw) else "wrong"  # type: ignore[assignment]
    stop = "" if fault.stop is None else question.turns[fault.stop].stop_id
    bus = "" if fault.vehicle is None else question.vehicles[fault.vehicle]
    return Fault(code, stop, bus, fault.minutes)


def asked(
    question: Question, seconds: float | None = None, iterations: int | None = None, seed: int = 1
) -> Question:
    """The same with another limit or seed."""
    limited = replace(question.instance, seconds=seconds, iterations=iterations, seed=seed)
    return replace(question, instance=limited)


def question_json(question: Question) -> str:
    told = {
        "instance": json.loads(planner.instance_json(question.instance)),
        "turns": [asdict(turn) for turn in question.turns],
        "new": question.new,
        "vehicles": question.vehicles,
        "monday": question.monday.isoformat(),
        "nowhere": question.nowhere,
    }
    return json.dumps(told)


def read_question(text: str) -> Question:
    """Raises ValueError, TypeError or KeyError where it is not what `question_json` writes."""
    told = json.loads(text)
    return Question(
        planner.read_instance(json.dumps(told["instance"])),
        tuple(Turn(**turn) for turn in told["turns"]),
        tuple(told["new"]),
        tuple(told["vehicles"]),
        date.fromisoformat(told["monday"]),
        tuple(told["nowhere"]),
    )
