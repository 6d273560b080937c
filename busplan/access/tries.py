"""A try in, how long it is until the next may be made out: shared by all who answer, in the database."""

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from busplan.store import Database
from busplan.store.tries import Bucket, give_back, take

# Ever so often from one address, whoever it says it is; and for one account, wherever it comes from.
OF_ADDRESS = Bucket(20, timedelta(minutes=3))
OF_ACCOUNT = Bucket(15, timedelta(minutes=1))
# Six digits: at most some hundred guesses a day.
OF_CODE = Bucket(10, timedelta(minutes=15))


class TooMany(ValueError):
    """It has been tried too often. Carries how long to wait, in whole seconds."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"too many tries; wait {wait}")
        self.retry_after = max(1, round(wait.total_seconds()))


Keys = dict[str, Bucket]


def of_sign_in(address: str, login: str) -> Keys:
    return {**of_link(address), **of_account(login)}


def of_account(login: str) -> Keys:
    return {f"account:{login}"[:200]: OF_ACCOUNT}


def of_link(address: str) -> Keys:
    return {f"address:{network(address)}": OF_ADDRESS}


def of_code(staff: int) -> Keys:
    return {f"code:{staff}": OF_CODE}


def network(address: str) -> str:
    """Who has one address of IPv6 has all of its network."""
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    return str(ip_network((found, 64), strict=False)) if isinstance(found, IPv6Address) else str(found)


def spend(database: Database, keys: Keys, now: datetime) -> None:
    """Before it is looked at, so that many at once cannot pass. Raises TooMany, StoreUnavailable."""
    with database.writing() as connection:
        waits = [take(connection, key, bucket, now) for key, bucket in keys.items()]
    if found := [wait for wait in waits if wait is not None]:
        raise TooMany(max(found))


def was_good(database: Database, keys: Keys) -> None:
    """Only those that fail are counted. Raises StoreUnavailable."""
    with database.writing() as connection:
        for key, bucket in keys.items():
            give_back(connection, key, bucket)
