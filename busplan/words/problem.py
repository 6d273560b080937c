"""A problem in, the sentences a person reads: what is wrong, and what to do."""

import tomllib
from functools import cache
from pathlib import Path

from busplan.timetable import Problem

DID_YOU_MEAN = {"nb": "Mente du «{near}»?", "nn": "Meinte du «{near}»?", "en": "Did you mean “{near}”?"}


@cache
def sentences() -> dict[str, dict[str, list[str]]]:
    """By code and language."""
    with (Path(__file__).parent / "problems.toml").open("rb") as file:
        return tomllib.load(file)


def message(problem: Problem, language: str) -> str:
    """What is wrong."""
    return sentences()[problem.code][language][0].format(value=problem.value, **facts(problem, language))


def hint(problem: Problem, language: str) -> str:
    """What to do."""
    advice = sentences()[problem.code][language][1].format(value=problem.value, **facts(problem, language))
    near = problem.facts.get("near")
    return f"{DID_YOU_MEAN[language].format(near=near)} {advice}" if near else advice


def facts(problem: Problem, language: str) -> dict[str, str]:
    """Kilometres with a decimal comma, but for English."""
    told = dict(problem.facts)
    if language != "en" and "km" in told:
        told["km"] = told["km"].replace(".", ",")
    return told


def line(problem: Problem, language: str) -> str:
    """As compilers write it: `file:line: error: code: message`. What concerns a whole file is at its top."""
    place = f"{problem.file}:{max(problem.line, 1)}"
    words = f"{message(problem, language)} {hint(problem, language)}"
    return f"{place}: {problem.severity}: {problem.code}: {words}"
