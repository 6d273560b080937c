"""A timetable that is easy to hold in the head: stops on a line, a few minutes apart."""

from datetime import date, time

import pytest

from busplan.planning.ground import Ground, ground_of
from busplan.planning.limits import Limits
from busplan.timetable import Call, EveryWeeks, Point, Route, Season, Service, Stop, Timetable

MONDAY = date(2026, 11, 23)
SEASON = Season("host", date(2026, 8, 17), date(2026, 12, 18))
# Some 5.6 km apart: nine to ten minutes by our rule.
STOPS = tuple(Stop(id, id.upper(), "Nes", Point(60.0 + 0.05 * at, 11.0)) for at, id in enumerate("abcdef"))


def route(id: str, day: date, every: int, *calls: tuple[str, str, str]) -> Route:
    made = tuple(Call(stop, time.fromisoformat(start), time.fromisoformat(end)) for stop, start, end in calls)
    return Route(id, id.title(), SEASON, EveryWeeks(day, every), made, "Bussen")


@pytest.fixture
def line() -> Timetable:
    """Every second Monday a, b, c; the other Monday d, e; and from b to c there are but five minutes."""
    return Timetable(
        Service("Testbussen"),
        STOPS,
        (SEASON,),
        (
            route("en", MONDAY, 2, ("a", "10:00", "10:30"), ("b", "10:45", "11:15"), ("c", "11:20", "11:50")),
            route("to", date(2026, 11, 30), 2, ("d", "10:00", "10:30"), ("e", "12:00", "12:30")),
        ),
    )


@pytest.fixture
def limits() -> Limits:
    """The bus stands at a."""
    return Limits(depots={"": Point(60.0, 11.0)}, begins=8 * 60, ends=17 * 60)


@pytest.fixture
def ground(limits) -> Ground:
    return ground_of(STOPS, ["Bussen"], limits)
