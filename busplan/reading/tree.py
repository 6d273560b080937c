"""YAML text in, a tree of plain text out, every node with its place.

All scalars are text: YAML 1.1 would read 12:30 as 750 and `no` as false. What a timetable
has no use for, and what has harmed other readers (aliases, tags, depth, size), is refused on the
stream of events, before anything is built.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from busplan.reading.mending import mended
from busplan.reading.names import TEXTS, ours
from busplan.reading.report import WHOLE_FILE, Place, Report
from busplan.timetable.codes import ErrorCode

Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
DEEPEST = 12
MOST_NODES = 200_000
MOST_LINES_BACK = 100
# In the words of libyaml: newer ones count for themselves.
TOO_DEEP = "nesting depth"
LEFT_OPEN = ("while scanning a simple key", "while scanning a quoted scalar")
# libyaml's own limit, which it may reach before it tells of any level.
TOO_DEEP = "exceeded maximum nesting depth"
HASH = re.compile(r"(?<=\S) (#[^\s#].*)")
Cut = dict[tuple[int, int], str]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A piece of text."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Twig:
    """A list."""

    items: "tuple[Node, ...]"
    place: Place


@dataclass(frozen=True, slots=True)
class Branch:
    """Named nodes, by our names for them, with the places of the names themselves."""

    fields: "dict[str, Node]"
    place: Place
    keys: dict[str, Place]


Node = Leaf | Twig | Branch


def tree_of(text: str, report: Report) -> Node | None:
    """The tree; None after reporting why there is none."""
    try:
        if not is_plain(text, report):
            return None
        root = yaml.compose(text, Loader)
    except yaml.YAMLError as fault:
        report_syntax(fault, text, report)
        return None
    if root is None:
        report.error("empty_file")
        return None
    node = grown(root, report, hashes(text))
    return None if report.failed else node


def hashes(text: str) -> Cut:
    """What stands after one space and a hash, by line and column from 0: `#2` of `Torget #2`."""
    if " #" not in text:
        return {}
    lines = enumerate(text.splitlines())
    return {(at, found.start()): found[1] for at, line in lines for found in HASH.finditer(line)}


def is_plain(text: str, report: Report) -> bool:
    """Walks the events without recursion, so that no depth can exhaust the stack."""
    depth = documents = nodes = 0
    for event in yaml.parse(text, Loader):
        fault = refused(event)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        nodes += isinstance(event, yaml.NodeEvent)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if depth > DEEPEST:
            fault = "yaml_too_deep"
        elif nodes > MOST_NODES:
            fault = "file_too_large"
        elif documents > 1:
            fault = "yaml_two_documents"
        if fault:
            report.error(fault, place_of(event), limit=str(MOST_NODES))
            return False
    return True


def refused(event: Any) -> ErrorCode | None:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        return "yaml_alias_not_allowed"
    if getattr(event, "tag", None):
        return "yaml_tag_not_allowed"
    return None


def report_syntax(fault: yaml.YAMLError, text: str, report: Report) -> None:
    """Where it began: what is left open is found missing only further down."""
    lines = ["", *text.splitlines(), ""]
    marks = (getattr(fault, "context_mark", None), getattr(fault, "problem_mark", None))
    began, found = (Place(mark.line + 1, mark.column + 1) if mark else WHOLE_FILE for mark in marks)
    if getattr(fault, "problem", "") == TOO_DEEP:
        report.error("yaml_too_deep", found)
        return
    line = lines[found.line]
    if TOO_DEEP in str(getattr(fault, "problem", "")):
        report.error("yaml_too_deep", found, line.strip())
        return
    if "\t" in line[: len(line) - len(line.lstrip())]:
        report.error("yaml_tab", found, line.strip())
        return
    for at in range(max(began.line, found.line - MOST_LINES_BACK), found.line + 1):
        line = lines[at].strip()
        if near := mended(line, Loader):
            report.error("yaml_syntax", Place(at, lines[at].index(line) + 1), line, near=near)
            return
    place = began if str(getattr(fault, "context", "")).startswith(LEFT_OPEN) else found
    report.error("yaml_syntax", place, lines[place.line].strip())


def place_of(marked: Any, file: str = "") -> Place:
    return Place(marked.start_mark.line + 1, marked.start_mark.column + 1, file)


def grown(node: yaml.Node, report: Report, cut: Cut) -> Node:
    """At most DEEPEST levels: the events have been counted."""
    place = place_of(node, report.file)
    if isinstance(node, yaml.MappingNode):
        return branch(node, place, report, cut)
    if isinstance(node, yaml.SequenceNode):
        return Twig(tuple(grown(item, report, cut) for item in node.value), place)
    assert isinstance(node, yaml.ScalarNode)
    empty = not node.style and node.value == "~"
    return Leaf("" if empty else node.value, place)


def branch(node: yaml.MappingNode, place: Place, report: Report, cut: Cut) -> Branch:
    fields: dict[str, Node] = {}
    keys: dict[str, Place] = {}
    for name, at, value in named(node, report):
        if name in keys:
            report.error("yaml_duplicate_key", at, name, first=str(keys[name].line))
        keys[name] = at
        fields[name] = grown(value, report, cut)
        if name in TEXTS and not node.flow_style:
            doubt_end(value, report, cut)
    return Branch(fields, place, keys)


def doubt_end(node: yaml.Node, report: Report, cut: Cut) -> None:
    """A remark so close to a name that it may be the rest of it. What is in quotation marks is whole."""
    if isinstance(node, yaml.ScalarNode) and not node.style:
        rest = cut.get((node.end_mark.line, node.end_mark.column))
        if rest:
            report.warning("text_cut_at_hash", place_of(node), rest, near=f'"{node.value} {rest}"')


def named(node: yaml.MappingNode, report: Report) -> Iterator[tuple[str, Place, yaml.Node]]:
    for key, value in node.value:
        if isinstance(key, yaml.ScalarNode):
            yield ours(key.value), place_of(key, report.file), value
        else:
            report.error("wrong_shape", place_of(key), field="{…}")
