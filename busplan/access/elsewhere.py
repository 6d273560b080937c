"""Who another site says it is in, the account here out."""

from datetime import datetime

from busplan.access import door
from busplan.store import Database, staff
from busplan.store.acts import note
from busplan.store.staff import Account, Staff


def find(database: Database, issuer: str, subject: str, email: str, now: datetime) -> Account | None:
    """By issuer and subject; the first time by an e-mail address that is verified there. Empty means none is.

    An address is taken once: whoever gets it later there is somebody else. Raises StoreUnavailable.
    """
    known = Staff(database).of_subject(issuer, subject)
    if known is not None:
        return known if known.active else None
    named = Staff(database).of_login(door.folded(email)) if email else None
    if named is None or not named.active or named.subject is not None:
        return None
    with database.writing() as connection:
        if staff.within(connection, named.id).subject is not None:
            return None
        staff.change(connection, named.id, issuer=issuer, subject=subject)
        note(connection, now, named.name, "account_joined", issuer=issuer)
    return named
