"""stops.csv in, stops out."""

import re
from dataclasses import dataclass, field

from busplan.reading import values
from busplan.reading.delimited import numbered
from busplan.reading.doubts import doubt_stops
from busplan.reading.fields import Fields
from busplan.reading.report import Place, Report
from busplan.reading.table import Columns, rows_of
from busplan.timetable import Audience, Kind, Point, Stop

COLUMNS = Columns(
    ("id", "name", "municipality", "lat", "lon"), ("address", "kind", "open_to", "note", "school_days")
)
HOME = re.compile(r"\b(?:hjemme|heime)besøk|\bhome visit", re.IGNORECASE)
KINDS = {
    **{kind.value: kind for kind in Kind},
    **dict.fromkeys(("sted", "stad"), Kind.PLACE),
    **dict.fromkeys(("skole", "skule"), Kind.SCHOOL),
    **dict.fromkeys(("barnehage",), Kind.KINDERGARTEN),
    **dict.fromkeys(("sykehjem", "sjukeheim", "omsorgsbolig", "care home"), Kind.CARE_HOME),
    **dict.fromkeys(
        ("hjemmebesøk", "heimebesøk", "hjem", "heim", "hjemme", "heime", "privat", "home visit"), Kind.HOME
    ),
}
AUDIENCES = {
    **{audience.value: audience for audience in Audience},
    **dict.fromkeys(("alle",), Audience.EVERYONE),
    **dict.fromkeys(("barna først", "borna først", "children first"), Audience.CHILDREN_FIRST),
    **dict.fromkeys(("ikke åpent", "ikkje ope", "stengt"), Audience.CLOSED),
    **dict.fromkeys(("skolen", "skulen", "bare skolen", "berre skulen"), Audience.SCHOOL),
}


@dataclass(slots=True)
class ReadStops:
    """What the stops files gave. `ids` holds those of faulty rows too, so that one fault is told once."""

    stops: list[Stop] = field(default_factory=list)
    ids: dict[str, Place] = field(default_factory=dict)
    municipalities: dict[str, Place] = field(default_factory=dict)
    unread: bool = False

    @property
    def none_given(self) -> bool:
        """A schedule may be looked at alone: then nothing is said of the stops it names."""
        return not self.ids and not self.unread


def read_stops(text: str, found: ReadStops, report: Report) -> None:
    """Adds the stops of a table to those found already."""
    for row in rows_of(numbered(text, report), COLUMNS, report):
        fields = Fields(row, report)
        id = fields.need("id", values.stop_id)
        if id is not None and id in found.ids:
            report.error("duplicate_id", fields.place_of("id"), id, first=str(found.ids[id].line))
        elif id is not None:
            found.ids[id] = fields.place
            report.stands(("stop", id), fields.place)
        stop = stop_of(id or "", fields)
        if stop and id:
            found.stops.append(stop)
            found.municipalities.setdefault(stop.municipality, fields.place_of("municipality"))
    doubt_stops(found.stops, found.ids, report)
    found.unread = found.unread or report.failed


def stop_of(id: str, fields: Fields) -> Stop | None:
    """None after reporting what the row lacks."""
    before = fields.report.errors
    name = fields.need("name", values.text)
    municipality = fields.need("municipality", values.text)
    kind = fields.get("kind", values.choice(KINDS)) or Kind.PLACE
    if name and kind is not Kind.HOME and HOME.search(name):
        fields.report.error("looks_like_a_home", fields.place_of("name"), name)
    point = point_of(fields, kind)
    stop = Stop(
        id=id,
        name=name or "",
        municipality=municipality or "",
        point=point,
        address=fields.get("address", values.text) or "",
        kind=kind,
        audience=fields.get("open_to", values.choice(AUDIENCES)) or Audience.EVERYONE,
        note=fields.get("note", values.text) or "",
        school_days=fields.get("school_days", values.yes_or_no) or False,
    )
    return stop if fields.report.errors == before else None


def point_of(fields: Fields, kind: Kind) -> Point | None:
    """A home visit needs no coordinates; every other stop does."""
    given = [name for name in ("lat", "lon") if fields.node(name)]
    if kind is not Kind.HOME:
        for name in ("lat", "lon"):
            if name not in given:
                fields.report.error("missing_coordinates", fields.place_of(name), field=name)
    latitude = fields.get("lat", values.latitude)
    longitude = fields.get("lon", values.longitude)
    return None if latitude is None or longitude is None else Point(latitude, longitude)
