"""Planning: whether today's rounds can be driven, where a new stop fits, and the plans there are."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from busplan import jobs
from busplan.access import Role
from busplan.jobs.wished import Wished, wished_json
from busplan.planning.fits import Fit, fits
from busplan.planning.limits import limits_of
from busplan.planning.rounds import rounds_json
from busplan.planning.shortfalls import checked
from busplan.planning.wishes import Wish, Wishes, wishes_of
from busplan.reading.slug import slug, unique
from busplan.store import Plans
from busplan.timetable import Stop
from busplan.web import tongue, typed
from busplan.web.desk import desk
from busplan.web.staff import daylong, reasons, wishing
from busplan.web.staff.page import shown
from busplan.web.staff.rota import Rota, ground, rota
from busplan.web.staff.tell import done
from busplan.web.staff.who import needs, now, store, who

MOST_PLANS = 100
MOST_FITS = 10
FIT_FIELDS = ("name", "municipality", "lat", "lon", "minutes", "every")
Answer = Response | str | tuple[str, int]

pages = Blueprint("plans", __name__, url_prefix="/staff/plans")


@pages.get("")
@needs(Role.EDITOR)
def all() -> str:
    of = rota()
    return shown("plans.html", of=of, plans=Plans(store()).newest(MOST_PLANS), lacking=jobs.lacking())


@pages.post("")
@needs(Role.EDITOR)
def new() -> Response:
    """From the timetable in force, with a sensible default for everything."""
    of = rota()
    limits = limits_of(desk().settings)
    wished = Wished(wishes_of(of.rounds, ground(of, limits), limits), of.rounds)
    words = tongue.words()
    name = words.say("Plan {day}", day=words.short_date(of.today))
    made = Plans(store()).add(name, of.number, wished_json(wished), who().name, now())
    return redirect(url_for("plan.one", number=made), 303)


@pages.get("/check")
@needs(Role.EDITOR)
def check() -> Answer:
    of = rota()
    limits, faults = daylong.limits_of(request.args, limits_of(desk().settings))
    on = ground(of, limits)
    found = checked(of.rounds.days(), on, limits)
    return shown(
        "plan_check.html",
        of=of,
        found=found,
        ground=on,
        typed=daylong.again(limits, request.args, faults),
        faults=faults,
        reasons=reasons,
        names=names(of),
    ), 422 if faults else 200


def names(of: Rota, added: tuple[Stop, ...] = ()) -> dict[str, str]:
    return {stop.id: stop.name for stop in (*of.timetable.stops, *added)}


@dataclass(frozen=True, slots=True)
class Sought:
    """A stop that wants a place in today's rounds, and the places there are."""

    of: Rota
    stop: Stop
    wishes: Wishes
    fits: tuple[Fit, ...]


@pages.get("/fit")
@needs(Role.EDITOR)
def fit() -> Answer:
    of = rota()
    faults: dict[str, str] = {}
    found = sought(of, request.args, faults) if "name" in request.args else None
    usual = {"minutes": f"{wishing.USUAL_MINUTES}", "every": f"{of.rounds.weeks}"}
    return shown(
        "plan_fit.html",
        of=of,
        found=found,
        typed={name: request.args.get(name, usual.get(name, "")) for name in FIT_FIELDS},
        faults=faults,
        ground=found and ground(of, limits_of(desk().settings), found.wishes.added),
        names=names(of),
        reasons=reasons,
    ), 422 if faults else 200


def sought(of: Rota, given: Mapping[str, str], faults: dict[str, str]) -> Sought | None:
    name, municipality = wishing.line(given.get("name", "")), wishing.line(given.get("municipality", ""))
    if not name or not municipality:
        faults["name" if not name else "municipality"] = tongue.words().say("Et stopp har navn og kommune.")
    point = wishing.point_of(given, "lat", "lon", faults)
    minutes = wishing.whole(given, "minutes", wishing.MOST_MINUTES, faults)
    every = wishing.whole(given, "every", wishing.MOST_WEEKS, faults)
    if faults or point is None:
        return None
    ids = {each.id for each in of.timetable.stops}
    stop = Stop(unique(slug(name), ids), name, municipality, point)
    on = ground(of, limits_of(desk().settings), (stop,))
    wish = Wish(every=every or of.rounds.weeks, minutes=minutes or wishing.USUAL_MINUTES)
    usual = wishes_of(of.rounds, on, limits_of(desk().settings))
    wishes = replace(usual, added=(stop,), stops={stop.id: wish})
    return Sought(of, stop, wishes, fits(of.rounds, stop.id, on, wishes, MOST_FITS))


@pages.post("/fit")
@needs(Role.EDITOR)
def take() -> Answer:
    """One of the places becomes a plan, which a draft can be made of."""
    of, words = rota(), tongue.words()
    faults: dict[str, str] = {}
    found = sought(of, request.form, faults)
    at = typed.number("at", -1)
    if found is None or not 0 <= at < len(found.fits):
        abort(404)
    one = found.fits[at]
    said = words.say("{stop} er satt inn {turn}.", stop=found.stop.name, turn=reasons.turn(one.turn))
    moves = [{"said": said, "of": "today", "rounds": json.loads(rounds_json(one.rounds))}]
    plans = Plans(store())
    name = words.say("Nytt stopp: {name}", name=found.stop.name)
    made = plans.add(name, of.number, wished_json(Wished(found.wishes, of.rounds)), who().name, now())
    plans.move(made, json.dumps(moves))
    done(said)
    return redirect(url_for("plan.one", number=made), 303)
