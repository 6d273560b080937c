"""The acts that change what is kept, each in a folder prepared for it."""

from datetime import UTC, datetime
from pathlib import Path

from earlier import earlier
from loop import Act, database, python, url
from small import SCHEDULE_YAML, STOPS_CSV

from busplan import publishing
from busplan.publishing import notices
from busplan.reading import Source
from busplan.store import Store, backup
from busplan.timetable import Cancelled, Notice, Scope

STOPS = Source("stops.csv", STOPS_CSV.encode())
FIRST, SECOND, THIRD = (
    (STOPS, Source("schedule.yaml", SCHEDULE_YAML.replace("14:30", end).encode()))
    for end in ("14:30", "14:40", "14:50")
)
AT = datetime(2026, 11, 1, 12, tzinfo=UTC)
NOTICES = """\
import sys
from datetime import UTC, date, datetime
from busplan.publishing import notices
from busplan.store import Store, StoreUnavailable
from busplan.timetable import Cancelled, Notice, Scope
store, day, at = Store(sys.argv[1]), date(2026, 11, 26), datetime(2026, 11, 2, tzinfo=UTC)
notice = Notice(day, day, Scope(stops=frozenset({{"aas"}})), Cancelled(), "Snø")
try:
    {act}
except StoreUnavailable as fault:
    sys.exit(str(fault))
print("It stands")
"""
SAY = NOTICES.format(act='notices.say(store, [notice, notice], "ola", at)')
WITHDRAW = NOTICES.format(act='notices.withdraw(store, 2, "ola", at)')
OPEN = """\
import sys
from busplan.store import Store, StoreUnavailable
try:
    Store(sys.argv[1]).head()
except StoreUnavailable as fault:
    sys.exit(str(fault))
print("It is brought up")
"""


def acts(work: Path) -> list[Act]:
    folder = work / "published"
    folder.mkdir()
    store = Store(url(folder))
    publishing.publish(store, publishing.check(*FIRST), "kari", AT)
    old = work / "old"
    old.mkdir()
    earlier(store, database(old))
    day = datetime(2026, 12, 3, tzinfo=UTC).date()
    scope = Scope(stops=frozenset({"aas"}))
    moment = notices.say(store, [Notice(day, day, scope, Cancelled(), "Is")], "kari", AT)
    assert moment == 2
    saved = work / "saved"
    # What is put back is the database after one more publication.
    more = Store(url(work / "more"))
    more.file.parent.mkdir()
    publishing.publish(more, publishing.check(*SECOND), "kari", AT)
    backup.back_up(more, saved)
    files = [work / source.name for source in SECOND]
    for file, source in zip(files, SECOND, strict=True):
        file.write_bytes(source.content)
    command = ("-m", "busplan")
    return [
        Act(
            "publish",
            folder,
            lambda at: python(*command, "publish", *files, "--database", url(at)),
            "Published as",
            THIRD,
        ),
        Act("say notices", folder, lambda at: python("-c", SAY, url(at)), "It stands", THIRD),
        Act("withdraw notices", folder, lambda at: python("-c", WITHDRAW, url(at)), "It stands", THIRD),
        Act("bring up", old, lambda at: python("-c", OPEN, url(at)), "It is brought up", THIRD),
        Act(
            "restore",
            folder,
            lambda at: python(*command, "restore", saved, "--database", url(at)),
            "Put in place",
            THIRD,
        ),
    ]
