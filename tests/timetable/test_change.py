from dataclasses import replace
from datetime import date, time
from time import process_time

from busplan import paths
from busplan.reading import Source, read
from busplan.timetable import (
    Call,
    Cancelled,
    Closure,
    Count,
    EveryWeeks,
    Moved,
    Notice,
    Point,
    Scope,
    Season,
    Stop,
    changes,
    in_succession,
)

TODAY = date(2026, 11, 1)
HOL = Scope(stops=frozenset({"hol"}))
DAY = date(2026, 11, 17)


def keys(visits):
    return [(visit.stop.id, str(visit.planned.day)) for visit in visits]


def with_calls(timetable, *calls):
    return replace(timetable, routes=(replace(timetable.routes[0], calls=calls),))


def test_nothing_changes_between_a_timetable_and_itself(small):
    same = changes(small, small, TODAY)
    assert not same.added + same.gone + same.ending + same.renamed + same.relocated
    assert not same.visits_added + same.visits_dropped + same.visits_moved + same.visits_cancelled
    assert same.visits_before == 6
    assert same.by_stop == {}


def test_stops_are_added_gone_renamed_and_moved(small):
    hol = small.stops[0]
    nye = replace(hol, name="Hol nye torg", point=Point(60.2, 11.5))
    now = replace(with_calls(small, small.routes[0].calls[2]), stops=(nye, Stop("bo", "Bø", "Nes", None)))
    found = changes(small, now, TODAY)
    assert [stop.id for stop in found.added] == ["bo"]
    assert [stop.id for stop in found.gone] == ["skole", "hjem"]
    assert found.renamed == found.relocated == ((hol, nye),)
    assert keys(found.visits_dropped) == [
        (id, day) for day in ("2026-11-17", "2026-12-08") for id in ("skole", "hjem")
    ]
    assert found.by_stop == {"skole": Count(dropped=2), "hjem": Count(dropped=2)}


def test_another_hour_or_a_notice_is_a_move_and_no_new_visit(small):
    school, home, hol = small.routes[0].calls
    later = with_calls(small, school, home, replace(hol, start=time(12, 45)))
    moved = replace(small, notices=(Notice(DAY, DAY, HOL, Moved(date(2026, 11, 18))),))
    assert [keys(pair) for pair in changes(small, later, TODAY).visits_moved] == [
        [("hol", day), ("hol", day)] for day in ("2026-11-17", "2026-12-08")
    ]
    found = changes(small, moved, TODAY)
    assert found.by_stop == {"hol": Count(moved=1)}
    assert not found.visits_added + found.visits_dropped


def test_another_day_of_the_rota_is_a_visit_dropped_and_one_added(small):
    later = replace(small, routes=(replace(small.routes[0], cadence=EveryWeeks(date(2026, 8, 26), 3)),))
    assert changes(small, later, TODAY).by_stop == {
        id: Count(added=2, dropped=2) for id in ("skole", "hjem", "hol")
    }


def test_a_closed_day_drops_visits_and_a_notice_cancels_one(small):
    closed = replace(small, closures=(*small.closures, Closure(DAY, DAY)))
    assert len(changes(small, closed, TODAY).visits_dropped) == 3
    off = replace(small, notices=(Notice(DAY, DAY, HOL, Cancelled()),))
    assert keys(changes(small, off, TODAY).visits_cancelled) == [("hol", "2026-11-17")]
    assert changes(off, off, TODAY).visits_cancelled == ()


def test_what_is_past_does_not_count(small):
    closed = replace(small, closures=(*small.closures, Closure(DAY, DAY)))
    assert changes(small, closed, date(2026, 11, 18)).by_stop == {}


def test_a_visit_more_at_a_stop_that_day_is_added_alone(small):
    twice = with_calls(small, *small.routes[0].calls, Call("hol", time(15), time(16)))
    assert changes(small, twice, TODAY).by_stop == {"hol": Count(added=2)}


def test_a_stop_that_stands_until_its_season_ends_is_ending_and_not_gone(small):
    season = Season("var", date(2027, 1, 4), date(2027, 6, 18))
    route = replace(small.routes[0], season=season, calls=small.routes[0].calls[2:])
    spring = replace(small, stops=small.stops[:1], seasons=(season,), routes=(route,))
    both = in_succession(spring, small)
    found = changes(small, both, TODAY)
    assert found.gone == found.visits_dropped == ()
    assert [(stop.id, str(stop.until)) for stop in found.ending] == [
        ("skole", "2026-12-18"),
        ("hjem", "2026-12-18"),
    ]
    assert changes(both, both, TODAY).ending == ()


def test_the_changes_of_a_whole_year_are_told_at_once():
    sample = read(*map(Source.from_file, paths.sample())).timetable
    other = replace(sample, closures=())
    seconds = []
    for _ in range(5):
        began = process_time()
        found = changes(sample, other, date(2026, 8, 17))
        seconds.append(process_time() - began)
    assert len(found.visits_added) > 50
    # Usually a tenth of this: a busy machine takes its time.
    assert min(seconds) < 0.2
