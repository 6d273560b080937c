"""Plain numbers in, rounds that can be driven out. Knows no stops, no database and no clock on the wall."""

from busplan.planner.checker import Breach, check
from busplan.planner.document import instance_json, plan_json, read_instance, read_plan
from busplan.planner.instance import Instance, Lock, Rest, Stop, Today, Vehicle, Weights, Window
from busplan.planner.order import is_one_day, order
from busplan.planner.plan import Cost, Plan, Unserved, Visit
from busplan.planner.pvrp import BadFile
from busplan.planner.pvrp import read as read_pvrp
from busplan.planner.refusal import BadInstance, Fault, refuse
from busplan.planner.rota import solve, three
from busplan.planner.search import Progress

__all__ = [
    "BadFile",
    "BadInstance",
    "Breach",
    "Cost",
    "Fault",
    "Instance",
    "Lock",
    "Plan",
    "Progress",
    "Rest",
    "Stop",
    "Today",
    "Unserved",
    "Vehicle",
    "Visit",
    "Weights",
    "Window",
    "check",
    "instance_json",
    "is_one_day",
    "order",
    "plan_json",
    "read_instance",
    "read_plan",
    "read_pvrp",
    "refuse",
    "solve",
    "three",
]
