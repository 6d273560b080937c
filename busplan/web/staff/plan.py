"""One plan: what is wished, how far it has come, what it gives beside today's rounds, and a draft of it."""

import json
from dataclasses import replace
from datetime import date, timedelta

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from busplan import jobs, publishing
from busplan.access import Role
from busplan.jobs.wished import wished_json
from busplan.planning.difference import compared
from busplan.planning.draft import with_rounds
from busplan.planning.rounds import Rounds
from busplan.planning.shortfalls import checked
from busplan.planning.wishes import Fault
from busplan.publishing import edit
from busplan.store import Plans
from busplan.timetable import BadTimetable, Season
from busplan.web import tongue, typed
from busplan.web.bounds import takes_long_form
from busplan.web.desk import desk
from busplan.web.staff import daylong, living, looks, plots, reasons, wishing
from busplan.web.staff.opened import (
    MINE,
    TODAY,
    Opened,
    name_of,
    opened,
    unless_at_work,
    version_of,
)
from busplan.web.staff.page import shown
from busplan.web.staff.tell import Answer, done, undone
from busplan.web.staff.who import needs, now, store, who

FRESH = timedelta(days=14)
NO_PLAN = 0

pages = Blueprint("plan", __name__, url_prefix="/staff/plans")


@pages.get("/<int:number>")
@needs(Role.EDITOR)
def one(number: int) -> Answer:
    of = opened(number)
    if of.plan.is_at_work:
        return shown("plan_work.html", of=of, **progress_of(of))
    if len(of.versions) == 1:
        return page_of_wishes(of)
    return page_of_result(of)


@pages.get("/<int:number>/wishes")
@needs(Role.EDITOR)
def wishes(number: int) -> Answer:
    of = opened(number)
    if of.plan.is_at_work:
        return redirect(url_for("plan.one", number=number), 303)
    return page_of_wishes(of)


@pages.post("/<int:number>/wishes")
@needs(Role.EDITOR)
@takes_long_form
def wish(number: int) -> Answer:
    """They are kept; and the plan is run, where that is what was asked."""
    of, words = opened(number), tongue.words()
    found, faults = wishing.wishes_of(request.form, of)
    changed = replace(of, wished=replace(of.wished, wishes=found))
    if faults:
        return page_of_wishes(changed, faults), 422
    name = wishing.line(request.form.get("name", "")) or of.plan.name
    with unless_at_work():
        Plans(store()).wish(number, name, wished_json(changed.wished))
        if request.form.get("do") != "run":
            done(words.say("Lagret."))
            return redirect(url_for("plan.wishes", number=number), 303)
        if lacking := jobs.lacking():
            undone(words.say("Her mangler {names}.", names=", ".join(lacking)))
            return redirect(url_for("plan.wishes", number=number), 303)
        run(number, wishing.seconds())
    return redirect(url_for("plan.one", number=number), 303)


def run(number: int, seconds: int) -> None:
    from busplan.jobs.queue import wake

    Plans(store()).ask(number, seconds)
    wake(desk().settings, number)


def page_of_wishes(of: Opened, faults: dict[str, str] | None = None) -> str:
    faults = faults or {}
    trouble = json.loads(of.plan.trouble) if of.plan.trouble else {}
    return shown(
        "plan_wishes.html",
        of=of,
        rows=wishing.rows(of),
        typed=daylong.again(of.limits, request.form, faults),
        given=request.form if faults else {},
        faults=faults,
        weekdays=wishing.WEEKDAYS,
        seconds=wishing.SECONDS,
        usual_seconds=of.plan.seconds or wishing.USUAL_SECONDS,
        clock=daylong.clock,
        reasons=reasons,
        trouble=trouble,
        told=[reasons.fault(Fault(**fault), of.names) for fault in trouble.get("faults", ())],
        assumed=assumed(of),
        lacking=jobs.lacking(),
    )


def assumed(of: Opened) -> list[str]:
    """What the planner takes for granted of stops that it cannot know all of."""
    turns = of.wished.rounds.turns
    told = [
        reasons.said("about", stop=of.names.get(turn.stop_id, turn.stop_id), every=turn.every)
        for turn in turns
        if turn.about
    ]
    nowhere = {turn.stop_id for turn in turns} - of.ground.places.keys()
    told += [reasons.said("nowhere", stop=of.names.get(id, id)) for id in sorted(nowhere)]
    return told if of.limits.depots else [*told, reasons.said("no_depot")]


def progress_of(of: Opened) -> dict[str, object]:
    curve = json.loads(of.plan.curve or "[]")
    return {
        "plan": of.plan,
        "last": curve[-1] if curve else None,
        "curve": plots.curve(curve),
        "reasons": reasons,
    }


