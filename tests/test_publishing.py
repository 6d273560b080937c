from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import NEXT_YAML, SCHEDULE_YAML
from sqlalchemy import text

from busplan import publishing
from busplan.publishing import Shelf, parts
from busplan.reading import Source
from busplan.store import Kept, Store, StoreUnavailable
from busplan.store.tables import TABLES
from busplan.timetable import (
    END,
    BadTimetable,
    Call,
    EveryWeeks,
    Route,
    Season,
    Service,
    Stop,
    Timetable,
    in_succession,
)

NOW = datetime(2026, 11, 2, tzinfo=UTC)
LATER = Source("schedule.yaml", SCHEDULE_YAML.replace("14:00", "15:00").replace("14:30", "15:30").encode())


def test_what_is_published_is_in_force(published, stops, schedule):
    found = publishing.in_force(published)
    assert found.author == "kari"
    assert found.timetable == publishing.check(stops, schedule).timetable


def test_the_same_files_are_not_published_again(published, stops, schedule):
    assert publishing.publish(published, publishing.check(stops, schedule), "ola", NOW) is None


def test_the_same_two_files_have_the_digest_they_always_had(stops, schedule):
    """Else a new release would publish anew what is in force, and tell every calendar so."""
    digest = "ec273824fa7e2a4fcbfb69e1f78828c0ae4ea2b0d7a999dd88913befa34e1d3d"
    assert publishing.check(stops, schedule).digest == digest


def test_any_number_of_files_make_one_publication(store, stops, schedule):
    closures = Source("stengt.csv", b"dato;grunn\n2026-09-15;Kurs\n")
    publishing.publish(store, publishing.check(stops, schedule, closures), "kari", NOW)
    found = publishing.in_force(store)
    assert [closure.reason for closure in found.timetable.closures] == ["Høstferie", "Kurs"]
    assert [name for name, _ in store.newest().files] == ["stops.csv", "schedule.yaml", "stengt.csv"]


@pytest.mark.parametrize(("given", "missing"), [(0, "routes"), (1, "stops")])
def test_a_part_of_a_timetable_may_be_looked_at_but_not_published(stops, schedule, given, missing):
    with pytest.raises(BadTimetable) as refused:
        publishing.check((stops, schedule)[given])
    assert [(problem.code, problem.facts) for problem in refused.value.problems] == [
        ("missing_table", {"table": missing})
    ]


def test_what_cannot_be_read_changes_nothing(published, stops):
    before = publishing.in_force(published)
    with pytest.raises(BadTimetable):
        publishing.check(stops, Source("schedule.yaml", b"routes: ["))
    assert publishing.in_force(published) == before


def test_a_shelf_reads_a_publication_once_and_sees_the_next(published, stops, monkeypatch):
    shelf = Shelf(published)
    first = shelf.in_force()
    assert shelf.in_force() is first
    publishing.publish(published, publishing.check(stops, LATER), "ola", NOW)
    assert shelf.in_force().author == "ola"


def test_the_last_timetable_stands_while_the_database_is_away(published, monkeypatch, caplog):
    shelf = Shelf(published)
    first = shelf.in_force()

    def away():
        raise StoreUnavailable("gone")

    monkeypatch.setattr(published, "head", away)
    assert shelf.in_force() is first
    assert "the last timetable stands" in caplog.text
    with pytest.raises(StoreUnavailable):
        Shelf(published).in_force()


def unreadable(store, stops):
    """A newer publication, made by a release that knew more than this one."""
    files = [(stops.name, stops.content), ("schedule.yaml", b"version: 9\nroutes: []")]
    store.add(files, "newer", "kari", NOW)


def test_the_last_timetable_stands_when_a_newer_one_cannot_be_read(published, stops, monkeypatch):
    shelf = Shelf(published)
    first = shelf.in_force()
    unreadable(published, stops)
    assert shelf.in_force() is first
    monkeypatch.setattr(published, "newest", lambda: pytest.fail("it is not read again"))
    assert shelf.in_force() is first


def test_what_cannot_be_read_is_told_again_and_again_but_read_once(published, stops, monkeypatch):
    unreadable(published, stops)
    shelf = Shelf(published)
    with pytest.raises(BadTimetable):
        shelf.in_force()
    monkeypatch.setattr(published, "newest", lambda: pytest.fail("it is not read again"))
    with pytest.raises(BadTimetable):
        shelf.in_force()


def test_another_file_in_its_place_is_seen(published, stops, schedule, tmp_path):
    shelf = Shelf(published)
    shelf.in_force()
    (tmp_path / "busplan.db").unlink()
    publishing.publish(published, publishing.check(stops, LATER), "ola", NOW)
    assert shelf.in_force().author == "ola"


