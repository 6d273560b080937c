"""What a worker has found so far, into JSON and back: rounds, and what they leave out."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from busplan.planning.rounds import Rounds, read_rounds, rounds_json


@dataclass(frozen=True, slots=True)
class Left:
    """A stop that is not served: why, and by how many minutes at the least, where that is known."""

    stop_id: str
    reason: str
    minutes: float | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One plan. `numbers` is the planner's own, for whoever goes on from it."""

    rounds: Rounds
    left: tuple[Left, ...] = ()
    numbers: str = ""


def found_json(found: tuple[Found, ...]) -> str:
    return json.dumps(
        [
            {
                "rounds": json.loads(rounds_json(one.rounds)),
                "left": [asdict(left) for left in one.left],
                "numbers": json.loads(one.numbers) if one.numbers else None,
            }
            for one in found
        ]
    )


def read_found(text: str) -> tuple[Found, ...]:
    return tuple(map(read, json.loads(text))) if text else ()


def read(told: dict[str, Any]) -> Found:
    left = tuple(Left(**one) for one in told["left"])
    numbers = json.dumps(told["numbers"]) if told["numbers"] else ""
    return Found(read_rounds(json.dumps(told["rounds"])), left, numbers)
