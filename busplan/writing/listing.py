"""Visits in, a table for people, CSV or JSON out."""

import csv
import io
import json
from collections.abc import Iterable, Iterator

from busplan.cell import guarded
from busplan.timetable import Timetable, Visit

COLUMNS = ("date", "from", "to", "stop", "name", "municipality", "route", "vehicle", "status")
Row = tuple[str, ...]


def rows_of(visits: Iterable[Visit], timetable: Timetable) -> list[Row]:
    called = {route.id: route.called for route in timetable.routes}
    return [row(visit, called.get(visit.route, visit.route)) for visit in visits]


def row(visit: Visit, route: str) -> Row:
    slot, stop = visit.slot, visit.stop
    when = (slot.day.isoformat(), f"{slot.start:%H:%M}", f"{slot.end:%H:%M}")
    return (*when, stop.id, stop.name, stop.municipality, route, visit.vehicle, str(visit.status))


def as_table(rows: list[Row]) -> str:
    return "".join(f"{line}\n" for line in lines([COLUMNS, *rows]))


def lines(rows: list[Row]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for cells in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def as_csv(rows: list[Row]) -> str:
    """Safe to open in a spreadsheet: no cell is taken for a formula."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([COLUMNS, *(map(guarded, cells) for cells in rows)])
    return text.getvalue()


def as_json(rows: list[Row]) -> str:
    told = [dict(zip(COLUMNS, cells, strict=True)) for cells in rows]
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
