"""What others make of the same question, where they are installed: PyVRP alone, and OR-Tools' own model of it.

Baselines of the bench, not of busplan. None where a question cannot be put to them, or they find no plan.
"""

from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from random import Random
from time import monotonic

from busplan import planner
from busplan.planner import Instance, Plan, Visit, crossing, uniform
from busplan.planner.search import drawn

FINE = 1000  # parts of a kilometre, as both want whole numbers
A_DAY = 0.5  # seconds for a day, at most


def installed() -> dict[str, Callable[[Instance, float], Plan | None]]:
    found = {}
    if find_spec("pyvrp"):
        found["PyVRP"] = pyvrp_alone
    if find_spec("ortools"):
        found["OR-Tools"] = or_tools
    return found


def plan_of(instance: Instance, days: dict[int, list[list[int]]]) -> Plan:
    """Rounds of each day, each as early as can be."""
    visits = []
    for day, rounds in days.items():
        for bus, stops in enumerate(rounds):
            at, minute = instance.depot_of(bus), 0.0
            for stop in stops:
                minute += instance.minutes[at][stop]
                visits.append(Visit(day, bus, minute, stop))
                at, minute = stop, minute + instance.stops[stop].minutes
    return drawn(instance, visits)


# ---- PyVRP


def pyvrp_alone(instance: Instance, seconds: float) -> Plan | None:
    """Whole where it can be said; else days are given to stops, each is solved, and some stops try other days."""
    if instance.same_time:
        return one_interval(instance, seconds)
    if crossing.days_are_alike(instance):
        return any_day(instance, seconds)
    return day_by_day(instance, seconds)


def one_interval(instance: Instance, seconds: float) -> Plan | None:
    if not uniform.is_uniform(instance):
        return None
    asked, until = replace(instance, seconds=seconds, iterations=None), monotonic() + seconds
    found = uniform.visits(asked, lambda: monotonic() > until)
    return planner.solve(replace(asked, seconds=None, iterations=1), start=found) if found else None


def any_day(instance: Instance, seconds: float) -> Plan | None:
    buses, count = len(instance.vehicles), instance.weeks * instance.weekdays
    routes = routed(instance, range(len(instance.stops)), buses * count, seconds)
    if routes is None:
        return None
    return plan_of(instance, {day: routes[day * buses : (day + 1) * buses] for day in range(count)})


def routed(instance: Instance, stops, buses: int, seconds: float) -> list[list[int]] | None:
    """The rounds of one day."""
    from pyvrp import Model
    from pyvrp.stop import MaxRuntime

    model, bus, stops = Model(), instance.vehicles[0], list(stops)
    if not stops:
        return []
    places = [instance.depot_of(0), *stops]
    spots = [model.add_location(0, 0) for _ in places]
    model.add_depot(spots[0])
    limits = {}
    if bus.longest < float("inf"):
        limits["shift_duration"] = int(bus.longest * FINE)
    model.add_vehicle_type(
        buses, capacity=int(bus.capacity) if bus.capacity < float("inf") else 10**9, **limits
    )
    for spot, stop in zip(spots[1:], stops, strict=True):
        one = instance.stops[stop]
        model.add_client(spot, delivery=int(one.load), service_duration=round(one.minutes * FINE))
    for a, one in zip(spots, places, strict=True):
        for b, other in zip(spots, places, strict=True):
            if a is not b:
                leg = round(instance.km[one][other] * FINE)
                model.add_edge(a, b, leg, leg)
    result = model.solve(MaxRuntime(seconds), seed=instance.seed, display=False, collect_stats=False)
    if not result.is_feasible():
        return None
    return [
        [stops[done.idx] for done in route.schedule() if done.is_client()] for route in result.best.routes()
    ]


