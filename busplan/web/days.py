"""A day or a week in, what happens then, hour by hour, out. Today has a page of its own, never an old one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from flask import Blueprint, abort, render_template, url_for

from busplan.takes import FIRST_YEAR, LAST_YEAR
from busplan.timetable import EVERYTHING, Closure, Visit
from busplan.web import linked
from busplan.web.desk import Scene, Varies, page
from busplan.web.span import span, week_of
from busplan.words.order import alphabetical

WRITTEN_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
WRITTEN_WEEK = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)
# A great service has a page for each day, and its weeks lead to them.
MOST_IN_A_WEEK = 300
SUNDAY = timedelta(days=6)

pages = Blueprint("days", __name__)
# A name and an address.
Link = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Happening:
    """One day: its visits, those moved away from it, and for whom there are none, with what says why."""

    day: date
    visits: list[Visit]
    moved: list[Visit]
    closed: dict[str, list[Closure]]


def day_or_404(scene: Scene, day: str) -> date:
    """Aborts where the calendar has no such day, and where the timetable is far away."""
    try:
        found = date.fromisoformat(day) if WRITTEN_DAY.fullmatch(day) else None
    except ValueError:
        found = None
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        abort(404)
    if found != scene.today and not span(scene).holds(found, found):
        abort(404)
    return found


def week_or_404(scene: Scene, week: str) -> date:
    """Its Monday. Few years have a week 53."""
    written = WRITTEN_WEEK.fullmatch(week)
    try:
        monday = date.fromisocalendar(int(written[1]), int(written[2]), 1) if written else None
    except ValueError:
        monday = None
    if monday is None or not FIRST_YEAR <= monday.isocalendar().year <= LAST_YEAR:
        abort(404)
    if not monday <= scene.today <= monday + SUNDAY and not span(scene).holds(monday, monday + SUNDAY):
        abort(404)
    return monday


@pages.get("/today")
@page(varies=Varies.BY_HOUR_AND_HOST)
def today(scene: Scene) -> str:
    return of_day(scene, scene.today, is_today=True)


@pages.get("/days/<day>")
@page(varies=Varies.BY_HOUR_AND_HOST, there=day_or_404)
def day(scene: Scene, day: str) -> str:
    return of_day(scene, day_or_404(scene, day))


@pages.get("/weeks/<week>")
@page(varies=Varies.BY_HOUR_AND_HOST, there=week_or_404)
def week(scene: Scene, week: str) -> str:
    monday = week_or_404(scene, week)
    visits = scene.timetable.visits(monday, monday + SUNDAY)
    by_day = {day: list(of_day) for day, of_day in groupby(visits, lambda visit: visit.slot.day)}
    seven = (monday + timedelta(days=number) for number in range(7))
    days = [happening(scene, day, by_day.get(day, [])) for day in seven]
    before, after = span(scene).before(monday), span(scene).after(monday + SUNDAY)
    return render_template(
        "public/week.html",
        scene=scene,
        monday=monday,
        sunday=monday + SUNDAY,
        days=[each for each in days if each.visits or each.moved or each.closed],
        visits=visits,
        fits=len(visits) <= MOST_IN_A_WEEK,
        before=week_link(scene, before),
        after=week_link(scene, after),
        linked=linked.visits(scene, visits),
    )


def of_day(scene: Scene, day: date, is_today: bool = False) -> str:
    before, after = span(scene).before(day), span(scene).after(day)
    told = happening(scene, day, scene.timetable.visits(day, day))
    return render_template(
        "public/day.html",
        scene=scene,
        told=told,
        is_today=is_today,
        before=day_link(scene, before),
        after=day_link(scene, after),
        week=week_link(scene, day),
        linked=linked.visits(scene, told.visits),
    )


def happening(scene: Scene, day: date, visits: list[Visit]) -> Happening:
    timetable = scene.timetable
    closures = (closure for closure in timetable.closures if closure.holds(day))
    whole_first = sorted(closures, key=lambda closure: closure.scope != EVERYTHING)
    closed: dict[str, list[Closure]] = {}
    for closure in whole_first:
        closed.setdefault(stands_still(scene, closure, bool(visits)), []).append(closure)
    return Happening(day, visits, timetable.moved_from(day), closed)


def stands_still(scene: Scene, closure: Closure, in_part: bool) -> str:
    """The sentence that says for whom."""
    return scene.words.stands_still(closure, sorted(names(scene, closure), key=alphabetical), in_part)


def names(scene: Scene, closure: Closure) -> Iterator[str]:
    """Of the narrowest that the closure is about."""
    scope, timetable = closure.scope, scene.timetable
    if scope.stops:
        yield from (stop.name for id in scope.stops if (stop := timetable.stop(id)))
    elif scope.routes:
        yield from {route.name or route.called for route in timetable.routes if route.id in scope.routes}
    else:
        yield from scope.municipalities


def day_link(scene: Scene, day: date | None) -> Link | None:
    return (scene.words.day(day, scene.today), url_for("days.day", day=day.isoformat())) if day else None


def week_link(scene: Scene, day: date | None) -> Link | None:
    """To the week that the day is in."""
    return (scene.words.week(day), url_for("days.week", week=week_of(day))) if day else None
