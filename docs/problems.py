"""Writes docs/problems.md: every code, out of the code itself, its sentences and the files that show it.

    .venv/bin/python docs/problems.py

Wants the extra `test`.
"""

import sys
from pathlib import Path
from typing import get_args

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))

from bad import FILES, example  # noqa: E402

from busplan.timetable import Problem  # noqa: E402
from busplan.timetable.codes import ErrorCode, NoteCode, WarningCode  # noqa: E402
from busplan.words import problem as words  # noqa: E402

PAGE = HERE / "problems.md"
BY_SEVERITY = {"error": ErrorCode, "warning": WarningCode, "note": NoteCode}
MOST_SHOWN = 120  # characters of a line
HEAD = """\
# Problems

Every problem that `busplan check` can tell, by its code. **This page is written by `python
docs/problems.py`**: change `busplan/words/problems.toml`, `busplan/timetable/codes.py` or
`tests/data/bad`, and run it again.

An *error* stops the timetable, a *warning* asks for a look, a *note* only tells. A few codes count one
way here and another there, as their meaning says. A code is never renamed and never used for another
fault. How problems are told as text and as JSON, and how many, is in [the
files](files.md#what-check-tells). The examples are told in bokmål, as to staff; `BUSPLAN_LANGUAGE`
chooses nynorsk or English.
"""
ELSEWHERE = """\
## Other names

The corpus of bad files that readers are tried on knows some by another name.

| there | here | |
|---|---|---|
"""
# Names that the corpus of bad files beside this repository has for what we tell by another.
OTHERWISE = {
    "duplicate_id": ("invalid_id", "where two ids differ in their capitals only: no id has any"),
}


def severities(code: str) -> list[str]:
    return [severity for severity, codes in BY_SEVERITY.items() if code in get_args(codes)]


def codes() -> list[str]:
    return sorted({code for codes in BY_SEVERITY.values() for code in get_args(codes)})


def page() -> str:
    rows = "\n".join(f"| [`{code}`](#{code}) | {', '.join(severities(code))} |" for code in codes())
    others = "\n".join(f"| `{theirs}` | `{ours}` | {when} |" for theirs, (ours, when) in OTHERWISE.items())
    return "\n".join(
        (
            HEAD,
            f"| code | counts as |\n|---|---|\n{rows}\n",
            *map(section, codes()),
            f"{ELSEWHERE}{others}\n",
        )
    )


def section(code: str) -> str:
    said = words.sentences()[code]
    shown, problem = example(code)
    told = words.line(problem, "nb").partition(": ")
    return "\n".join(
        (
            f"### {code}\n",
            f"*{' or '.join(severities(code))}* · {said['means']}\n",
            f"**What to do:** {words.sentence(problem, 'en', 1)}\n",
            excerpt(shown, problem),
            f"```text\n{Path(told[0]).name}: {told[2]}\n```\n",
        )
    )


def excerpt(shown: str, problem: Problem) -> str:
    """The essential lines of a file, or in words what does it."""
    [file] = [file for file in FILES if file.name == shown] or [None]
    if file is None:
        return f"{shown}\n"
    lines = file.read_bytes().decode("utf-8", "backslashreplace").splitlines()
    wanted = {problem.line} if problem.line else {1, 2, 3}
    if file.suffix == ".csv":
        wanted.add(1)
    if (first := problem.facts.get("first", "")).isdigit() and 0 < int(first) <= len(lines):
        wanted.add(int(first))
    text = "\n".join(printable(lines[at - 1]) for at in sorted(wanted) if at <= len(lines))
    return f"```{file.suffix[1:]}\n{text}\n```\n"


def printable(line: str) -> str:
    """Short, with what cannot be seen by its number."""
    short = line if len(line) <= MOST_SHOWN else line[: MOST_SHOWN - 1] + "…"
    return "".join(each if each.isprintable() else f"\\x{ord(each):02x}" for each in short).rstrip()


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
