"""Who may come in, and what they may do: accounts, passwords, codes, sessions and tokens."""

from busplan.access.person import Person, Role
from busplan.access.tokens import by_token

__all__ = ["Person", "Role", "by_token"]
