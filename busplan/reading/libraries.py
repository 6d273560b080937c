"""The libraries of a schedule, which the bus does not visit."""

from busplan.reading import values
from busplan.reading.fields import Fields
from busplan.reading.stops import point_of
from busplan.timetable import Kind, Library


def read_libraries(fields: Fields) -> tuple[Library, ...]:
    """Those that could be read."""
    found = (read_library(each) for each in fields.branches("libraries"))
    return tuple(library for library in found if library)


def read_library(fields: Fields) -> Library | None:
    """None after reporting what it lacks."""
    name = fields.need("name", values.text)
    municipality = fields.need("municipality", values.text)
    point = point_of(fields, Kind.PLACE)
    address = fields.get("address", values.text) or ""
    url = fields.get("url", values.url) or ""
    fields.no_others()
    if not name or not municipality or not point:
        return None
    return Library(name, municipality, point, address, url)
