"""The rounds of a plan, and a version of one's own: a stop is put elsewhere, and the effect is told."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from logging import getLogger

from flask import Blueprint, abort, redirect, request, send_file, url_for
from werkzeug.wrappers import Response

from busplan.access import Role
from busplan.fetching import Unavailable
from busplan.jobs.wished import Wished, wished_json
from busplan.planning.difference import figures
from busplan.planning.fits import Fit, moved
from busplan.planning.rounds import Day, Rounds, rounds_json
from busplan.planning.shortfalls import checked
from busplan.planning.tracks import gpx
from busplan.planning.wishes import Lock
from busplan.roads.engines import engine_of
from busplan.roads.roads import Roads
from busplan.store import Plans
from busplan.timetable import Kind, Point
from busplan.web import tongue, typed
from busplan.web.desk import desk
from busplan.web.staff import plots, reasons
from busplan.web.staff.opened import (
    MINE,
    MOST_MOVES,
    TODAY,
    Opened,
    name_of,
    name_of_day,
    opened,
    unless_at_work,
    version_of,
)
from busplan.web.staff.page import shown
from busplan.web.staff.tell import done, undone
from busplan.web.staff.who import needs, now, store, who

MOST_PLACES = 12
log = getLogger(__name__)
# Bus, weekday, week of the cycle.
To = tuple[str, int, int]
TO = re.compile(r"([0-6]) ([0-9]{1,3}) (.*)", re.ASCII)

pages = Blueprint("moves", __name__, url_prefix="/staff/plans")


@pages.get("/<int:number>/rounds")
@needs(Role.EDITOR)
def rounds(number: int) -> str:
    of = opened(number)
    version = version_of(of)
    its, today = of.versions[version], of.versions[TODAY]
    return shown(
        "plan_rounds.html",
        of=of,
        version=version,
        its=its,
        days=in_order(its),
        load_of=lambda day: plots.load_of(day, of.ground, of.limits),
        found=checked(its.days(), of.ground, of.limits),
        figures=figures(its, of.ground, of.limits),
        today=figures(today, of.ground, of.limits),
        as_today=set(today.turns),
        name_of=name_of,
        name_of_day=name_of_day,
        MINE=MINE,
        TODAY=TODAY,
        reasons=reasons,
    )


@pages.get("/<int:number>/rounds/<int:at>.gpx")
@needs(Role.EDITOR)
def track(number: int, at: int) -> Response:
    """A round for a navigator: its stops in order, and the road between them where an engine knows it."""
    of = opened(number)
    days = in_order(of.versions[version_of(of)])
    if at >= len(days):
        abort(404)
    made, name = gpx(days[at], of.ground, of.names, along(of)), f"{number}-{at + 1}.gpx"
    return send_file(BytesIO(made), "application/gpx+xml", as_attachment=True, download_name=name)


def in_order(its: Rounds) -> list[Day]:
    return sorted(its.days(), key=lambda day: (day.first, day.vehicle))


def along(of: Opened) -> Callable[[Point, Point], tuple[Point, ...]] | None:
    """Straight where no engine knows the road or answers. Where people live is told to no other's."""
    engine = engine_of(desk().settings)
    if engine is None:
        return None
    roads = Roads(engine)
    homes = {stop.point for stop in of.stops.values() if stop.kind is Kind.HOME and not engine.is_ours}

    def line(one: Point, other: Point) -> tuple[Point, ...]:
        if homes & {one, other}:
            return ()
        try:
            way = roads.way(one, other)
        except Unavailable as fault:
            log.warning("no road is drawn: %s", fault)
            return ()
        return way.line if way else ()

    return line


@pages.get("/<int:number>/turns/<int:turn>")
@needs(Role.EDITOR)
def places(number: int, turn: int) -> str:
    """Where a stop may go instead, the best first, each with what it does to the rest."""
    of = opened(number)
    version = version_of(of)
    its = of.versions[version]
    if turn >= len(its.turns):
        abort(404)
    found = sorted(tried(of, its, turn), key=lambda fit: (fit.rank, fit.turn))
    return shown(
        "plan_move.html",
        of=of,
        version=version,
        number=turn,
        turn=its.turns[turn],
        fits=[(fit, change(of, its, fit.rounds)) for fit in found[:MOST_PLACES]],
        name_of=name_of,
        reasons=reasons,
    )