def test_what_is_newer_says_so_even_when_the_clock_was_set_back(published, stops):
    before = publishing.in_force(published).published_at
    publishing.publish(published, publishing.check(stops, LATER), "ola", datetime(2020, 1, 1, tzinfo=UTC))
    assert publishing.in_force(published).published_at > before


def test_the_last_timetable_stands_when_the_file_is_gone(published, tmp_path):
    shelf = Shelf(published)
    first = shelf.in_force()
    (tmp_path / "busplan.db").unlink()
    assert shelf.in_force() is first


ALWAYS = (date(2026, 1, 1), date(2028, 12, 31))


def publish(kept, files, days=1):
    """So many days after the first."""
    number = publishing.publish(kept, publishing.check(*files), "ola", NOW + timedelta(days))
    return number, publishing.in_force(kept)


def visits(publication):
    return [(visit.key, visit.slot, visit.status) for visit in publication.timetable.visits(*ALWAYS)]


def test_the_next_season_can_be_published_before_the_first_ends(published, following):
    present = publishing.in_force(published)
    number, both = publish(published, following)
    coming = publishing.check(*following).timetable.visits(*ALWAYS)
    assert visits(both) == visits(present) + [(visit.key, visit.slot, visit.status) for visit in coming]
    assert both.id == number == 2
    assert [(id, season.id) for id, season in both.seasons] == [(2, "var"), (1, "host")]
    assert both.digest != present.digest


def test_the_present_season_can_be_corrected_when_the_next_is_published(published, stops, following):
    _, before = publish(published, following)
    _, after = publish(published, (stops, LATER), 2)
    assert {visit.slot.start.hour for visit in after.timetable.visits(*ALWAYS, "aas")} == {15}
    assert [key for key, _, _ in visits(after)] == [key for key, _, _ in visits(before)]
    assert sorted((id, season.id) for id, season in after.seasons) == [(2, "var"), (3, "host")]


def test_a_season_that_nobody_has_named_may_be_shortened(published, stops):
    """Ids made of its days must not let the end of the first one stand."""
    for last in ("2027-11-30", "2027-10-31"):
        short = NEXT_YAML.replace(
            "seasons:\n  - {id: var, from: 2027-01-04, to: 2027-06-18}",
            f"""\
valid_from: 2027-01-04
valid_to: {last}""",
        ).replace("stop: bo", "stop: aas")
        _, found = publish(published, (stops, Source("next.yaml", short.encode())))
    assert {str(season.last) for _, season in found.seasons} == {"2026-12-18", "2027-10-31"}


def test_publications_that_are_replaced_are_not_read_again(
    published, stops, schedule, following, monkeypatch
):
    publish(published, following)
    for hour in range(10, 20):
        again = schedule.content.replace(b"to: 10:30", f"to: 10:{hour}".encode())
        publish(published, (stops, Source("schedule.yaml", again)), hour)
    read = []
    keep = published.kept
    monkeypatch.setattr(published, "kept", lambda number: read.append(number) or keep(number))
    found = publishing.in_force(published)
    assert read == [12, 2]
    assert {visit.stop.id for visit in found.timetable.visits(date(2027, 1, 1), date(2027, 12, 31))} == {
        "hol",
        "bo",
    }


def test_a_database_of_an_earlier_release_is_read_from_its_files(published, following):
    """It had publications and their files only."""
    with published.engine.begin() as connection:
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        for table in reversed(TABLES.sorted_tables):
            if table.name not in ("publications", "sources"):
                connection.execute(text(f"DROP TABLE {table.name}"))
        connection.execute(text("DROP TABLE alembic_version"))
        connection.execute(text("ALTER TABLE publications DROP COLUMN again"))
    store = Store(str(published.url))
    assert len(publishing.in_force(store).timetable.seasons) == 1
    _, both = publish(store, following)
    assert [season.id for season in both.timetable.seasons] == ["host", "var"]


def test_an_older_publication_that_cannot_be_read_is_left_out(published, stops, following, caplog):
    unreadable(published, stops)
    publish(published, following)
    assert "publication 2 is left out" in caplog.text
    assert {id for id, _ in publishing.in_force(published).seasons} == {1, 3}


def test_seasons_that_ended_more_than_a_year_ago_are_forgotten(published, following):
    _, found = publish(published, following, days=500)
    assert [season.id for season in found.timetable.seasons] == ["var"]


def test_no_more_than_ten_publications_are_put_together(published, following):
    stops, _ = following
    for month in range(1, 13):
        one = f"seasons:\n  - {{id: m{month}, from: 2027-{month:02}-01, to: 2027-{month:02}-20}}"
        season = NEXT_YAML.replace("seasons:\n  - {id: var, from: 2027-01-04, to: 2027-06-18}", one)
        _, found = publish(published, (stops, Source("next.yaml", season.encode())), month)
    assert [id for id, _ in found.seasons] == list(range(13, 3, -1))


