"""The tables of a timetable in, what the open table has no column for out."""

from collections import Counter

from busplan.writing.table import Table, filled

WHEN = {"weekday", "every_weeks", "anchor", "weeks", "week53", "monthly", "dates", "rrule"}
DAYS = {"date", "from", "to", "from_time", "to_time"}
SCOPE = {"municipality", "route", "stop", "kind", "school_days"}
# What is said as such, or by the days that are driven; ids are made anew from names by whoever reads.
SAID = {
    "service": {"id", "name", "language", "info_url"},
    "stops": {"id", "name", "municipality", "address", "lat", "lon", "school_days", "until"},
    "seasons": {"id", "from", "to"},
    "routes": {"id", "name", "short_name", "vehicle", "season", "closed_days"} | WHEN,
    "calls": {"route", "stop", "from", "to"} | WHEN,
    "closures": DAYS | SCOPE,
    "notices": DAYS | SCOPE | {"new_date", "new_from", "new_to", "minutes"},
}
# Where a column says what all would think.
USUAL = {("stops", "kind"): "place", ("service", "sample"): False}
AUDIENCES = ("everyone", "closed")


def unsaid_of(tables: dict[str, Table]) -> Counter[str]:
    """How many cells of each column are left out: `closures.reason` and the like."""
    return Counter(
        f"{name}.{column}"
        for name, table in tables.items()
        for row in table.rows
        for column, cell in filled(row).items()
        if column not in SAID.get(name, ())
        and USUAL.get((name, column)) != cell
        and not (column == "open_to" and cell in AUDIENCES)
    )
