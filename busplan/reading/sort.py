"""A file in, what sort of file it is out: by its content, and its name must not say otherwise."""

import re
from enum import StrEnum
from pathlib import PurePath

from busplan.reading.report import Report
from busplan.reading.source import Source

TREES = frozenset({".yaml", ".yml", ".json"})
TABLES = frozenset({".csv", ".tsv"})
MARKUP = re.compile(r"\s*<")
# `[stops]` alone on its line begins a table; in YAML it would be a list, which no schedule is.
TITLE = re.compile(r"\s*\"?\[[^\[\]\n:{}\"']+\]\"?[;,\t]*\s*\n")
TREE = re.compile(r"(?:\s|#[^\n]*\n)*(?:[{\[]|---|[\w-]+ *:(?:\s|$))")


class Sort(StrEnum):
    """What a file is."""

    TABLE = "table"
    SCHEDULE = "schedule"


def sort_of(source: Source, text: str, report: Report) -> Sort | None:
    """None after reporting that it is neither, or another than its name says."""
    ending = PurePath(source.name).suffix.lower()
    if MARKUP.match(text):
        report.error("wrong_file_type", found="HTML")
        return None
    looks_like_a_tree = TREE.match(text) and not TITLE.match(text)
    if looks_like_a_tree and ending in TABLES:
        report.error("wrong_file_type", found="YAML")
        return None
    return Sort.SCHEDULE if ending in TREES or (ending not in TABLES and looks_like_a_tree) else Sort.TABLE