def test_the_first_publication_tells_of_every_visit_but_those_at_homes(published):
    found = publishing.in_force(published)
    visits = found.timetable.public().visits(date.min, date.max)
    assert found.told.keys() == {END, *(visit.key for visit in visits)}
    assert {said.sequence for said in found.told.values()} == {0}


def test_only_visits_that_change_are_told_again(published, stops):
    publishing.publish(published, publishing.check(stops, LATER), "ola", NOW)
    found = publishing.in_force(published)
    newer = {key for key, said in found.told.items() if said.sequence}
    assert newer == {("aas", date(2026, 11, 26), 1), ("aas", date(2026, 12, 3), 1)}
    assert {found.told[key].changed_at for key in newer} == {found.published_at}


def test_a_visit_that_is_dropped_is_kept_as_it_was(published, stops):
    shorter = SCHEDULE_YAML.replace("[2026-11-26, 2026-12-03]", "[2026-12-03]")
    publishing.publish(
        published, publishing.check(stops, Source("schedule.yaml", shorter.encode())), "ola", NOW
    )
    said = publishing.in_force(published).told["aas", date(2026, 11, 26), 1]
    assert (said.sequence, said.last.takes_place, said.last.stop.name) == (1, False, "Ås")
    assert said.last.slot.start.hour == 14


def test_a_history_that_could_not_be_kept_is_worked_out_and_kept_the_next_time(published, stops, monkeypatch):
    """Whoever works it out, and when: the same."""
    with monkeypatch.context() as patch:
        patch.setattr(published, "tell", lambda *_: (_ for _ in ()).throw(StoreUnavailable("full")))
        publishing.publish(published, publishing.check(stops, LATER), "ola", NOW)
    unkept = publishing.in_force(published)
    assert published.told()[0] == unkept.id - 1
    assert unkept.told["aas", date(2026, 12, 3), 1].sequence == 1
    again = SCHEDULE_YAML.replace("14:00", "16:00").replace("14:30", "16:30").encode()
    publishing.publish(published, publishing.check(stops, Source("schedule.yaml", again)), "ola", NOW)
    kept = publishing.in_force(published)
    assert published.told() == (kept.id, kept.told)
    assert kept.told["aas", date(2026, 12, 3), 1].sequence == 2
    assert kept.told["hol", date(2026, 12, 8), 1] == unkept.told["hol", date(2026, 12, 8), 1]


def test_what_is_undone_is_newer_still(published, stops, schedule):
    for files in ((stops, LATER), (stops, schedule)):
        publishing.publish(published, publishing.check(*files), "ola", NOW)
    assert publishing.in_force(published).told["aas", date(2026, 12, 3), 1].sequence == 2


class Archive:
    """Publications that need no database: timetables, the oldest first."""

    def __init__(self, timetables, noted):
        self.timetables, self.noted = timetables, noted

    def before(self, number):
        numbers = range(number - 1, 0, -1)
        return [(each, self.timetables[each - 1].seasons if self.noted else ()) for each in numbers]

    def kept(self, number):
        return Kept(number, NOW, "kari", "", str(number), {})


@st.composite
def seasons(draw):
    first = date(2026, 6, 1) + timedelta(draw(st.integers(0, 700)))
    return Season(draw(st.sampled_from("abc")), first, first + timedelta(draw(st.integers(0, 400))))


def weekly(number, held):
    calls = (Call("hol", time(number), time(number + 1)),)
    routes = tuple(Route("r", "r", season, EveryWeeks(date(2026, 6, 1)), calls) for season in held)
    return Timetable(Service("Bussen"), (Stop("hol", "Hol", "Nes", None),), tuple(held), routes)


@given(st.lists(st.lists(seasons(), min_size=1, max_size=2), min_size=1, max_size=7), st.booleans())
def test_what_is_not_read_changes_nothing_of_what_is_in_force(publications, noted):
    """As when every publication were read and put together, the oldest first."""
    made = [weekly(number, held) for number, held in enumerate(publications, 1)]
    kept = Archive(made, noted)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "timetable_of", lambda one: made[one.id - 1])
        together = parts.parts_of(kept, kept.kept(len(made)))
    found = in_succession(*(part.timetable for part in together))
    wanted = in_succession(*reversed(made))
    assert found.visits(NOW.date(), date(2029, 1, 1)) == wanted.visits(NOW.date(), date(2029, 1, 1))
    left = {season for part in together for season in part.left}
    assert {season for season in wanted.seasons if season.last >= NOW.date()} <= left
