"""`busplan plan fit`: where does a new stop fit?"""

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from busplan.cli.options import FILE
from busplan.cli.plans.given import Given, as_json, given, needing_the_planner, settings_of, shared, stops_of

if TYPE_CHECKING:
    from busplan.planning.fits import Fit
    from busplan.planning.rest import Warned


@click.command()
@click.argument("stop")
@click.argument("files", type=FILE, nargs=-1)
@shared
@click.option("--add", type=FILE, help="A table of stops with STOP in it, where the timetable has it not.")
@click.option(
    "--every", type=click.IntRange(1, 52), help="Every so many weeks. Else as today, or each cycle."
)
@click.option("--minutes", type=click.IntRange(1, 600), help="How long the visit is. Else as today, or 30.")
@click.option("--weekday", type=click.IntRange(1, 7), multiple=True, help="1 is Monday. Repeatable.")
@click.option("--most", default=10, show_default=True, type=click.IntRange(1, 100))
@click.option("--json", "in_json", is_flag=True, help="All of it as JSON.")
def fit(
    stop: str,
    files: tuple[Path, ...],
    add: Path | None,
    every: int | None,
    minutes: int | None,
    weekday: tuple[int, ...],
    most: int,
    in_json: bool,
    **words: Any,
) -> None:
    """Where does STOP (its id) fit into the rounds of FILES, or of the timetable in force?

    The days are ranked by what the bus drives more and whom it shifts. Needs no extra.
    """
    from busplan.planning.fits import fits
    from busplan.planning.wishes import BadWishes, Fault, Wish

    about = given(files, words, stops_of(add, settings_of(words)))
    with needing_the_planner():
        known = about.timetable.stop(stop)
        if known is None or known.point is None:
            raise BadWishes((Fault("no_coordinates" if known else "unknown_stop", stop),))
        days = tuple(number - 1 for number in weekday)
        wishes = replace(about.wishes(), stops={stop: Wish(every, minutes, days)})
        found = fits(about.rounds, stop, about.ground, wishes, most)
    if in_json:
        told = [{**asdict(each), "rounds": None} for each in found]
        click.echo(as_json({"basis": about.basis(), "fits": told}))
    else:
        click.echo("\n".join([about.basis(), *lines(about, stop, found)]))


def lines(about: Given, stop: str, found: "tuple[Fit, ...]") -> list[str]:
    from busplan.words.planning import clock

    if not found:
        return [about.sentence("fits_nowhere", stop=about.names[stop])]
    told, today = [], warnings(about, None)
    for number, each in enumerate(found, 1):
        turn = each.turn
        first = next(each.rounds.dates(turn, about.rounds.monday, about.rounds.monday.max))
        facts = {"number": number, "vehicle": turn.bus, "weekday": turn.weekday, "first": first}
        facts |= {"every": turn.every, "minutes": each.minutes, "km": each.km}
        hours = {"from": clock(turn.begins, about.language), "to": clock(turn.ends, about.language)}
        told.append(about.sentence("fit", **facts, **hours))
        if each.new_day:
            told.append(f"   {about.sentence('new_day')}")
        for shift in each.shifts:
            hours = {name: clock(getattr(shift, name), about.language) for name in ("was", "becomes")}
            facts = {"vehicle": shift.vehicle, "weekday": shift.weekday, "stop": about.names[shift.stop_id]}
            told.append(f"   {about.sentence('shift', **facts, **hours)}")
        told += [f"   {about.sentence(new.rule, **asdict(new))}" for new in warnings(about, each) - today]
    return told


def warnings(about: Given, fit: "Fit | None") -> "set[Warned]":
    """What goes beyond the figures of rules, today or with the stop in."""
    from busplan.planning.rest import warned

    rounds = fit.rounds if fit else about.rounds
    return set(warned(rounds.days(), about.ground, about.limits))
