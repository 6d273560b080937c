"""The commands that answer without a site: from the first instruction of Python to the last."""

import sys
from collections.abc import Iterator

from bench.measure import Figure, Size, commands
from busplan import paths

PYTHON = (sys.executable, "-c", "pass")
BUSPLAN = (sys.executable, "-m", "busplan")


def figures(size: Size) -> Iterator[Figure]:
    sample = map(str, paths.sample())
    lines = {
        "busplan check on the sample": ((*BUSPLAN, "check", *sample), 0.35),
        "busplan --help": ((*BUSPLAN, "--help"), 0.25),
    }
    floor, *ours = commands(size.runs, PYTHON, *(line for line, _ in lines.values()))
    for (name, (_, mark)), seconds in zip(lines.items(), ours, strict=True):
        yield Figure(name, seconds, mark)
    yield Figure("python alone, of which both are made", floor)
