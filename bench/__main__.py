"""Every figure, its floor and how many times the floor it is; exits 1 when a mark is missed."""

import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import commands, feeds, finding, map, pages, printing, reading, timetable
from bench.measure import Figure, Size

# A section is a module whose `figures` measures, one at a time: add yours here.
SECTIONS: dict[str, Callable[[Size], Iterator[Figure]]] = {
    "timetable": timetable.figures,
    "reading": reading.figures,
    "commands": commands.figures,
    "feeds": feeds.figures,
    "finding": finding.figures,
    "map": map.figures,
    "pages": pages.figures,
}


def main() -> None:
    asked = ArgumentParser(prog="python -m bench", description=__doc__)
    asked.add_argument("sections", nargs="*", metavar="SECTION", help=f"Only these of {', '.join(SECTIONS)}.")
    asked.add_argument("--json", type=Path, metavar="FILE", help="Write the figures here too.")
    asked.add_argument("--runs", type=int, default=Size().runs, help="The best of so many counts.")
    asked.add_argument("--tiny", action="store_true", help="A hundredth of it, to see that it works.")
    said = asked.parse_args()
    if unknown := set(said.sections).difference(SECTIONS):
        asked.error(f"no section is called {', '.join(sorted(unknown))}")
    size = Size(0.01 if said.tiny else 1.0, said.runs)
    found = {name: printing.told(name, SECTIONS[name](size)) for name in said.sections or SECTIONS}
    if said.json:
        said.json.write_text(printing.as_json(found), encoding="utf-8")
    missed = [figure for figures in found.values() for figure in figures if figure.holds is False]
    sys.exit(bool(missed) and not said.tiny)


main()
