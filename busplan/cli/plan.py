"""`busplan plan`: questions to the planner."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from busplan.cli.options import FILE
from busplan.cli.plans import check, compare, export, fit, order, reach, rota
from busplan.cli.talk import talk

if TYPE_CHECKING:
    from busplan.planner import Instance, Plan


@click.group()
def plan() -> None:
    """Can it be driven, where does a stop fit, and how could it be better?

    order, rota and solve need the extra: pip install 'busplan[planner]'.
    """


@plan.command()
@click.argument("file", type=FILE)
@click.option("--format", "form", type=click.Choice(["pvrp", "json"]), default="json", show_default=True)
@click.option("--seconds", type=click.FloatRange(min=0.1), help="How long to look. [default: 30]")
@click.option(
    "--iterations",
    type=click.IntRange(min=1),
    help="Of each thread, instead of seconds: the same plan each time.",
)
@click.option("--seed", default=1, show_default=True, type=click.IntRange(min=0))
@click.option("--as-json", is_flag=True, help="The whole plan as JSON.")
def solve(
    file: Path, form: str, seconds: float | None, iterations: int | None, seed: int, as_json: bool
) -> None:
    """Solve FILE and print its cost and its rounds.

    FILE is a question in our own JSON, or an instance of the periodic vehicle routing problem (pvrp).
    """
    if seconds and iterations:
        raise click.UsageError("Give either --seconds or --iterations.")
    try:
        from busplan import planner
    except ModuleNotFoundError as missing:
        raise click.ClickException(f"{missing.name} is missing: pip install 'busplan[planner]'") from missing
    from dataclasses import replace

    try:
        text = file.read_text(encoding="utf-8")
        question = planner.read_pvrp(text) if form == "pvrp" else planner.read_instance(text)
        limit = iterations or question.iterations
        limited = replace(
            question,
            seed=seed,
            iterations=None if seconds else limit,
            seconds=seconds or (None if limit else question.seconds or 30),
        )
        found = planner.solve(limited)
    except (OSError, ValueError, TypeError, KeyError) as bad:
        talk(f"{file}: {bad}")
        sys.exit(1)
    click.echo(planner.plan_json(found) if as_json else told(limited, found))


def told(question: "Instance", found: "Plan") -> str:
    """Cost first, then a line for each round; stops are numbered from 1, as in the file."""
    cost = found.cost
    lines = [f"km {cost.km:.2f}  rounds {cost.days}  moved {cost.moved}  unserved {cost.unserved}"]
    for (day, bus), visits in found.rounds().items():
        stops = " ".join(str(visit.stop + 1) for visit in visits)
        lines.append(f"day {day + 1} bus {bus + 1}: {stops}")
    lines += [f"unserved {left.stop + 1}: {left.reason}" for left in found.unserved]
    return "\n".join(lines)


for command in (
    check.check,
    order.order,
    fit.fit,
    rota.rota,
    compare.compare,
    reach.reach,
    export.export,
):
    plan.add_command(command)
