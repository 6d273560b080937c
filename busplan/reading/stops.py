"""A row of a list of stops in, a stop out."""

import re
from dataclasses import dataclass, field, replace

from busplan.reading import values
from busplan.reading.fields import Fields
from busplan.reading.names import words_of
from busplan.reading.report import Place, Report
from busplan.reading.slug import slug, unique
from busplan.reading.table import Columns
from busplan.reading.tree import Leaf
from busplan.timetable import Audience, Kind, Point, Stop
from busplan.timetable.timetable import end_of

COLUMNS = Columns(
    ("id", "name", "municipality", "lat", "lon"),
    ("address", "kind", "open_to", "note", "school_days", "until", "became", "access"),
    words=words_of("stops"),
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
    """What the lists of stops gave. `ids` holds those of faulty rows too, so that one fault is told once;
    `written` is the name and the municipality of those that were read alone, as they stand there.
    """

    stops: list[Stop] = field(default_factory=list)
    ids: dict[str, Place] = field(default_factory=dict)
    written: dict[str, tuple[str, str]] = field(default_factory=dict)
    by_name: dict[str, dict[str, str]] = field(default_factory=dict)
    municipalities: dict[str, Place] = field(default_factory=dict)
    made_up: dict[str, Stop] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    unread: bool = False

    @property
    def none_given(self) -> bool:
        """A schedule may be looked at alone: then nothing is said of the stops it names."""
        return not self.ids and not self.unread

    def ids_of(self, said: str, municipality: str = "") -> list[str]:
        """The stops that may be meant by an id, or by a name."""
        if said in self.ids:
            return [said]
        named = self.named().get(said.casefold(), {})
        there = [id for id, where in named.items() if where.casefold() == municipality.casefold()]
        return there or list(named)

    def named(self) -> dict[str, dict[str, str]]:
        """Ids by name in small letters, each with its municipality. Worked out once all has been read."""
        if not self.by_name:
            said = {stop.id: (stop.name, stop.municipality) for stop in self.stops} | self.written
            for id in self.ids:
                name, municipality = said[id]
                self.by_name.setdefault(name.casefold(), {})[id] = municipality
        return self.by_name

    @property
    def called(self) -> list[str]:
        """By which they may be known: their ids and their names."""
        return [*self.ids, *(stop.name for stop in self.stops)]

    def make_up(self, said: str, municipality: str) -> str:
        """The id of a stop that is known by this alone."""
        key = said.casefold()
        if key not in self.made_up:
            id = said if values.ID.fullmatch(said) else unique(slug(said), self.taken, values.RESERVED)
            self.taken.add(id)
            kind = Kind.HOME if HOME.search(said) else Kind.PLACE
            self.made_up[key] = Stop(id, said, municipality, None, kind=kind)
        return self.made_up[key].id


def read_stop(fields: Fields, found: ReadStops) -> None:
    twin = written(fields, "id").lower()
    # An id in capitals may be that of another row.
    is_twin = twin in found.ids and twin != written(fields, "id")
    id = twin if is_twin else fields.need("id", values.stop_id)
    stop = stop_of(id or "", fields)
    if id in found.ids:
        first = found.ids[id].seen_from(fields.place)
        fields.report.error("duplicate_id", fields.place_of("id"), id, first=first)
    elif id:
        found.ids[id] = fields.place
        found.written[id] = (written(fields, "name"), written(fields, "municipality"))
    if stop and id and found.ids[id] is fields.place:
        found.stops.append(stop)
        found.municipalities.setdefault(stop.municipality, fields.place_of("municipality"))


def written(fields: Fields, name: str) -> str:
    """What stands there, right or wrong."""
    node = fields.branch.fields.get(name)
    return node.text.strip() if isinstance(node, Leaf) else ""


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
        until=fields.get("until", values.day),
        became=fields.get("became", values.stop_reference) or "",
        access=fields.get("access", values.text) or "",
    )
    return stop if fields.report.errors == before else None


def join_stops(found: ReadStops, report: Report) -> None:
    """Each stop that has become another is told the id of that one, which must be there and not lead back."""
    joining = [at for at, stop in enumerate(found.stops) if stop.became]
    for at in joining:
        stop = found.stops[at]
        found.stops[at] = replace(stop, became=became_of(stop, found, report))
    stops = {stop.id: stop for stop in found.stops} if joining else {}
    for at in joining:
        stop = found.stops[at]
        if stop.became and end_of(stop, stops) is None:
            # One that cannot be read has been told of.
            if stop.became in stops:
                report.error("stop_became_itself", found.ids[stop.id], stop.id)
            found.stops[at] = replace(stop, became="")


def became_of(stop: Stop, found: ReadStops, report: Report) -> str:
    ids = found.ids_of(stop.became, stop.municipality)
    if len(ids) > 1:
        report.error("name_is_shared", found.ids[stop.id], stop.became, ids=", ".join(ids))
    elif not ids:
        report.error("unknown_stop", found.ids[stop.id], stop.became, found.called)
    return ids[0] if ids else ""


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
