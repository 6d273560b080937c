"""What is kept in a database: all tables and all SQL."""

from sqlalchemy import Connection

from busplan.store.database import BadDatabase, Damaged, Database, Full, StoreUnavailable
from busplan.store.notices import Notices, Said
from busplan.store.store import Entry, File, Kept, Moment, Overtaken, Store

__all__ = [
    "BadDatabase",
    "Connection",
    "Damaged",
    "Database",
    "Entry",
    "File",
    "Full",
    "Kept",
    "Moment",
    "Notices",
    "Overtaken",
    "Said",
    "Store",
    "StoreUnavailable",
]
