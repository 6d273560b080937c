"""A timetable and rounds in, a draft of the next timetable out: its visits are those of the rounds."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, time

from busplan.planning.rounds import Rounds, Turn
from busplan.timetable import Call, EveryWeeks, Kind, Route, Scope, Season, Stop, Timetable, narrowed

LONGEST_ID = 60
# Every so many weeks, from which on.
Rhythm = tuple[int, int]


def with_rounds(
    timetable: Timetable, rounds: Rounds, season: Season, added: Iterable[Stop] = ()
) -> Timetable:
    """One season with these rounds. Stops keep their ids, so that calendars keep their events.

    A round most of whose stops are of one of today's keeps its id and name; none slips. Closures stay,
    and so do notices of that season; what is said of a round that is no more is left out.
    """
    added = [stop for stop in added if timetable.stop(stop.id) is None]
    called = {turn.stop_id for turn in rounds.turns}
    stops = tuple(standing(stop, season, called) for stop in (*timetable.stops, *added))
    routes = tuple(routes_of(timetable, rounds, season, {stop.id: stop for stop in stops}))
    there = Scope(
        municipalities=frozenset(stop.municipality for stop in stops),
        routes=frozenset(route.id for route in routes),
        stops=frozenset(stop.id for stop in stops),
        kinds=frozenset(Kind),
    )
    return replace(
        timetable,
        stops=stops,
        seasons=(season,),
        routes=routes,
        closures=tuple(
            each for each in narrowed(timetable.closures, there) if holds(each.first, each.last, season)
        ),
        notices=tuple(
            each for each in narrowed(timetable.notices, there) if holds(each.first, each.last, season)
        ),
    )


def holds(first: date, last: date | None, season: Season) -> bool:
    return first <= season.last and (last is None or last >= season.first)


def standing(stop: Stop, season: Season, called: set[str]) -> Stop:
    """One that is called at has no last day before the season's."""
    if stop.id in called and stop.until and stop.until < season.last:
        return replace(stop, until=None, became="")
    return stop


def routes_of(
    timetable: Timetable, rounds: Rounds, season: Season, stops: Mapping[str, Stop]
) -> Iterator[Route]:
    known = {route.id: route for route in timetable.routes}
    taken: set[str] = set()
    parts = list(parted(turn for turn in rounds.turns if begins(rounds, turn, season)))
    # Who keeps most of a round of today has its name.
    parts.sort(key=lambda part: -max(Counter(turn.route for turn in part).values()))
    made = []
    for part in parts:
        was = known.get(former(part, taken))
        id = was.id if was else free(id_of(part), taken)
        taken.add(id)
        named = was or Route(id, name_of(part, stops), season, EveryWeeks(season.first), ())
        made.append(route_of(named, part, rounds, season))
    yield from sorted(made, key=lambda route: (route.vehicle, route.cadence.anchor, route.id))  # type: ignore[attr-defined]


def parted(turns: Iterable[Turn]) -> Iterator[list[Turn]]:
    """What one bus does on a weekday in the same weeks; what is in some of those weeks goes with it."""
    rhythms: dict[tuple[str, int], dict[Rhythm, list[Turn]]] = defaultdict(lambda: defaultdict(list))
    for turn in turns:
        rhythms[turn.bus, turn.weekday][turn.every, turn.week % turn.every].append(turn)
    for of_day in rhythms.values():
        heads: dict[Rhythm, list[Turn]] = {}
        for rhythm in sorted(of_day):
            head = next((head for head in heads if within(rhythm, head)), rhythm)
            heads.setdefault(head, []).extend(of_day[rhythm])
        yield from heads.values()


def within(one: Rhythm, other: Rhythm) -> bool:
    """Whether the other has all the weeks of the one."""
    return one[0] % other[0] == 0 and one[1] % other[0] == other[1]


def former(part: list[Turn], taken: set[str]) -> str:
    """The round of today that at least half of its stops are of, if no other has its name yet."""
    [(id, most)] = Counter(turn.route for turn in part).most_common(1)
    return id if id not in taken and most * 2 >= len(part) else ""


def id_of(part: list[Turn]) -> str:
    first, last = ends_of(part)
    return first if first == last else f"{first}-{last}"


def name_of(part: list[Turn], stops: Mapping[str, Stop]) -> str:
    first, last = (stops[id].name for id in ends_of(part))
    return first if first == last else f"{first} – {last}"


def ends_of(part: list[Turn]) -> tuple[str, str]:
    by_time = sorted(part, key=lambda turn: (turn.begins, turn.stop_id))
    return by_time[0].stop_id, by_time[-1].stop_id


def free(id: str, taken: set[str]) -> str:
    id = id[:LONGEST_ID].rstrip("-")
    number, found = 1, id
    while found in taken:
        number += 1
        found = f"{id}-{number}"
    return found


def route_of(was: Route, part: list[Turn], rounds: Rounds, season: Season) -> Route:
    part = sorted(part, key=lambda turn: (turn.begins, turn.ends, turn.stop_id))
    head = min(part, key=lambda turn: turn.every)
    rhythm = (head.every, head.week % head.every)
    first = begins(rounds, head, season)
    assert first
    calls = tuple(call_of(turn, rhythm, rounds, season) for turn in part)
    return Route(
        was.id,
        was.name,
        season,
        EveryWeeks(first, head.every),
        calls,
        vehicle=head.vehicle,
        short_name=was.short_name,
    )


def call_of(turn: Turn, rhythm: Rhythm, rounds: Rounds, season: Season) -> Call:
    own = None
    if (turn.every, turn.week % turn.every) != rhythm:
        first = begins(rounds, turn, season)
        assert first
        own = EveryWeeks(first, turn.every)
    return Call(turn.stop_id, clock(turn.begins), clock(turn.ends), own)


def begins(rounds: Rounds, turn: Turn, season: Season) -> date | None:
    """Its first day in the season."""
    return next(rounds.dates(turn, season.first, season.last), None)


def clock(minutes: int) -> time:
    return time(*divmod(minutes, 60))
