"""What staff wish of a plan, and the rounds it begins from, into JSON and back."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from busplan.planning.limits import Limits, Rules
from busplan.planning.rounds import Rounds, read_rounds, rounds_json
from busplan.planning.wishes import Bus, Change, Lock, Opening, Wish, Wishes
from busplan.timetable import Audience, Kind, Point, Stop


@dataclass(frozen=True, slots=True)
class Wished:
    """The rounds are what counts as today: the timetable's, or what staff have made of an earlier plan."""

    wishes: Wishes
    rounds: Rounds


def wished_json(wished: Wished) -> str:
    told = {"wishes": asdict(wished.wishes), "rounds": json.loads(rounds_json(wished.rounds))}
    return json.dumps(told, ensure_ascii=False)


def read_wished(text: str) -> Wished:
    """Raises ValueError, TypeError or KeyError where it is not what `wished_json` writes."""
    told = json.loads(text)
    return Wished(read_wishes(told["wishes"]), read_rounds(json.dumps(told["rounds"])))


def read_wishes(told: dict[str, Any]) -> Wishes:
    return Wishes(
        buses=tuple(Bus(**tupled(bus)) for bus in told["buses"]),
        stops={id: read_wish(wish) for id, wish in told["stops"].items()},
        added=tuple(map(read_stop, told["added"])),
        change=Change(told["change"]),
        weeks=told["weeks"],
        limits=read_limits(told["limits"]),
    )


def read_wish(told: dict[str, Any]) -> Wish:
    told = tupled(told)
    openings = tuple(Opening(**tupled(each)) for each in told["openings"])
    return Wish(**{**told, "openings": openings, "lock": Lock(told["lock"])})


def read_limits(told: dict[str, Any]) -> Limits:
    depots = {name: Point(**point) for name, point in told["depots"].items()}
    return Limits(**{**told, "depots": depots, "rules": Rules(**told["rules"])})


def read_stop(told: dict[str, Any]) -> Stop:
    """One that staff have added: it has no last day yet."""
    point = Point(**told["point"]) if told["point"] else None
    kinds = {"kind": Kind(told["kind"]), "audience": Audience(told["audience"])}
    return Stop(**{**told, **kinds, "point": point})


def tupled(told: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
