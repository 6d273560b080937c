"""From a timetable to a plan and back; what would change; what makes no sense is told before."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from typing import get_args
from xml.etree import ElementTree

import pytest
from planning.conftest import MONDAY, STOPS
from small import ROOT

from busplan import planner
from busplan.planner.plan import Reason
from busplan.planning.difference import compared, figures
from busplan.planning.draft import with_rounds
from busplan.planning.ground import ground_of
from busplan.planning.limits import Limits, Rule, limits_of
from busplan.planning.order import ordered
from busplan.planning.proposal import left, proposal
from busplan.planning.question import asked, question, question_json, read_question
from busplan.planning.rounds import Rounds, Turn
from busplan.planning.shortfalls import checked
from busplan.planning.today import rounds_of
from busplan.planning.tracks import geojson, gpx
from busplan.planning.wish_list import wish_list
from busplan.planning.wishes import (
    BadWishes,
    Bus,
    Change,
    Flaw,
    Lock,
    Opening,
    Wish,
    Wishes,
    wishes_of,
)
from busplan.settings import BadSetting, Settings
from busplan.timetable import Point, Season, Stop
from busplan.words.planning import sentences

FEW = 300  # iterations: enough for five stops


@pytest.fixture
def rounds(line):
    return rounds_of(line, MONDAY)


@pytest.fixture
def wishes(rounds, ground, limits):
    return replace(wishes_of(rounds, ground, limits), change=Change.FREE)


def test_a_plan_is_rounds_that_can_be_driven_and_a_draft_has_its_visits(line, rounds, ground, limits, wishes):
    asking = asked(question(rounds, ground, wishes), iterations=FEW)
    assert read_question(question_json(asking)) == asking
    plan = planner.solve(asking.instance)
    found = proposal(asking, plan)
    assert not left(asking, plan)
    assert not checked(found.days(), ground, limits).shorts
    assert figures(found, ground, limits).km == pytest.approx(plan.cost.km)
    season = Season("ny", date(2027, 1, 4), date(2027, 3, 1))
    visits = with_rounds(line, found, season).visits(season.first, season.last)
    planned = {
        (MONDAY.toordinal() + 7 * (visit.day // 5) + visit.day % 5, asking.turns[visit.stop].stop_id)
        for visit in plan.visits
    }
    # Every fourteen days from the cycle on.
    days = {(visit.slot.day.toordinal(), visit.stop.id) for visit in visits}
    weeks = range(season.first.toordinal(), season.last.toordinal() + 1)
    assert days == {(day, id) for first, id in planned for day in weeks if (day - first) % 14 == 0}


def test_what_is_locked_stays(rounds, ground, wishes):
    locked = replace(wishes, stops={"d": Wish(lock=Lock.TIME), "e": Wish(lock=Lock.DAY)})
    asking = asked(question(rounds, ground, locked), iterations=FEW)
    found = {turn.stop_id: turn for turn in proposal(asking, planner.solve(asking.instance)).turns}
    assert (found["d"].week, found["d"].begins) == (1, 600)
    assert (found["e"].week, found["e"].weekday) == (1, 0)


def test_a_move_costs_as_what_the_bus_drives_for_a_stop_and_is_dearer_where_few_are_asked_for(
    rounds, ground, limits, wishes
):
    prices = {
        change: question(rounds, ground, replace(wishes, change=change)).instance.weights.moved
        for change in (Change.FEW, Change.SOME, Change.FREE)
    }
    some = 0.75 * figures(rounds, ground, limits).km / 5
    assert prices == {Change.FEW: pytest.approx(4 * some), Change.SOME: pytest.approx(some), Change.FREE: 0}


def test_a_new_stop_is_placed_and_one_left_out_is_gone(rounds, ground, limits, wishes):
    asks = replace(
        wishes, stops={"f": Wish(every=2, minutes=20), "a": Wish(visited=False)}, change=Change.NONE
    )
    kept = replace(rounds, turns=tuple(t.at(690) if t.stop_id == "c" else t for t in rounds.turns))
    asking = asked(question(kept, ground, asks), iterations=FEW)
    assert [turn.stop_id for turn, new in zip(asking.turns, asking.new, strict=True) if new] == ["f"]
    found = proposal(asking, planner.solve(asking.instance))
    difference = compared(kept, found, ground, limits)
    assert (difference.gained, difference.lost, difference.new_times) == (("f",), ("a",), ())


def test_everything_that_makes_no_sense_is_told_at_once_with_its_stop(rounds, ground, wishes):
    asks = {
        "a": Wish(openings=(Opening(600, 610),)),
        "b": Wish(every=3),
        "x": Wish(),
        "c": Wish(vehicles=("Sykkelen",)),
        "d": Wish(minutes=0),
    }
    bad = replace(wishes, weeks=2, stops=asks, added=(Stop("y", "Y", "Nes", None),))
    with pytest.raises(BadWishes) as refused:
        question(rounds, ground, bad)
    assert {(fault.code, fault.stop_id) for fault in refused.value.faults} == {
        ("opening_too_short", "a"),
        ("weeks_do_not_fit", "b"),
        ("unknown_stop", "x"),
        ("no_coordinates", "y"),
        ("unknown_bus", "c"),
        ("negative", "d"),
    }


def test_what_the_planner_refuses_is_told_by_the_names_of_stops_and_buses(rounds, ground, wishes):
    far = Bus("Bussen", (0,), 480, 540, 60)
    with pytest.raises(BadWishes) as refused:
        question(rounds, ground, replace(wishes, buses=(far,), stops={"e": Wish(weekdays=(3,))}))
    codes = {(fault.code, fault.stop_id) for fault in refused.value.faults}
    assert ("no_slot", "e") in codes
    with pytest.raises(BadWishes) as refused:
        question(rounds, ground, replace(wishes, buses=()))
    assert [fault.code for fault in refused.value.faults] == ["no_buses"]


def test_a_home_without_coordinates_keeps_its_time(rounds, ground, wishes):
    home = Turn(0, 1, 640, 700, "hjem", "Bussen", 2, "to")
    asking = question(Rounds(MONDAY, (*rounds.turns, home)), ground, wishes)
    number = [turn.stop_id for turn in asking.turns].index("hjem")
    assert asking.nowhere == ("hjem",)
    assert asking.instance.stops[number].lock == planner.Lock.TIME


def test_a_stop_with_several_visits_keeps_their_days(rounds, ground, wishes):
    again = Turn(3, 0, 600, 630, "a", "Bussen", 2, "to")
    asking = question(Rounds(MONDAY, (*rounds.turns, again)), ground, replace(wishes, buses=(Bus("Bussen"),)))
    locks = [
        stop.lock
        for stop, turn in zip(asking.instance.stops, asking.turns, strict=True)
        if turn.stop_id == "a"
    ]
    assert locks == [planner.Lock.DAY, planner.Lock.DAY]


def test_the_best_order_is_the_shortest_and_nearest_to_todays_times(ground, limits):
    there = [("c", 600), ("a", 700), ("b", 800), ("d", 900)]
    rounds = Rounds(MONDAY, tuple(Turn(0, 0, at, at + 30, id, "Bussen") for id, at in there))
    found, unserved = ordered(rounds, ("Bussen", 0, 0), ground, wishes_of(rounds, ground, limits))
    stops = [stay.stop_id for stay in found.days()[0].stays]
    # The bus stands at a: any order that goes out and home once is as short.
    assert figures(found, ground, limits).km == pytest.approx(2 * ground.km("a", "d"))
    assert unserved == ()
    assert not checked(found.days(), ground, limits).shorts
    assert sorted(stops) == ["a", "b", "c", "d"]


def test_who_gets_a_new_day_and_who_only_a_new_time(rounds, ground, limits):
    turns = {turn.stop_id: turn for turn in rounds.turns}
    turns["a"] = turns["a"].at(615)
    turns["d"] = replace(turns["d"], week=0, begins=900, ends=930)
    del turns["e"]
    found = compared(rounds, Rounds(MONDAY, tuple(turns.values())), ground, limits)
    assert [(each.was.stop_id, each.day, each.minutes) for each in found.new_times] == [
        ("a", False, 15),
        ("d", True, 300),
    ]
    assert (found.lost, found.before.days, found.after.days) == (("e",), 2, 1)
    assert found.before.visits == 5


def test_a_day_is_drawn_for_a_navigator_and_for_a_map(rounds, ground):
    [day, _] = rounds.days()
    names = {stop.id: stop.name for stop in STOPS}
    bend = Point(60.01, 11.2)
    tree = ElementTree.fromstring(gpx(day, ground, names, lambda *_: (bend,)))  # noqa: S314 - our own
    space = {"g": "http://www.topografix.com/GPX/1/1"}
    assert [name.text for name in tree.findall("g:rte/g:rtept/g:name", space)] == ["A", "B", "C"]
    assert len(tree.findall("g:trk/g:trkseg/g:trkpt", space)) == 5 + 4
    told = json.loads(geojson(day, ground, names))
    *stops, way = told["features"]
    assert [stop["properties"]["from"] for stop in stops] == ["10:00", "10:45", "11:20"]
    assert way["geometry"]["coordinates"][0] == [11.0, 60.0]


def test_a_list_of_wishes_is_read_in_norwegian_and_every_fault_of_it_told():
    text = "stopp;hver_uke;minutter;ukedager;fra;til;lås\na;2;40;mandag tirsdag;09:00;14:00;dag\na;;;onsdag;16.00;;\n"
    wish = wish_list(text.encode())["a"]
    assert [opening.weekdays for opening in wish.openings] == [(0, 1), (2,)]
    assert wish.openings[1] == Opening(16 * 60, 24 * 60, (2,))
    with pytest.raises(BadWishes) as refused:
        wish_list(b"stop,minutes,weekdays,lock\na,mange,monday,none\nb,30,blodag,hardt\n")
    assert [(fault.line, fault.value) for fault in refused.value.faults] == [
        (2, "mange"),
        (3, "blodag"),
        (3, "hardt"),
    ]
    with pytest.raises(BadWishes, match="unknown_column"):
        wish_list(b"stop,colour\na,red\n")


@pytest.mark.parametrize("row", [b"30", b"30," + b"x" * 200_000])
def test_a_row_of_wishes_that_cannot_be_read_is_told_with_its_line(row):
    with pytest.raises(BadWishes) as bad:
        wish_list(b"minutes,stop\n" + row + b"\n")
    assert [(each.code, each.line) for each in bad.value.faults] == [("wrong_cell", 2)]


def test_wishes_are_read_however_their_lines_end():
    assert wish_list(b"stop\ra\r") == wish_list(b"stop\na\n")


def test_the_wishes_in_the_documents_are_read():
    told = (ROOT / "docs" / "plans.md").read_text(encoding="utf-8").split("```")[1]
    wishes = wish_list(told.strip().encode())
    assert wishes["hol"].lock is Lock.TIME
    assert wishes["nes-skole"].openings == (Opening(510, 840, (0, 1)),)
    assert not wishes["gamlehytta"].visited


def test_all_that_planning_finds_has_a_sentence_in_three_languages():
    codes = {*get_args(Flaw), *get_args(Rule), *(f"left_{reason}" for reason in get_args(Reason))}
    assert codes <= sentences().keys()
    for code, languages in sentences().items():
        assert languages.keys() == {"nb", "nn", "en"}, code
        facts = {
            language: sorted(part.split("}")[0] for part in text.split("{")[1:])
            for language, text in languages.items()
        }
        assert facts["nb"] == facts["nn"] == facts["en"], code


def test_limits_are_as_the_service_has_set_them():
    said = Settings(
        depots="Bussen=59.9,11.0; 60.1,-10.5", shift="07:30-19:00", drive_factor="1.15", longest_day="600"
    )
    limits = limits_of(said)
    assert limits.depot("Bussen") == Point(59.9, 11.0)
    assert limits.depot("Buss 2") == Point(60.1, -10.5)
    assert (limits.begins, limits.ends, limits.longest, limits.factor) == (450, 1140, 600, 1.15)
    assert limits_of(Settings()) == Limits()
    for name, value in (
        ("depots", "95.0,11.0"),
        ("shift", "07-19"),
        ("drive_factor", "0"),
        ("leg_minutes", "-1"),
    ):
        with pytest.raises(BadSetting, match=f"BUSPLAN_{name.upper()}="):
            Settings(**{name: value})


def test_what_needs_no_solver_is_asked_without_it():
    modules = "today shortfalls fits difference draft tracks wish_list"
    code = (
        "import sys; sys.modules.update(numba=None, pyvrp=None)\n"
        f"import importlib\nfor name in '{modules}'.split(): importlib.import_module('busplan.planning.' + name)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_buses_without_a_name_have_a_round_each(ground, limits):
    turns = (Turn(0, 0, 600, 630, "a", route="en"), Turn(0, 0, 600, 630, "b", route="to"))
    rounds = Rounds(MONDAY, turns)
    assert rounds.vehicles == ("(en)", "(to)")
    wishes = Wishes(
        wishes_of(rounds, ground_of(STOPS, rounds.vehicles, limits), limits).buses, change=Change.NONE
    )
    asking = asked(question(rounds, ground, wishes), iterations=FEW)
    assert sorted(proposal(asking, planner.solve(asking.instance)).turns) == sorted(turns)


def test_a_bus_more_has_the_depot_of_all_others_and_its_day_ends_before_midnight(rounds, ground, wishes):
    more = replace(wishes, buses=(*wishes.buses, Bus("Buss 2", ends=2000.0)))
    asking = question(rounds, ground, more)
    vehicle = asking.instance.vehicles[1]
    place = len(asking.turns) + vehicle.depot
    assert asking.instance.km[place][0] == ground.km("a", asking.turns[0].stop_id)
    assert vehicle.ends < 24 * 60
