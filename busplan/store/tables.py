"""The tables there are. What lies in them is never changed but where it says so: rows are added.

Times are text in ISO 8601, aware. `migrations` brings an older database here.
"""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
}
TABLES = MetaData(naming_convention=NAMES)
INSTANT = String(40)
PERSON = String(200)
DIGEST = String(64)

# `again` is the number of an earlier one that this puts in force again: all between them is undone.
PUBLICATIONS = Table(
    "publications",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("published_at", INSTANT, nullable=False),
    Column("author", PERSON, nullable=False),
    Column("message", String(1000), nullable=False),
    Column("digest", DIGEST, nullable=False),
    Column("again", Integer),
    sqlite_autoincrement=True,
)
SOURCES = Table(
    "sources",
    TABLES,
    Column("publication", ForeignKey("publications.id"), primary_key=True),
    Column("role", String(20), primary_key=True),
    Column("name", String(1000), nullable=False),
    Column("content", LargeBinary, nullable=False),
)
# What is read from the files, kept beside them: it tells which of the older publications still matter.
SEASONS = Table(
    "seasons",
    TABLES,
    Column("publication", ForeignKey("publications.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("id", String(100), nullable=False),
    Column("first", String(10), nullable=False),
    Column("last", String(10), nullable=False),
)
# Each change of what is in force: a publication, or notices said or withdrawn. `told` says that what
# calendars are told of it is in the table of that name.
MOMENTS = Table(
    "moments",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("at", INSTANT, nullable=False),
    Column("by", PERSON, nullable=False),
    Column("publication", ForeignKey("publications.id")),
    Column("told", Boolean, nullable=False),
    sqlite_autoincrement=True,
)
# `content` is JSON. A notice that is withdrawn stays, and says from which moment on.
NOTICES = Table(
    "notices",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("said", ForeignKey("moments.id"), nullable=False, index=True),
    Column("withdrawn", ForeignKey("moments.id")),
    Column("content", Text, nullable=False),
    sqlite_autoincrement=True,
)
# How new that is which calendars know of each visit, up to the last moment that is told.
TOLD = Table(
    "told",
    TABLES,
    Column("stop", String(64), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("nth", Integer, primary_key=True),
    Column("facts", String(16), nullable=False),
    Column("changed_at", INSTANT, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("last", Text),
)
# Files on their way to the public. `base` is what was in force when they were handed in (0: nothing),
# `accepted` the codes of what somebody has said yes to, `publish_at` when they are to be published by
# themselves, and `hearing` the digest of the secret in the address where others may read them.
DRAFTS = Table(
    "drafts",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("made_at", INSTANT, nullable=False),
    Column("author", PERSON, nullable=False),
    Column("message", String(1000), nullable=False),
    Column("digest", DIGEST, nullable=False),
    Column("base", Integer, nullable=False),
    Column("state", String(20), nullable=False),
    Column("accepted", String(200), nullable=False),
    Column("publish_at", INSTANT),
    Column("hearing", DIGEST, unique=True),
    Column("hearing_until", INSTANT),
    Column("publication", ForeignKey("publications.id")),
    sqlite_autoincrement=True,
)
DRAFT_FILES = Table(
    "draft_files",
    TABLES,
    Column("draft", ForeignKey("drafts.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("name", String(1000), nullable=False),
    Column("content", LargeBinary, nullable=False),
)
COMMENTS = Table(
    "comments",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("draft", ForeignKey("drafts.id"), nullable=False, index=True),
    Column("at", INSTANT, nullable=False),
    Column("name", PERSON, nullable=False),
    Column("text", Text, nullable=False),
    sqlite_autoincrement=True,
)
# `password` is a hash, or empty; `codes` holds hashes of codes for the day the telephone is lost, as JSON.
# `totp_used` is the last step of time whose code was taken, so that none is taken twice. `issuer` and
# `subject` are who they are elsewhere (OpenID Connect).
STAFF = Table(
    "staff",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("login", PERSON, nullable=False, unique=True),
    Column("name", PERSON, nullable=False),
    Column("role", String(20), nullable=False),
    Column("password", String(300), nullable=False),
    Column("totp", String(100), nullable=False),
    Column("totp_used", Integer, nullable=False),
    Column("codes", Text, nullable=False),
    Column("issuer", String(300)),
    Column("subject", String(300)),
    Column("active", Boolean, nullable=False),
    Column("made_at", INSTANT, nullable=False),
    sqlite_autoincrement=True,
)
# By the digest of the secret in the cookie. `content` is JSON. Ended sessions are deleted.
SESSIONS = Table(
    "sessions",
    TABLES,
    Column("digest", DIGEST, primary_key=True),
    Column("staff", ForeignKey("staff.id"), index=True),
    Column("made_at", INSTANT, nullable=False),
    Column("seen_at", INSTANT, nullable=False),
    Column("agent", String(300), nullable=False),
    Column("content", Text, nullable=False),
)
# Links that work once, by the digest of their secret: to choose a password.
LINKS = Table(
    "links",
    TABLES,
    Column("digest", DIGEST, primary_key=True),
    Column("staff", ForeignKey("staff.id"), nullable=False, index=True),
    Column("until", INSTANT, nullable=False),
)
# What programs hand in with, by the digest of their secret.
TOKENS = Table(
    "tokens",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("digest", DIGEST, nullable=False, unique=True),
    Column("staff", ForeignKey("staff.id"), nullable=False, index=True),
    Column("name", PERSON, nullable=False),
    Column("made_at", INSTANT, nullable=False),
    Column("until", INSTANT, nullable=False),
    Column("used_at", INSTANT),
    sqlite_autoincrement=True,
)
# How many tries are left, and since when that holds; shared by all who answer.
TRIES = Table(
    "tries",
    TABLES,
    Column("key", String(200), primary_key=True),
    Column("left", Integer, nullable=False),
    Column("at", INSTANT, nullable=False),
)
# Who did what and when, whether it changed what residents see or not. `facts` is JSON.
ACTS = Table(
    "acts",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("at", INSTANT, nullable=False, index=True),
    Column("by", PERSON, nullable=False),
    Column("what", String(40), nullable=False),
    Column("facts", Text, nullable=False),
    sqlite_autoincrement=True,
)
# Roads as an engine gave them, by places in hundred thousandths of a degree; a newer version of its data
# takes the place of an older. Without metres no road leads there.
LEGS = Table(
    "legs",
    TABLES,
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
# Plans for other rounds. `base` is the publication they begin from; `wishes`, `question`, `best`, `curve`,
# `moves` and `trouble` are JSON. `runner` is who works on it, and is heard from at `heartbeat`; `stop` asks
# it to end with the best it has. `draft` is what became of it.
PLANS = Table(
    "plans",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("made_at", INSTANT, nullable=False),
    Column("author", PERSON, nullable=False),
    Column("name", PERSON, nullable=False),
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
    Column("heartbeat", INSTANT),
    Column("tries", Integer, nullable=False),
    Column("stop", Boolean, nullable=False),
    Column("draft", ForeignKey("drafts.id")),
    sqlite_autoincrement=True,
)
