"""Rounds, roads and wishes in, a planner's question out: numbers, and which stop each of them is.

Needs the extra `planner`.
"""

from dataclasses import dataclass
from datetime import date

from busplan.planner import Instance
from busplan.planning.ground import Ground
from busplan.planning.rounds import Rounds, Turn
from busplan.planning.wishes import Wishes


@dataclass(frozen=True, slots=True)
class Question:
    """`turns` are the planner's stops by number: as today, or as wished, where a stop is not visited yet.

    What is asked is whole here: an answer needs no timetable and no roads.
    """

    instance: Instance
    turns: tuple[Turn, ...]
    new: tuple[bool, ...]
    vehicles: tuple[str, ...]
    monday: date


def question(rounds: Rounds, ground: Ground, wishes: Wishes) -> Question:
    """Raises BadWishes with every fault, before anything is solved.

    The limit is 30 seconds until `asked` says otherwise.
    """
    raise NotImplementedError


def asked(
    question: Question, seconds: float | None = None, iterations: int | None = None, seed: int = 1
) -> Question:
    """The same with another limit or seed."""
    raise NotImplementedError


def question_json(question: Question) -> str:
    raise NotImplementedError


def read_question(text: str) -> Question:
    raise NotImplementedError
