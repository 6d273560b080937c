"""An instance in, everything that makes it senseless out, before any solving."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import inf, isfinite, isnan
from typing import Literal

from busplan.planner.instance import Instance, Lock, Slot, Stop, Vehicle, Window

Code = Literal[
    "no_vehicles",
    "no_stops",
    "no_depots",
    "no_weeks",
    "no_limit",
    "matrix_size",
    "not_a_number",
    "negative",
    "unknown_depot",
    "shift_impossible",
    "every_does_not_divide_weeks",
    "out_of_range",
    "window_impossible",
    "lock_without_today",
    "no_slot",
    "disconnected",
    "window_outside_shift",
    "too_far_for_shift",
    "load_beyond_capacity",
    "combinations_missing",
]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, with which stop or bus, and by how many minutes, where that can be said."""

    code: Code
    stop: int | None = None
    vehicle: int | None = None
    minutes: float | None = None


ANY = Window(-inf, inf)


class BadInstance(ValueError):
    """Carries every fault, in order."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(map(told, self.faults)))


def told(fault: Fault) -> str:
    """For logs. What a person reads is made of the facts."""
    facts = (("stop", fault.stop), ("vehicle", fault.vehicle), ("minutes", fault.minutes))
    return " ".join([fault.code, *(f"{name} {value:g}" for name, value in facts if value is not None)])


def refuse(instance: Instance) -> None:
    """Raises BadInstance with all that is wrong. What cannot be read is told first, and alone."""
    for look in (frame, figures, wishes, reach):
        if faults := list(look(instance)):
            raise BadInstance(faults)


def frame(instance: Instance) -> Iterator[Fault]:
    wanted: list[tuple[bool, Code]] = [
        (not instance.vehicles, "no_vehicles"),
        (not instance.stops, "no_stops"),
        (instance.depots < 1, "no_depots"),
        (instance.weeks < 1 or instance.weekdays < 1, "no_weeks"),
        (instance.iterations is None and instance.seconds is None, "no_limit"),
    ]
    yield from (Fault(code) for wrong, code in wanted if wrong)
    places = len(instance.stops) + instance.depots
    for matrix in (instance.minutes, instance.km):
        if len(matrix) != places or any(len(row) != places for row in matrix):
            yield Fault("matrix_size")


def figures(instance: Instance) -> Iterator[Fault]:
    """Each is a number, and none is negative."""
    weights = instance.weights
    loose = [weights.km, weights.day, weights.moved, weights.minute, weights.unserved, weights.unnoticed]
    loose += [weights.uneven, instance.grid, instance.seconds or 0, instance.iterations or 0]
    if instance.rest:
        loose += [instance.rest.after, instance.rest.minutes]
    yield from wrong_numbers(loose)
    for number, vehicle in enumerate(instance.vehicles):
        yield from wrong_numbers((vehicle.begins, vehicle.longest, vehicle.capacity), vehicle=number)
        if isnan(vehicle.ends):
            yield Fault("not_a_number", vehicle=number)
    for number, stop in enumerate(instance.stops):
        legs = (*instance.minutes[number], *instance.km[number])
        yield from wrong_numbers(
            (stop.minutes, stop.load, *legs), stop=number, finite=(stop.minutes, stop.load)
        )
        if any(isnan(edge) for window in stop.windows for edge in (window.earliest, window.latest)):
            yield Fault("not_a_number", stop=number)
    for row in range(len(instance.stops), len(instance.minutes)):
        yield from wrong_numbers((*instance.minutes[row], *instance.km[row]))


def wrong_numbers(
    numbers: Iterable[float],
    stop: int | None = None,
    vehicle: int | None = None,
    finite: Iterable[float] = (),
) -> Iterator[Fault]:
    """One fault of each kind at most."""
    numbers = list(numbers)
    if any(map(isnan, numbers)) or not all(map(isfinite, finite)):
        yield Fault("not_a_number", stop, vehicle)
    if any(number < 0 for number in numbers):
        yield Fault("negative", stop, vehicle)


def wishes(instance: Instance) -> Iterator[Fault]:
    """Each stop and bus by itself."""
    for number, vehicle in enumerate(instance.vehicles):
        if not 0 <= vehicle.depot < instance.depots:
            yield Fault("unknown_depot", vehicle=number)
        if vehicle.ends <= vehicle.begins or vehicle.longest <= 0:
            yield Fault("shift_impossible", vehicle=number)
        if not all(0 <= weekday < instance.weekdays for weekday in vehicle.weekdays):
            yield Fault("out_of_range", vehicle=number)
    for number, stop in enumerate(instance.stops):
        yield from stop_wishes(instance, number, stop)


def stop_wishes(instance: Instance, number: int, stop: Stop) -> Iterator[Fault]:
    if not instance.same_time:
        yield from combined(instance, number, stop)
        return
    if stop.every < 1 or instance.weeks % stop.every:
        yield Fault("every_does_not_divide_weeks", number)
        return
    if out_of_range(instance, stop):
        yield Fault("out_of_range", number)
        return
    if any(window.latest < window.earliest for window in stop.windows):
        yield Fault("window_impossible", number)
    if stop.lock is not Lock.NONE and stop.today is None:
        yield Fault("lock_without_today", number)
    elif not instance.slots(number):
        yield Fault("no_slot", number)


def combined(instance: Instance, number: int, stop: Stop) -> Iterator[Fault]:
    """Where visits need not be alike, the days are named; windows and today's plan have no meaning."""
    days = [day for combination in stop.combinations for day in combination]
    if not days or stop.windows or stop.today:
        yield Fault("combinations_missing", number)
    if not all(0 <= day < instance.weeks * instance.weekdays for day in days):
        yield Fault("out_of_range", number)


