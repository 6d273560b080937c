"""`busplan backup` and `busplan restore`: all that is kept into one file, and back."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from busplan.cli.kept import opened
from busplan.cli.options import FILE, database_option
from busplan.cli.said import loaded
from busplan.cli.talk import fail, talk, told_plainly

if TYPE_CHECKING:
    from busplan.store import Store


@click.command()
@click.argument("file", type=FILE)
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@database_option
def backup(file: Path, force: bool, database: str | None) -> None:
    """Write all that is kept into FILE, as it is at one instant, also while others write.

    Publications, notices, drafts, accounts and what calendars have been told are in it; who is signed in is
    not. Keep it where only you can read it: it holds the addresses of home visits.
    """
    from busplan.store import backup

    store = opened(loaded(database=database))
    with told_plainly():
        try:
            backup.back_up(store, file, over=force)
        except FileExistsError:
            fail(f"{file} is there already. Give another name, or --force.")
    talk(f"Written: {file}. To see that it can be read again: busplan restore {file} --verify")


@click.command()
@click.argument("file", type=FILE)
@click.option("--verify", is_flag=True, help="Only see whether it could be put in place.")
@database_option
def restore(file: Path, verify: bool, database: str | None) -> None:
    """Put what is in FILE, which `busplan backup` wrote, in the place of what is kept.

    First a copy of it is looked through, and every calendar made from it: what cannot be shown is not put in
    place. What was there stays beside. A server that is running shows it at once.
    """
    from busplan.store import backup

    store = opened(loaded(database=database))
    with told_plainly(), TemporaryDirectory(prefix="busplan-") as folder:
        alone = verify or not store.is_sqlite
        copy = Path(folder, "busplan.db") if alone else store.file.with_name(store.file.name + ".restored")
        copy.parent.mkdir(parents=True, exist_ok=True)
        with backup.tried(file, copy) as found:
            talk(f"{file} is whole: {told(found)}.")
            if verify:
                return
            before = backup.put_in_place(found, store)
    talk(f"Put in place: {store.shown}")
    if before:
        talk(f"What was there before: {before}")


def told(store: "Store") -> str:
    """What is in force, and that all calendars of it can be made."""
    from busplan.web import create_app, proof

    head = store.entries(1)
    if not head:
        return "nothing has been published"
    try:
        count = len(proof.calendars(create_app(database=str(store.url))))
    except proof.CannotBeMade as fault:
        fail(f"{fault}, so it is not put in place.")
    return f"number {head[0].id} of {head[0].published_at:%Y-%m-%d} is the newest, {count} calendars"
