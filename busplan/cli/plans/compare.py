"""`busplan plan compare`: what would change?"""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from busplan.cli.options import FILE
from busplan.cli.plans.given import Given, as_json, given, shared

if TYPE_CHECKING:
    from busplan.planning.difference import Difference, Figures
    from busplan.planning.rounds import Turn


@click.command()
@click.argument("before", type=FILE)
@click.argument("after", type=FILE)
@shared
@click.option("--json", "in_json", is_flag=True, help="All of it as JSON.")
def compare(before: Path, after: Path, in_json: bool, **words: Any) -> None:
    """What is otherwise in AFTER than in BEFORE? Each a file or a folder of files, or the word in-force."""
    from busplan.planning.difference import compared

    one = given([before], words)
    other = given([after], words, one.timetable.stops)
    found = compared(one.rounds, other.rounds, other.ground, other.limits)
    if in_json:
        click.echo(as_json({"basis": other.basis(), **asdict(found)}))
    else:
        click.echo("\n".join([other.basis(), *lines(other, found)]))


def lines(about: Given, found: "Difference") -> list[str]:
    return [f"{figures(about, found.before)}", f"→ {figures(about, found.after)}", *changes(about, found)]


def figures(about: Given, found: "Figures") -> str:
    km, minutes, days = found.per_week
    facts = {"km": km, "minutes": minutes, "days": days}
    return about.sentence("figures", **facts, longest=found.longest, shortest=found.shortest)


def changes(about: Given, found: "Difference") -> list[str]:
    """Who gets another time, and who no longer or newly has any."""
    names = about.names
    days = sum(each.day for each in found.new_times)
    told = [about.sentence("changed", days=days, times=len(found.new_times) - days)]
    told += [about.sentence("gained", stop=names[id]) for id in found.gained]
    told += [about.sentence("lost", stop=names[id]) for id in found.lost]
    for each in found.new_times:
        both = {"was": turn(about, each.was), "becomes": turn(about, each.becomes)}
        told.append(about.sentence("new_time", stop=names[each.was.stop_id], **both))
    return told


def turn(about: Given, each: "Turn") -> str:
    from busplan.words.planning import clock

    facts = {"weekday": each.weekday, "week": each.week % each.every + 1, "every": each.every}
    code = "turn" if each.every > 1 else "turn_weekly"
    return about.sentence(code, **facts, **{"from": clock(each.begins, about.language)})
