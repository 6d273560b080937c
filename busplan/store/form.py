"""Which form the tables of a database have: that of this release, an older or a newer one, or none.

The same table and numbers as Alembic's, which is loaded only when something is to be brought up.
"""

from enum import Enum, auto

from sqlalchemy import Connection, inspect, text

FORMS = ("0001", "0002", "0003", "0004")
PRESENT = FORMS[-1]


class Form(Enum):
    """NONE has no tables of ours yet; OLD may be from before forms had numbers."""

    NONE = auto()
    OLD = auto()
    PRESENT = auto()
    NEWER = auto()


def of(connection: Connection) -> Form:
    there = inspect(connection)
    if there.has_table("alembic_version"):
        number = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        if number == PRESENT:
            return Form.PRESENT
        return Form.OLD if number in FORMS else Form.NEWER
    return Form.OLD if there.has_table("publications") else Form.NONE


def stamp(connection: Connection) -> None:
    """That the tables have just been made in the present form."""
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:number)"), {"number": PRESENT})
