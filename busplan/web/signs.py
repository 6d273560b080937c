"""What changes in, the stops it changes out: each with a sign, in words and on the map."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from busplan.publishing import Preview
from busplan.timetable import Stop
from busplan.web import tongue

# The shapes of the public map, each with another meaning.
NEW, OTHER, GONE = "today", "week", "none"


@dataclass(frozen=True, slots=True)
class Sign:
    """A stop, its shape on the map, and in a few words what becomes of it."""

    stop: Stop
    shape: str
    words: str
    added: int
    dropped: int
    moved: int


def of(preview: Preview) -> list[Sign]:
    """Every stop of which something changes, by name."""
    found, by_stop = preview.changes, preview.changes.by_stop
    new, gone = ({stop.id for stop in stops} for stops in (found.added, found.gone))
    ending = {stop.id for stop in found.ending}
    renamed = {now.id: was.name for was, now in found.renamed}
    moved = {now.id for _, now in found.relocated}
    other = {now.id for _, now in preview.restyled}
    words = tongue.words()
    signs = []
    for stop in preview.hit:
        count = by_stop.get(stop.id)
        told = [
            words.say("nytt stopp") if stop.id in new else "",
            words.say("borte") if stop.id in gone else "",
            words.say("nedlegges") if stop.id in ending else "",
            words.say("het {name}", name=renamed[stop.id]) if stop.id in renamed else "",
            words.say("flyttet på kartet") if stop.id in moved else "",
            words.say("andre opplysninger") if stop.id in other else "",
        ]
        shape = NEW if stop.id in new else GONE if stop.id in gone else OTHER
        numbers = (count.added, count.dropped, count.moved) if count else (0, 0, 0)
        signs.append(Sign(stop, shape, ", ".join(filter(None, told)), *numbers))
    return signs


def sentence(sign: Sign) -> str:
    """`nytt stopp, 4 nye besøk`"""
    words = tongue.words()
    counts = [
        words.count("{n} nytt besøk", "{n} nye besøk", sign.added) if sign.added else "",
        words.count("{n} besøk borte", "{n} besøk borte", sign.dropped) if sign.dropped else "",
        words.count("{n} besøk flyttet", "{n} besøk flyttet", sign.moved) if sign.moved else "",
    ]
    return ", ".join(part for part in (sign.words, *counts) if part)


def geojson(preview: Preview, address: Callable[[str], str]) -> str:
    """As the public map reads stops."""
    features = [
        {
            "type": "Feature",
            "id": sign.stop.id,
            "geometry": {
                "type": "Point",
                "coordinates": [sign.stop.point.longitude, sign.stop.point.latitude],
            },
            "properties": {
                "name": sign.stop.name,
                "municipality": sign.stop.municipality,
                "next": "",
                "state": sign.shape,
                "distance": sentence(sign),
                "news": "",
                "url": address(sign.stop.id),
            },
        }
        for sign in of(preview)
        if sign.stop.point
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