def day_by_day(instance: Instance, seconds: float) -> Plan | None:
    chance, until = Random(instance.seed), monotonic() + seconds
    buses, days = len(instance.vehicles), range(instance.weeks * instance.weekdays)
    chosen: dict[int, tuple[int, ...]] = {}
    laden = dict.fromkeys(days, 0.0)
    for number, stop in sorted(enumerate(instance.stops), key=lambda one: -one[1].load):
        # To the days that are least full so far.
        chosen[number] = min(
            stop.combinations, key=lambda one: (sum(laden[day] for day in one), chance.random())
        )
        for day in chosen[number]:
            laden[day] += stop.load + stop.minutes / 100
    share = min(A_DAY, seconds / 2 / len(days))
    best: dict[int, list[list[int]] | None] = {
        day: routed(instance, [n for n, one in chosen.items() if day in one], buses, share) for day in days
    }
    while monotonic() < until:
        tried = dict(chosen)
        for number in chance.sample(range(len(instance.stops)), min(len(instance.stops), 3)):
            tried[number] = chance.choice(instance.stops[number].combinations)
        stirred = {day for n, one in tried.items() if one != chosen[n] for day in {*one, *chosen[n]}}
        new = dict(best)
        for day in stirred:
            left = max(0.02, min(share, until - monotonic()))
            new[day] = routed(instance, [n for n, one in tried.items() if day in one], buses, left)
        if stirred and worth(instance, new) <= worth(instance, best):
            chosen, best = tried, new
    return None if None in best.values() else plan_of(instance, best)


def worth(instance: Instance, days) -> float:
    """A day without a plan is worse than any."""
    if None in days.values():
        return 1e12 * sum(one is None for one in days.values())
    return plan_of(instance, days).cost.km


# ---- OR-Tools


def or_tools(instance: Instance, seconds: float) -> Plan | None:
    """A node for each stop and day; a pattern is chosen for each stop, and its nodes are visited."""
    if instance.same_time:
        return None
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    buses, days = len(instance.vehicles), instance.weeks * instance.weekdays
    nodes = [
        (stop, day)
        for stop, one in enumerate(instance.stops)
        for day in sorted({day for combination in one.combinations for day in combination})
    ]
    places = [instance.depot_of(0), *(stop for stop, _ in nodes)]
    manager = pywrapcp.RoutingIndexManager(len(places), buses * days, 0)
    routing = pywrapcp.RoutingModel(manager)
    legs = [[round(instance.km[a][b] * FINE) for b in places] for a in places]
    stays = [0, *(round(instance.stops[stop].minutes * FINE) for stop, _ in nodes)]
    loads = [0, *(int(instance.stops[stop].load) for stop, _ in nodes)]

    def road(a: int, b: int) -> int:
        return legs[manager.IndexToNode(a)][manager.IndexToNode(b)]

    def time(a: int, b: int) -> int:
        return road(a, b) + stays[manager.IndexToNode(a)]

    def load(a: int) -> int:
        return loads[manager.IndexToNode(a)]

    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitCallback(road))
    bus, solver = instance.vehicles[0], routing.solver()
    if bus.longest < float("inf"):
        routing.AddDimension(routing.RegisterTransitCallback(time), 0, int(bus.longest * FINE), True, "time")
    if bus.capacity < float("inf"):
        routing.AddDimension(routing.RegisterUnaryTransitCallback(load), 0, int(bus.capacity), True, "load")
    index = {}
    for number, (stop, day) in enumerate(nodes, 1):
        index[stop, day] = at = manager.NodeToIndex(number)
        routing.AddDisjunction([at], 0)
        routing.VehicleVar(at).SetValues([-1, *range(day * buses, (day + 1) * buses)])
    for stop, one in enumerate(instance.stops):
        chosen = [solver.BoolVar(f"{stop} {n}") for n in range(len(one.combinations))]
        solver.Add(solver.Sum(chosen) == 1)
        for (other, day), at in index.items():
            if other == stop:
                held = [y for y, days_ in zip(chosen, one.combinations, strict=True) if day in days_]
                solver.Add(routing.ActiveVar(at) == solver.Sum(held))
    asked = pywrapcp.DefaultRoutingSearchParameters()
    # By insertion it finds no first plan, not even for three stops.
    asked.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PATH_CHEAPEST_ARC
    asked.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    asked.time_limit.FromMilliseconds(int(seconds * 1000))
    found = routing.SolveWithParameters(asked)
    if found is None:
        return None
    rounds: dict[int, list[list[int]]] = {day: [] for day in range(days)}
    for vehicle in range(buses * days):
        at, stops = found.Value(routing.NextVar(routing.Start(vehicle))), []
        while not routing.IsEnd(at):
            stops.append(nodes[manager.IndexToNode(at) - 1][0])
            at = found.Value(routing.NextVar(at))
        rounds[vehicle // buses].append(stops)
    return plan_of(instance, rounds)