def tried(of: Opened, its: Rounds, number: int) -> Iterator[Fit]:
    """On every day that a bus drives, but where it is now."""
    was = its.turns[number]
    for bus in of.wished.wishes.buses:
        vehicle = "" if bus.name.startswith("(") else bus.name
        for weekday in bus.weekdays:
            for week in range(was.every):
                here = (was.vehicle, was.weekday, was.week % was.every)
                if (vehicle, weekday, week) != here:
                    found = moved(its, number, (vehicle, weekday, week), of.ground, of.wished.wishes)
                    if found:
                        yield found


def change(of: Opened, before: Rounds, after: Rounds) -> tuple[float, float]:
    """Kilometres and minutes more in a week."""
    one, other = (figures(each, of.ground, of.limits).per_week for each in (before, after))
    return other[0] - one[0], other[1] - one[1]


@pages.post("/<int:number>/move")
@needs(Role.EDITOR)
def move(number: int) -> Response:
    of, words = opened(number), tongue.words()
    version = version_of(of)
    its = of.versions[version]
    turn, to = typed.number("turn", -1), to_of(request.form.get("to", ""))
    if to is None or not 0 <= turn < len(its.turns):
        abort(404)
    back = redirect(url_for("moves.rounds", number=number, of=MINE), 303)
    name = of.names.get(its.turns[turn].stop_id, "")
    found = moved(its, turn, to, of.ground, of.wished.wishes)
    if found is None:
        undone(words.say("{stop} får ikke plass der: tidene rekker ikke.", stop=name))
        return redirect(url_for("moves.rounds", number=number, of=version), 303)
    said = told(of, its, found)
    before = of.told_moves if version == MINE else []
    begun = before[-1]["of"] if before else version
    steps = [*before, {"said": said, "of": begun, "rounds": json.loads(rounds_json(found.rounds))}]
    with unless_at_work():
        Plans(store()).move(number, json.dumps(steps[-MOST_MOVES:]))
        done(said)
    return back


def to_of(said: str) -> To | None:
    """`1 2 Bussen`: weekday, week, bus."""
    found = TO.fullmatch(said)
    return (found[3], int(found[1]), int(found[2])) if found else None


def told(of: Opened, before: Rounds, fit: Fit) -> str:
    """What has become of it, in a sentence or two."""
    words = tongue.words()
    km, minutes = change(of, before, fit.rounds)
    said = words.say(
        "{stop} er flyttet til {turn}: {km} og {minutes} i uka.",
        stop=of.names.get(fit.turn.stop_id, ""),
        turn=reasons.turn(fit.turn),
        km=reasons.more_km(km),
        minutes=reasons.more(minutes),
    )
    if fit.shifts:
        others = words.listed(reasons.shifted(shift, of.names) for shift in fit.shifts)
        said += " " + words.say("Andre får ny tid: {others}.", others=others)
    return said


@pages.post("/<int:number>/undo")
@needs(Role.EDITOR)
def undo(number: int) -> Response:
    of, words = opened(number), tongue.words()
    with unless_at_work():
        Plans(store()).move(number, json.dumps(of.told_moves[:-1]))
        done(words.say("Angret."))
    left = len(of.moves) > 1
    return redirect(url_for("moves.rounds", number=number, of=MINE if left else None), 303)


@pages.post("/<int:number>/again")
@needs(Role.EDITOR)
def again(number: int) -> Response:
    """A new plan that begins from this version, with what staff have moved locked where they put it."""
    of, words = opened(number), tongue.words()
    version = version_of(of)
    rounds, wishes = of.versions[version], of.wished.wishes
    placed = {turn.stop_id for turn in set(rounds.turns) - set(begun_from(of, version).turns)}
    locked = {id: replace(wishes.of(id), lock=Lock.TIME) for id in placed}
    # What was wished has come true in these rounds; a lock is of them from now on.
    stops = {**wishes.stops, **locked}
    wished = Wished(replace(wishes, stops=stops), rounds)
    name = words.say("{name}, videre", name=of.plan.name)
    made = Plans(store()).add(name, of.rota.number, wished_json(wished), who().name, now())
    return redirect(url_for("plan.wishes", number=made), 303)


def begun_from(of: Opened, version: str) -> Rounds:
    """What staff's own version was made of; of another, itself."""
    if version == MINE:
        return of.versions.get(str(of.told_moves[-1]["of"]), of.versions[TODAY])
    return of.versions[version]
