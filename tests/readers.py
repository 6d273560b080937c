"""Calendars in, what parsers that are not ours make of their events out.

Each reader takes files and gives, for each, its events as (start, end, uid, status), sorted, in UTC. Those in other
languages run in processes of their own, far from Oslo, so that no clock of the machine can help them.
"""

import json
import os
import shutil
import subprocess
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import icalendar
import pytest
import recurring_ical_events
import vobject
from fetched import modules
from small import ROOT

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what they say to one another is no business of ours
    import ics
    from ical.calendar_stream import IcsCalendarStream

HERE = ROOT / "tests" / "parsers"
INSTALLED = ROOT / "tests" / ".parsers"
SECONDS = 120
FAR_AWAY = {**os.environ, "TZ": "Pacific/Honolulu"}
YEARS = datetime(2026, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)
Event = tuple[datetime, datetime, str, str]


def told(begins: datetime, ends: datetime, uid: str, status: str | None = "") -> Event:
    return begins.astimezone(UTC), ends.astimezone(UTC), str(uid), str(status or "")


def by_icalendar(text: str) -> list[Event]:
    calendar = icalendar.Calendar.from_ical(text)
    assert not [fault for each in calendar.walk() for fault in each.errors]
    found = recurring_ical_events.of(calendar).between(*YEARS)
    return [told(each.start, each.end, each["UID"], each.get("STATUS")) for each in found]


def by_ical(text: str) -> list[Event]:
    """Home Assistant's, the strictest of all."""
    calendar = IcsCalendarStream.calendar_from_ics(text)
    found = calendar.timeline_tz(UTC).overlapping(*YEARS)
    return [
        told(each.start_datetime, each.end_datetime, each.uid, each.status and each.status.value)
        for each in found
    ]


def by_vobject(text: str) -> list[Event]:
    calendar = vobject.readOne(text)
    assert calendar.validate(raiseException=True)
    found = calendar.contents.get("vevent", [])
    return [
        told(each.dtstart.value, each.dtend.value, each.uid.value, each.getChildValue("status"))
        for each in found
    ]


def by_ics(text: str) -> list[Event]:
    return [
        told(each.begin.datetime, each.end.datetime, each.uid, each.status)
        for each in ics.Calendar(text).events
    ]


def by_node(name: str) -> Callable[[list[Path]], list[list[Event]]]:
    def read(files: list[Path]) -> list[list[Event]]:
        return asked("node", str(installed() / "read.mjs"), name, *map(str, files))

    return read


def by_libical(files: list[Path]) -> list[list[Event]]:
    """GNOME's and KDE's, through Debian's own Python."""
    python = "/usr/bin/python3"
    there = Path(python).exists() and subprocess.run(
        [python, "-c", "import gi; gi.require_version('ICalGLib', '3.0')"], capture_output=True, check=False
    )
    if not there or there.returncode:
        pytest.skip("apt-get install gir1.2-ical-3.0 python3-gi")
    return asked(python, str(HERE / "libical.py"), *map(str, files))


def by_sabre(files: list[Path]) -> list[list[Event]]:
    """Nextcloud's."""
    if not shutil.which("php") or not Path("/usr/share/php/Sabre/VObject/autoload.php").exists():
        pytest.skip("apt-get install php-cli php-xml php-mbstring php-sabre-vobject")
    return asked("php", str(HERE / "sabre.php"), *map(str, files))


def asked(*command: str) -> list[list[Event]]:
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, env=FAR_AWAY, check=False)
    assert done.returncode == 0, done.stderr[-2000:] or done.stdout[-2000:]
    return [
        [
            told(datetime.fromisoformat(begins), datetime.fromisoformat(ends), *rest)
            for begins, ends, *rest in events
        ]
        for events in json.loads(done.stdout)
    ]


def installed() -> Path:
    """Where npm has put the parsers of the versions that are named, beside what calls them."""
    modules(HERE, INSTALLED)
    shutil.copy(HERE / "read.mjs", INSTALLED)
    return INSTALLED


def each(read: Callable[[str], list[Event]]) -> Callable[[list[Path]], list[list[Event]]]:
    return lambda files: [read(file.read_bytes().decode()) for file in files]


READERS = {
    "icalendar": each(by_icalendar),
    "ical": each(by_ical),
    "vobject": each(by_vobject),
    "ics.py": each(by_ics),
    "ical.js": by_node("ical.js"),
    "node-ical": by_node("node-ical"),
    "ts-ics": by_node("ts-ics"),
    "libical": by_libical,
    "sabre": by_sabre,
}
