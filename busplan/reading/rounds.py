"""Rows of routes and of calls in, the routes of a schedule out, each with its stops.

A row a stop, with the cells of its route beside it, is the timetable as most keep it. They stand in the
first row of the round or in all of them: a blank means "as above".
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import itemgetter

from busplan.reading import values
from busplan.reading.cadences import FORMS
from busplan.reading.report import Place, Report
from busplan.reading.slug import slug, unique
from busplan.reading.tree import Branch, Leaf, Node, Twig

OF_ROUTE = ("name", "short_name", "vehicle", "season", "closed_days")
OF_CALL = ("stop", "municipality", "from", "to", "time")
WHEN = ("weekday", *FORMS, "anchor", "week53")
# What a round may be called by, where nothing names it.
SPOKEN = ("weekday", "how_often", "every_weeks", "weeks", "monthly")
UNNAMED = "Rute"
Cells = dict[str, Node]
Rows = list[tuple[Branch, Report]]


@dataclass(slots=True)
class Round:
    """A route in the making. One that a table of routes tells of is not told anew beside its calls."""

    cells: Cells
    place: Place
    told: bool
    when: Cells
    above: Cells
    calls: list[Branch] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        return {words(self.cells[name]) for name in ("name", "short_name") if name in self.cells}

    def branch(self) -> Branch:
        cells = {**self.cells, **self.when}
        if self.calls:
            cells["stops"] = Twig(tuple(self.calls), self.calls[0].place)
        return made(cells, self.place)

    def add(self, row: Branch, report: Report) -> None:
        for name in OF_ROUTE:
            if cell := row.fields.get(name):
                first = self.cells.setdefault(name, cell)
                if words(first) != words(cell):
                    told = {"field": name, "first": text(first), "line": first.place.seen_from(cell.place)}
                    report.error("differs_within_route", cell.place, text(cell), **told)
        call = {name: row.fields[name] for name in OF_CALL if name in row.fields}
        self.calls.append(made(call | self.own_when(row), row.place))

    def own_when(self, row: Branch) -> Cells:
        """When this call is made, where that is not when its route is driven."""
        said = when_of(row)
        if self.told:
            return said
        if not self.when:
            self.when = said
        self.above = followed(self.above, said)
        if said_alike(self.above, self.when):
            return {}
        return {name: moved(cell, row.place) for name, cell in self.above.items()}


def rounds_of(routes: Rows, calls: Rows) -> list[Branch]:
    """In the order in which they are first told of."""
    rounds = [told_round(row) for row, _ in routes]
    by_name = {words(each.cells.get("id") or each.cells.get("name")): each for each in reversed(rounds)}
    called = Counter(name for each in rounds for name in each.names)
    for each in rounds:
        for name in each.names:
            if called[name] == 1:
                by_name.setdefault(name, each)
    for report, rows in groupby(calls, key=itemgetter(1)):
        add_calls(with_routes([row for row, _ in rows]), report, rounds, by_name)
    return with_ids([each.branch() for each in rounds], "name", "short_name")


def told_round(row: Branch) -> Round:
    cells = {name: row.fields[name] for name in ("id", *OF_ROUTE) if name in row.fields}
    return Round(cells, row.place, True, when_of(row), {})


def add_calls(rows: list[Branch], report: Report, rounds: list[Round], by_name: dict[str, Round]) -> None:
    """Those of one sheet: nothing is above its first row."""
    last: Round | None = None
    for row in rows:
        if cell := row.fields.get("route"):
            last = by_name.get(words(cell))
            if last is None and any(each.told for each in rounds) and not when_of(row):
                report.error("unknown_route", cell.place, text(cell), by_name)
                continue
            if last is None:
                last = Round({"id": cell}, row.place, False, when_of(row), when_of(row))
                by_name[words(cell)] = last
                rounds.append(last)
        if last is None:
            report.error("missing_required_field", row.place, field="route")
        else:
            last.add(row, report)


def with_routes(rows: list[Branch]) -> list[Branch]:
    """A name is that of the stop or of the route, whichever no column tells."""
    columns = {name for row in rows for name in row.fields}
    for wanted in ("stop", "route"):
        if wanted not in columns and "name" in columns:
            columns = (columns | {wanted}) - {"name"}
            rows = [renamed(row, "name", wanted) for row in rows]
    return rows if "route" in columns else called_by_days(rows)


def called_by_days(rows: list[Branch]) -> list[Branch]:
    above: Cells = {}
    found = []
    for row in rows:
        above = followed(above, when_of(row))
        name = ", ".join(text(above[name]) for name in SPOKEN if name in above) or UNNAMED
        found.append(replace(row, fields={**row.fields, "route": Leaf(name, row.place)}))
    return found


def renamed(row: Branch, old: str, new: str) -> Branch:
    return replace(row, fields={new if name == old else name: cell for name, cell in row.fields.items()})


def when_of(row: Branch) -> Cells:
    return {name: row.fields[name] for name in WHEN if name in row.fields}


def followed(above: Cells, said: Cells) -> Cells:
    """What is said, and for the rest as above; a rule of another form takes the place of the one above."""
    replaced = set(FORMS) if said.keys() & set(FORMS) else set()
    if any(word in values.WEEKDAYS for word in words(said.get("how_often")).split()):
        replaced.add("weekday")
    return {name: cell for name, cell in above.items() if name not in replaced} | said


def said_alike(one: Cells, other: Cells) -> bool:
    return {name: words(cell) for name, cell in one.items()} == {
        name: words(cell) for name, cell in other.items()
    }


def with_ids(branches: list[Branch], *known_by: str) -> list[Branch]:
    """What cannot be an id is what it is known by, and an id is made of it."""
    taken = {text(branch.fields.get("id")) for branch in branches}
    return [identified(branch, taken, known_by) for branch in branches]


def identified(branch: Branch, taken: set[str], known_by: tuple[str, ...]) -> Branch:
    said = branch.fields.get("id") or branch.fields.get("name")
    if said is None or ("id" in branch.fields and values.KEY.fullmatch(text(said))):
        return branch
    id = unique(slug(text(said), otherwise=UNNAMED.lower()), taken, values.RESERVED)
    taken.add(id)
    known = dict.fromkeys(known_by, said) if "id" in branch.fields else {}
    return made({**known, **branch.fields, "id": Leaf(id, said.place)}, branch.place)


def made(cells: Cells, place: Place) -> Branch:
    return Branch(cells, place, {name: cell.place for name, cell in cells.items()})


def moved(cell: Node, place: Place) -> Node:
    """A cell that counts for another row too, told of there."""
    at = Place(place.line, cell.place.column, place.file)
    return replace(cell, place=at)


def words(cell: Node | None) -> str:
    return text(cell).casefold()


def text(cell: Node | None) -> str:
    match cell:
        case Leaf():
            return " ".join(cell.text.split())
        case Twig():
            return ", ".join(map(text, cell.items))
    return ""
