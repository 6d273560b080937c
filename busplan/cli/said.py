"""A command's words and the environment in; the settings, today and who asks out."""

import getpass
import os
from datetime import UTC, date

import click

from busplan import settings


def loaded(**given: str | None) -> settings.Settings:
    try:
        return settings.load(os.environ, **given)
    except settings.BadSetting as fault:
        raise click.UsageError(str(fault)) from fault


def today(said: settings.Settings) -> date:
    return said.clock.now(UTC).date()


def author() -> str:
    """Whose shell this is; a container may have no name for its user."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
