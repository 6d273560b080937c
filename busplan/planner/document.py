"""Instances and plans into JSON, and back. No road and no limit are null there: JSON knows no infinity."""

import json
from dataclasses import asdict
from math import inf, isinf
from typing import Any

from busplan.planner.instance import Instance, Lock, Matrix, Rest, Stop, Today, Vehicle, Weights, Window
from busplan.planner.plan import Cost, Plan, Unserved, Visit

LIMITS = ("ends", "longest", "capacity", "latest")


def instance_json(instance: Instance) -> str:
    return json.dumps(finite(asdict(instance)))


def plan_json(plan: Plan) -> str:
    told = asdict(plan)
    told["visits"] = [visit._asdict() for visit in plan.visits]
    return json.dumps(finite(told))


def finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: finite(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [finite(part) for part in value]
    return None if isinstance(value, float) and isinf(value) else value


def read_instance(text: str) -> Instance:
    """Raises ValueError or TypeError where it is not what `instance_json` writes."""
    told = json.loads(text)
    told["stops"] = tuple(map(read_stop, told["stops"]))
    told["vehicles"] = tuple(Vehicle(**limits(vehicle)) for vehicle in told["vehicles"])
    told["minutes"], told["km"] = matrix(told["minutes"]), matrix(told["km"])
    told["weights"] = Weights(**told.get("weights", {}))
    if "rest" in told:
        told["rest"] = Rest(**told["rest"]) if told["rest"] else None
    return Instance(**told)


def read_stop(told: dict[str, Any]) -> Stop:
    told = limits(told)
    told["windows"] = tuple(Window(**limits(window)) for window in told.get("windows", ()))
    told["today"] = Today(**told["today"]) if told.get("today") else None
    told["lock"] = Lock(told.get("lock", Lock.NONE))
    told["combinations"] = tuple(map(tuple, told.get("combinations", ())))
    return Stop(**told)


def limits(told: dict[str, Any]) -> dict[str, Any]:
    """Null is no limit, and a list a tuple."""
    found = {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
    found.update({name: inf for name in LIMITS if name in told and told[name] is None})
    if "earliest" in told and told["earliest"] is None:
        found["earliest"] = -inf
    return found


def matrix(rows: list[list[float | None]]) -> Matrix:
    return tuple(tuple(inf if cell is None else float(cell) for cell in row) for row in rows)


def read_plan(text: str) -> Plan:
    told = json.loads(text)
    return Plan(
        tuple(Visit(**visit) for visit in told["visits"]),
        tuple(Unserved(**left) for left in told["unserved"]),
        Cost(**told["cost"]),
    )
