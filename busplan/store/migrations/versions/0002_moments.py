"""Each change of what is in force is a moment; notices, drafts and staff are kept apart from publications."""

from alembic import op
from sqlalchemy import Boolean, Column, ForeignKey, Integer, LargeBinary, MetaData, String, Table, Text

revision = "0002"
down_revision = "0001"

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
}
TABLES = MetaData(naming_convention=NAMES)
Table("publications", TABLES, Column("id", Integer, primary_key=True))
Table(
    "moments",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("at", String(40), nullable=False),
    Column("by", String(200), nullable=False),
    Column("publication", ForeignKey("publications.id")),
    Column("told", Boolean, nullable=False),
    sqlite_autoincrement=True,
)
Table(
    "notices",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("said", ForeignKey("moments.id"), nullable=False, index=True),
    Column("withdrawn", ForeignKey("moments.id")),
    Column("content", Text, nullable=False),
    sqlite_autoincrement=True,
)
Table(
    "drafts",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("made_at", String(40), nullable=False),
    Column("author", String(200), nullable=False),
    Column("message", String(1000), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("base", Integer, nullable=False),
    Column("state", String(20), nullable=False),
    Column("accepted", String(200), nullable=False),
    Column("publish_at", String(40)),
    Column("hearing", String(64), unique=True),
    Column("hearing_until", String(40)),
    Column("publication", ForeignKey("publications.id")),
    sqlite_autoincrement=True,
)
Table(
    "draft_files",
    TABLES,
    Column("draft", ForeignKey("drafts.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("name", String(1000), nullable=False),
    Column("content", LargeBinary, nullable=False),
)
Table(
    "comments",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("draft", ForeignKey("drafts.id"), nullable=False, index=True),
    Column("at", String(40), nullable=False),
    Column("name", String(200), nullable=False),
    Column("text", Text, nullable=False),
    sqlite_autoincrement=True,
)
Table(
    "staff",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("login", String(200), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("role", String(20), nullable=False),
    Column("password", String(300), nullable=False),
    Column("totp", String(100), nullable=False),
    Column("totp_used", Integer, nullable=False),
    Column("codes", Text, nullable=False),
    Column("issuer", String(300)),
    Column("subject", String(300)),
    Column("active", Boolean, nullable=False),
    Column("made_at", String(40), nullable=False),
    sqlite_autoincrement=True,
)
Table(
    "sessions",
    TABLES,
    Column("digest", String(64), primary_key=True),
    Column("staff", ForeignKey("staff.id"), index=True),
    Column("made_at", String(40), nullable=False),
    Column("seen_at", String(40), nullable=False),
    Column("agent", String(300), nullable=False),
    Column("content", Text, nullable=False),
)
Table(
    "links",
    TABLES,
    Column("digest", String(64), primary_key=True),
    Column("staff", ForeignKey("staff.id"), nullable=False, index=True),
    Column("until", String(40), nullable=False),
)
Table(
    "tokens",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("staff", ForeignKey("staff.id"), nullable=False, index=True),
    Column("name", String(200), nullable=False),
    Column("made_at", String(40), nullable=False),
    Column("until", String(40), nullable=False),
    Column("used_at", String(40)),
    sqlite_autoincrement=True,
)
Table(
    "tries",
    TABLES,
    Column("key", String(200), primary_key=True),
    Column("left", Integer, nullable=False),
    Column("at", String(40), nullable=False),
)
Table(
    "acts",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("at", String(40), nullable=False, index=True),
    Column("by", String(200), nullable=False),
    Column("what", String(40), nullable=False),
    Column("facts", Text, nullable=False),
    sqlite_autoincrement=True,
)


def upgrade() -> None:
    """Until now each publication was a moment, and had the number that its moment gets."""
    TABLES.create_all(op.get_bind())
    op.add_column("publications", Column("again", Integer))
    op.execute(
        "INSERT INTO moments (id, at, by, publication, told) SELECT id, published_at, author, id, "
        "id IN (SELECT publication FROM heard) FROM publications ORDER BY id"
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT setval('moments_id_seq', greatest(max(id), 1)) FROM moments")
    op.drop_table("heard")
