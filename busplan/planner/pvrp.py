"""A file of the periodic vehicle routing problem (Cordeau's format) into an instance, and day codes back."""

from math import hypot, inf

from busplan.planner.instance import Instance, Stop, Vehicle, Weights


class BadFile(ValueError):
    """What is wrong, and in which line."""


def read(text: str) -> Instance:
    """Line 1: type (1), buses, stops, days. A line each day: longest round, load. Then depot and stops:
    number, x, y, minutes, load, visits, how many combinations, each as a number whose bits are days."""
    rows = [line.split() for line in text.splitlines() if line.strip()]
    try:
        kind, buses, stops, days = map(int, rows[0][:4])
        longest, capacity = (float(cell) for cell in rows[1][:2])
        places = [list(map(float, row)) for row in rows[1 + days : 2 + days + stops]]
        points = [(place[1], place[2]) for place in places]
        wanted = tuple(stop(place, days) for place in places[1:])
    except (IndexError, ValueError) as why:
        raise BadFile(f"Not a PVRP file: {why}") from why
    if kind != 1 or len(places) != stops + 1:
        raise BadFile("Not a PVRP file: type 1 and a line for each stop were expected.")
    points = [*points[1:], points[0]]
    matrix = tuple(tuple(hypot(a[0] - b[0], a[1] - b[1]) for b in points) for a in points)
    return Instance(
        stops=wanted,
        vehicles=(Vehicle(longest=longest or inf, capacity=capacity or inf),) * buses,
        minutes=matrix,
        km=matrix,
        weekdays=days,
        weights=Weights(day=0, moved=0, minute=0, unserved=100 * max(map(max, matrix))),
        rest=None,
        grid=0,
        same_time=False,
    )


def stop(cells: list[float], days: int) -> Stop:
    """The first day is the highest bit."""
    codes = [int(cell) for cell in cells[7 : 7 + int(cells[6])]]
    if len(codes) != int(cells[6]):
        raise ValueError("a stop has fewer combinations than it says")
    combinations = tuple(tuple(day for day in range(days) if code >> (days - 1 - day) & 1) for code in codes)
    return Stop(cells[3], load=cells[4], combinations=combinations)
