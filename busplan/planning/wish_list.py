"""A CSV file of wishes in, a wish for each stop out, or everything that is wrong with it."""

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import time
from itertools import zip_longest
from typing import Any

from busplan.planning.wishes import BadWishes, Fault, Lock, Opening, Wish
from busplan.reading import values
from busplan.reading.report import Fault as Unreadable
from busplan.timetable.codes import WarningCode

COLUMNS = {
    "stop": ("stop", "stopp", "id"),
    "every": ("every_weeks", "hver_uke", "kvar_veke"),
    "minutes": ("minutes", "minutter", "minutt"),
    "weekdays": ("weekdays", "ukedager", "vekedagar"),
    "from": ("from", "fra", "frå"),
    "to": ("to", "til"),
    "bus": ("bus", "buss"),
    "lock": ("lock", "lås"),
    "visited": ("visited", "besøkes", "vitjast"),
}
LOCKS = {
    **{lock.value: lock for lock in Lock},
    "ingen": Lock.NONE,
    "dag": Lock.DAY,
    "tid": Lock.TIME,
}
MIDNIGHT = 24 * 60


def wish_list(content: bytes) -> dict[str, Wish]:
    """Columns stop, every_weeks, minutes, weekdays, from, to, bus, lock, visited; all but stop may be empty.

    A stop with several opening hours has several rows. Raises BadWishes with every fault and its line.
    """
    text = content.decode("utf-8-sig", errors="replace")
    parted = ";" if ";" in text.partition("\n")[0] else ","
    rows = rows_of(text, parted)
    names = [name.strip().lower() for name in next(rows, (1, []))[1]]
    known = {alias: column for column, aliases in COLUMNS.items() for alias in aliases}
    faults = [Fault("unknown_column", value=name, line=1) for name in names if name not in known]
    if not any(known.get(name) == "stop" for name in names):
        faults.append(Fault("no_stop_column", line=1))
    if faults:
        raise BadWishes(tuple(faults))
    found: dict[str, Wish] = {}
    openings: dict[str, list[Opening]] = defaultdict(list)
    for number, row in rows:
        # A row may be shorter than the names, and longer by cells that have none.
        pairs = zip_longest(names, row[: len(names)], fillvalue="")
        cells = {known[name]: cell.strip() for name, cell in pairs}
        if any(cells.values()):
            line = Line(number, cells)
            wish, opening = line.wish()
            faults += line.faults
            found[cells["stop"]] = wish
            openings[cells["stop"]] += [opening] if opening else []
    if faults:
        raise BadWishes(tuple(faults))
    return {id: replace(wish, openings=tuple(openings[id])) for id, wish in found.items()}


def rows_of(text: str, parted: str) -> Iterator[tuple[int, list[str]]]:
    """Each with its line, however lines end."""
    rows = csv.reader(io.StringIO(text, newline=None), delimiter=parted)
    try:
        for row in rows:
            yield rows.line_num, row
    except csv.Error:
        raise BadWishes((Fault("wrong_cell", line=rows.line_num),)) from None


class Line:
    """One row, and what is wrong with it."""

    def __init__(self, number: int, cells: dict[str, str]) -> None:
        self.number, self.cells = number, cells
        self.faults: list[Fault] = []

    def wish(self) -> tuple[Wish, Opening | None]:
        weekdays = tuple(self.each("weekdays", values.weekday))
        opens, closes = self.one("from", values.clock), self.one("to", values.clock)
        visited = self.one("visited", values.yes_or_no)
        if not self.cells["stop"]:
            self.wrong("")
        wish = Wish(
            self.one("every", values.number),
            self.one("minutes", values.number),
            weekdays,
            vehicles=tuple(part.strip() for part in self.cells.get("bus", "").split("+") if part.strip()),
            lock=self.one("lock", lock) or Lock.NONE,
            visited=visited is None or visited,
        )
        if opens is None and closes is None:
            return wish, None
        begins, ends = minute(opens) or 0, minute(closes) or MIDNIGHT
        return wish, Opening(begins, ends, weekdays)

    def one(self, column: str, read: Callable[[str, values.Doubt], Any]) -> Any:
        return next(iter(self.each(column, read, whole=True)), None)

    def each(
        self, column: str, read: Callable[[str, values.Doubt], Any], whole: bool = False
    ) -> Iterator[Any]:
        text = self.cells.get(column, "")
        for part in [text] if whole and text else text.replace("+", " ").split():
            try:
                yield read(part, unheard)
            except Unreadable:
                self.wrong(part)

    def wrong(self, value: str) -> None:
        self.faults.append(Fault("wrong_cell", self.cells["stop"], value=value, line=self.number))


def unheard(_code: WarningCode) -> None:
    """A wish is not published: what may be meant otherwise is taken as it is."""


def lock(value: str, _doubt: values.Doubt) -> Lock:
    return values.one_of(LOCKS, value.lower(), "unknown_choice")


def minute(of_day: time | None) -> int | None:
    return None if of_day is None else of_day.hour * 60 + of_day.minute
