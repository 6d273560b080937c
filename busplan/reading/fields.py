"""Named cells in, values out: the one way a row of a table or a branch of a tree is read."""

from collections.abc import Callable, Collection, Iterable
from itertools import islice
from typing import TypeVar

from busplan.reading.likeness import ALMOST, alike
from busplan.reading.names import THEIRS, ours, spellings
from busplan.reading.report import Fault, Place, Report
from busplan.reading.tree import Branch, Leaf, Node, Twig
from busplan.reading.values import Doubt
from busplan.timetable.codes import WarningCode

Value = TypeVar("Value")
Reader = Callable[[str, Doubt], Value]
MOST_KEYS = 50  # that a missing one is looked for among


class Fields:
    """The cells of one row or branch. Every fault goes to the report; what failed comes back as None."""

    def __init__(self, branch: Branch, report: Report) -> None:
        self.branch = branch
        self.report = report
        # In the order of asking, which is the order they are told in.
        self.asked: dict[str, None] = {}

    @property
    def place(self) -> Place:
        return self.branch.place

    def place_of(self, name: str) -> Place:
        node = self.branch.fields.get(name)
        return node.place if node else self.branch.place

    def knows(self, *names: str) -> None:
        """These may stand here, whether or not they are needed now."""
        self.asked.update(dict.fromkeys(names))

    def node(self, name: str) -> Node | None:
        """What stands under the name; None if nothing does."""
        self.asked[name] = None
        node = self.branch.fields.get(name)
        return None if isinstance(node, Leaf) and not node.text.strip() else node

    def get(self, name: str, read: Reader[Value]) -> Value | None:
        node = self.node(name)
        return None if node is None else self.value(node, read, name)

    def need(self, name: str, read: Reader[Value]) -> Value | None:
        """Like get, but a missing cell is a fault."""
        if self.node(name) is None:
            self.lacks(name)
            return None
        return self.get(name, read)

    def lacks(self, name: str) -> None:
        """A fault; but if it stands there misspelt, that is the fault, and is told once."""
        slip = None if self.report.is_full("unknown_key") else self._slip(name)
        if slip is None:
            self.report.error("missing_required_field", self.place_of(name), field=name)
        else:
            self._is_unknown(slip, spellings([name]))

    def _slip(self, name: str) -> str | None:
        """The key that may be this one misspelt."""
        keys = [key for key in islice(self.branch.keys, MOST_KEYS) if key not in self.asked]
        return next((key for key in keys if may_be(name, key)), None)

    def _is_unknown(self, key: str, known: Collection[str], **facts: str) -> None:
        before, colon, after = key.partition(":")
        if colon and ours(before) in known:
            facts["near"] = f"{before}: {after}"
        self.report.error("unknown_key", self.branch.keys[key], key, known, **facts)

    def value(self, node: Node, read: Reader[Value], name: str, meant: str = "") -> Value | None:
        if not isinstance(node, Leaf):
            self.report.error("single_value_expected", node.place, field=name)
            return None
        stripped = node.text.strip()

        def doubt(code: WarningCode) -> None:
            self.report.warning(code, node.place, stripped, field=name)

        if stripped != node.text:
            doubt("leading_or_trailing_space")
        try:
            return read(stripped, doubt)
        except Fault as fault:
            facts = {"field": name, **fault.facts} | ({"near": meant} if meant else {})
            self.report.error(fault.code, node.place, stripped, fault.known, **facts)
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
        listed = as_list(node, read)
        values = (self.value(leaf, read, name, listed) for leaf in leaves)
        return [value for value in values if value is not None]

    def branches(self, name: str, required: bool = False) -> "list[Fields]":
        """A list of branches, such as routes and their calls."""
        node = self.node(name)
        if node is None:
            if required:
                self.lacks(name)
            return []
        if not isinstance(node, Twig):
            self.report.error("list_expected", node.place, field=name)
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
        for name in self.branch.fields:
            if name not in self.asked:
                self._is_unknown(name, spellings(self.asked), allowed=", ".join(self.asked))


def as_list(node: Node, read: Reader[Value]) -> str:
    """Several values without their brackets, in brackets; empty when it is not that."""
    if not isinstance(node, Leaf) or "," not in node.text:
        return ""
    parts = [part.strip() for part in node.text.split(",")]
    try:
        for part in parts:
            read(part, lambda code: None)
    except Fault:
        return ""
    return f"[{', '.join(parts)}]"


def may_be(name: str, key: str) -> bool:
    """Whether a key is this name misspelt, with its colon too close, or with one s too many or too few."""
    if key in THEIRS:
        return key.rstrip("s") == name.rstrip("s")
    return ours(key.partition(":")[0]) == name or bool(alike(key, spellings([name]), ALMOST))
