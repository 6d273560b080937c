"""A calendar that follows a service for as long as people like is never told a lie."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from busplan.timetable import (
    Call,
    Cancelled,
    Chapter,
    Closure,
    Delayed,
    EveryWeeks,
    Extra,
    Kind,
    Moved,
    Notice,
    OnDates,
    Point,
    Route,
    Scope,
    Season,
    Service,
    Stop,
    Timetable,
    gone,
    heard,
    in_succession,
    retold,
)

FIRST, LAST = date(2026, 8, 17), date(2027, 6, 18)
NEXT = Season("neste", date(2027, 6, 19), date(2027, 12, 20))
IDS = ("hol", "aas", "nes")
DAYS = st.dates(FIRST, LAST)


def beginning():
    season = Season("s", FIRST, LAST)
    calls = tuple(Call(id, time(9 + n), time(10 + n)) for n, id in enumerate(IDS))
    route = Route("r", "r", season, EveryWeeks(date(2026, 8, 18), 3), calls)
    other = Route("q", "q", season, EveryWeeks(date(2026, 8, 20), 4), calls[:1])
    stops = tuple(Stop(id, id.title(), "Nes", Point(60, 11)) for id in IDS)
    return Timetable(Service("Bussen", loan_visits=1), stops, (season,), (route, other))


class Subscriber:
    """A calendar that keeps what it has been sent, and takes an event as new only when it says that it is."""

    def __init__(self):
        self.events = {}

    def polls(self, feed, since):
        sent = {visit.key: (said, shown(visit, back)) for visit, back, said in feed}
        assert len(sent) == len(feed), "an event came twice"
        for key, (_, visit) in self.events.items():
            assert key in sent or visit[0].day < since, f"{key} vanished"
        for key, (said, visit) in sent.items():
            if key in self.events:
                before, was = self.events[key]
                newer = (said.sequence, said.changed_at) > (before.sequence, before.changed_at)
                same = (said.sequence, said.changed_at) == (before.sequence, before.changed_at)
                assert newer if visit != was else same, (key, was, visit, before, said)
        self.events.update(sent)


def shown(visit, back):
    due = back.slot.day if back else None
    return (visit.slot, visit.status, visit.place, visit.reason, visit.stop.name, due)


class Years(RuleBasedStateMachine):
    """Staff publish and undo, time goes by, and a subscriber polls between."""

    @initialize()
    def begins(self):
        self.now = datetime(2026, 8, 1, 12, tzinfo=UTC)
        self.told, self.chapters, self.subscriber = {}, [], Subscriber()
        self.publishes(beginning())

    @property
    def today(self):
        return self.now.date()

    @property
    def plan(self):
        return self.chapters[-1].timetable

    def publishes(self, timetable):
        self.now += timedelta(minutes=5)
        before = self.chapters[-1] if self.chapters else None
        after = Chapter(timetable, self.now)
        self.told |= retold(self.told, before, after)
        self.chapters.append(after)
        # The visits of one that is now somebody's home must leave, without a word.
        homes = {stop.id for stop in timetable.stops if not stop.public}
        events = self.subscriber.events.items()
        self.subscriber.events = {key: event for key, event in events if key[0] not in homes}

    @rule(days=st.integers(1, 45))
    def time_goes_by(self, days):
        self.now += timedelta(days=days)

    @rule()
    def the_same_in_another_order(self):
        self.publishes(replace(self.plan, stops=self.plan.stops[::-1], routes=self.plan.routes[::-1]))

    @rule(minutes=st.sampled_from([15, 30]))
    def all_hours_move(self, minutes):
        def late(call):
            begin = min(call.start.hour * 60 + call.start.minute + minutes, 20 * 60)
            return replace(call, start=time(begin // 60, begin % 60), end=time(begin // 60 + 1, begin % 60))

        routes = tuple(
            replace(route, calls=tuple(map(late, route.calls)), name="Ny rute") for route in self.plan.routes
        )
        self.publishes(replace(self.plan, routes=routes))

    @rule(
        name=st.sampled_from(["Torget", "Skolen"]), kind=st.sampled_from([Kind.PLACE, Kind.PLACE, Kind.HOME])
    )
    def a_stop_is_renamed(self, name, kind):
        first, *rest = self.plan.stops
        self.publishes(replace(self.plan, stops=(replace(first, name=name, kind=kind), *rest)))

    @rule(day=DAYS, id=st.sampled_from(IDS), data=st.data())
    def something_happens(self, day, id, data):
        away = day + timedelta(days=data.draw(st.integers(-5, 9)))
        change = data.draw(
            st.sampled_from(
                [Cancelled(), Delayed(20), Moved(away), Moved(place="Ny"), Extra(time(20), time(21))]
            )
        )
        notice = Notice(day, day, Scope(stops=frozenset({id})), change, "Fordi")
        self.publishes(replace(self.plan, notices=(*self.plan.notices[-3:], notice)))

    @rule(day=DAYS, length=st.integers(0, 14))
    def the_bus_stands_still(self, day, length):
        closure = Closure(day, day + timedelta(days=length), "Ferie")
        self.publishes(replace(self.plan, closures=(*self.plan.closures[-2:], closure)))

    @rule(weeks=st.integers(1, 5), days=st.lists(DAYS, max_size=6))
    def the_rota_changes(self, weeks, days):
        first, *rest = self.plan.routes
        cadence = OnDates(tuple(days)) if days else EveryWeeks(date(2026, 8, 18), weeks)
        self.publishes(replace(self.plan, routes=(replace(first, cadence=cadence), *rest)))

    @rule()
    def a_round_is_given_up(self):
        if len(self.plan.routes) > 1:
            self.publishes(replace(self.plan, routes=self.plan.routes[1:], notices=()))

    @rule()
    def the_next_season_is_published(self):
        routes = tuple(replace(route, season=NEXT) for route in beginning().routes)
        coming = replace(beginning(), seasons=(NEXT,), routes=routes)
        self.publishes(in_succession(coming, self.plan))

    @rule(back=st.integers(1, 3))
    def it_is_undone(self, back):
        self.publishes(self.chapters[max(0, len(self.chapters) - 1 - back)].timetable)

    @invariant()
    def the_subscriber_is_told_the_truth(self):
        chapter = self.chapters[-1]
        since = self.today - timedelta(days=30)
        public = replace(chapter, timetable=chapter.timetable.public())
        feed = heard(
            self.told, public, since, chapter.timetable.horizon(chapter.begins.date()), IDS, gone(self.told)
        )
        self.subscriber.polls(feed, since)
        going = {visit.key for visit, _, _ in feed if visit.takes_place and visit.slot.day >= self.today}
        planned = {
            visit.key for visit in public.timetable.visits(self.today, date(2029, 1, 1)) if visit.takes_place
        }
        assert going == planned


Years.TestCase.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
TestYears = Years.TestCase


def test_what_does_not_change_is_not_told_again():
    first = Chapter(beginning(), datetime(2026, 8, 1, tzinfo=UTC))
    told = retold({}, None, first)
    moved = replace(first.timetable, notices=())
    assert retold(told, first, Chapter(moved, datetime(2026, 9, 1, tzinfo=UTC))) == {}


def test_only_what_changes_is_told_again():
    first = Chapter(replace(beginning(), service=Service("Bussen")), datetime(2026, 8, 1, tzinfo=UTC))
    told = retold({}, None, first)
    day = date(2026, 9, 8)
    off = Notice(day, day, Scope(stops=frozenset({"aas"})), Cancelled(), "Snø")
    later = Chapter(replace(first.timetable, notices=(off,)), datetime(2026, 9, 1, tzinfo=UTC))
    [(key, said)] = retold(told, first, later).items()
    assert (key, said.sequence, said.changed_at) == (("aas", day, 1), 1, later.begins)
