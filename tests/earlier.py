"""A database as the release before there were notices in it made it, in plain SQL."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from busplan import paths, publishing
from busplan.reading import Source
from busplan.store import Store

TABLES = """\
CREATE TABLE publications (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    published_at VARCHAR(40) NOT NULL,
    author VARCHAR(200) NOT NULL,
    message VARCHAR(1000) NOT NULL,
    digest VARCHAR(64) NOT NULL
);
CREATE TABLE told (
    stop VARCHAR(64) NOT NULL,
    day VARCHAR(10) NOT NULL,
    nth INTEGER NOT NULL,
    facts VARCHAR(16) NOT NULL,
    changed_at VARCHAR(40) NOT NULL,
    sequence INTEGER NOT NULL,
    last TEXT,
    PRIMARY KEY (stop, day, nth)
);
CREATE TABLE sources (
    publication INTEGER NOT NULL,
    role VARCHAR(20) NOT NULL,
    name VARCHAR(1000) NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (publication, role),
    FOREIGN KEY(publication) REFERENCES publications (id)
);
CREATE TABLE seasons (
    publication INTEGER NOT NULL,
    number INTEGER NOT NULL,
    id VARCHAR(100) NOT NULL,
    first VARCHAR(10) NOT NULL,
    last VARCHAR(10) NOT NULL,
    PRIMARY KEY (publication, number),
    FOREIGN KEY(publication) REFERENCES publications (id)
);
CREATE TABLE heard (
    publication INTEGER NOT NULL,
    PRIMARY KEY (publication),
    FOREIGN KEY(publication) REFERENCES publications (id)
);
"""
# What that release kept has not changed since; only `heard` has become moments.
ROWS = """\
ATTACH ? AS new;
INSERT INTO publications SELECT id, published_at, author, message, digest FROM new.publications;
INSERT INTO sources SELECT publication, role, name, content FROM new.sources;
INSERT INTO seasons SELECT publication, number, id, first, last FROM new.seasons;
INSERT INTO told SELECT stop, day, nth, facts, changed_at, sequence, last FROM new.told;
INSERT INTO heard SELECT publication FROM new.moments WHERE told;
DETACH new;
"""


def earlier(store: Store, file: Path) -> Path:
    """What the store holds, as that release would have held it."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.executescript(TABLES)
        for statement in ROWS.strip().split("\n"):
            connection.execute(statement, (str(store.file),) if "?" in statement else ())
    return file


def sample(folder: Path) -> Store:
    """The sample data, published twice."""
    store = Store(f"sqlite:///{folder / 'sample.db'}")
    files = [Source.from_file(file) for file in paths.sample()]
    for day, change in ((1, b""), (2, b"\n# the same again\n")):
        handed_in = publishing.check(files[0], Source(files[1].name, files[1].content + change))
        publishing.publish(store, handed_in, "kari", datetime(2026, 11, day, tzinfo=UTC))
    return store
