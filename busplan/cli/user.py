"""`busplan user`: accounts of staff, for whoever has a shell on the server. The first one is made here."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from typing import TYPE_CHECKING

import click

from busplan import settings
from busplan.cli.kept import opened
from busplan.cli.options import database_option
from busplan.cli.said import author, loaded
from busplan.cli.talk import fail, talk, told_plainly
from busplan.clock import Clock

if TYPE_CHECKING:
    from busplan.store import Store
    from busplan.store.staff import Account

ROLES = ("driver", "editor", "publisher", "admin")
SENTENCES = {
    "taken": "There is an account with that login already.",
    "last_admin": "That is the last administrator. Make another one first.",
}
role_option = click.option("--role", type=click.Choice(ROLES), required=True, help="What they may do.")


@click.group()
def user() -> None:
    """Accounts of staff: who may come in, and what they may do.

    A driver says how the day goes, an editor hands in drafts, a publisher publishes, an admin sees to
    accounts. Each may do what those before may.
    """


@user.command("add")
@click.argument("login")
@click.option("--name", required=True, help="What others are shown.")
@role_option
@database_option
def add(login: str, name: str, role: str, database: str | None) -> None:
    """Make an account, and print a link with which they choose a password, once, within the hour.

    LOGIN is best the e-mail address of the person.
    """
    from busplan.access import Role, accounts

    with accounts_of(database) as (store, said):
        accounts.add(store, login, name, Role.of(role), author(), Clock().now(UTC))
        print_link(store, said, login)


@user.command("link")
@click.argument("login")
@click.option("--forget-factor", is_flag=True, help="Their telephone is lost: no code is asked for any more.")
@database_option
def link(login: str, forget_factor: bool, database: str | None) -> None:
    """Print a new link for LOGIN. The password they have holds until they choose another."""
    from busplan.access import factor

    with accounts_of(database) as (store, said):
        if forget_factor:
            factor.forget(store, found(store, login), author(), Clock().now(UTC))
        print_link(store, said, login)


@user.command("list")
@database_option
def show(database: str | None) -> None:
    """List the accounts: login, role, name, and whether they are off."""
    from busplan.store.staff import Staff

    with accounts_of(database) as (store, _):
        for account in Staff(store).all():
            state = "" if account.active else "\toff"
            click.echo(f"{account.login}\t{account.role}\t{account.name}{state}")


@user.command("off")
@click.argument("login")
@database_option
def off(login: str, database: str | None) -> None:
    """Put the account of LOGIN off: they are out at once."""
    from busplan.access import accounts

    with accounts_of(database) as (store, _):
        accounts.put_off(store, found(store, login), author(), Clock().now(UTC))
        talk(f"{login} is off, and signed out everywhere.")


@user.command("on")
@click.argument("login")
@database_option
def on(login: str, database: str | None) -> None:
    """Put the account of LOGIN on again."""
    from busplan.access import accounts

    with accounts_of(database) as (store, _):
        accounts.put_on(store, found(store, login), author(), Clock().now(UTC))
        talk(f"{login} is on.")


@user.command("role")
@click.argument("login")
@role_option
@database_option
def set_role(login: str, role: str, database: str | None) -> None:
    """Give LOGIN another role."""
    from busplan.access import Role, accounts

    with accounts_of(database) as (store, _):
        accounts.set_role(store, found(store, login), Role.of(role), author(), Clock().now(UTC))
        talk(f"{login} is {role}.")


def print_link(store: "Store", said: settings.Settings, login: str) -> None:
    from busplan.access import accounts

    secret = accounts.link(store, found(store, login), author(), Clock().now(UTC))
    site = said.base_url.rstrip("/")
    talk("Open this within the hour. It works once:")
    click.echo(f"{site}/staff/link/{secret}")
    if not site:
        talk("(Put the address of your site before it, or set BUSPLAN_BASE_URL.)")


def found(store: "Store", login: str) -> "Account":
    from busplan.access import door
    from busplan.store.staff import Staff

    account = Staff(store).of_login(door.folded(login))
    if account is None:
        fail(f"No account has the login {login!r}.")
    return account


@contextmanager
def accounts_of(database: str | None) -> Iterator[tuple["Store", settings.Settings]]:
    """What cannot be done is told in one sentence."""
    from busplan.access.accounts import Refused

    said = loaded(database=database)
    try:
        with told_plainly():
            yield opened(said), said
    except Refused as fault:
        fail(SENTENCES[fault.why])
