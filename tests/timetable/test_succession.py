"""Seasons that follow each other: nothing is lost, and nothing is told twice."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from busplan.timetable import (
    Call,
    Cancelled,
    Closure,
    EveryWeeks,
    Extra,
    Kind,
    ListedWeeks,
    MonthlyWeekdays,
    Moved,
    Notice,
    OnDates,
    ParityWeeks,
    Point,
    Route,
    Scope,
    Season,
    Service,
    Stop,
    Timetable,
    Week53,
    in_succession,
    remaining,
)

ALWAYS = (date(2025, 1, 1), date(2029, 12, 31))
THIS = Season("2026-27", date(2026, 8, 17), date(2027, 6, 18))
NEXT = Season("2027-28", date(2027, 8, 16), date(2028, 6, 16))
FRIDAY = date(2027, 6, 4)
PLACES = tuple(Stop(id, id.title(), "Nes", Point(60, 11)) for id in ("hol", "aas", "son"))


def timetable(season, *cadences, stops=PLACES, **more):
    """One round for each cadence, all of them at Hol, the second at Ås too."""
    routes = tuple(
        Route(f"r{n}", f"r{n}", season, cadence, (Call("hol", time(9 + n), time(10 + n)),))
        for n, cadence in enumerate(cadences)
    )
    return Timetable(Service("Bussen"), stops, (season,), routes, **more)


def told(timetable):
    return [(visit.key, visit.slot, visit.status, visit.route) for visit in timetable.visits(*ALWAYS)]


MONDAYS = EveryWeeks(date(2026, 8, 17), 3)
present = timetable(THIS, MONDAYS)
coming = timetable(NEXT, EveryWeeks(date(2027, 8, 17), 2))


def test_the_present_season_stands_until_its_end_and_then_the_next():
    both = in_succession(coming, present)
    assert told(both) == told(present) + told(coming)
    assert both.horizon(date(2027, 1, 1)) == NEXT.last


def test_a_correction_replaces_its_season_whole_also_for_days_past():
    corrected = timetable(replace(THIS, last=date(2027, 5, 28)), MONDAYS)
    assert in_succession(corrected, present) == corrected


def test_a_correction_of_the_present_season_leaves_the_next_alone():
    corrected = timetable(THIS, EveryWeeks(date(2026, 8, 17), 6))
    assert told(in_succession(corrected, coming, present)) == told(corrected) + told(coming)


def test_a_season_that_overlaps_the_end_takes_over_on_its_first_day():
    early = timetable(replace(NEXT, first=FRIDAY), EveryWeeks(FRIDAY))
    before = [visit for visit in told(present) if visit[0][1] < FRIDAY]
    assert told(in_succession(early, present)) == before + told(early)


def test_a_summer_of_its_own_leaves_the_days_around_it():
    summer = timetable(Season("sommer", date(2027, 3, 1), date(2027, 3, 31)), EveryWeeks(date(2027, 3, 2)))
    around = [visit for visit in told(present) if visit[0][1].month != 3]
    assert told(in_succession(summer, present)) == sorted(around + told(summer), key=lambda it: it[0][1])


def test_a_season_is_known_by_its_first_day_too():
    assert remaining([THIS], (replace(THIS, id="x", last=date(2027, 1, 1)),)) == ()
    unnamed = replace(THIS, id="")
    assert remaining([unnamed], (replace(unnamed, last=date(2027, 1, 1)),)) == ()
    assert remaining([unnamed], (Season("", FRIDAY, NEXT.last),)) == (
        replace(unnamed, last=FRIDAY - timedelta(1)),
    )


def test_an_id_used_again_another_year_is_another_season():
    autumn = Season("host", date(2026, 8, 17), date(2026, 12, 18))
    assert remaining([autumn], (Season("host", date(2027, 8, 16), date(2027, 12, 17)),)) == (autumn,)


def test_two_seasons_in_one_hold_the_days_between_them_too():
    autumn, spring = (
        replace(THIS, id="h", last=date(2026, 12, 18)),
        replace(THIS, id="v", first=date(2027, 1, 4)),
    )
    assert remaining([THIS], (autumn, spring)) == ()


def test_a_stop_that_only_the_old_season_has_stands_until_its_end():
    fewer = replace(coming, stops=PLACES[:1])
    gone = timetable(THIS, MONDAYS)
    gone = replace(gone, routes=(replace(gone.routes[0], calls=(Call("aas", time(9), time(10)),)),))
    both = in_succession(fewer, gone)
    assert [stop.id for stop in both.stops] == ["hol", "aas"]
    assert both.stop("hol").until is None
    assert both.stop("aas").until == THIS.last
    assert both.stop("aas").stands(THIS.last)
    assert not both.stop("aas").stands(NEXT.first)


def test_what_is_said_of_a_stop_comes_from_the_newest_that_has_it():
    renamed = replace(coming, stops=(replace(PLACES[0], name="Hol nye torg", municipality="Årnes"),))
    both = in_succession(renamed, present)
    assert {visit.stop.name for visit in both.visits(*ALWAYS)} == {"Hol nye torg"}


def test_closures_and_notices_bear_on_the_days_of_their_own_timetable():
    off = Closure(date(2027, 5, 1), None, "Verksted")
    nes = Closure(date(2026, 9, 28), date(2026, 9, 28), "Høstferie", Scope(municipalities=frozenset({"Nes"})))
    news = Notice(date(2027, 4, 1), None, Scope(routes=frozenset({"r0"})), Cancelled(), "Streik")
    closed = replace(present, closures=(off, nes), notices=(news,))
    moved_house = tuple(replace(stop, municipality="Årnes") for stop in PLACES)
    early = Closure(date(2026, 1, 1), date(2027, 8, 31), "Ikke ennå")
    later = replace(coming, stops=moved_house, closures=(early,))
    assert told(in_succession(later, closed)) == told(closed) + told(later)
    [between] = {c.reason for c in in_succession(coming, closed).closed_on(date(2027, 7, 1))}
    assert between == "Verksted"
    assert in_succession(coming, closed).closed_on(date(2027, 9, 1)) == []


def test_a_rota_slips_for_the_closures_of_its_own_timetable():
    slipping = replace(
        present,
        routes=(replace(present.routes[0], slips=True),),
        closures=(Closure(date(2026, 9, 7), date(2026, 9, 7)),),
    )
    later = replace(
        coming,
        routes=(replace(coming.routes[0], cadence=EveryWeeks(date(2026, 8, 18), 3), slips=True),),
        closures=(Closure(date(2026, 12, 1), date(2026, 12, 8)),),
    )
    assert told(in_succession(later, slipping)) == told(slipping) + told(later)


def test_an_extra_visit_between_seasons_is_told_once_as_the_newest_has_it():
    day = date(2027, 7, 1)
    extra = Notice(day, day, Scope(stops=frozenset({"son"})), Extra(time(10), time(11)), "Sommerles")
    later = replace(extra, change=Extra(time(12), time(13)))
    old = replace(present, notices=(extra,))
    [visit] = in_succession(replace(coming, notices=(later,)), old).visits(day, day)
    assert (visit.slot.start, visit.nth) == (time(12), 101)
    without = in_succession(replace(coming, stops=PLACES[:1]), old)
    assert [visit.slot.start for visit in without.visits(day, day)] == [time(10)]
    assert without.stop("son").until == day


def test_homes_stay_hidden_when_seasons_follow_each_other():
    home = Stop("hjem", "Hjemmebesøk", "Nes", None, kind=Kind.HOME)
    reason = Closure(date(2026, 9, 1), None, "Ola er syk", Scope(kinds=frozenset({Kind.HOME})))
    old = replace(present, stops=(*PLACES, home), closures=(reason,))
    calls = (Call("hjem", time(12), time(13)), *old.routes[0].calls)
    old = replace(old, routes=(replace(old.routes[0], calls=calls),))
    assert "hjem" not in repr(in_succession(coming, old).public())
    assert "Ola" not in repr(in_succession(coming, old).public())


def test_a_timetable_without_seasons_leaves_nothing():
    empty = Timetable(Service("Bussen"), PLACES)
    assert in_succession(empty, present) == empty
    assert in_succession(present, empty) == present


weekdays = st.integers(0, 4)
cadences = st.one_of(
    st.builds(EveryWeeks, st.dates(date(2026, 8, 10), date(2026, 9, 30)), st.integers(1, 5)),
    st.builds(ParityWeeks, weekdays, st.booleans(), st.just(date(2026, 8, 17)), st.sampled_from(Week53)),
    st.builds(ListedWeeks, weekdays, st.frozensets(st.integers(1, 53), min_size=1)),
    st.builds(MonthlyWeekdays, weekdays, st.frozensets(st.sampled_from([1, 2, 3, 4, -1]), min_size=1)),
    st.builds(OnDates, st.lists(st.dates(date(2026, 8, 1), date(2028, 6, 30)), max_size=20).map(tuple)),
)
closures = st.builds(
    lambda first, length, scope: Closure(first, first + timedelta(length) if length else None, "", scope),
    st.dates(date(2026, 7, 1), date(2028, 6, 30)),
    st.integers(0, 40),
    st.sampled_from([Scope(), Scope(routes=frozenset({"r0"})), Scope(municipalities=frozenset({"Nes"}))]),
)
notices = st.builds(
    lambda day, change: Notice(day, day, Scope(stops=frozenset({"hol"})), change, ""),
    st.dates(date(2026, 8, 1), date(2028, 6, 30)),
    st.one_of(
        st.just(Cancelled()),
        st.builds(Moved, st.dates(date(2026, 8, 1), date(2028, 6, 30))),
        st.just(Extra(time(18), time(19))),
    ),
)


@st.composite
def timetables(draw, season):
    made = timetable(
        season,
        *draw(st.lists(cadences, min_size=1, max_size=3)),
        closures=tuple(draw(st.lists(closures, max_size=3))),
    )
    held = st.lists(notices.filter(lambda notice: season.first <= notice.first <= season.last), max_size=3)
    slips = draw(st.booleans())
    routes = tuple(
        replace(route, slips=slips and isinstance(route.cadence, EveryWeeks)) for route in made.routes
    )
    return replace(made, notices=tuple(draw(held)), routes=routes)


@given(timetables(THIS), timetables(replace(NEXT, first=FRIDAY)))
def test_over_a_friday_each_visit_is_there_once_with_the_key_it_had_alone(old, new):
    """Those planned before the takeover as the old has them, the others as the new has them."""
    both = in_succession(new, old)
    wanted = [visit for visit in told(old) if visit[0][1] < FRIDAY] + told(new)
    assert sorted(told(both)) == sorted(wanted)
    assert len({visit[0] for visit in told(both)}) == len(wanted)


@given(timetables(THIS), timetables(NEXT), timetables(replace(THIS, last=FRIDAY)))
def test_it_does_not_matter_whether_they_are_put_together_at_once_or_one_by_one(old, new, correction):
    at_once = in_succession(correction, new, old)
    assert told(at_once) == told(in_succession(correction, in_succession(new, old)))
    assert told(at_once) == told(in_succession(new, correction))


@pytest.mark.parametrize("older", [(), (present,)])
def test_one_alone_is_itself(older):
    assert in_succession(present, *older) == present


def test_what_a_stop_has_become_is_said_by_the_newest():
    joined = replace(PLACES[1], became="hol")
    both = in_succession(
        timetable(NEXT, MONDAYS, stops=(PLACES[0], joined)),
        timetable(THIS, MONDAYS, stops=(*PLACES, replace(PLACES[2], id="old", became="son"))),
    )
    assert both.stop("aas").became == "hol"
    assert both.successor(both.stop("aas"), FRIDAY) is both.stop("hol")
    # Of a stop that only the older knows, what it became may be gone.
    only_older = replace(timetable(THIS, MONDAYS), stops=(replace(PLACES[0], became="son"), *PLACES[1:]))
    assert in_succession(timetable(NEXT, stops=PLACES[1:2]), only_older).stop("hol").became == ""


def test_no_stop_becomes_one_that_is_not_there_or_itself():
    for became in ("nope", "hol"):
        with pytest.raises(ValueError, match="has become"):
            timetable(THIS, MONDAYS, stops=(replace(PLACES[0], became=became), *PLACES[1:]))


def test_a_stop_that_has_become_a_home_leads_nowhere():
    home = replace(PLACES[1], kind=Kind.HOME)
    public = timetable(THIS, stops=(replace(PLACES[2], became="aas"), home)).public()
    assert public.stop("son").became == ""
