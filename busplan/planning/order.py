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
from busplan.planning.wishes import BadWishes, Change, Fault, Lock, Wish, Wishes

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
    # As the planner numbers them, too.
    numbers = sorted(numbers, key=lambda number: alone(rounds.turns[number]))
    turns = tuple(alone(rounds.turns[number]) for number in numbers)
    asked = question(Rounds(rounds.monday, turns, 1), ground, of_day(wishes, vehicle, weekday, turns))
    weights = replace(Weights(), moved=0.0, minute=0.0)
    instance = replace(asked.instance, weekdays=1, weights=weights, iterations=ITERATIONS, seconds=None)
    asked = replace(asked, instance=instance)
    plan = planner.order(instance)
    served = sorted({visit.stop for visit in plan.visits})
    planned = dict(zip((numbers[stop] for stop in served), proposal(asked, plan).turns, strict=True))
    found = {number: rounds.turns[number].at(turn.begins) for number, turn in planned.items()}
    new = list(rounds.turns)
    for number, turn in near_today(found, rounds, ground, wishes).items():
        new[number] = turn
    return replace(rounds, turns=tuple(new)), left(asked, plan)


def alone(turn: Turn) -> Turn:
    """On the only day there is."""
    return replace(turn, weekday=0, week=0, every=1)


def of_day(wishes: Wishes, vehicle: str, weekday: int, turns: tuple[Turn, ...]) -> Wishes:
    """What of them bears on that day: opening hours and times that must stay."""
    bus = wishes.bus(vehicle)
    stops = {id: of_stop(wishes.of(id), weekday) for id in {turn.stop_id for turn in turns}}
    buses = (replace(bus, weekdays=(0,)),) if bus else ()
    return replace(wishes, buses=buses, stops=stops, added=(), change=Change.SOME, weeks=1)


def of_stop(wish: Wish, weekday: int) -> Wish:
    openings = tuple(
        replace(each, weekdays=()) for each in wish.openings if weekday in (each.weekdays or (weekday,))
    )
    return Wish(openings=openings, lock=Lock.TIME if wish.lock is Lock.TIME else Lock.NONE)


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
