"""A problem in, the sentences a person reads: what is wrong, and what to do."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from busplan.timetable import Problem

# Said besides, where a problem has these facts.
DID_YOU_MEAN = {"nb": "Mente du «{near}»?", "nn": "Meinte du «{near}»?", "en": "Did you mean “{near}”?"}

ALLOWED = {
    "nb": "Her kan det stå: {allowed}.",
    "nn": "Her kan det stå: {allowed}.",
    "en": "What may stand here: {allowed}.",
}


@cache
def sentences() -> dict[str, dict[str, Any]]:
    """By code: what it `means`, and by language what is wrong and what to do."""
    with (Path(__file__).parent / "problems.toml").open("rb") as file:
        return tomllib.load(file)


def message(problem: Problem, language: str) -> str:
    """What is wrong."""
    return sentence(problem, language, 0)


def hint(problem: Problem, language: str) -> str:
    """What to do."""
    told, advice = facts(problem, language), sentence(problem, language, 1)
    question = DID_YOU_MEAN[language].format(near=told["near"]) if told.get("near") else ""
    choices = ALLOWED[language].format(allowed=told["allowed"]) if told.get("allowed") else ""
    return " ".join(part for part in (question, advice, choices) if part)


def sentence(problem: Problem, language: str, which: int) -> str:
    template: str = sentences()[problem.code][language][which]
    return template.format(value=problem.value, **facts(problem, language))


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


def as_json(problem: Problem, language: str) -> dict[str, Any]:
    """For programs: what is told, and the facts to look it up by."""
    return {
        "file": problem.file,
        "line": problem.line or None,
        "column": problem.column or None,
        "severity": str(problem.severity),
        "code": problem.code,
        "message": message(problem, language),
        "hint": hint(problem, language),
        "value": problem.value,
    }
