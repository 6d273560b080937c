"""Stops that can be read but look wrong: each doubt as a warning, and what cannot be meant as an error."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from itertools import compress, count
from statistics import median

from busplan.reading.likeness import alike
from busplan.reading.report import Place, Report
from busplan.reading.signs import holding, small
from busplan.timetable import Point, Stop

# Further from the middle of the service than this, in degrees, and than six times the usual distance.
LATITUDES_APART, LONGITUDES_APART, TIMES_THE_USUAL = 1.5, 3.0, 6.0
# The mainland and Svalbard; the wrong way round it lies in the Indian Ocean.
NORWAY = (57.0, 81.0, 4.0, 34.0)
MISREAD = re.compile("[ÃÂ][\u0080-\u00bf\u0152-\u0178\u2018-\u2026\u20ac\u2122]|&(?:[a-z]{2,8}|#[0-9]{2,5});")
# More than one bus serves; and how like two names are that are hardly two.
MOST_MUNICIPALITIES, TWICE_THE_SAME = 100, 0.9
# What is said of school terms and holidays, as in published tables and in Norwegian of both forms.
TERM_TIME = re.compile(
    r"\b(?:term[ -]?time|half[ -]term|(?:during|in|out of) term|term only|(?:school|summer) holidays?"
    r"|school days|sk[ou]le(?:dager|dagar|dagene|dagane|feri(?:e|ar)\w*|tid|tiden|tida|året|fri)"
    r"|(?:sommer|sommar|sumar)feri(?:e|ar)\w*|følg\w* sk[ou]lerut\w*"
    r"|(?:ikke|ikkje|utenom|utanom|unntatt|unnateke|bare|berre|kun|stengt) (?:i )?feri(?:e|ar)\w*)\b",
    re.IGNORECASE,
)
# What has none of these is neither.
SIGNS_OF_TERM = ("term", "holiday", "school", "skol", "skul", "feri")
SIGNS_OF_MISREAD = ("\N{REPLACEMENT CHARACTER}", "Ã", "Â", "&")
SIGN_OF_LOST_ZERO = re.compile(r" [A-ZÆØÅ](?<=[\n ][0-9]{3} .)")
LOST_ZERO = re.compile(r"(?:^|, )([0-9]{3}) [A-ZÆØÅ]")


def doubt_stops(stops: list[Stop], places: dict[str, Place], report: Report) -> None:
    for stop in remarkable(stops):
        doubt_text(stop, places[stop.id], report)
    doubt_points(stops, places, report)
    doubt_likeness(stops, places, report)


def remarkable(stops: list[Stop]) -> list[Stop]:
    """Those in whose texts something may be found: few, and what is looked for takes time."""
    names = [stop.name for stop in stops]
    addresses = [stop.address for stop in stops]
    found = {*holding(names, SIGNS_OF_MISREAD), *holding(addresses, SIGNS_OF_MISREAD)}
    found.update(holding([stop.municipality for stop in stops], SIGNS_OF_MISREAD))
    found.update(holding([stop.note for stop in stops], SIGNS_OF_MISREAD))
    found.update(holding(names, SIGNS_OF_TERM, small))
    found.update(compress(count(), map(str.isupper, names)))
    if SIGN_OF_LOST_ZERO.search("\n".join(("", *addresses))):
        found.update(compress(count(), map(LOST_ZERO.search, addresses)))
    return [stops[at] for at in sorted(found)]


def doubt_text(stop: Stop, place: Place, report: Report) -> None:
    for text in (stop.name, stop.municipality, stop.address, stop.note):
        if "\N{REPLACEMENT CHARACTER}" in text:
            report.error("text_looks_misread", place, text)
        elif MISREAD.search(text):
            report.warning("text_looks_misread", place, text)
    doubt_term_time(stop, place, report)
    if stop.name.isupper() and len(stop.name) > 3:
        report.warning("mixed_case_recommended", place, stop.name, better=stop.name.capitalize())
    if lost := LOST_ZERO.search(stop.address):
        report.warning("postcode_lost_zero", place, lost[1], better=f"0{lost[1]}")


def doubt_term_time(stop: Stop, place: Place, report: Report) -> None:
    """A rule that only a reader of the name knows: the bus would come in the holidays too."""
    if not stop.school_days and (found := TERM_TIME.search(stop.name)):
        report.warning("term_time_in_name", place, stop.name, said=found[0])


def doubt_points(stops: list[Stop], places: dict[str, Place], report: Report) -> None:
    """Against the middle of all the stops, which a few wrong ones do not move."""
    placed = [stop for stop in stops if stop.point]
    points = [stop.point for stop in placed if stop.point]
    if not points:
        return
    latitudes = [point.latitude for point in points]
    longitudes = [point.longitude for point in points]
    middle = Point(median(latitudes), median(longitudes))
    if not in_norway(middle) and in_norway(Point(middle.longitude, middle.latitude)):
        report.error("coordinates_look_swapped", places[placed[0].id])
        return
    strange = {
        *far(latitudes, middle.latitude, LATITUDES_APART),
        *far(longitudes, middle.longitude, LONGITUDES_APART),
        *(at for at, degrees in enumerate(latitudes) if round(degrees, 1) == degrees),
    }
    if not strange:
        return
    usual = [
        median(abs(latitude - middle.latitude) for latitude in latitudes),
        median(abs(longitude - middle.longitude) for longitude in longitudes),
    ]
    for at in sorted(strange):
        doubt_point(points[at], middle, usual, places[placed[at].id], report)


def far(degrees: list[float], middle: float, apart: float) -> list[int]:
    """Which are so far from the middle that it is asked how far is usual."""
    if max(degrees) - middle <= apart and middle - min(degrees) <= apart:
        return []
    return [at for at, each in enumerate(degrees) if abs(each - middle) > apart]


def in_norway(point: Point) -> bool:
    south, north, west, east = NORWAY
    return south <= point.latitude <= north and west <= point.longitude <= east


def doubt_point(point: Point, middle: Point, usual: list[float], place: Place, report: Report) -> None:
    def near(latitude: float, longitude: float) -> bool:
        return abs(latitude - middle.latitude) <= max(LATITUDES_APART, TIMES_THE_USUAL * usual[0]) and abs(
            longitude - middle.longitude
        ) <= max(LONGITUDES_APART, TIMES_THE_USUAL * usual[1])

    here = f"{point.latitude}, {point.longitude}"
    if near(point.latitude, point.longitude):
        if all(round(degrees, 1) == degrees for degrees in (point.latitude, point.longitude)):
            report.warning("coordinates_too_coarse", place, here)
    elif near(point.longitude, point.latitude):
        report.error("coordinates_look_swapped", place, here)
    elif near(point.latitude, -point.longitude) or near(-point.latitude, point.longitude):
        report.error("coordinates_outside_area", place, here)
    else:
        report.warning("coordinates_outside_area", place, here)


def doubt_likeness(stops: list[Stop], places: dict[str, Place], report: Report) -> None:
    """Two ids for one stop, and two spellings of one municipality."""

    def first_place(name: str) -> Place:
        return next(places[stop.id] for stop in stops if stop.municipality == name)

    doubt_twins([stop for stop in stops if stop.point and not stop.became], places, report)
    rows = Counter(stop.municipality for stop in stops)
    spellings: dict[str, dict[str, int]] = defaultdict(dict)
    for name in rows:
        spellings[re.sub(r"[\W_]", "", name.casefold())][name] = rows[name]
    for written in spellings.values():
        usual = max(written, key=written.__getitem__)
        for name in written:
            if name != usual:
                report.warning("unknown_municipality", first_place(name), name, near=usual)
    del rows[""]
    doubt_spelling(rows, first_place, report)


def doubt_twins(stops: list[Stop], places: dict[str, Place], report: Report) -> None:
    """Two rows of one name, in one municipality, at one place."""
    if len({stop.name.casefold() for stop in stops}) == len(stops):
        return
    times = Counter(stop.name.casefold() for stop in stops)
    seen: dict[tuple[str, str, Point | None], Stop] = {}
    for stop in stops:
        name = stop.name.casefold()
        if times[name] > 1:
            first = seen.setdefault((name, stop.municipality, stop.point), stop)
            if first is not stop:
                report.warning("possible_duplicate_stop", places[stop.id], stop.id, other=first.id)


def doubt_spelling(rows: Mapping[str, int], first_place: Callable[[str], Place], report: Report) -> None:
    """A municipality of one stop, named almost like one of several: Hol and Hole are two, Folo is none."""
    if len(rows) > MOST_MUNICIPALITIES:
        return
    common = [name for name, times in rows.items() if times > 1]
    for name, times in rows.items():
        if times == 1 and (near := alike(name, common, TWICE_THE_SAME)):
            report.warning("unknown_municipality", first_place(name), name, near=near)