@pages.get("/<int:number>/progress.json")
@needs(Role.EDITOR)
def progress(number: int) -> Response:
    """How far it has come; when it is over, that it is."""
    of = opened(number)
    shown_now = shown("plan_progress.html", of=of, **progress_of(of)) if of.plan.is_at_work else ""
    told = {"state": of.plan.state, "html": shown_now, "found": len(of.plan.curve)}
    return Response(json.dumps(told), mimetype="application/json")


@pages.post("/<int:number>/stop")
@needs(Role.EDITOR)
def stop(number: int) -> Response:
    opened(number)
    Plans(store()).stop(number)
    return redirect(url_for("plan.one", number=number), 303)


@pages.post("/<int:number>/delete")
@needs(Role.EDITOR)
def delete(number: int) -> Response:
    words = tongue.words()
    with unless_at_work():
        Plans(store()).delete(opened(number).number, who().name, now())
        done(words.say("Planen er slettet."))
    return redirect(url_for("plans.all"), 303)


def page_of_result(of: Opened) -> str:
    version = version_of(of)
    before, other = beside(of)
    after = of.versions[version]
    difference = compared(before, after, of.ground, of.limits)
    words = tongue.words()
    weeks = plots.weeks(before, after, of.ground, of.limits, words.say("Uke {n}"))
    names = [words.begun(words.dated(date(2024, 1, 1 + day), "EEE")) for day in range(7)]
    grid = living.people()
    days = plots.weekdays(before, after, of.ground, of.limits, names)
    return shown(
        "plan_result.html",
        of=of,
        version=version,
        other=other,
        near={name: living.near(of, rounds, grid) for name, rounds in of.versions.items()} if grid else {},
        table={name: compared(before, rounds, of.ground, of.limits) for name, rounds in of.versions.items()},
        difference=difference,
        found=checked(after.days(), of.ground, of.limits),
        weeks=weeks,
        week_bars=plots.bars(weeks),
        days=days,
        day_bars=plots.bars(days),
        curve=plots.curve(json.loads(of.plan.curve or "[]")),
        others=others(of),
        first=first_day(of),
        name_of=name_of,
        MINE=MINE,
        TODAY=TODAY,
        reasons=reasons,
    )


def beside(of: Opened) -> tuple[Rounds, str]:
    """What it is compared with, and what that is called: today's rounds, or a version of another plan."""
    number, _, version = request.args.get("with", "").partition(":")
    if not number:
        return of.versions[TODAY], name_of(TODAY)
    plan = opened(typed.whole(number, NO_PLAN))
    if version not in plan.versions:
        abort(404)
    rounds = plan.versions[version].since(of.wished.rounds.monday)
    return rounds, f"{plan.plan.name}, {name_of(version)}"


def others(of: Opened) -> list[tuple[str, str]]:
    """What it may be compared with: every version of every plan that has one."""
    found = []
    for plan in Plans(store()).newest(20):
        if plan.best:
            its = opened(plan.id)
            names = (name for name in its.versions if name != TODAY)
            found += [(f"{plan.id}:{name}", f"{plan.name}, {name_of(name)}") for name in names]
    return found


def first_day(of: Opened) -> date:
    """A Monday that people have time to hear of."""
    day = of.rota.today + FRESH
    return day + timedelta(-day.weekday() % 7)


@pages.post("/<int:number>/draft")
@needs(Role.EDITOR)
def draft(number: int) -> Answer:
    """Goes the way of every draft: preview, hearing, publish."""
    of, words = opened(number), tongue.words()
    version = version_of(of)
    season = season_of(of, request.form.get("first", ""))
    if season is None or version == TODAY:
        undone(words.say("Velg en dag fra i dag til sesongen er slutt."))
        return redirect(url_for("plan.one", number=number, of=version), 303)
    standing = publishing.standing(store())
    changed = with_rounds(of.rota.timetable, of.versions[version], season, of.added)
    try:
        found = publishing.look_at(standing, edit.as_files(changed), of.rota.today, looks.TYPED)
    except BadTimetable as bad:
        by_file = looks.by_file(bad.problems)
        errors = sum(map(looks.is_error, bad.problems))
        return shown("problems.html", by_file=by_file, errors=errors, copies=[], looks=looks), 422
    message = f"{of.plan.name}: {name_of(version)}"
    made = publishing.hand_in(store(), found, standing.number, who().name, now(), message)
    Plans(store()).drafted(number, made, who().name, now())
    return redirect(url_for("drafts.one", number=made), 303)


def season_of(of: Opened, typed: str) -> Season | None:
    """From the day that is asked for to the end of the season it is in; None where that cannot be."""
    try:
        first = date.fromisoformat(typed)
    except ValueError:
        return None
    holding = [route.season for route in of.rota.timetable.routes if route.season.last >= first]
    if first < of.rota.today or not holding:
        return None
    last = min(holding, key=lambda season: season.first).last
    return Season(f"plan-{of.number}", first, last, of.plan.name)