def out_of_range(instance: Instance, stop: Stop) -> bool:
    named = [*stop.weekdays, *(weekday for window in stop.windows for weekday in window.weekdays)]
    today = stop.today
    if today:
        named.append(today.weekday)
    return not (
        all(0 <= weekday < instance.weekdays for weekday in named)
        and all(0 <= week < stop.every for week in stop.weeks)
        and all(0 <= vehicle < len(instance.vehicles) for vehicle in stop.vehicles)
        and (today is None or (0 <= today.week < instance.weeks and isfinite(today.begins)))
    )


def reach(instance: Instance) -> Iterator[Fault]:
    """Each stop alone with each bus: can it be driven there, visited and home?"""
    for number, stop in enumerate(instance.stops):
        if instance.same_time:
            slots = instance.slots(number)
        else:
            slots = [Slot(vehicle, 0, 0, ANY) for vehicle in stop.vehicles or range(len(instance.vehicles))]
        # Alike but for the weekday: asked once.
        asked = {(slot.vehicle, slot.window.earliest, slot.window.latest) for slot in slots}
        faults = [alone(instance, number, *one) for one in sorted(asked)]
        if None not in faults:
            yield min((fault for fault in faults if fault), key=lambda fault: fault.minutes or inf)


def alone(instance: Instance, number: int, bus: int, earliest: float, latest: float) -> Fault | None:
    """Why this bus cannot serve this stop, were it the only one of the day."""
    stop, vehicle = instance.stops[number], instance.vehicles[bus]
    depot = instance.depot_of(bus)
    out, home = instance.minutes[depot][number], instance.minutes[number][depot]
    if not all(map(isfinite, (out, home, instance.km[depot][number], instance.km[number][depot]))):
        return Fault("disconnected", number)
    if stop.load > vehicle.capacity:
        return Fault("load_beyond_capacity", number)
    begins = raised(max(earliest, vehicle.begins + out), instance.grid)
    if begins > latest:
        return Fault("window_outside_shift", number, minutes=begins - latest)
    return too_long(instance, vehicle, number, (out, begins, home))


def too_long(
    instance: Instance, vehicle: Vehicle, number: int, times: tuple[float, float, float]
) -> Fault | None:
    out, begins, home = times
    span = out + instance.stops[number].minutes + home
    if instance.rest and span > instance.rest.after:
        span += instance.rest.minutes
    late = max(begins - out + span - vehicle.ends, span - vehicle.longest)
    return Fault("too_far_for_shift", number, minutes=late) if late > 0 else None


def raised(minute: float, grid: float) -> float:
    """The next time on the grid."""
    return minute if not grid or not isfinite(minute) else -(-minute // grid) * grid
