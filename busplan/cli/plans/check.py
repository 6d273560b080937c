"""`busplan plan check`: can this be driven?"""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from busplan.cli.options import FILE
from busplan.cli.plans.given import Given, as_json, given, shared

if TYPE_CHECKING:
    from busplan.planning.shortfalls import Checked, Short


@click.command()
@click.argument("files", type=FILE, nargs=-1)
@shared
@click.option("--json", "in_json", is_flag=True, help="All of it as JSON.")
def check(files: tuple[Path, ...], in_json: bool, **words: Any) -> None:
    """Can it be driven? Of FILES, or of the timetable in force.

    Tells each drive that takes longer than the gap between two stops, by how much, and the smallest shift of
    times that mends it; days outside the shift; and where the figures of driving and working time are passed.
    Exits 1 when something cannot be driven; figures only warn.
    """
    from busplan.planning.shortfalls import checked

    about = given(files, words)
    found = checked(about.rounds.days(), about.ground, about.limits)
    click.echo(
        as_json({"basis": about.basis(), **asdict(found)}) if in_json else "\n".join(lines(about, found))
    )
    if found.shorts or found.overs:
        sys.exit(1)


def lines(about: Given, found: "Checked") -> list[str]:
    from busplan.words.planning import clock

    names, sentence = about.names, about.sentence
    told = [about.basis()]
    if found.shorts:
        told.append(sentence("cannot_be_driven", short=len(found.shorts), count=found.legs))
    else:
        told.append(sentence("all_can_be_driven", count=found.legs))
    told += [f"  {short_of(about, short)}" for short in found.shorts]
    if found.shifts:
        told.append(sentence("mended_by"))
    for shift in found.shifts:
        hours = {name: clock(getattr(shift, name), about.language) for name in ("was", "becomes")}
        facts = {"vehicle": shift.vehicle, "weekday": shift.weekday, "stop": names[shift.stop_id]}
        told.append(f"  {sentence('shift', **facts, **hours)}")
    if not found.mends:
        told.append(sentence("no_shift"))
    told += [sentence(f"over_{each.what}", **asdict(each)) for each in found.overs]
    if found.unknown:
        told.append(sentence("unknown_places", count=found.unknown))
    if found.warnings:
        told += [
            sentence("rules_beyond"),
            *(f"  {sentence(each.rule, **asdict(each))}" for each in found.warnings),
        ]
        told.append(sentence("rules_advise"))
    return told


def short_of(about: Given, short: "Short") -> str:
    names = about.names
    facts = asdict(short) | {"minutes": short.minutes, "gap": abs(short.gap)}
    facts |= {"before": names[short.before], "after": names[short.after]}
    code = "no_road" if short.minutes == float("inf") else "overlap" if short.gap < 0 else "short"
    return about.sentence(code, **facts)
