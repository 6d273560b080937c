"""Figures in, lines for people and JSON for machines out."""

import json
import os
import platform
from collections.abc import Iterable
from dataclasses import asdict

from bench.measure import Figure

UNITS = {"s": ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs")), "bytes": ((1e6, "MB"), (1e3, "kB"), (1.0, "bytes"))}
VERDICTS = {None: "", True: "held", False: "MISSED"}


def told(section: str, figures: Iterable[Figure]) -> list[Figure]:
    """Each printed as soon as it is measured."""
    print(f"\n{section}")
    kept = []
    for figure in figures:
        print(f"  {line(figure)}", flush=True)
        kept.append(figure)
    return kept


def line(figure: Figure) -> str:
    told = f"{figure.name:<52} {shown(figure.ours, figure.unit):>10}"
    if figure.ratio is not None and figure.floor is not None:
        told += f"  = {figure.ratio:5.2f} × {shown(figure.floor, figure.unit)} ({figure.floor_is})"
    if figure.mark is None:
        return told
    mark = shown(figure.mark, figure.unit) if figure.ratio is None else f"{figure.mark:g} ×"
    return f"{told}  mark {mark}: {VERDICTS[figure.holds]}"


def shown(amount: float, unit: str) -> str:
    """In the largest unit of which there is one at least: `12.3 ms`."""
    size, name = next((each for each in UNITS[unit] if amount >= each[0]), UNITS[unit][-1])
    return f"{amount / size:.3g} {name}"


def as_json(found: dict[str, list[Figure]]) -> str:
    told = [
        {"section": section, **asdict(figure), "ratio": figure.ratio, "holds": figure.holds}
        for section, figures in found.items()
        for figure in figures
    ]
    machine = {"processor": processor(), "cores": os.cpu_count(), "python": platform.python_version()}
    return json.dumps({"machine": machine, "figures": told}, ensure_ascii=False, indent=2) + "\n"


def processor() -> str:
    """What the machine calls it, where it tells."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            return next(row.partition(":")[2].strip() for row in file if row.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()
