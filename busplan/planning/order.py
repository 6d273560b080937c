"""A day's rounds in, the same stops in their best order out. Needs the extra `planner`."""

from dataclasses import replace

from busplan import planner
from busplan.planner import Weights
from busplan.planning.ground import Ground
from busplan.planning.proposal import Left, left, proposal
from busplan.planning.question import question
from busplan.planning.rounds import Rounds
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
    for stop, turn in zip(served, proposal(asked, plan).turns, strict=True):
        number = sorted_numbers[stop]
        new[number] = new[number].at(turn.begins)
    return replace(rounds, turns=tuple(new)), left(asked, plan)
