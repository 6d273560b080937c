"""Whole timetables for Hypothesis: everything the core can hold that a person may write in a file."""

import unicodedata
from dataclasses import replace
from datetime import date, time, timedelta

from hypothesis import strategies as st

from busplan.reading.cadences import days_of, recurrence
from busplan.reading.stops import HOME
from busplan.reading.text import UNWANTED
from busplan.reading.values import ID, KEY, RESERVED
from busplan.timetable import (
    OPEN_END,
    Audience,
    Call,
    Cancelled,
    Closure,
    Credit,
    Delayed,
    EveryWeeks,
    Extra,
    Kind,
    Library,
    ListedWeeks,
    MonthlyWeekdays,
    Moved,
    Notice,
    OnDates,
    OtherVehicle,
    ParityWeeks,
    PerhapsCancelled,
    Point,
    Route,
    Scope,
    Season,
    Service,
    Stop,
    Timetable,
    Week53,
)
from busplan.timetable.cadence import DROPS

# What is hard on YAML, on CSV, on spreadsheets and on keyboards.
AWKWARD = (
    "æøåÆØÅáčđŋšŧžÁČĐŊŠŦŽ =+-@＝＋－＠'\"`#:,;.|>&*!%?{}[]()<>~\\/_\t\u00a0\u00ad\ufeff€🚌0123456789eEnNoO"
)
LETTERS = st.one_of(
    st.sampled_from(AWKWARD),
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufffd"),
)
HARD = [
    "=1+1", "'=1+1", "''=1", "- 3", "-3", "+47 63 00 00 00", "@hol", " =x", "＝1", "no", "~", "null", "1e3", "12:30",
    "2026-08-17", "0123", "1,5", "a, b; c", 'Gate "x"', '"', "# 1", "Hol: torget", "[stops]", "stops", "_x0041_",
    "TRUE", "<<", "ja", "{a: 1}", "&a *b", "'", "''", "https://example.no", "Guovdageaidnu", "1/2",
]  # fmt: skip
RULES = [
    "FREQ=MONTHLY;BYDAY=2TU", "FREQ=MONTHLY;BYDAY=1TU,3TU", "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=-1",
    "FREQ=WEEKLY;INTERVAL=3", "FREQ=WEEKLY;INTERVAL=8;BYDAY=MO,TU", "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=15",
    "FREQ=MONTHLY", "FREQ=WEEKLY;BYDAY=FR;BYMONTH=9,10,11", "FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20991231",
]  # fmt: skip
FIRST = date(2026, 8, 1)
# An RRULE without an end is worked out for at least twenty years, and for how many more is not promised.
PROMISED = date(2046, 8, 1)
# All in one county: further apart they would be doubted.
POINTS = st.builds(Point, st.floats(59.2, 60.4), st.floats(10.1, 12.4))


def is_one_line(text: str) -> bool:
    return not UNWANTED.search(text) and text.lower() not in ("all", "alle") and not HOME.search(text)


