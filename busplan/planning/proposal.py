"""A planner's plan in, the rounds it means and what it leaves out out. Needs the extra `planner`."""

from dataclasses import dataclass

from busplan.planner import Plan
from busplan.planner.plan import Reason
from busplan.planning.question import Question
from busplan.planning.rounds import Rounds


@dataclass(frozen=True, slots=True)
class Left:
    """A stop that is not served: why, and by how many minutes at the least, where that is known."""

    stop_id: str
    reason: Reason
    minutes: float | None = None


def proposal(question: Question, plan: Plan) -> Rounds:
    raise NotImplementedError


def left(question: Question, plan: Plan) -> tuple[Left, ...]:
    raise NotImplementedError
