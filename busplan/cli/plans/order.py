"""`busplan plan order`: the best order of one day."""

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from busplan.cli.options import DAY, FILE
from busplan.cli.plans.compare import changes
from busplan.cli.plans.given import as_json, given, needing_the_planner, shared
from busplan.cli.talk import fail

if TYPE_CHECKING:
    from busplan.planning.rounds import Rounds


@click.command()
@click.argument("date", type=DAY)
@click.argument("files", type=FILE, nargs=-1)
@shared
@click.option("--bus", help="Its name, where several drive that day.")
@click.option("--wishes", "wish_file", type=FILE, help="A CSV file of wishes: opening hours, locks.")
@click.option("--json", "in_json", is_flag=True, help="The new times as JSON.")
def order(
    date: Any, files: tuple[Path, ...], bus: str | None, wish_file: Path | None, in_json: bool, **words: Any
) -> None:
    """The best order of the stops of DATE, in FILES or in the timetable in force. Needs the extra planner.

    Opening hours and fixed times are those of the list of wishes; a long day keeps its break.
    """
    words["on"] = words["on"] or date
    about = given(files, words)
    day = date.date()
    with needing_the_planner():
        from busplan.planning.difference import compared
        from busplan.planning.order import ordered
        from busplan.planning.wish_list import wish_list

        week = (day - about.rounds.monday).days // 7 % about.rounds.weeks
        driven = [key for key in about.rounds.numbers() if key[:2] == (week, day.weekday())]
        buses = [name for _, _, name in driven if bus in (None, name)]
        if len(buses) != 1:
            fail(f"Choose one of these buses with --bus: {', '.join(name for *_, name in driven) or 'none'}")
        wishes = about.wishes()
        if wish_file:
            wishes = replace(wishes, stops=wish_list(wish_file.read_bytes()))
        found, left = ordered(about.rounds, (buses[0], day.weekday(), week), about.ground, wishes)
        key = (week, day.weekday(), buses[0])
        numbers = about.rounds.numbers()[key]
        before, after = alone(about.rounds, numbers), alone(found, numbers)
        change = compared(before, after, about.ground, about.limits)
    if in_json:
        told = {"basis": about.basis(), "difference": asdict(change), "left": [asdict(each) for each in left]}
        click.echo(as_json(told))
        return
    lines = [about.basis(), about.sentence("ordered", km=change.after.km, was_km=change.before.km)]
    lines += changes(about, change)
    lines += [
        about.sentence(f"left_{each.reason}", stop=about.names[each.stop_id], minutes=each.minutes or 0.0)
        for each in left
    ]
    click.echo("\n".join(lines))


def alone(rounds: "Rounds", numbers: list[int]) -> "Rounds":
    """That day and no other."""
    turns = tuple(replace(rounds.turns[number], week=0, every=1) for number in numbers)
    return replace(rounds, turns=turns, weeks=1)