TEXT = st.one_of(
    st.sampled_from(HARD), st.text(LETTERS, min_size=1, max_size=20), st.from_regex(r"\A[A-ZÆØÅ][a-zæøå]{2,12}\Z")
).map(lambda text: unicodedata.normalize("NFC", text).strip()).filter(bool).filter(is_one_line)  # fmt: skip
MAYBE = st.just("") | TEXT
IDS = st.one_of(
    st.sampled_from(["hol", "1", "007", "2026-27", "no", "null", "1e5"]), st.from_regex(ID, fullmatch=True)
)
KEYS = st.one_of(st.sampled_from(["tirsdag-1", "1.0", "0x1f", "yes"]), st.from_regex(KEY, fullmatch=True))
IDS, KEYS = (ids.filter(lambda id: id not in RESERVED) for ids in (IDS, KEYS))
URLS = st.sampled_from(["", "https://bibliotek.no/bussen?a=1&b=2#x", "http://xn--ls-qia.no/"])
# Within a day: no hour that the change of clocks takes away, and room for a delay before midnight.
CLOCK = st.integers(5 * 60, 20 * 60).map(lambda minutes: time(minutes // 60, minutes % 60))
HOURS = st.lists(CLOCK, min_size=2, max_size=2, unique=True).map(sorted)
HALF_OPEN = st.one_of(st.just((None, None)), HOURS, st.tuples(CLOCK, st.none()), st.tuples(st.none(), CLOCK))


@st.composite
def timetables(draw: st.DrawFn) -> Timetable:
    stops = draw(st.lists(a_stop(), min_size=1, max_size=5, unique_by=lambda stop: stop.id))
    seasons = draw(st.lists(a_season(), min_size=1, max_size=3, unique_by=lambda season: season.id))
    routes = draw(st.lists(a_route(stops, seasons), min_size=1, max_size=4, unique_by=lambda route: route.id))
    closures = draw(st.lists(a_closure(stops, routes), max_size=4))
    notices = draw(st.lists(a_notice(stops, routes), max_size=5))
    libraries = draw(st.lists(st.builds(Library, TEXT, TEXT, POINTS, MAYBE, URLS), max_size=2))
    parts = (stops, seasons, routes, closures, notices, libraries)
    return Timetable(draw(a_service()), *map(tuple, parts))


@st.composite
def a_service(draw: st.DrawFn) -> Service:
    return Service(
        name=draw(TEXT),
        id=draw(KEYS),
        short_name=draw(MAYBE),
        owner=draw(MAYBE),
        timezone=draw(st.sampled_from(["Europe/Oslo", "Europe/London", "Atlantic/Faroe"])),
        sample=draw(st.booleans()),
        url=draw(URLS),
        credits=tuple(draw(st.lists(st.builds(Credit, TEXT, URLS), max_size=3))),
        loan_visits=draw(st.integers(0, 3)),
    )


@st.composite
def a_stop(draw: st.DrawFn) -> Stop:
    kind = draw(st.sampled_from(Kind))
    return Stop(
        id=draw(IDS),
        name=draw(TEXT),
        municipality=draw(TEXT),
        point=draw(POINTS | st.none() if kind is Kind.HOME else POINTS),
        address=draw(MAYBE),
        kind=kind,
        audience=draw(st.sampled_from(Audience)),
        note=draw(MAYBE),
        access=draw(MAYBE),
        school_days=draw(st.booleans()),
        until=draw(st.none() | st.dates(FIRST, FIRST + timedelta(500))),
    )


@st.composite
def a_season(draw: st.DrawFn) -> Season:
    first = FIRST + timedelta(draw(st.integers(0, 200)))
    last = first + timedelta(draw(st.integers(30, 400)))
    return Season(draw(KEYS), first, OPEN_END if draw(st.integers(0, 9)) == 9 else last, draw(MAYBE))


def days_in(season: Season) -> st.SearchStrategy[date]:
    return st.dates(season.first, min(season.last, season.first + timedelta(days=800)))


@st.composite
def a_cadence(draw: st.DrawFn, season: Season):
    weekday = st.integers(0, 6)
    weeks = sorted({day.isocalendar().week for day in days_of(season)})
    anchor = draw(st.none() | st.dates(season.first - timedelta(50), season.first + timedelta(100)))
    by_rule = st.sampled_from(RULES).map(lambda rule: recurrence(season, anchor)(rule, print))
    return draw(
        st.one_of(
            st.builds(EveryWeeks, days_in(season), st.integers(1, 6)),
            st.builds(
                ParityWeeks,
                weekday,
                st.booleans(),
                st.just(season.first) | days_in(season),
                st.sampled_from(Week53),
            ),
            st.builds(ListedWeeks, weekday, st.frozensets(st.sampled_from(weeks), min_size=1)),
            st.builds(
                MonthlyWeekdays, weekday, st.frozensets(st.sampled_from([1, 2, 3, 4, 5, -1]), min_size=1)
            ),
            st.lists(days_in(season), min_size=1, max_size=8).map(lambda days: OnDates(tuple(days))),
            by_rule,
        )
    )


@st.composite
def a_route(draw: st.DrawFn, stops: list[Stop], seasons: list[Season]) -> Route:
    season = draw(st.sampled_from(seasons))
    cadence = draw(a_cadence(season))
    ids = st.sampled_from([stop.id for stop in stops])
    clocks = sorted(draw(st.lists(CLOCK, min_size=2, max_size=8, unique=True)))
    calls = []
    for start, end in zip(clocks[::2], clocks[1::2], strict=False):
        own = draw(st.none() | a_cadence(season))
        if draw(st.integers(0, 4)):
            calls.append(Call(draw(ids), start, end, own))
        else:
            # Two stops share one slot.
            odd = ParityWeeks(draw(st.integers(0, 6)), True, season.first)
            calls += [Call(draw(ids), start, end, odd), Call(draw(ids), start, end, replace(odd, odd=False))]
    slips = isinstance(cadence, EveryWeeks) and draw(st.booleans())
    return Route(draw(KEYS), draw(TEXT), season, cadence, tuple(calls), draw(MAYBE), slips, draw(MAYBE))


@st.composite
def a_scope(draw: st.DrawFn, stops: list[Stop], routes: list[Route]) -> Scope:
    def some(of):
        return draw(st.frozensets(st.sampled_from(of), max_size=3)) if draw(st.booleans()) else frozenset()

    return Scope(
        some([stop.municipality for stop in stops]),
        some([route.id for route in routes]),
        some([stop.id for stop in stops]),
        some(list(Kind)),
        draw(st.booleans()),
    )


@st.composite
def some_days(draw: st.DrawFn) -> tuple[date, date | None]:
    first = FIRST + timedelta(draw(st.integers(0, 500)))
    return first, draw(st.none() | st.integers(0, 20).map(lambda ahead: first + timedelta(ahead)))


@st.composite
def a_closure(draw: st.DrawFn, stops: list[Stop], routes: list[Route]) -> Closure:
    return Closure(*draw(some_days()), draw(MAYBE), draw(a_scope(stops, routes)), *draw(HALF_OPEN))


@st.composite
def a_notice(draw: st.DrawFn, stops: list[Stop], routes: list[Route]) -> Notice:
    scope = draw(a_scope(stops, routes))
    first, last = draw(some_days())
    change = draw(
        st.one_of(
            st.just(Cancelled()),
            st.just(PerhapsCancelled()),
            st.builds(Delayed, st.integers(1, 100)),
            st.builds(OtherVehicle, TEXT),
            st.builds(Moved, place=TEXT),
            st.builds(Moved, day=st.dates(FIRST, FIRST + timedelta(500)), place=MAYBE),
            HOURS.map(lambda hours: Moved(start=hours[0], end=hours[1])),
            HOURS.map(lambda hours: Extra(*hours)),
            st.builds(lambda hours, place: Extra(*hours, place), HOURS, TEXT),
        )
    )
    if isinstance(change, Extra):
        scope = Scope(stops=frozenset({draw(st.sampled_from(stops)).id}))
    if isinstance(change, Moved) and change.start:
        # Several visits of one day would all be moved to one hour.
        route = draw(st.sampled_from(routes))
        [once, *_] = sorted(
            route.calls, key=lambda call: [each.stop_id for each in route.calls].count(call.stop_id)
        )
        scope = Scope(routes=frozenset({route.id}), stops=frozenset({once.stop_id}))
        if [call.stop_id for call in route.calls].count(once.stop_id) > 1:
            change = Cancelled()
    if isinstance(change, Extra) or (isinstance(change, Moved) and change.day):
        last = first
    return Notice(first, last, scope, change, draw(MAYBE), draw(MAYBE), *draw(HALF_OPEN))


_SEASONS = (
    Season("2026-27", date(2026, 8, 17), date(2027, 6, 18), "Skoleåret"),
    Season("sommer", date(2027, 6, 21), date(2027, 8, 13)),
)
_WEEKLY = EveryWeeks(date(2026, 8, 18), 3)
_RULES = (
    None,
    _WEEKLY,
    ParityWeeks(1, True, _SEASONS[0].first, Week53.SKIP),
    ListedWeeks(1, frozenset({34, 37})),
    MonthlyWeekdays(1, frozenset({1, 3, -1})),
    OnDates((date(2026, 9, 28), date(2026, 10, 26))),
    recurrence(_SEASONS[0], date(2026, 9, 1))("FREQ=MONTHLY;BYDAY=-1TU;UNTIL=20261001", print),
)
_SOME = Scope(
    frozenset({"Nes", "Ås"}), frozenset({"tirsdag-1", "ferie"}), frozenset({"hol", "hjem"}),
    frozenset({Kind.SCHOOL, Kind.HOME}), True,
)  # fmt: skip
_HOL = Scope(stops=frozenset({"hol"}))
_DAY = (date(2026, 12, 1), date(2026, 12, 1))
EVERYTHING = Timetable(
    Service(
        "Bussen", "bussen", "B", "Fylket", "Europe/London", "nb", True, "https://example.no", loan_visits=1,
        credits=(Credit("Kartverket", "https://kartverket.no"), Credit("Ola")),
    ),
    (
        Stop("hol", "Hol torg", "Nes", Point(60.12, 11.47), "2150 Årnes", Kind.PLACE, Audience.CHILDREN_FIRST, "Ved torget"),
        Stop("skole", "Skolen", "Ås", Point(59.66, 10.79), kind=Kind.SCHOOL, audience=Audience.SCHOOL, school_days=True),
        Stop("hjem", "Hjemmebesøk", "Nes", None, kind=Kind.HOME),
        Stop("nedlagt", "Nedlagt", "Nes", Point(60.1, 11.4), until=date(2026, 12, 31), became="hol"),
    ),
    _SEASONS,
    (
        Route(
            "tirsdag-1", "Nes", _SEASONS[0], _WEEKLY,
            tuple(Call("hol", time(8 + hour), time(8 + hour, 30), rule) for hour, rule in enumerate(_RULES)),
            "Bussen", True, "Rute 1",
        ),
        Route("ferie", "Sommer", _SEASONS[1], OnDates((date(2027, 7, 1),), DROPS), (Call("skole", time(9), time(10)),)),
    ),
    (
        Closure(*_DAY, "Kurs", _SOME, time(8), time(12)),
        Closure(date(2027, 1, 1), None),
        Closure(date(2027, 2, 22), date(2027, 2, 26), "Vinterferie"),
    ),
    (
        Notice(*_DAY, _HOL, Cancelled(), "Verksted", "Vi beklager."),
        Notice(date(2026, 12, 2), None, _SOME, PerhapsCancelled(), "Uvær", "", time(12), time(18)),
        Notice(*_DAY, Scope(routes=frozenset({"ferie"})), Moved(date(2026, 12, 3), time(12), time(13), "Kirken")),
        Notice(*_DAY, Scope(), Delayed(20), "Kø"),
        Notice(*_DAY, _HOL, OtherVehicle("Varebil")),
        Notice(*_DAY, _HOL, Extra(time(17), time(18), "Torget")),
    ),
    (
        Library("Nes bibliotek", "Nes", Point(60.1221, 11.4682), "Rådhusgata 2", "https://example.no/nes"),
        Library("Ås bibliotek", "Ås", Point(59.6641, 10.7911)),
    ),
)  # fmt: skip
