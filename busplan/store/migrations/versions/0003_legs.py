"""What an engine has said of the roads is kept."""

from alembic import op
from sqlalchemy import Column, Integer, MetaData, String, Table

revision = "0003"
down_revision = "0002"

LEGS = Table(
    "legs",
    MetaData(),
    Column("engine", String(100), primary_key=True),
    Column("from_north", Integer, primary_key=True),
    Column("from_east", Integer, primary_key=True),
    Column("to_north", Integer, primary_key=True),
    Column("to_east", Integer, primary_key=True),
    Column("version", String(100), nullable=False),
    Column("metres", Integer),
    Column("seconds", Integer),
    sqlite_with_rowid=False,
)


def upgrade() -> None:
    LEGS.create(op.get_bind())
