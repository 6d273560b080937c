"""What is told on stderr, and what is told of problems."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NoReturn

import click

from busplan import settings
from busplan.cli.said import loaded
from busplan.timetable import BadTimetable, Problem


@contextmanager
def told_plainly() -> Iterator[None]:
    """What goes wrong below is one plain line for each fault on stderr, and exit 1."""
    try:
        yield
    except BadTimetable as bad:
        show(bad.problems, loaded().language, err=True)
        sys.exit(1)
    except (OSError, settings.BadSetting) as fault:
        fail(str(fault))


def show(problems: Iterable[Problem], language: str, err: bool) -> None:
    from busplan.words import problem as words

    for problem in problems:
        click.echo(words.line(problem, language), err=err)


def talk(sentence: str) -> None:
    click.echo(sentence, err=True)


def fail(sentence: str) -> NoReturn:
    click.echo(f"busplan: {sentence}", err=True)
    sys.exit(1)
