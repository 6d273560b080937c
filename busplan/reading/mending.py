"""A line that is no YAML in, the line as it may have been meant out; empty where there is no telling.

Only ever shown as a question. The slips are those of people who know spreadsheets.
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from busplan.reading.names import OURS, ours

WORD = r"[^\W\d][\w-]{0,30}"
GLUED = re.compile(rf"(?<![\w:])({WORD}):(?=[^\s/])")
LISTED = re.compile(rf"(?<=[^\s,{{\[:-]) +(?=({WORD}): )")
NAMED = re.compile(r"((?:- *)?[^:]{1,30}): *(.*)")
CLOSING = {"{": "}", "[": "]"}
LONGEST_LINE = 300


def mended(line: str, loader: Any) -> str:
    """The first of the guesses that reads as YAML by itself. A line that does so already is left alone."""
    if len(line) > LONGEST_LINE or line.endswith((*CLOSING, ",")) or is_yaml(line, loader):
        return ""
    return next((guess for guess in guesses(line) if guess != line and is_yaml(guess, loader)), "")


def guesses(line: str) -> Iterator[str]:
    # A word processor makes a dash of the hyphen, and other marks of the quotation marks.
    plain = re.sub("^[–—]", "-", line).translate(dict.fromkeys(map(ord, "“”„"), '"'))
    yield plain
    spaced = GLUED.sub(lambda key: f"{key[1]}: " if is_ours(key[1]) else key[0], plain)
    yield closed(spaced)
    parted = LISTED.sub(lambda key: ", " if is_ours(key[1]) else key[0], spaced)
    yield closed(parted)
    if parted.startswith("- ") and "," in parted:
        yield f"- {{{parted[2:].strip(' {}')}}}"
    if (named := NAMED.fullmatch(spaced)) and '"' not in named[2]:
        yield f'{named[1]}: "{named[2]}"'


def is_ours(word: str) -> bool:
    return ours(word) in OURS.values()


def closed(line: str) -> str:
    """With the bracket or the quotation mark that is open."""
    for mark in "\"'":
        if line.count(mark) == 1 and f" {mark}" in line:
            return line + mark
    for opening, closing in CLOSING.items():
        if opening in line and closing not in line:
            return line + closing
    return line


def is_yaml(line: str, loader: Any) -> bool:
    """As a line that names something."""
    try:
        read = yaml.compose(line, loader)
    except (yaml.YAMLError, RecursionError):
        return False
    if isinstance(read, yaml.SequenceNode) and len(read.value) == 1:
        [read] = read.value
    return isinstance(read, yaml.MappingNode)
