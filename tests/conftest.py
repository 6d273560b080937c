"""What the tests share: one small timetable that is easy to hold in the head."""

import os
import shutil
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from hypothesis import settings
from small import NEXT_STOPS_CSV, NEXT_YAML, SCHEDULE_YAML, STOPS_CSV

from busplan import publishing
from busplan.reading import Source
from busplan.store import Store
from busplan.timetable import (
    Audience,
    Call,
    Closure,
    EveryWeeks,
    Kind,
    Point,
    Route,
    Season,
    Service,
    Stop,
    Timetable,
)

# The many programs that the tests begin need not compile busplan anew each time, wherever that is turned off.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# How long an example takes hangs on what else the machine has to do.
settings.register_profile("busplan", deadline=None)
settings.load_profile("busplan")


@pytest.fixture
def small() -> Timetable:
    """One bus: every third Tuesday at the school, at a home and at Hol, and Ås on two Thursdays.

    Closed on 6 October. The fixtures below hand in the same as files, with two notices.
    """
    season = Season("host", date(2026, 8, 17), date(2026, 12, 18))
    calls = (
        Call("skole", time(9), time(10, 30)),
        Call("hjem", time(10, 45), time(11, 15)),
        Call("hol", time(12, 30), time(13)),
    )
    return Timetable(
        service=Service("Testbussen"),
        stops=(
            Stop("hol", "Hol torg", "Nes", Point(60.12, 11.47)),
            Stop(
                "skole", "Nes skole", "Nes", Point(60.13, 11.48), kind=Kind.SCHOOL, audience=Audience.SCHOOL
            ),
            Stop("hjem", "Hjemmebesøk", "Nes", None, kind=Kind.HOME),
        ),
        seasons=(season,),
        routes=(Route("tirsdag", "Tirsdagsruta", season, EveryWeeks(date(2026, 8, 25), 3), calls, "Bussen"),),
        closures=(Closure(date(2026, 10, 6), date(2026, 10, 6), "Høstferie"),),
    )


def small_files() -> tuple[Source, Source]:
    return Source("stops.csv", STOPS_CSV.encode()), Source("schedule.yaml", SCHEDULE_YAML.encode())


@pytest.fixture
def stops() -> Source:
    return small_files()[0]


@pytest.fixture
def schedule() -> Source:
    return small_files()[1]


@pytest.fixture
def following() -> tuple[Source, Source]:
    """The files of the season after that."""
    return Source("next.csv", NEXT_STOPS_CSV.encode()), Source("next.yaml", NEXT_YAML.encode())


@pytest.fixture
def files(tmp_path: Path, stops: Source, schedule: Source) -> tuple[Path, Path]:
    """The two files in a folder of their own."""
    for source in (stops, schedule):
        (tmp_path / source.name).write_bytes(source.content)
    return tmp_path / stops.name, tmp_path / schedule.name


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path / 'busplan.db'}")


@pytest.fixture(scope="session")
def publication(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that the small timetable was published in, once."""
    file = tmp_path_factory.mktemp("publication") / "busplan.db"
    store = Store(f"sqlite:///{file}")
    hand_in = publishing.check(*small_files())
    publishing.publish(store, hand_in, "kari", datetime(2026, 11, 1, 12, tzinfo=UTC))
    store.engine.dispose()
    return file


@pytest.fixture
def published(store: Store, publication: Path) -> Store:
    """A store of one's own with the small timetable in force since 1 November 2026."""
    shutil.copy(publication, store.file)
    return store


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("BUSPLAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data-home"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """In CI nothing that can be installed is skipped: a skip there is a failure."""
    report = yield
    if report.skipped and os.environ.get("CI") and "may_skip" not in item.keywords:
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {report.longrepr}"
    return report
