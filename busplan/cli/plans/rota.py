"""`busplan plan rota`: a whole rota, in three plans of one run."""

from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from busplan.cli.options import DAY, FILE
from busplan.cli.plans.compare import changes, figures
from busplan.cli.plans.given import Given, as_json, given, needing_the_planner, settings_of, shared, stops_of
from busplan.cli.talk import talk
from busplan.timetable import OPEN_END, Season, Stop

if TYPE_CHECKING:
    from busplan.planner import Plan, Progress
    from busplan.planning.question import Question
    from busplan.planning.wishes import Wishes

HALF_A_YEAR = timedelta(weeks=26)
THREE = ("few", "some", "free")


@click.command()
@click.argument("files", type=FILE, nargs=-1)
@shared
@click.option("--wishes", "wish_file", type=FILE, help="A CSV file of wishes, a row for each stop.")
@click.option("--add", type=FILE, help="A table of stops (CSV) that are to be visited as well.")
@click.option(
    "--weeks", type=click.IntRange(1, 52), help="The cycle. Else the shortest in which all repeats."
)
@click.option("--bus", "buses", multiple=True, help="One more bus, by its name. Repeatable.")
@click.option(
    "--change",
    type=click.Choice(["none", *THREE]),
    help="How much may be otherwise than today. Else three plans: few, some and free changes.",
)
@click.option("--seconds", default=30.0, show_default=True, type=click.FloatRange(min=0.5))
@click.option("--iterations", type=click.IntRange(min=1), help="Instead of seconds: the same plan each time.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(min=0))
@click.option("--out", type=click.Path(path_type=Path), help="Write the drafts into this folder.")
@click.option("--from", "since", type=DAY, help="The first day of the draft. Else the Monday after next.")
@click.option("--until", type=DAY, help="Its last day. Else that of today's season, or half a year later.")
@click.option("--json", "in_json", is_flag=True, help="All of it as JSON.")
def rota(
    files: tuple[Path, ...], wish_file: Path | None, add: Path | None, in_json: bool, **words: Any
) -> None:
    """A better rota, from FILES or the timetable in force and what you wish. Needs the extra planner.

    Everything has a default: the buses, weekdays, intervals and lengths of visits that there are today. With
    --out each plan is written as a folder with schedule.yaml and stops.csv, which `busplan check` reads.
    """
    added = stops_of(add, settings_of(words))
    about = given(files, words, added)
    with needing_the_planner():
        from busplan.planning.question import asked, question

        wishes = wishes_for(about, wish_file, added, words)
        asking = asked(
            question(about.rounds, about.ground, wishes),
            None if words["iterations"] else words["seconds"],
            words["iterations"],
            words["seed"],
        )
        plans = solved(asking, words["change"])
    told: list[str] = [about.basis(), *assumptions(about, asking)]
    report = []
    for name, plan in plans.items():
        lines, facts = outcome(about, asking, name, plan)
        told += ["", *lines]
        report.append(facts)
        if words["out"]:
            folder = words["out"] if len(plans) == 1 else words["out"] / name
            write(about, asking, plan, folder, words)
            told.append(str(folder))
    click.echo(as_json({"basis": about.basis(), "plans": report}) if in_json else "\n".join(told))


def wishes_for(about: Given, file: Path | None, added: tuple[Stop, ...], words: dict[str, Any]) -> "Wishes":
    from busplan.planning.wish_list import wish_list
    from busplan.planning.wishes import Change

    usual = about.wishes()
    more = tuple(replace(usual.buses[0], name=name) for name in words["buses"])
    return replace(
        usual,
        buses=(*usual.buses, *more),
        stops=wish_list(file.read_bytes()) if file else {},
        added=added,
        change=Change(words["change"] or "some"),
        weeks=words["weeks"],
    )


def solved(asking: "Question", change: str | None) -> "dict[str, Plan]":
    from busplan import planner

    instance = asking.instance
    if change:
        return {change: planner.solve(instance, heard)}
    return dict(zip(THREE, planner.three(instance, heard), strict=True))


def heard(progress: "Progress") -> None:
    talk(f"{progress.seconds:.0f} s  {progress.total:.0f}  ({progress.unserved})")


def assumptions(about: Given, asking: "Question") -> list[str]:
    names = about.names
    told = [about.sentence("nowhere", stop=names[id]) for id in asking.nowhere]
    return told + [
        about.sentence("about", stop=names[turn.stop_id], every=turn.every)
        for turn in asking.turns
        if turn.about
    ]


def outcome(about: Given, asking: "Question", name: str, plan: "Plan") -> tuple[list[str], dict[str, Any]]:
    from busplan.planning.difference import compared
    from busplan.planning.proposal import left, proposal
    from busplan.planning.shortfalls import checked

    rounds = proposal(asking, plan)
    found = compared(about.rounds, rounds, about.ground, about.limits)
    warnings = checked(rounds.days(), about.ground, about.limits).warnings
    unserved = left(asking, plan)
    names = about.names
    lines = [f"{about.sentence('today')}: {figures(about, found.before)}"]
    lines += [f"{about.sentence(f'plan_{name}')}: {figures(about, found.after)}", *changes(about, found)]
    lines += [
        about.sentence(f"left_{each.reason}", stop=names[each.stop_id], minutes=each.minutes or 0.0)
        for each in unserved
    ]
    lines += [about.sentence(each.rule, **asdict(each)) for each in warnings]
    facts = {
        "plan": name,
        "difference": asdict(found),
        "unserved": [asdict(each) for each in unserved],
        "warnings": [asdict(each) for each in warnings],
        "rounds": asdict(rounds),
    }
    return lines, facts


def write(about: Given, asking: "Question", plan: "Plan", folder: Path, words: dict[str, Any]) -> None:
    from busplan import writing
    from busplan.planning.draft import with_rounds
    from busplan.planning.proposal import proposal

    season = season_of(about, words)
    draft = with_rounds(about.timetable, proposal(asking, plan), season)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in writing.parted(draft).items():
        (folder / name).write_bytes(content)


def season_of(about: Given, words: dict[str, Any]) -> Season:
    """From a Monday on that leaves time to tell of it."""
    since, until = words["since"], words["until"]
    first = since.date() if since else about.rounds.monday + timedelta(weeks=2)
    lasts = [season.last for season in about.timetable.seasons if first <= season.last < OPEN_END]
    last = until.date() if until else max(lasts, default=first + HALF_A_YEAR)
    if last < first:
        raise click.UsageError("--until is before --from.")
    return Season(f"{first:%Y-%m-%d}", first, last)
