"""Publications and what calendars have been told, as far as an early release had not made them."""

from alembic import op
from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, MetaData, String, Table, Text

revision = "0001"
down_revision = None

TABLES = MetaData()
Table(
    "publications",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("published_at", String(40), nullable=False),
    Column("author", String(200), nullable=False),
    Column("message", String(1000), nullable=False),
    Column("digest", String(64), nullable=False),
    sqlite_autoincrement=True,
)
Table(
    "sources",
    TABLES,
    Column("publication", ForeignKey("publications.id"), primary_key=True),
    Column("role", String(20), primary_key=True),
    Column("name", String(1000), nullable=False),
    Column("content", LargeBinary, nullable=False),
)
Table(
    "seasons",
    TABLES,
    Column("publication", ForeignKey("publications.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("id", String(100), nullable=False),
    Column("first", String(10), nullable=False),
    Column("last", String(10), nullable=False),
)
Table(
    "told",
    TABLES,
    Column("stop", String(64), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("nth", Integer, primary_key=True),
    Column("facts", String(16), nullable=False),
    Column("changed_at", String(40), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("last", Text),
)
Table("heard", TABLES, Column("publication", ForeignKey("publications.id"), primary_key=True))


def upgrade() -> None:
    TABLES.create_all(op.get_bind())
