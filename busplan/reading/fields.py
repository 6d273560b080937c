"""Named cells in, values out: the one way a row of a table or a branch of a tree is read."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from busplan.reading.report import Fault, Place, Report
from busplan.reading.tree import Branch, Leaf, Node, Twig
from busplan.reading.values import Doubt, nearest

Value = TypeVar("Value")
Reader = Callable[[str, Doubt], Value]


class Fields:
    """The cells of one row or branch. Every fault goes to the report; what failed comes back as None."""

    def __init__(self, branch: Branch, report: Report) -> None:
        self.branch = branch
        self.report = report
        self.asked: set[str] = set()

    @property
    def place(self) -> Place:
        return self.branch.place

    def place_of(self, name: str) -> Place:
        node = self.branch.fields.get(name)
        return node.place if node else self.branch.place

    def knows(self, *names: str) -> None:
        """These may stand here, whether or not they are needed now."""
        self.asked.update(names)

    def node(self, name: str) -> Node | None:
        """What stands under the name; None if nothing does."""
        self.asked.add(name)
        node = self.branch.fields.get(name)
        return None if isinstance(node, Leaf) and not node.text.strip() else node

    def get(self, name: str, read: Reader[Value]) -> Value | None:
        node = self.node(name)
        return None if node is None else self.value(node, read, name)

    def need(self, name: str, read: Reader[Value]) -> Value | None:
        """Like get, but a missing cell is a fault."""
        if self.node(name) is None:
            self.report.error("missing_required_field", self.place_of(name), field=name)
            return None
        return self.get(name, read)

    def value(self, node: Node, read: Reader[Value], name: str) -> Value | None:
        if not isinstance(node, Leaf):
            self.report.error("wrong_shape", node.place, field=name)
            return None
        stripped = node.text.strip()

        def doubt(code: str) -> None:
            self.report.warning(code, node.place, stripped, field=name)

        if stripped != node.text:
            doubt("leading_or_trailing_space")
        try:
            return read(stripped, doubt)
        except Fault as fault:
            self.report.error(fault.code, node.place, stripped, field=name, **fault.facts)
            return None

    def many(self, name: str, read: Reader[Value]) -> list[Value]:
        """One value or a list of them."""
        node = self.node(name)
        if node is None or (isinstance(node, Twig) and not node.items):
            # A scope left blank would else be about everything, and a list of dates about nothing.
            if name in self.branch.fields:
                self.report.error("missing_required_field", self.place_of(name), field=name)
            return []
        leaves = node.items if isinstance(node, Twig) else (node,)
        values = (self.value(leaf, read, name) for leaf in leaves)
        return [value for value in values if value is not None]

    def branches(self, name: str, required: bool = False) -> "list[Fields]":
        """A list of branches, such as routes and their calls."""
        node = self.node(name)
        if node is None:
            if required:
                self.report.error("missing_required_field", self.place_of(name), field=name)
            return []
        if not isinstance(node, Twig):
            self.report.error("wrong_shape", node.place, field=name)
            return []
        if required and not node.items:
            self.report.error("missing_required_field", node.place, field=name)
        return list(self._as_branches(node.items, name))

    def _as_branches(self, nodes: Iterable[Node], name: str) -> "Iterable[Fields]":
        for node in nodes:
            if isinstance(node, Branch):
                yield Fields(node, self.report)
            else:
                self.report.error("wrong_shape", node.place, field=name)

    def branch_of(self, name: str) -> "Fields | None":
        node = self.node(name)
        if node is None:
            return None
        return next(iter(self._as_branches((node,), name)), None)

    def no_others(self) -> None:
        """Every key must be one that was asked for: a misspelt one would else be lost in silence."""
        known = frozenset(self.asked)
        for name in self.branch.fields:
            if name not in known:
                self.report.error("unknown_key", self.branch.keys[name], name, near=nearest(name, known))
