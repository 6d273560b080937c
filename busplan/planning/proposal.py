"""A planner's plan in, the rounds it means and what it leaves out out. Needs the extra `planner`."""

from dataclasses import dataclass, replace

from busplan.planner import Plan
from busplan.planner.plan import Reason
from busplan.planning.question import Question
from busplan.planning.rounds import Rounds, Turn


@dataclass(frozen=True, slots=True)
class Left:
    """A stop that is not served: why, and by how many minutes at the least, where that is known."""

    stop_id: str
    reason: Reason
    minutes: float | None = None


def proposal(question: Question, plan: Plan) -> Rounds:
    """Its turns in the order of the question's; those that are left out are not among them."""
    first = {visit.stop: visit for visit in sorted(plan.visits, reverse=True)}
    turns = [
        turned(question, number, first[number].day, first[number].vehicle, first[number].begins)
        for number in sorted(first)
    ]
    return Rounds(question.monday, tuple(turns), question.instance.weeks)


def turned(question: Question, number: int, day: int, vehicle: int, begins: float) -> Turn:
    turn, name = question.turns[number], question.vehicles[vehicle]
    week, weekday = divmod(day, question.instance.weekdays)
    # A bus that has no name is known by its round.
    route, vehicle_name = (name[1:-1], "") if name.startswith("(") else (turn.route, name)
    there = replace(
        turn, weekday=weekday, week=week % turn.every, route=route, vehicle=vehicle_name, about=False
    )
    return there.at(round(begins))


def left(question: Question, plan: Plan) -> tuple[Left, ...]:
    return tuple(Left(question.turns[each.stop].stop_id, each.reason, each.minutes) for each in plan.unserved)
