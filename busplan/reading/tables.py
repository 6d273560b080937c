"""Sheets in, the tree of a schedule out: what each table is, and what its rows are in the tree.

The tree is the one that `tree` makes of YAML, so that all that follows reads but one form.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from busplan.cell import divided
from busplan.reading.names import words_of
from busplan.reading.rounds import WHEN, Rows, made, rounds_of, with_ids
from busplan.reading.sheet import Sheet
from busplan.reading.stops import COLUMNS as STOPS
from busplan.reading.table import MOST_COLUMNS, Columns
from busplan.reading.tree import Branch, Leaf, Node, Twig

SCOPE = ("municipality", "route", "stop", "kind", "school_days")
ROUTE = ("short_name", "vehicle", "season", "closed_days")
DATE_DOES = {"from": "date"}
TIME_DOES = {"from": "time", "to": "time"}
TABLES = {
    "stops": STOPS,
    "calls": Columns(
        ("stop", "from", "to"),
        ("route", "name", *ROUTE, *WHEN, "time", "municipality"),
        {**TIME_DOES, "stop": "name"},
        words_of("calls"),
    ),
    "routes": Columns(("id",), ("name", *ROUTE, *WHEN), {"id": "name"}, words_of("routes")),
    "closures": Columns(
        ("from",),
        ("to", "date", "from_time", "to_time", "reason", "closed", *SCOPE),
        DATE_DOES,
        words_of("closures"),
    ),
    "notices": Columns(
        ("what", "from"),
        (
            *("to", "date", "from_time", "to_time", "new_date", "new_from", "new_to", "new_place"),
            *("minutes", "new_vehicle", "reason", "text", *SCOPE),
        ),
        DATE_DOES,
        words_of("notices"),
    ),
    "seasons": Columns(("from", "to"), ("id", "name"), words=words_of("seasons")),
    "service": Columns(
        ("name",),
        (
            *("id", "short_name", "owner", "timezone", "language", "sample", "info_url"),
            *("loan_visits", "country", "public_holidays"),
        ),
    ),
    "credits": Columns(("text",), ("url",)),
    "libraries": Columns(("name", "municipality", "lat", "lon"), ("address", "url")),
}
# One column of each set at least, or it is another table.
MARKS = {
    "stops": ({"id", "name"}, {"lat", "lon", "municipality", "address", "open_to"}),
    "calls": ({"stop", "name", "route"}, {"from", "time"}, {"to", "time"}, {"stop", "route", "time", *WHEN}),
    "routes": ({"id", "name"}, set(WHEN)),
    "closures": ({"from", "date"}, {"reason", "from_time", "to_time", *SCOPE}),
    "notices": ({"what"}, {"from", "date"}),
    "seasons": ({"from"}, {"to"}, {"id", "name"}),
    "service": ({"name"}, {"owner", "timezone", "language", "sample", "info_url"}),
    "credits": ({"text"}, {"url"}),
    # By its title alone: stops have the same columns.
    "libraries": (set(),),
}
TITLES = {
    **{name: name for name in TABLES},
    **dict.fromkeys(("tjeneste", "teneste"), "service"),
    **dict.fromkeys(("takk til", "kilder", "kjelder"), "credits"),
    **dict.fromkeys(("bibliotek", "biblioteker"), "libraries"),
    **dict.fromkeys(("stopp", "stoppesteder", "stoppestader"), "stops"),
    **dict.fromkeys(("sesonger", "sesongar"), "seasons"),
    **dict.fromkeys(("ruter", "turer", "turar"), "routes"),
    **dict.fromkeys(("stopptider", "ruteplan", "rutetider"), "calls"),
    **dict.fromkeys(("stengte dager", "stengde dagar", "unntak", "unnatak"), "closures"),
    **dict.fromkeys(("meldinger", "meldingar"), "notices"),
}
# Cells that hold several values, some of which people also part by a word.
AND = re.compile(r"\bog\b")
SPOKEN = ("dates", "weeks", "monthly")
LISTED = {
    "calls": SPOKEN,
    "routes": SPOKEN,
    "closures": ("municipality", "route", "stop", "kind"),
    "notices": ("municipality", "route", "stop", "kind"),
}


def table_of(sheet: Sheet) -> str | None:
    """Which of our tables it is: told by its columns; its title decides where they leave a doubt.

    Of a titled one it may be the title that is right and the columns that are misspelt.
    """
    titled = TITLES.get(sheet.title.strip().casefold())
    header = sheet.header[:MOST_COLUMNS]
    known = {name: columns.known.intersection(columns.names(header)) for name, columns in TABLES.items()}
    fitting = [
        name
        for name in TABLES
        if all(known[name] & marks for marks in MARKS[name]) or (name == titled and known[name])
    ]
    return max(fitting, key=lambda name: (len(known[name]), name == titled), default=titled)


@dataclass(slots=True)
class Tables:
    """The rows read so far, by table; two tables of one kind add up."""

    rows: dict[str, Rows] = field(default_factory=dict)
    file: str = ""

    def add(self, name: str, sheet: Sheet) -> None:
        columns = TABLES[name]
        self.file = self.file or sheet.report.file
        rows = self.rows.setdefault(name, [])
        for row in sheet.rows(columns):
            made = branch(row, columns.known, LISTED.get(name, ()))
            if made.fields or sheet.unknown:
                rows.append((made, sheet.report))

    def of(self, name: str) -> list[Branch]:
        return [row for row, _ in self.rows.get(name, [])]

    def joined(self, tree: Branch) -> Branch:
        """With what a schedule in YAML says."""
        fields: dict[str, Node | None] = dict(tree.fields)
        self.add_service(fields)
        routes = rounds_of(self.whole_routes(), self.rows.get("calls", []))
        seasons = with_ids(self.of("seasons"), "name")
        told = {name: self.of(name) for name in ("closures", "notices", "libraries")}
        for name, rows in {"seasons": seasons, "routes": routes, **told}.items():
            fields[name] = added(fields.get(name), rows)
        filled = {name: node for name, node in fields.items() if node is not None}
        return Branch(filled, tree.place, tree.keys)

    def whole_routes(self) -> Rows:
        """None where nothing tells of their stops."""
        routes = self.rows.get("routes", [])
        if routes and "calls" not in self.rows:
            routes[0][1].error("missing_table", table="calls")
        return routes if self.rows.get("calls") else []

    def add_service(self, fields: dict[str, Node | None]) -> None:
        service = fields.get("service")
        for row, report in self.rows.get("service", []):
            if service is None:
                service = row
            else:
                report.error("second_service", row.place, first=service.place.seen_from(row.place))
        credits = self.of("credits")
        if credits and service is None:
            service = Branch({}, credits[0].place, {})
        if isinstance(service, Branch):
            credited = added(service.fields.get("credits"), credits)
            own = service.fields if credited is None else {**service.fields, "credits": credited}
            fields["service"] = Branch(own, service.place, service.keys)


def added(node: Node | None, rows: Iterable[Branch]) -> Node | None:
    """A list with more in it. What is no list is left for its reader to tell of."""
    rows = tuple(rows)
    if not rows or not (node is None or isinstance(node, Twig)):
        return node
    return Twig((*(node.items if node else ()), *rows), node.place if node else rows[0].place)


def branch(row: Branch, known: frozenset[str], listed: Iterable[str]) -> Branch:
    """Our columns of a row, the filled cells alone: an empty one is a missing one."""
    fields: dict[str, Node] = {
        name: leaf
        for name, leaf in row.fields.items()
        if name in known and isinstance(leaf, Leaf) and leaf.text.strip()
    }
    for name in listed:
        if isinstance(leaf := fields.get(name), Leaf):
            fields[name] = parted(leaf, divided_by_words if name in SPOKEN else divided)
    return made(fields, row.place)


def parted(leaf: Leaf, divide: Callable[[str], list[str]]) -> Node:
    leaves = tuple(Leaf(part, leaf.place) for part in divide(leaf.text))
    return Twig(leaves, leaf.place) if len(leaves) > 1 else next(iter(leaves), leaf)


def divided_by_words(text: str) -> list[str]:
    return [part.strip() for item in divided(text) for part in AND.split(item) if part.strip()]
