"""Who may come in, and what they may do: accounts, passwords, codes, sessions and tokens."""

from busplan.access.person import Person, Role

__all__ = ["Person", "Role"]
