"""What the tests of the residents' other pages share."""

import re
from datetime import UTC, datetime
from html import unescape

from small import SCHEDULE_YAML, STOPS_CSV

from busplan import publishing
from busplan.reading import Source
from busplan.web import create_app

PAGES = (
    *("/today", "/days/2026-11-26", "/days/2026-10-06", "/weeks/2026-W48", "/routes/tirsdag", "/routes/aas"),
    *("/municipalities/nes", "/timetable", "/timetable/nes", "/changes", "/about", "/privacy"),
)


def text_of(answer):
    """What a person reads."""
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", "<main" + main)).split())


def client_of(store, schedule=SCHEDULE_YAML, stops=STOPS_CSV, now="2026-11-22T09:00", **given):
    """A site with one more publication, at a time."""
    hand_in = publishing.check(
        Source("stops.csv", stops.encode()), Source("schedule.yaml", schedule.encode())
    )
    publishing.publish(store, hand_in, "kari", datetime(2026, 11, 2, 12, tzinfo=UTC))
    return create_app(database=str(store.url), now=now, **given).test_client()
