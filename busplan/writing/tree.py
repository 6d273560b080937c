"""Tables in, YAML text out: one file that is a whole timetable, written as a person would."""

from collections import defaultdict
from datetime import time
from typing import Any

import yaml

from busplan.writing.table import Cell, Row, Table, filled, plain

VERSION = 1
# Each stop, call or closure is one line, which the line of a problem or of a comparison can point at.
WIDEST = 100_000
Branch = dict[str, Any]


class Line(dict[str, Any]):
    """A branch on one line: `{stop: hol, from: "10:00"}`."""


class Items(list[Any]):
    """A list on one line: `[34, 37]`."""


class Dumper(yaml.SafeDumper):
    """As `schedule.yaml` is written: lists indented, nothing by reference."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def represent_line(self, line: Line) -> yaml.Node:
        return self.represent_mapping("tag:yaml.org,2002:map", line, flow_style=True)

    def represent_items(self, items: Items) -> yaml.Node:
        return self.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=True)

    def represent_degrees(self, degrees: float) -> yaml.Node:
        return self.represent_scalar("tag:yaml.org,2002:float", plain(degrees))

    def represent_clock(self, clock: time) -> yaml.Node:
        """In quotes: other readers of YAML take 12:30 for 750."""
        return self.represent_scalar("tag:yaml.org,2002:str", f"{clock:%H:%M}", style='"')


Dumper.add_representer(Line, Dumper.represent_line)
Dumper.add_representer(Items, Dumper.represent_items)
Dumper.add_representer(float, Dumper.represent_degrees)
Dumper.add_representer(time, Dumper.represent_clock)


def yaml_of(tables: dict[str, Table]) -> bytes:
    """UTF-8, with an empty line between the parts."""
    parts = {"version": VERSION, **tree(tables)}
    return "\n".join(dumped({name: part}) for name, part in parts.items()).encode()


def dumped(part: Branch) -> str:
    text: str = yaml.dump(
        part, Dumper=Dumper, default_flow_style=False, allow_unicode=True, sort_keys=False, width=WIDEST
    )
    return text


def tree(tables: dict[str, Table]) -> Branch:
    """The rows as branches: calls within their routes, credits within the service."""
    rows = {name: [line(row) for row in table.rows] for name, table in tables.items()}
    calls = defaultdict(list)
    for call in rows.pop("calls", []):
        calls[call.pop("route")].append(call)
    [service] = rows.pop("service")
    credits = {"credits": told} if (told := rows.pop("credits", [])) else {}
    parts: Branch = {"service": {**service, **credits}, **rows}
    if "routes" in rows:
        parts["routes"] = [{**route, "stops": calls[route["id"]]} for route in rows["routes"]]
    return parts


def line(row: Row) -> Line:
    return Line({name: leaf(cell) for name, cell in filled(row).items()})


def leaf(cell: Cell) -> Any:
    """A list of one is written as that one."""
    if isinstance(cell, tuple):
        return cell[0] if len(cell) == 1 else Items(cell)
    return cell
