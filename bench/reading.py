"""Large tables: read and checked, beside `csv.reader` over the same bytes."""

import csv
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import run
from tempfile import TemporaryDirectory

from bench.measure import Figure, Size, best
from busplan.reading import Source, read

TIMES, TIMES_THE_FILE = 3, 10
# What is read is kept while the most that was in memory is asked for. The process has it to itself.
PEAK = """
import re, sys
from pathlib import Path
from busplan.reading import Source, read
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) * 1024
read(Source("few.csv", Path(sys.argv[1]).read_bytes()))
before = peak()
found = read(Source("many.csv", Path(sys.argv[2]).read_bytes()))
print(peak() - before)
"""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a sort, written for so many rows, with what its reading should take at most."""

    name: str
    header: str
    rows: int
    mark: float | None

    def content(self, rows: int) -> bytes:
        row = ROW_OF[self.name]
        return "\n".join((self.header, *map(row, range(rows)), "")).encode()


def stop_row(at: int) -> str:
    """As in the sample: its place somewhere in the south of Norway, every third with a remark."""
    note = "Ved den gamle skolen" if at % 3 == 0 else ""
    latitude, longitude = 59 + at % 9_973 / 6_000, 10 + at % 9_949 / 5_000
    return f"stopp-{at},Sted {at},Kommune {at % 40},{at % 9_000 + 1_000} Sted,{latitude:.5f},{longitude:.5f},place,everyone,{note}"


def call_row(at: int) -> str:
    """Ten stops a round; the round stands on its first row."""
    route, call = divmod(at, 10)
    weekday = route % 5
    begins = f"Runde {route},{WEEKDAYS[weekday]},3,2026-08-{17 + weekday}" if call == 0 else ",,,"
    return f"{begins},Sted {at},{8 + call:02}:00,{8 + call:02}:30"


def open_row(at: int) -> str:
    """The table that libraries in Britain publish."""
    route, call = divmod(at, 10)
    day = 16 + route % 5
    where = f"Town {at % 40},Place {at},{at % 300} High Street,,{-1.5 + at % 997 / 1e3:.5f},{52 + at % 991 / 1e3:.5f}"
    hours = f"{8 + call:02}:00,{8 + call:02}:30"
    return f"Shire,Mobile {route % 9},Route {route},{where},{ENGLISH[route % 5]},Public,{hours},FREQ=WEEKLY;INTERVAL=3,2026-03-{day},2027-03-31,,"


WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag")
ENGLISH = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
ROW_OF = {"a list of stops": stop_row, "a flat timetable": call_row, "an open table": open_row}
OPEN_HEADER = (
    "organisation,mobile,route,community,stop,address,postcode,geox,geoy,day,type,arrival,departure,frequency,"
    "start,end,exceptions,timetable"
)
TABLES = (
    Table("a list of stops", "id,name,municipality,address,lat,lon,kind,open_to,note", 100_000, TIMES),
    Table("a flat timetable", "rute,ukedag,antall uker,første dag,stopp,fra,til", 10_000, None),
    Table("an open table", OPEN_HEADER, 10_000, None),
)


def figures(size: Size) -> Iterator[Figure]:
    for table in TABLES:
        yield from figures_of(table, size)


def figures_of(table: Table, size: Size) -> Iterator[Figure]:
    rows = size.of(table.rows)
    content = table.content(rows)
    shown = f"{table.name} of {rows:,} rows ({len(content) / 1e6:.1f} MB)"
    # What takes seconds need not be tried as often.
    runs = size.runs if table.mark else min(size.runs, 3)
    ours, floor = best(runs, lambda: read(Source("plan.csv", content)), lambda: plainly(content))
    yield Figure(shown, ours, table.mark, floor, "csv.reader")
    if table.mark and Path("/proc/self/status").exists():
        peak = peak_of(table.content(1), content)
        yield Figure("  memory for it", peak, TIMES_THE_FILE, len(content), "the file", "bytes")


def plainly(content: bytes) -> list[list[str]]:
    """Decoded and divided into cells, and nothing looked at."""
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def peak_of(few: bytes, many: bytes) -> int:
    """The most memory that is held at once, beyond that of the program itself."""
    with TemporaryDirectory() as folder:
        names = (Path(folder) / "few.csv", Path(folder) / "many.csv")
        for name, content in zip(names, (few, many), strict=True):
            name.write_bytes(content)
        done = run([sys.executable, "-c", PEAK, *map(str, names)], check=True, capture_output=True, text=True)
    return int(done.stdout)
