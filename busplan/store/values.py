"""Values in, rows and JSON out, and back."""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date, datetime, time
from typing import Any, get_args

from busplan.timetable import (
    Audience,
    Change,
    Extra,
    Key,
    Kind,
    Notice,
    Point,
    Scope,
    Slot,
    Status,
    Stop,
    Told,
    Visit,
)

CHANGES: Mapping[str, type[Any]] = {change.__name__: change for change in get_args(Change)}


def told_row(key: Key, said: Told) -> dict[str, Any]:
    stop, day, nth = key
    row = {"stop": stop, "day": day.isoformat(), "nth": nth, "facts": said.facts, "sequence": said.sequence}
    last = json.dumps(asdict(said.last), default=str, ensure_ascii=False) if said.last else None
    return {**row, "changed_at": said.changed_at.isoformat(), "last": last}


def told_of(row: Any) -> tuple[Key, Told]:
    last = visit_of(json.loads(row.last)) if row.last else None
    said = Told(row.facts, datetime.fromisoformat(row.changed_at), row.sequence, last)
    return (row.stop, date.fromisoformat(row.day), row.nth), said


def visit_of(kept: dict[str, Any]) -> Visit:
    """The value that was kept as JSON."""
    stop = kept["stop"]
    until, point = stop.get("until"), stop["point"]
    whole = {
        **stop,
        "point": Point(**point) if point else None,
        "kind": Kind(stop["kind"]),
        "audience": Audience(stop["audience"]),
        "until": date.fromisoformat(until) if until else None,
    }
    return Visit(
        **{
            **kept,
            "stop": Stop(**whole),
            "planned": slot_of(kept["planned"]),
            "slot": slot_of(kept["slot"]),
            "status": Status(kept["status"]),
            "others": tuple((code, text) for code, text in kept.get("others", ())),
        }
    )


def slot_of(kept: dict[str, str]) -> Slot:
    start, end = time.fromisoformat(kept["start"]), time.fromisoformat(kept["end"])
    return Slot(date.fromisoformat(kept["day"]), start, end)


def notice_json(notice: Notice) -> str:
    scope = {each.name: as_plain(getattr(notice.scope, each.name)) for each in fields(Scope)}
    change = {"is": type(notice.change).__name__, **asdict(notice.change)}
    rest = {
        name: getattr(notice, name) for name in ("first", "last", "reason", "text", "others", "start", "end")
    }
    return json.dumps({**rest, "scope": scope, "change": change}, default=str, ensure_ascii=False)


def as_plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else value


def notice_of(kept: dict[str, Any], number: int) -> Notice:
    """The value that was kept as JSON. An extra visit gets its number, by which it is known for ever."""
    scope, change = kept["scope"], kept["change"]
    kinds = frozenset(map(Kind, scope["kinds"]))
    names = {name: frozenset(scope[name]) for name in ("municipalities", "routes", "stops")}
    made = CHANGES[change["is"]]
    said = {name: moment_of(name, value) for name, value in change.items() if name != "is"}
    if made is Extra:
        said["number"] = number
    last, start, end = kept["last"], kept["start"], kept["end"]
    return Notice(
        first=date.fromisoformat(kept["first"]),
        last=date.fromisoformat(last) if last else None,
        scope=Scope(**names, kinds=kinds, school_days=scope["school_days"]),
        change=made(**said),
        reason=kept["reason"],
        text=kept["text"],
        others=tuple((code, text) for code, text in kept["others"]),
        start=time.fromisoformat(start) if start else None,
        end=time.fromisoformat(end) if end else None,
    )


def moment_of(name: str, value: Any) -> Any:
    if value and name == "day":
        return date.fromisoformat(value)
    return time.fromisoformat(value) if value and name in ("start", "end") else value
