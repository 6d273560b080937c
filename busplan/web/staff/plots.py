"""Numbers in, where their marks stand on a drawing out. What they say stands in a table beside."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from busplan.planning.dayline import km_of, line_of
from busplan.planning.difference import path
from busplan.planning.ground import Ground
from busplan.planning.limits import Limits
from busplan.planning.rounds import Day, Rounds

WIDTH, HEIGHT = 640.0, 180.0
ABOVE, BELOW, LEFT = 8.0, 22.0, 8.0
MOST_NAMES = 12
SHARE = 0.8  # of its place that a bar fills


class Load(NamedTuple):
    """Kilometres, minutes from depot to depot, and stops."""

    km: float = 0.0
    minutes: float = 0.0
    stops: float = 0.0

    def plus(self, other: "Load") -> "Load":
        return Load(self.km + other.km, self.minutes + other.minutes, self.stops + other.stops)

    def parted(self, by: int) -> "Load":
        return Load(self.km / by, self.minutes / by, self.stops / by)


NOTHING = Load()


class Loads(NamedTuple):
    """What buses do in a week, or one of them on a day, before and after."""

    name: str
    before: Load
    after: Load


class Bar(NamedTuple):
    """Where it stands, from the upper left corner."""

    x: float
    y: float
    width: float
    height: float
    is_after: bool


@dataclass(frozen=True, slots=True)
class Bars:
    """Two for each name; `most` is what the highest of them is."""

    bars: tuple[Bar, ...]
    names: tuple[tuple[float, str], ...]
    most: float
    width: float = WIDTH
    height: float = HEIGHT


def bars(loads: Sequence[Loads]) -> Bars:
    """Of kilometres."""
    most = max((max(each.before.km, each.after.km) for each in loads), default=0.0) or 1.0
    room = (WIDTH - 2 * LEFT) / max(1, len(loads))
    width = round(room * SHARE / 2, 1)
    found = []
    for number, each in enumerate(loads):
        for after, load in enumerate((each.before, each.after)):
            height = round((HEIGHT - BELOW) * load.km / most, 1)
            x = round(LEFT + room * number + after * width, 1)
            found.append(Bar(x, round(HEIGHT - BELOW - height, 1), width, height, bool(after)))
    # As many names as there is room for.
    step = max(1, len(loads) // MOST_NAMES)
    names = [(round(LEFT + room * n + width, 1), each.name) for n, each in enumerate(loads) if n % step == 0]
    return Bars(tuple(found), tuple(names), most)


def weeks(before: Rounds, after: Rounds, ground: Ground, limits: Limits, name: str) -> list[Loads]:
    """Week by week over the longer of the two cycles; `name` has {n} in it."""
    one, other = by_week(before, ground, limits), by_week(after, ground, limits)
    return [
        Loads(name.format(n=week + 1), one[week % before.weeks], other[week % after.weeks])
        for week in range(max(before.weeks, after.weeks))
    ]


def by_week(rounds: Rounds, ground: Ground, limits: Limits) -> list[Load]:
    found = [NOTHING] * rounds.weeks
    for day in rounds.days():
        for when in day.dates:
            week = (when - rounds.monday).days // 7
            found[week] = found[week].plus(load_of(day, ground, limits))
    return found


def weekdays(
    before: Rounds, after: Rounds, ground: Ground, limits: Limits, names: Sequence[str]
) -> list[Loads]:
    """A mean day of each bus and weekday on which it is out. Where there is but one bus, it is not named."""
    one, other = by_weekday(before, ground, limits), by_weekday(after, ground, limits)
    several = len({bus for _, bus in (*one, *other)}) > 1
    return [
        Loads(
            f"{names[day]} {bus}" if several else names[day],
            one.get((day, bus), NOTHING),
            other.get((day, bus), NOTHING),
        )
        for day, bus in sorted({*one, *other})
    ]


def by_weekday(rounds: Rounds, ground: Ground, limits: Limits) -> dict[tuple[int, str], Load]:
    found: dict[tuple[int, str], tuple[Load, int]] = defaultdict(lambda: (NOTHING, 0))
    for day in rounds.days():
        load, times = found[day.weekday, day.vehicle]
        for _ in day.dates:
            load, times = load.plus(load_of(day, ground, limits)), times + 1
        found[day.weekday, day.vehicle] = load, times
    return {which: load.parted(times) for which, (load, times) in found.items()}


def load_of(day: Day, ground: Ground, limits: Limits) -> Load:
    return Load(km_of(path(day), ground), line_of(day, ground, limits).minutes, len(day.stays))


@dataclass(frozen=True, slots=True)
class Curve:
    """`lines` are as a polyline of SVG takes them, one for each of the three, which begin at `parts`."""

    lines: tuple[str, ...]
    parts: tuple[float, ...]
    least: float
    most: float
    seconds: float
    width: float = WIDTH
    height: float = HEIGHT


def curve(told: Iterable[Sequence[float]]) -> Curve | None:
    """The cost over time: each point is (seconds, km, days, moved, unserved, turn, cost).

    What it was before all had a place is left out: that is so dear that nothing else would be seen.
    """
    points = list(told)
    fewest = min((point[4] for point in points), default=0)
    points = [point for point in points if point[4] == fewest]
    if len(points) < 2:
        return None
    least, most = min(point[6] for point in points), max(point[6] for point in points)
    seconds = max(point[0] for point in points) or 1.0
    room = most - least or 1.0

    def at(point: Sequence[float]) -> tuple[float, float]:
        x = LEFT + (WIDTH - 2 * LEFT) * point[0] / seconds
        y = ABOVE + (HEIGHT - BELOW - ABOVE) * (most - point[6]) / room
        return round(x, 1), round(y, 1)

    turns = [list(map(at, points)) for _, points in groupby(points, key=itemgetter(5))]
    # The best holds until something better is found; of the last, its one point is a dot.
    ends = [*(turn[0][0] for turn in turns[1:]), WIDTH - LEFT]
    lines = tuple(
        " ".join(f"{x},{y}" for x, y in (*turn, (end, turn[-1][1])))
        for turn, end in zip(turns, ends, strict=True)
    )
    return Curve(lines, tuple(turn[0][0] for turn in turns[1:]), least, most, seconds)
