"""Plans for other rounds are kept."""

from alembic import op
from sqlalchemy import Boolean, Column, ForeignKey, Integer, MetaData, String, Table, Text

revision = "0004"
down_revision = "0003"

TABLES = MetaData(naming_convention={"fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s"})
# It is there already.
Table("drafts", TABLES, Column("id", Integer, primary_key=True))
PLANS = Table(
    "plans",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("made_at", String(40), nullable=False),
    Column("author", String(200), nullable=False),
    Column("name", String(200), nullable=False),
    Column("base", Integer, nullable=False),
    Column("state", String(20), nullable=False),
    Column("wishes", Text, nullable=False),
    Column("seconds", Integer, nullable=False),
    Column("question", Text, nullable=False),
    Column("best", Text, nullable=False),
    Column("curve", Text, nullable=False),
    Column("moves", Text, nullable=False),
    Column("trouble", Text, nullable=False),
    Column("runner", String(40), nullable=False),
    Column("heartbeat", String(40)),
    Column("tries", Integer, nullable=False),
    Column("stop", Boolean, nullable=False),
    Column("draft", ForeignKey("drafts.id")),
    sqlite_autoincrement=True,
)


def upgrade() -> None:
    PLANS.create(op.get_bind())
