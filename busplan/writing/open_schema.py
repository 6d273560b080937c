"""A timetable in, the open "mobile library stops" table out: rows that give the same visits when read again.

The schema is that of LibrariesHacked (github.com/LibrariesHacked/mobilelibraries-data). A rule that it has
no words for becomes one row for each stretch of days that it has; a visit that follows from no rule becomes
a row of one day.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from busplan.cell import guarded
from busplan.timetable import (
    OPEN_END,
    Audience,
    Cadence,
    MonthlyWeekdays,
    OnDates,
    Route,
    Service,
    Stop,
    Timetable,
)
from busplan.timetable.halt import Halt
from busplan.writing.delimited import delimited
from busplan.writing.table import plain

COLUMNS = (
    *("organisation", "mobile", "route", "community", "stop", "address", "postcode", "geox", "geoy", "day"),
    *("type", "arrival", "departure", "frequency", "start", "end", "exceptions", "timetable"),
)
TYPES = {
    Audience.EVERYONE: "Public",
    Audience.CHILDREN_FIRST: "Public",
    Audience.SCHOOL: "Private",
    Audience.CLOSED: "Private",
}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
Row = dict[str, str]
# A header and rows, as they were handed in.
Lines = Sequence[Sequence[str]]
# Route, day, from and to of a visit at one stop.
Planned = tuple[str, date, time, time]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days that one RRULE gives, and the last day until which it gives no others."""

    rule: str
    days: Sequence[date]
    until: date


def rows_of(timetable: Timetable) -> list[Row]:
    """Route by route, as they are driven; cancelled visits and closed days are left out."""
    names = names_of(timetable.stops)
    order = {route.id: number for number, route in enumerate(timetable.routes)}
    routes = {route.id: route for route in timetable.routes}
    found: list[tuple[int, time, date, Row]] = []
    for stop in timetable.stops:
        for (id, start, end), stretch, days in told(stop, timetable):
            row = {
                **of_service(timetable.service, routes.get(id)),
                **of_stop(stop, names[stop.id], timetable.service),
                **of_days(stretch, days),
                "arrival": f"{start:%H:%M}",
                "departure": f"{end:%H:%M}",
            }
            found.append((order.get(id, len(order)), start, days[0], row))
    return [row for *_, row in sorted(found, key=lambda each: each[:3])]


def told(stop: Stop, timetable: Timetable) -> Iterator[tuple[tuple[str, time, time], Stretch, list[date]]]:
    """What rows say of a stop: route and hours, a rule, and the days on which the rule is kept."""
    visits = Counter(
        (visit.route, visit.slot.day, visit.slot.start, visit.slot.end)
        for visit in timetable.visits(date.min, date.max, stop.id)
        if visit.takes_place
    )
    for halt in timetable.halts(stop.id):
        start, end = halt.call.start, halt.call.end
        for stretch in stretches(halt):
            days = [day for day in stretch.days if visits[halt.route.id, day, start, end] > 0]
            visits.subtract((halt.route.id, day, start, end) for day in days)
            if days:
                yield (halt.route.id, start, end), stretch, days
    apart: dict[tuple[str, time, time], list[date]] = defaultdict(list)
    for route, day, start, end in sorted(visits.elements()):
        apart[route, start, end].append(day)
    for hours, days in apart.items():
        for stretch in weekly(days, max(days)):
            yield hours, stretch, list(stretch.days)


def stretches(halt: Halt) -> Iterator[Stretch]:
    """The days that the rule of a call gives, closed or not, in as few RRULEs as need be."""
    last = halt.route.season.last
    days = list(halt.dates(date.min, date.max))
    if not days:
        return
    rule = rrule_of(halt.cadence)
    # The table tells the weekday too, and of each row but one.
    if rule and len({day.weekday() for day in days}) == 1:
        yield Stretch(rule, days, last)
    else:
        yield from weekly(days, last)


