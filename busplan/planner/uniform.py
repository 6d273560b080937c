"""A rota in which all stops have one interval: a plain routing problem with time windows, which PyVRP solves.

A vehicle type is one bus on one weekday; it has as many copies as the cycle has weeks. Breaks are not
known to PyVRP: the longest day leaves room for one, and what its rounds lack besides is mended by the search
that goes on from them.
"""

from collections.abc import Callable
from math import ceil, inf, isfinite

from pyvrp import Depot, Location, Model, Profile, Solution
from pyvrp.stop import MaxIterations

from busplan.planner.instance import Instance, Lock, Vehicle
from busplan.planner.plan import Visit

FINE = 10  # parts of a minute
MILLI = 1000  # parts of a cost
SHARE = 0.6  # of the seconds
FEW_STEPS = 50  # PyVRP's iterations are larger than ours
BANNED = 10**9


def is_uniform(instance: Instance) -> bool:
    """Whether nothing but the order of stops and the weekday is to be found."""
    weights = instance.weights
    return instance.same_time and all(
        stop.every == instance.weeks
        and not stop.weeks
        and len(stop.windows) <= 1
        and stop.lock is Lock.NONE
        and not stop.load
        and not (stop.today and (weights.moved or weights.minute))
        for stop in instance.stops
    )


def whole(minutes: float) -> int:
    return ceil(minutes * FINE - 1e-6)


def visits(instance: Instance, over: Callable[[], bool]) -> list[Visit]:
    """The rounds of the best solution; none where nothing feasible was found."""
    model = Model()
    stops = len(instance.stops)
    places = [model.add_location(0, 0) for _ in instance.minutes]
    depots = [model.add_depot(places[stops + n]) for n in range(instance.depots)]
    for number, stop in enumerate(instance.stops):
        window = stop.windows[0] if stop.windows else None
        early = max(0.0, window.earliest) if window else 0.0
        late = window.latest if window else inf
        model.add_client(
            places[number],
            service_duration=whole(stop.minutes),
            tw_early=whole(on_grid(early, instance.grid)),
            tw_late=int(late * FINE) if isfinite(late) else BANNED,
            prize=int(instance.weights.unserved * MILLI),
            required=False,
        )
    names = add_types(instance, model, places, depots)
    steps = max(FEW_STEPS, (instance.iterations or 0) // FEW_STEPS)
    stop_when: MaxIterations | Over = MaxIterations(steps)
    if instance.iterations is None and instance.seconds is not None:
        stop_when = Over(over)
    result = model.solve(stop_when, seed=instance.seed, display=False, collect_stats=False)
    if not result.is_feasible():
        return []
    return rounds(instance, names, result.best)


class Over:
    """Stops PyVRP when its time is over, or we are asked to."""

    def __init__(self, over: Callable[[], bool]) -> None:
        self.over = over

    def __call__(self, best_cost: int) -> bool:
        return self.over()


def on_grid(minute: float, grid: float) -> float:
    return ceil(minute / grid - 1e-9) * grid if grid else minute


def add_types(
    instance: Instance, model: Model, places: list[Location], depots: list[Depot]
) -> list[tuple[int, int]]:
    """A type for each bus and weekday; which they are, in PyVRP's order."""
    names = []
    for number, bus in enumerate(instance.vehicles):
        for weekday in bus.weekdays or range(instance.weekdays):
            profile = model.add_profile()
            add_edges(instance, model, places, profile, number, weekday)
            depot = depots[bus.depot]
            model.add_vehicle_type(
                instance.weeks,
                start_depot=depot,
                end_depot=depot,
                fixed_cost=int(instance.weights.day * MILLI),
                tw_early=whole(bus.begins),
                tw_late=int(bus.ends * FINE) if isfinite(bus.ends) else BANNED,
                shift_duration=int(longest(instance, bus) * FINE) if isfinite(bus.longest) else BANNED,
                profile=profile,
            )
            names.append((number, weekday))
    return names


def longest(instance: Instance, bus: Vehicle) -> float:
    """So long a day may be that there is room for the break that it then needs."""
    rest = instance.rest
    if rest is None or bus.longest <= rest.after:
        return bus.longest
    return max(rest.after, bus.longest - rest.minutes)


def add_edges(
    instance: Instance, model: Model, places: list[Location], profile: Profile, bus: int, weekday: int
) -> None:
    """Minutes are such that each visit begins on the grid. A stop that may not be here is too far."""
    stays = [stop.minutes for stop in instance.stops]
    banned = {
        number
        for number, stop in enumerate(instance.stops)
        if (stop.weekdays and weekday not in stop.weekdays)
        or (stop.vehicles and bus not in stop.vehicles)
        or (stop.windows and stop.windows[0].weekdays and weekday not in stop.windows[0].weekdays)
    }
    for a, row in enumerate(instance.minutes):
        stay = stays[a] if a < len(stays) else instance.vehicles[bus].begins
        for b, minutes in enumerate(row):
            if a == b:
                continue
            km = instance.km[a][b]
            if b in banned or not isfinite(minutes + km):
                model.add_edge(places[a], places[b], BANNED, BANNED, profile)
                continue
            taken = on_grid(stay + minutes, instance.grid) - stay if b < len(stays) else minutes
            cost = round(instance.weights.km * km * MILLI)
            model.add_edge(places[a], places[b], cost, whole(taken), profile)


def rounds(instance: Instance, names: list[tuple[int, int]], best: Solution) -> list[Visit]:
    """Its routes, each to a week of its own. Times only keep the order: the kernel finds them anew."""
    week = dict.fromkeys(names, 0)
    found = []
    for route in best.routes():
        bus, weekday = names[route.vehicle_type()]
        day = week[bus, weekday] * instance.weekdays + weekday
        week[bus, weekday] += 1
        stops = [done.idx for done in route.schedule() if done.is_client()]
        found += [Visit(day, bus, float(place), stop) for place, stop in enumerate(stops)]
    return found
