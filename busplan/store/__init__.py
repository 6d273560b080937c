"""What is kept in a database: all tables and all SQL."""

from sqlalchemy import Connection

from busplan.store.database import BadDatabase, Damaged, Database, Full, StoreUnavailable
from busplan.store.drafts import Closed, Comment, Draft, Drafts, State
from busplan.store.legs import Legs
from busplan.store.notices import Notices, Said
from busplan.store.plans import Plan, Plans
from busplan.store.store import Entry, File, Kept, Moment, Overtaken, Store

__all__ = [
    "BadDatabase",
    "Closed",
    "Comment",
    "Connection",
    "Damaged",
    "Database",
    "Draft",
    "Drafts",
    "Entry",
    "File",
    "Full",
    "Kept",
    "Legs",
    "Moment",
    "Notices",
    "Overtaken",
    "Plan",
    "Plans",
    "Said",
    "State",
    "Store",
    "StoreUnavailable",
]
