"""A file and what is wrong with it in, the same file with that beside each row out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import TypeVar

from busplan.checking import is_within
from busplan.reading import Source
from busplan.reading.as_written import as_written
from busplan.reading.text import UNWANTED
from busplan.timetable import Problem
from busplan.writing.marked import Marked, csv_marked, text_marked, xlsx_marked

Place = TypeVar("Place", int, tuple[int, int])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Copy:
    """A file to be handed back."""

    name: str
    content: bytes
    mimetype: str


def marked(
    source: Source, problems: Iterable[Problem], say: Callable[[Problem], str], heading: str
) -> Copy | None:
    """`say` makes a sentence of a problem. None where there is nothing to write beside."""
    written = as_written(source)
    problems = [each for each in problems if is_within(each.file, source.name)]
    if written is None or not problems:
        return None
    stem = PurePath(source.name.replace("\\", "/")).stem
    if written.text:
        content = text_marked(written.text, marks(problems, say), heading)
        return Copy(f"{stem}-{heading.lower()}.yaml", content, "application/yaml")
    if written.is_workbook:
        of_each = [of_table(problems, source.name, title, at) for at, (title, _) in enumerate(written.tables)]
        tables = [
            (title, lines, marks(its, say), notes(its, say))
            for (title, lines), its in zip(written.tables, of_each, strict=True)
        ]
        return Copy(f"{stem}-{heading.lower()}.xlsx", xlsx_marked(tables, heading), XLSX)
    # Problems of a CSV file are told by its lines alone, and each line is in one table.
    told = marks(problems, say)
    whole: list[Marked] = [
        (title, lines, told if at == 0 else {line: text for line, text in told.items() if line})
        for at, (title, lines) in enumerate(written.tables)
    ]
    return Copy(f"{stem}-{heading.lower()}.csv", csv_marked(whole, heading), "text/csv; charset=utf-8")


def of_table(problems: Iterable[Problem], file: str, title: str, at: int) -> list[Problem]:
    """What is said of the workbook as a whole stands with its first sheet."""
    return [each for each in problems if each.file == f"{file} [{title}]" or (each.file == file and at == 0)]


def marks(problems: Iterable[Problem], say: Callable[[Problem], str]) -> dict[int, str]:
    """By line."""
    return together(problems, say, lambda problem: problem.line)


def notes(problems: Iterable[Problem], say: Callable[[Problem], str]) -> dict[tuple[int, int], str]:
    """By cell, of those that name one."""
    of_cells = [problem for problem in problems if problem.line and problem.column]
    return together(of_cells, say, lambda problem: (problem.line, problem.column))


def together(
    problems: Iterable[Problem], say: Callable[[Problem], str], place: Callable[[Problem], Place]
) -> dict[Place, str]:
    found: dict[Place, list[str]] = {}
    for problem in problems:
        said = UNWANTED.sub("", say(problem))
        found.setdefault(place(problem), []).append(" ".join(said.split()))
    return {where: " ".join(dict.fromkeys(said)) for where, said in found.items()}
