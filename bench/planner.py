"""A folder of routing instances in; what each costs us after so many seconds beside the best known out."""

import csv
import json
import os
import platform
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean
from time import monotonic, process_time

from bench import made, rivals, tsptw
from busplan import planner
from busplan.planner import Instance, Plan, search

OURS = "busplan"
Solver = Callable[[Instance, float], Plan | None]


@dataclass(frozen=True, slots=True)
class Found:
    """One run: what it cost, how far above the best known, in percent, and how many rules it broke."""

    instance: str
    solver: str
    seconds: float
    seed: int
    cost: float | None
    best_known: float | None
    gap: float | None
    unserved: int
    breaches: int
    took: float
    load: float


def main() -> None:
    said = asked()
    known = best_known(said.folder) if said.folder else {}
    found = []
    for name, instance in instances(said):
        for solver, solve in solvers(said).items():
            for seconds in said.seconds:
                for seed in range(1, said.seeds + 1):
                    one = run(name, replace(instance, seed=seed), known.get(name), solver, solve, seconds)
                    found.append(one)
                    print(line(one), flush=True)
                    write(said, found)
    print()
    for text in summary(found):
        print(text)
    sys.exit(any(one.breaches for one in found))


def asked():
    """What is asked on the command line."""
    said = ArgumentParser(prog="bench/planner", description=__doc__)
    said.add_argument("folder", nargs="?", type=folder, metavar="DIR", help="Instances, with a bks.csv.")
    said.add_argument(
        "--seconds", type=numbers, default=[10.0, 30.0, 60.0], help="A run for each. [10,30,60]"
    )
    said.add_argument("--seeds", type=int, default=1, help="So many runs of each.")
    said.add_argument("--only", type=lambda text: text.split(","), help="Only these instances: p02,p05.")
    said.add_argument(
        "--baselines", action="store_true", help="PyVRP alone and OR-Tools too, where they are."
    )
    said.add_argument("--made", action="store_true", help="Instances of our own too, made anew, by a seed.")
    said.add_argument(
        "--cpu", action="store_true", help="Seconds of CPU of each of two cores: for a machine that is busy."
    )
    said.add_argument("--json", type=Path, default=Path("planner.json"), help="Written there. [planner.json]")
    told = said.parse_args()
    if not told.folder and not told.made:
        said.error("name a folder, or --made")
    return told


def folder(text: str) -> Path:
    if not Path(text).is_dir():
        raise ArgumentTypeError(f"{text} is no folder")
    return Path(text)


def numbers(text: str) -> list[float]:
    return [float(part) for part in text.split(",")]


def best_known(folder: Path) -> dict[str, float]:
    """From a bks.csv in the folder, or the one above: a name, then the first number of the row."""
    for file in (folder / "bks.csv", folder / "BKS.csv", folder.parent / "bks.csv"):
        if file.exists():
            rows = list(csv.reader(file.open(encoding="utf-8")))
            return {row[0]: value for row in rows if row and (value := first_number(row[1:])) is not None}
    return {}


def first_number(cells: list[str]) -> float | None:
    for cell in cells:
        try:
            return float(cell)
        except ValueError:
            continue
    return None


def instances(said) -> Iterator[tuple[str, Instance]]:
    """All files below the folder that can be read; then those we make."""
    for file in sorted(said.folder.rglob("*")) if said.folder else ():
        name = file.name.split(".")[0]
        if file.is_file() and file.suffix != ".csv" and (not said.only or name in said.only):
            try:
                text = file.read_text(encoding="utf-8")
                yield name, tsptw.read(text) if file.suffix == ".tw" else planner.read_pvrp(text)
            except ValueError as bad:
                print(f"{file.name:<12} passed over: {bad}")
    for name, make in made.ALL.items() if said.made else ():
        if not said.only or name in said.only:
            yield name, make()


def solvers(said) -> dict[str, Solver]:
    clock = (lambda: process_time() / search.THREADS) if said.cpu else monotonic

    def ours(instance: Instance, seconds: float) -> Plan:
        limited = replace(instance, seconds=seconds, iterations=None)
        if planner.is_one_day(limited):
            return planner.order(limited, clock)
        return planner.solve(limited, clock=clock)

    return {OURS: ours, **(rivals.installed() if said.baselines else {})}


def run(
    name: str, instance: Instance, known: float | None, solver: str, solve: Solver, seconds: float
) -> Found:
    begun = monotonic()
    plan = solve(instance, seconds)
    took = monotonic() - begun
    if plan is None:
        return Found(name, solver, seconds, instance.seed, None, known, None, -1, 0, took, load())
    counted = plan.cost.km if not instance.weights.day else plan.cost.total
    gap = 100 * (counted / known - 1) if known else None
    breaches = len(planner.check(instance, plan))
    left = plan.cost.unserved
    return Found(name, solver, seconds, instance.seed, counted, known, gap, left, breaches, took, load())


def load() -> float:
    return round(os.getloadavg()[0], 1)


def line(one: Found) -> str:
    cost = "no plan" if one.cost is None else f"{one.cost:.2f}"
    known = "" if one.best_known is None else f"best known {one.best_known:.2f}"
    gap = "" if one.gap is None or one.unserved else f"{one.gap:+.2f} %"
    faults = f"  {one.breaches} RULES BROKEN" if one.breaches else ""
    left = f"  {one.unserved} unserved" if one.unserved > 0 else ""
    return (
        f"{one.instance:<12} {one.solver:<10} {one.seconds:>4g} s  seed {one.seed}  {cost:>10}  {known:<20} "
        f"{gap:>9}  took {one.took:.1f} s, load {one.load}{left}{faults}"
    )


def summary(found: list[Found]) -> Iterator[str]:
    """Mean and worst of each solver and time, over all whose best is known."""
    for solver, seconds in sorted({(one.solver, one.seconds) for one in found}):
        runs = [one for one in found if (one.solver, one.seconds) == (solver, seconds)]
        gaps = [one.gap for one in runs if one.gap is not None and not one.unserved]
        without = sum(one.unserved != 0 for one in runs)
        text = f"{solver:<10} {seconds:>4g} s  {len(runs)} runs, {without} without a whole plan"
        if gaps:
            text += f"; gap mean {mean(gaps):.2f} %, worst {max(gaps):.2f} %"
        yield text + f"; {sum(one.breaches for one in runs)} rules broken"


def write(said, found: list[Found]) -> None:
    """After each run, so that one may look in, or stop."""
    told = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "seconds_are": "CPU of each of two cores" if said.cpu else "by the clock",
        "runs": [asdict(one) for one in found],
        "summary": list(summary(found)),
    }
    said.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
