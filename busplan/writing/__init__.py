"""A timetable in, a file out that reads again to an equal timetable, or to the same visits."""

from collections.abc import Callable, Mapping

from busplan.timetable import Timetable
from busplan.writing import open_schema
from busplan.writing.delimited import csv_of
from busplan.writing.settled import settled
from busplan.writing.table import Table
from busplan.writing.tables import tables_of
from busplan.writing.tree import yaml_of
from busplan.writing.unsaid import unsaid_of
from busplan.writing.workbook import TooLongForCell, xlsx_of

__all__ = ["FORMS", "TooLongForCell", "again", "open_table", "parted", "unsaid", "written"]

again = open_schema.again
FORMS: dict[str, Callable[[dict[str, Table]], bytes]] = {"yaml": yaml_of, "csv": csv_of, "xlsx": xlsx_of}


def written(timetable: Timetable, form: str) -> bytes:
    """All of it, in one of FORMS. Raises TooLongForCell."""
    return FORMS[form](tables_of(settled(timetable)))


def parted(timetable: Timetable) -> dict[str, bytes]:
    """All of it as the two files that staff hand in: `stops.csv`, and `schedule.yaml` for the rest."""
    tables = tables_of(settled(timetable))
    stops = {name: tables.pop(name) for name in ("stops",) if name in tables}
    return {"schedule.yaml": yaml_of(tables), "stops.csv": csv_of(stops)}


def open_table(timetable: Timetable) -> bytes:
    """The open "mobile library stops" table (CSV) of a timetable without home visits."""
    return open_schema.table_of(open_schema.rows_of(timetable))


def unsaid(timetable: Timetable) -> Mapping[str, int]:
    """What the open table has no column for: how many cells of each column of ours."""
    return unsaid_of(tables_of(timetable))
