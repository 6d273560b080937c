"""A list of stops in, stops out: what most rows are, at once, and the odd ones one by one."""

from collections import Counter
from itertools import groupby, repeat

from busplan.reading import values
from busplan.reading.block import Block
from busplan.reading.fields import Fields
from busplan.reading.report import Place, Report
from busplan.reading.sheet import Sheet
from busplan.reading.signs import holding, small
from busplan.reading.stops import AUDIENCES, COLUMNS, HOME, KINDS, ReadStops, read_stop, written
from busplan.timetable import Audience, Kind, Point, Stop
from busplan.timetable.made import made

SIGNS_OF_HOME = ("besøk", "visit")


def read_stops(sheet: Sheet, found: ReadStops) -> None:
    """Adds the stops of a table to those found already."""
    if sheet.typed:
        for row in sheet.rows(COLUMNS):
            fields = Fields(row, sheet.report)
            doubt_commas(fields)
            read_stop(fields, found)
    else:
        for block in sheet.blocks(COLUMNS):
            read_block(block, sheet.report, found)
    found.unread = found.unread or sheet.report.failed


def doubt_commas(fields: Fields) -> None:
    """A workbook knows numbers from text: one with a comma is text, and may have been mistyped."""
    for name in ("lat", "lon"):
        text = written(fields, name)
        if "," in text and values.COORDINATE.fullmatch(text):
            fields.report.warning("decimal_comma", fields.place_of(name), text, better=text.replace(",", "."))


def read_block(block: Block, report: Report, found: ReadStops) -> None:
    """In the order of the rows, as each may bear on those that follow."""
    stops = stops_of(block)
    doubt_ids(block, found)
    for odd, numbers in groupby(range(len(stops)), key=block.odd.__contains__):
        run = list(numbers)
        kept = stops[run[0] : run[-1] + 1]
        # An odd row may have the id of one of these, written in its own way.
        if odd or (block.odd and not found.ids.keys().isdisjoint(stop.id for stop in kept)):
            read_alone(block, run, report, found)
        else:
            keep(block, run[0], kept, report, found)


def stops_of(block: Block) -> list[Stop]:
    """One of each row, to be used if the row is not odd."""
    ids, names = block.ids("id"), block.texts("name", required=True)
    block.lacks(block.cells("municipality"))
    municipalities = block.values("municipality", values.text, "")
    kinds = block.values("kind", values.choice(KINDS), Kind.PLACE)
    block.odd.update(at for at in holding(names, SIGNS_OF_HOME, small) if HOME.search(names[at]))
    return made(
        Stop,
        ids,
        names,
        municipalities,
        made(Point, block.degrees("lat", 90), block.degrees("lon", 180)),
        block.texts("address"),
        kinds,
        block.values("open_to", values.choice(AUDIENCES), Audience.EVERYONE),
        block.values("note", values.text, ""),
        block.values("school_days", values.yes_or_no, False),
        block.values("until", values.day, None),
        block.values("became", values.stop_reference, ""),
        block.values("access", values.text, ""),
    )


def doubt_ids(block: Block, found: ReadStops) -> None:
    """Odd is a row whose id another has too."""
    ids = block.cells("id")
    if len(set(ids)) < len(ids) or not found.ids.keys().isdisjoint(ids):
        times = Counter(ids)
        block.odd.update(at for at, id in enumerate(ids) if times[id] > 1 or id in found.ids)


def read_alone(block: Block, run: list[int], report: Report, found: ReadStops) -> None:
    for at in run:
        if row := block.row(at, report):
            read_stop(Fields(row, report), found)


def keep(block: Block, first: int, stops: list[Stop], report: Report, found: ReadStops) -> None:
    """Those of rows from the first on, of which nothing is to be said."""
    lines = block.lines[first : first + len(stops)]
    places = made(Place, lines, repeat(1), repeat(report.file))
    found.stops += stops
    found.ids.update(zip((stop.id for stop in stops), places, strict=True))
    municipalities = [stop.municipality for stop in stops]
    if not found.municipalities.keys() >= set(municipalities):
        column = block.names.index("municipality") + 1
        for line, name in zip(lines, municipalities, strict=True):
            if name not in found.municipalities:
                found.municipalities[name] = Place(line, column, report.file)
