"""`busplan due`: what is to be published by itself, published if its time has come."""

from datetime import UTC
from logging import getLogger
from threading import Thread
from time import sleep

import click

from busplan import settings
from busplan.cli.kept import opened
from busplan.cli.options import database_option, now_option
from busplan.cli.said import loaded
from busplan.cli.talk import talk, told_plainly

SECONDS = 20
log = getLogger(__name__)


@click.command()
@database_option
@now_option
def due(database: str | None, now: str | None) -> None:
    """Publish the drafts whose time has come.

    `busplan serve` does so by itself. Where another server shows the site, let cron or a timer of systemd
    run this every minute. A draft that another publication has overtaken stays, and says so on the desk.
    """
    said = loaded(database=database, now=now)
    with told_plainly():
        numbers = published(said)
    for number in numbers:
        talk(f"Published as number {number}.")
    if not numbers:
        talk("Nothing to publish now.")


def published(said: settings.Settings) -> list[int]:
    """Raises StoreUnavailable."""
    from busplan import publishing

    return publishing.publish_due(opened(said), said.clock.now(UTC))


def keep_publishing(said: settings.Settings) -> None:
    """From now on, as long as the program runs."""
    Thread(target=every_while, args=(said,), name="due", daemon=True).start()


def every_while(said: settings.Settings) -> None:
    while True:
        try:
            for number in published(said):
                log.warning("number %s is published, as it was to be by now", number)
        except OSError as fault:
            log.warning("what is to be published waits: %s", fault)
        except Exception:
            log.exception("what is to be published waits")
        sleep(SECONDS)
