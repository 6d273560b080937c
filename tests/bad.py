"""The faults there are, each as small as can be: a file named for its code and line, or one made here."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

from small import ROOT, SCHEDULE_YAML, STOPS_CSV
from workbooks import parts, rows_xml, zipped

from busplan.checking import check
from busplan.reading import Source, read
from busplan.reading.source import LARGEST_FILE
from busplan.timetable import BadTimetable, Problem, Timetable

FILES = sorted((ROOT / "tests" / "data" / "bad").iterdir())
STOPS = Source("stops.csv", STOPS_CSV.encode())
SCHEDULE = Source("schedule.yaml", SCHEDULE_YAML.encode())
# The schedule that goes with a bad list of stops.
ANY_STOPS = Source(
    "schedule.yaml",
    b"""\
seasons: [{id: s, from: 2026-08-17, to: 2026-12-18}]
routes:
  - {id: r, weekday: mon, stops: [{stop: hol, from: 10:00, to: 11:00}]}
""",
)
# What is in force when the codes below are told: Hol every Monday, and Ås once.
IN_FORCE = Source(
    "schedule.yaml",
    ANY_STOPS.content + b"  - {id: q, dates: [2026-12-03], stops: [{stop: aas, from: 10:00, to: 11:00}]}",
)
AGAINST = {"stop_in_use_removed", "stop_moved_far", "stop_renamed", "stop_id_changed", "many_visits_gone"}
TODAY = date(2026, 8, 17)


def problems(
    *sources: Source, against: Timetable | None = None, most: int | None = None
) -> tuple[Problem, ...]:
    try:
        return check(*sources, today=TODAY, against=against, most=most).doubts
    except BadTimetable as bad:
        return bad.problems


def of_file(file: Path) -> tuple[Problem, ...]:
    """What is told of a bad file beside a good one."""
    source, code = Source.from_file(file), file.stem.split(".")[0]
    against = read(STOPS, IN_FORCE).timetable if code in AGAINST else None
    return problems(*((source, ANY_STOPS) if file.suffix == ".csv" else (STOPS, source)), against=against)


def stops(*rows: str) -> Source:
    return Source("stops.csv", "\n".join((STOPS_CSV.splitlines()[0], *rows)).encode())


def of_many_codes() -> tuple[Problem, ...]:
    rows = [f"s{n}, Å,Nes,150 Oslo,60.{n},11.{n},bil,åpent," for n in range(200)]
    seasons = [f"  - {{id: {n}A, from: 2026-08-17, to: 2026, nam: A}}" for n in range(200)]
    return problems(stops(*rows), Source("schedule.yaml", "\n".join(["seasons:", *seasons]).encode()))


def of_many_stops() -> tuple[Problem, ...]:
    called = ", ".join(["{stop: hol, from: 10:00, to: 11:00}"] * 301)
    schedule = ANY_STOPS.content.replace(b"{stop: hol, from: 10:00, to: 11:00}", called.encode())
    return problems(STOPS, Source("schedule.yaml", schedule))


STOPS_XML = rows_xml([row.split(",") for row in STOPS_CSV.splitlines()])
HIDDEN = STOPS_XML.replace("<row>", '<row r="1">', 1).replace("<row>", '<row hidden="1">', 1)
COMMA = STOPS_XML.replace("60.1200", "60,1200")
FORMULA = re.sub(
    r'<c [^>]*><is><t xml:space="preserve">school</t></is></c>', "<c><f>A1</f></c>", STOPS_XML, count=1
)


def of_book(rows: str = STOPS_XML, **changed: str | bytes) -> tuple[Problem, ...]:
    """What is told of a workbook of these rows, with some of its parts changed or added."""
    more = {name.replace("__", "/"): part for name, part in changed.items()}
    return problems(Source("stops.xlsx", zipped({**parts({"stops": rows}), **more})), ANY_STOPS)


def of_zip(**members: bytes) -> tuple[Problem, ...]:
    return problems(
        Source("plan.zip", zipped({name.replace("__", "/"): each for name, each in members.items()}))
    )


def of_hidden_sheet() -> tuple[Problem, ...]:
    book = parts({"stops": STOPS_XML})["xl/workbook.xml"]
    return of_book(**{"xl__workbook.xml": book.replace("<sheet name", '<sheet state="hidden" name')})


ENTITY = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
PLAN = Source("plan.csv", "route,how_often,stop,time\nNes,hver mandag,hol,10.00–11.00\n".encode())
# By code: in words what does it, and what is told. These want no file, another file besides, or a large one.
MADE: dict[str, tuple[str, Callable[[], tuple[Problem, ...]]]] = {
    "file_not_there": (
        "No file of that name.",
        lambda: problems(Source("stops.csv", b"", "file_not_there"), SCHEDULE),
    ),
    "file_not_a_file": ("A folder.", lambda: problems(Source("stops.csv", b"", "file_not_a_file"), SCHEDULE)),
    "file_not_allowed": (
        "A file that may not be read.",
        lambda: problems(Source("stops.csv", b"", "file_not_allowed"), SCHEDULE),
    ),
    "file_too_large": (
        "A file of more than 10 MB.",
        lambda: problems(Source("stops.csv", b"x" * (LARGEST_FILE + 1)), SCHEDULE),
    ),
    "too_many_rows": ("A round of 301 stops.", of_many_stops),
    "too_many_visits": (
        "On a page: a hundred stops, each of them every day for three years.",
        lambda: problems(STOPS, SCHEDULE, most=10),
    ),
    "second_schedule": (
        "Two schedules.",
        lambda: problems(STOPS, SCHEDULE, Source("again.yaml", SCHEDULE.content)),
    ),
    "more_of_the_same": (
        "A hundred rows without a name.",
        lambda: problems(stops(*(f"s{n},,Nes,,60.{n},11.{n},,," for n in range(200))), ANY_STOPS),
    ),
    "more_problems": ("More than 500 problems.", of_many_codes),
    "missing_table": ("A table of rounds alone, without seasons.", lambda: problems(STOPS, PLAN)),
    "archive_broken": ("A workbook without its parts.", lambda: of_zip(**{"[Content_Types].xml": b""})),
    "archive_too_large": ("60 MB, packed.", lambda: of_zip(**{"stops.csv": b"0" * 60_000_000})),
    "archive_in_archive": ("A ZIP in a ZIP.", lambda: of_zip(**{"inner.zip": zipped({"stops.csv": b"id"})})),
    "archive_path_not_allowed": (
        "A ZIP with a file called `../stops.csv`.",
        lambda: of_zip(**{"../stops.csv": b"id"}),
    ),
    "archive_has_doctype": (
        f"A workbook with `{ENTITY}` in one of its parts.",
        lambda: of_book(**{"docProps__app.xml": ENTITY}),
    ),
    "archive_has_macros": (
        "A workbook that holds `vbaProject.bin`.",
        lambda: of_book(**{"xl__vbaProject.bin": b"x"}),
    ),
    "workbook_has_external_links": (
        "A workbook that holds `externalLink1.xml`.",
        lambda: of_book(**{"xl__externalLinks__externalLink1.xml": "<x/>"}),
    ),
    "hidden_rows": ("A row that is hidden.", lambda: of_book(HIDDEN)),
    "hidden_sheet": ("A sheet that is hidden.", of_hidden_sheet),
    "formula_without_value": ("`=A1` for a kind, never worked out.", lambda: of_book(FORMULA)),
    "decimal_comma": ("`60,1200` as text for a latitude.", lambda: of_book(COMMA)),
}


def example(code: str) -> tuple[str, Problem]:
    """What shows a code: its file, if it has one, else in words; and the problem."""
    for file in FILES:
        if file.name.startswith(f"{code}."):
            [problem] = of_file(file)
            return file.name, problem
    told, made = MADE[code]
    return told, next(problem for problem in made() if problem.code == code)