def rrule_of(cadence: Cadence) -> str:
    """The RRULE of a monthly rule; nothing for one of weeks, or one that has none."""
    match cadence:
        case MonthlyWeekdays(weekday, which):
            two_letters = DAYS[weekday][:2].upper()
            return "FREQ=MONTHLY;BYDAY=" + ",".join(f"{one}{two_letters}" for one in sorted(which))
        case OnDates():
            return cadence.rrule
    return ""


def weekly(days: Sequence[date], last: date) -> Iterator[Stretch]:
    """Every so many weeks on one weekday, as long as the gap stays the same."""
    of_weekday: dict[int, list[date]] = defaultdict(list)
    for day in days:
        of_weekday[day.weekday()].append(day)
    for run in (run for days in of_weekday.values() for run in runs(days)):
        gap = run[1] - run[0] if len(run) > 1 else timedelta(weeks=1)
        beyond = last - run[-1] < gap
        yield Stretch(f"FREQ=WEEKLY;INTERVAL={gap.days // 7}", run, last if beyond else run[-1])


def runs(days: Iterable[date]) -> Iterator[list[date]]:
    """Days parted wherever the gap between them becomes another; a day that comes twice is in two runs."""
    run: list[date] = []
    for day in days:
        if (run and day == run[-1]) or (len(run) > 1 and day - run[-1] != run[1] - run[0]):
            yield run
            run = []
        run.append(day)
    if run:
        yield run


def of_service(service: Service, route: Route | None) -> Row:
    """The schema wants a vehicle and a route of every row."""
    return {
        "organisation": service.name,
        "mobile": (route and route.vehicle) or service.called,
        "route": route.name if route else service.called,
        "timetable": service.url,
    }


def of_stop(stop: Stop, name: str, service: Service) -> Row:
    """A stop that is of no community is its organisation's."""
    return {
        "community": stop.municipality if stop.municipality != service.name else "",
        "stop": name,
        "address": stop.address,
        "geox": plain(stop.point.longitude) if stop.point else "",
        "geoy": plain(stop.point.latitude) if stop.point else "",
        "type": TYPES[stop.audience],
    }


def of_days(stretch: Stretch, days: list[date]) -> Row:
    """From the first day that is kept to the last, without those between that are not."""
    first, last = days[0], days[-1]
    until = stretch.until if last == stretch.days[-1] else last
    kept = set(days)
    left_out = (day for day in stretch.days if first < day < last and day not in kept)
    return {
        "day": DAYS[first.weekday()],
        "frequency": stretch.rule,
        "start": str(first),
        "end": "" if until == OPEN_END else str(until),
        "exceptions": ",".join(map(str, left_out)),
    }


def names_of(stops: Iterable[Stop]) -> dict[str, str]:
    """What each stop is called; with its id where two would be taken for one."""
    looks = {
        stop.id: tuple(" ".join(text.split()) for text in (stop.name, stop.municipality, stop.address))
        for stop in stops
    }
    alike = Counter(looks.values())
    return {stop.id: f"{stop.name} ({stop.id})" if alike[looks[stop.id]] > 1 else stop.name for stop in stops}


def table_of(rows: Iterable[Row]) -> bytes:
    """CSV as the published tables are: commas, UTF-8 without a mark."""
    lines = ([guarded(row.get(column, "")) for column in COLUMNS] for row in rows)
    return delimited([COLUMNS, *lines], ",", "\n").encode()


def again(tables: Sequence[Lines]) -> bytes:
    """Tables as they came, under one header: every row, column and cell, in the same order."""
    headers = [marked(header) for header, *_ in tables]
    columns = list(dict.fromkeys(column for header in headers for column in header))
    lines = [[name for name, _ in columns]]
    for header, (_, *rows) in zip(headers, tables, strict=True):
        if header == columns:
            lines += map(list, rows)
        else:
            cells = (dict(zip(header, row, strict=False)) for row in rows)
            lines += ([row.get(column, "") for column in columns] for row in cells)
    return delimited([map(guarded, line) for line in lines], ",", "\n").encode()


def marked(header: Sequence[str]) -> list[tuple[str, int]]:
    """Each name with how many of its kind stand before it: two columns may be called the same."""
    return [(name, header[:at].count(name)) for at, name in enumerate(header)]
