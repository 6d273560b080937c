"""Calendar files in, their events as libical reads them out, as JSON. Run by Debian's own Python, which has gi."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import gi

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib  # noqa: E402 - the version is to be named first

EVENT = ICalGLib.ComponentKind.VEVENT_COMPONENT
STATUS = ICalGLib.PropertyKind.STATUS_PROPERTY


def read(text):
    calendar = ICalGLib.Component.new_from_string(text)
    assert calendar.count_errors() == 0, f"{calendar.count_errors()} errors"
    event = calendar.get_first_component(EVENT)
    while event:
        status = event.get_first_property(STATUS)
        begins, ends = moment(event.get_dtstart()), moment(event.get_dtend())
        yield begins, ends, event.get_uid(), status.get_value_as_string() if status else ""
        event = calendar.get_next_component(EVENT)


def moment(time):
    return datetime.fromtimestamp(time.as_timet_with_zone(time.get_timezone()), UTC).isoformat()


texts = (Path(file).read_bytes().decode() for file in sys.argv[1:])
sys.stdout.write(json.dumps([list(read(text)) for text in texts]))
