"""Plans the sample and a published timetable anew, and draws today's rounds beside the proposed ones.

    .venv/bin/python docs/plans.py [TABLE.csv [DEPOTS]]   the sample, or a table of the open schema

Writes docs/pictures/plan-NAME.svg and tells the figures in docs/planner.md. The same seed and iterations give
the same plan. Wants the extra `planner`.
"""

import sys
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import click

from busplan import planner, reading
from busplan.planning.difference import Difference, compared, path
from busplan.planning.ground import Ground, ground_of
from busplan.planning.limits import limits_of
from busplan.planning.proposal import left, proposal
from busplan.planning.question import asked, question
from busplan.planning.rounds import Rounds
from busplan.planning.shortfalls import checked
from busplan.planning.today import rounds_of
from busplan.planning.wishes import wishes_of
from busplan.reading import Source
from busplan.settings import Settings

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
SAMPLE = (ROOT / "schedule.yaml", ROOT / "data" / "stops.csv")
DAY = date(2026, 11, 24)
ITERATIONS = 200_000  # of each of two threads, for all three plans together
SIDE, GAP, HEAD = 360, 20, 44
# Monday to Sunday: colour, and dashes for whom colours are alike.
STROKES = (
    ("#0b5c5c", ""),
    ("#b3261e", "6 3"),
    ("#5b3fa0", "2 2"),
    ("#8a5a00", "9 3 2 3"),
    ("#1a5fb4", "4 4"),
    ("#444444", "1 3"),
    ("#9c1f6b", "8 2"),
)
NAMES = ("few", "some", "free")
COLUMNS = (
    "changes",
    "km a week",
    "days a week",
    "mean day",
    "longest",
    "new day",
    "only a new time",
    "not served",
    "cannot be driven",
)


def main(files: tuple[Path, ...], name: str, depots: str = "") -> None:
    timetable = reading.read(*map(Source.from_file, files)).timetable
    limits = limits_of(Settings(depots=depots))
    today = rounds_of(timetable, DAY)
    ground = ground_of(timetable.stops, today.vehicles, limits)
    asking = asked(question(today, ground, wishes_of(today, ground, limits)), iterations=ITERATIONS)
    plans = dict(zip(NAMES, planner.three(asking.instance), strict=True))
    rounds = {which: proposal(asking, plan) for which, plan in plans.items()}
    found = {which: compared(today, after, ground, limits) for which, after in rounds.items()}
    click.echo(f"{name}: {len(asking.turns)} visits in a cycle of {asking.instance.weeks} weeks")
    click.echo(f"| {' | '.join(COLUMNS)} |")
    click.echo(f"|{'---|' * len(COLUMNS)}")
    short = len(checked(today.days(), ground, limits).shorts)
    click.echo(row("none: today", found["few"], 0, 0, 0, short, before=True))
    for which, each in found.items():
        moved = sum(new.day for new in each.new_times)
        lost = len(left(asking, plans[which]))
        short = len(checked(rounds[which].days(), ground, limits).shorts)
        click.echo(row(which, each, moved, len(each.new_times) - moved, lost, short))
    km = [("Today", today, found["some"].before.km)]
    km += [(f"{which.title()} changes", rounds[which], found[which].after.km) for which in ("some", "free")]
    drawn = picture(km, ground)
    (PICTURES / f"plan-{name}.svg").write_text(drawn, encoding="utf-8")


def row(
    which: str, found: Difference, moved: int, retimed: int, lost: int, short: int, before: bool = False
) -> str:
    figures = found.before if before else found.after
    km, _, days = figures.per_week
    out = [f"{km:.0f}", f"{days:.1f}", f"{figures.mean:.0f}", f"{figures.longest:.0f}"]
    return f"| {' | '.join([which, *out, *map(str, (moved, retimed, lost, short))])} |"


def picture(drawn: list[tuple[str, Rounds, float]], ground: Ground) -> str:
    """North is up. Each line is a day of a bus, by weekday; dots are stops, squares depots."""
    panels = [
        f'<g transform="translate({at * (SIDE + GAP)} 0)">{panel(title, rounds, ground, km)}</g>'
        for at, (title, rounds, km) in enumerate(drawn)
    ]
    width = len(drawn) * (SIDE + GAP) - GAP
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {SIDE + HEAD}" '
        f'font-family="sans-serif" font-size="15"><rect width="100%" height="100%" fill="#fff"/>'
        f"{''.join(panels)}</svg>\n"
    )


def panel(title: str, rounds: Rounds, ground: Ground, km: float) -> str:
    place = scale(ground)
    parts = [f'<text x="8" y="20">{escape(title)}: {km / rounds.weeks:.0f} km a week</text>']
    for day in rounds.days():
        points = [place(point.latitude, point.longitude) for id in path(day) if (point := ground.point(id))]
        colour, dashes = STROKES[day.weekday]
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        drawn = " ".join(f"{x:.0f},{y:.0f}" for x, y in points)
        parts.append(f'<polyline points="{drawn}" fill="none" stroke="{colour}"{dashed}/>')
    for id, number in ground.places.items():
        x, y = place(ground.points[number].latitude, ground.points[number].longitude)
        parts.append(
            f'<path d="M{x - 4:.0f} {y - 4:.0f}h8v8h-8z"/>'
            if id.startswith("depot:")
            else f'<circle cx="{x:.0f}" cy="{y:.0f}" r="2"/>'
        )
    return "".join(parts)


def scale(ground: Ground):
    """Degrees into the square, a degree of longitude as short as it is in the middle."""
    from math import cos, radians

    norths = [point.latitude for point in ground.points]
    easts = [point.longitude for point in ground.points]
    narrow = cos(radians(sum(norths) / len(norths)))
    wide = max((max(easts) - min(easts)) * narrow, max(norths) - min(norths))

    def place(north: float, east: float) -> tuple[float, float]:
        x = 8 + (east - min(easts)) * narrow / wide * (SIDE - 16)
        y = HEAD - 8 + (max(norths) - north) / wide * (SIDE - 16)
        return x, y

    return place


if __name__ == "__main__":
    table, *depots = sys.argv[1:] or [""]
    if table:
        main((Path(table),), Path(table).stem, *depots)
    else:
        main(SAMPLE, "sample")
