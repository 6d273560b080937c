"""An account in, a person with a role out."""

from dataclasses import dataclass
from enum import IntEnum

from busplan.store.staff import Account


class Role(IntEnum):
    """What one may do: each may do what those before may."""

    DRIVER = 1
    EDITOR = 2
    PUBLISHER = 3
    ADMIN = 4

    @property
    def code(self) -> str:
        """As it is kept."""
        return self.name.lower()

    @classmethod
    def of(cls, code: str) -> "Role":
        return cls[code.upper()]


@dataclass(frozen=True, slots=True)
class Person:
    """One of the staff, signed in. `name` is what others are shown."""

    id: int
    login: str
    name: str
    role: Role

    def may(self, role: Role) -> bool:
        return self.role >= role


def person(account: Account) -> Person:
    return Person(account.id, account.login, account.name, Role.of(account.role))
