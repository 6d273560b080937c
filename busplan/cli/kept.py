"""Settings in; the store they name and what is in force in it out."""

from typing import TYPE_CHECKING, TypeVar

import click

from busplan import settings
from busplan.cli.talk import fail

if TYPE_CHECKING:
    from busplan.publishing import Publication
    from busplan.store import Kept, Store

Found = TypeVar("Found")


def opened(said: settings.Settings) -> "Store":
    from busplan.store import BadDatabase, Store

    try:
        return Store(said.database_url)
    except BadDatabase as fault:
        raise click.UsageError(f"The database's address cannot be used: {fault}") from fault


def in_force(said: settings.Settings) -> "Publication":
    from busplan import publishing

    return there(publishing.in_force(opened(said)))


def newest_in(store: "Store") -> "Kept":
    return there(store.newest())


def there(found: Found | None) -> Found:
    if found is None:
        fail("Nothing has been published yet. Use: busplan publish FILE…")
    return found
