"""A day's rounds in, the same stops in their best order out. Needs the extra `planner`."""

from dataclasses import replace
from math import inf

from busplan import planner
from busplan.planner import Weights
from busplan.planning.dayline import line_of
from busplan.planning.ground import Ground
from busplan.planning.mending import FIXED, Chain, mended
from busplan.planning.proposal import Left, left, proposal
from busplan.planning.question import question
from busplan.planning.rest import breaks
from busplan.planning.rounds import Day, Rounds, Stay, Turn
from busplan.planning.shortfalls import chain
from busplan.planning.wishes import BadWishes, Change, Fault, Lock, Wishes

# Kilometres decide; of ways that are as long, the one with the times nearest to today's.
NEAR_TODAY = 0.001
ITERATIONS = 4_000


def ordered(
    rounds: Rounds, day: tuple[str, int, int], ground: Ground, wishes: Wishes
) -> tuple[Rounds, tuple[Left, ...]]:
    """All rounds, with the stops of that bus, weekday and week in the order of the fewest kilometres.

    Besides, what there was no room for: it keeps its time. Turns keep their numbers. Raises BadWishes.
    """
    vehicle, weekday, week = day
    numbers = rounds.numbers().get((week, weekday, vehicle))
    if not numbers:
        raise BadWishes((Fault("no_stops", vehicle=vehicle),))
    turns = tuple(replace(rounds.turns[number], week=0, every=1) for number in numbers)
    bus = wishes.bus(vehicle)
    # Only the times that must stay are asked for; each stop has its day already.
    alone = {
        id: replace(wish, every=None, weekdays=(), lock=Lock.TIME if wish.lock is Lock.TIME else Lock.NONE)
        for id, wish in wishes.stops.items()
        if any(turn.stop_id == id for turn in turns)
    }
    one_day = replace(
        wishes,
        buses=(replace(bus, weekdays=(weekday,)),) if bus else (),
        stops=alone,
        added=(),
        change=Change.SOME,
        weeks=1,
    )
    asked = question(Rounds(rounds.monday, turns, 1), ground, one_day)
    weights = replace(Weights(), moved=0.0, minute=NEAR_TODAY, unnoticed=0.0)
    instance = replace(asked.instance, weights=weights, iterations=ITERATIONS, seconds=None)
    asked = replace(asked, instance=instance)
    plan = planner.solve(instance)
    new = list(rounds.turns)
    sorted_numbers = sorted(numbers, key=lambda number: turns[numbers.index(number)])
    served = sorted({visit.stop for visit in plan.visits})
    found = dict(zip((sorted_numbers[stop] for stop in served), proposal(asked, plan).turns, strict=True))
    for number, turn in near_today(found, rounds, ground, wishes).items():
        new[number] = new[number].at(turn.begins)
    return replace(rounds, turns=tuple(new)), left(asked, plan)


def near_today(found: dict[int, Turn], rounds: Rounds, ground: Ground, wishes: Wishes) -> dict[int, Turn]:
    """In the order found, as near to today's times as can be while it is open and has its break."""
    numbers = sorted(found, key=lambda number: found[number].begins)
    if not numbers:
        return found
    needs = chain(day_of(found, rounds), ground, wishes.limits).needs
    times = {number: float(rounds.turns[number].begins) for number in numbers}
    fixed = {number: FIXED for number in numbers if wishes.kept(rounds.turns[number].stop_id)}
    nearest = mended([Chain(tuple(numbers), needs)], times, fixed)
    if nearest is None:
        return found
    shifted = {number: found[number].at(round(begins)) for number, begins in nearest.items()}
    return shifted if may_be(shifted, rounds, ground, wishes) else found


def may_be(found: dict[int, Turn], rounds: Rounds, ground: Ground, wishes: Wishes) -> bool:
    """Within opening hours and shift, and a long day with a break."""
    day = day_of(found, rounds)
    line, limits, bus = line_of(day, ground, wishes.limits), wishes.limits, wishes.bus(day.vehicle)
    if bus and ((bus.begins or 0) > line.leaves or line.home > (bus.ends or inf)):
        return False
    rested = line.minutes <= limits.break_after or max(breaks(day, line), default=0) >= limits.break_minutes
    return rested and all(wishes.allows(turn, turn.begins) for turn in found.values())


def day_of(found: dict[int, Turn], rounds: Rounds) -> Day:
    turns = sorted(found.values(), key=lambda turn: turn.begins)
    stays = tuple(Stay(turn.stop_id, turn.begins, turn.ends) for turn in turns)
    return Day(turns[0].bus, turns[0].weekday, stays, (rounds.monday,))
