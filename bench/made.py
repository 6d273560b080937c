"""Instances of our own, the same each time: sizes of which no published file lies here, and rotas as they are."""

from collections.abc import Callable
from math import cos, hypot, pi, sin
from random import Random

from busplan.planner import Instance, Stop, Vehicle, Weights, Window, read_pvrp

# How many visits in the cycle, its days as bits (the first is the highest), and how often, by days of the cycle.
TURNS = {
    4: ((1, (1, 2, 4, 8), 0.5), (2, (5, 10), 0.25), (4, (15,), 0.25)),
    6: ((1, (1, 2, 4, 8, 16, 32), 0.5), (2, (9, 18, 36), 0.17), (3, (21, 42), 0.17), (6, (63,), 0.16)),
}


def periodic(seed: int, stops: int, days: int, buses: int) -> Instance:
    """Of the kind and size of Cordeau's: stops around towns, long days and full buses."""
    chance = Random(seed)
    towns = [(chance.uniform(-80, 80), chance.uniform(-80, 80)) for _ in range(6)]
    rows = [f"1 {buses} {stops} {days}", *["450 185"] * days, "0 0 0 0 0 0 0"]
    for number in range(1, stops + 1):
        (x, y), away, angle = chance.choice(towns), chance.expovariate(1 / 25), chance.uniform(0, 2 * pi)
        visits, codes, _ = chance.choices(TURNS[days], [turn[2] for turn in TURNS[days]])[0]
        minutes, load = chance.randint(1, 25), chance.randint(1, 25)
        place = f"{number} {x + away * cos(angle):.3f} {y + away * sin(angle):.3f} {minutes} {load}"
        rows.append(f"{place} {visits} {len(codes)} {' '.join(map(str, codes))}")
    return read_pvrp("\n".join(rows))


def county(seed: int, stops: int, buses: int, every: tuple[int, ...], weeks: int = 4) -> Instance:
    """Schools in the morning and villages in the afternoon around twelve towns, 100 by 90 kilometres, one depot."""
    chance = Random(seed)
    towns = [(chance.uniform(0, 100), chance.uniform(0, 90)) for _ in range(12)]
    points, wanted = [], []
    for _ in range(stops):
        x, y = chance.choice(towns)
        points.append((chance.gauss(x, 8), chance.gauss(y, 8)))
        window = Window(510, 840) if chance.random() < 0.35 else Window(780, 1170)
        wanted.append(Stop(chance.choice((15, 20, 30, 45)), chance.choice(every), (window,)))
    points.append((50, 45))
    km = tuple(tuple(1.3 * hypot(a[0] - b[0], a[1] - b[1]) for b in points) for a in points)
    minutes = tuple(tuple(leg * 60 / 55 for leg in row) for row in km)
    bus = Vehicle(begins=450, ends=1230, longest=600)
    return Instance(tuple(wanted), (bus,) * buses, minutes, km, weeks=weeks, weights=Weights())


ALL: dict[str, Callable[[], Instance]] = {
    "made144": lambda: periodic(3, 144, 4, 6),
    "made192": lambda: periodic(4, 192, 4, 8),
    "made240": lambda: periodic(5, 240, 4, 10),
    "made216x6": lambda: periodic(9, 216, 6, 9),
    "made288x6": lambda: periodic(10, 288, 6, 12),
    "uniform150": lambda: county(150, 150, 3, (4,)),
    "uniform300": lambda: county(300, 300, 6, (4,)),
    "county500": lambda: county(500, 500, 10, (1, 2, 4, 4, 4)),
}
