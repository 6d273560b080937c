"""A claimed plan in, the best rounds for it out: told about once a second, until it is done or not wanted."""

import json
from dataclasses import asdict, replace
from datetime import UTC
from logging import getLogger
from math import inf
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING

from busplan import publishing
from busplan.clock import Clock
from busplan.jobs.found import Found, Left, found_json, read_found
from busplan.jobs.wished import Wished, read_wished
from busplan.planning.ground import ground_of
from busplan.planning.wishes import BadWishes, Change
from busplan.publishing import edit
from busplan.roads.engines import engine_of
from busplan.roads.roads import Roads
from busplan.settings import Settings
from busplan.store import Legs, Plan, Plans, StoreUnavailable
from busplan.store.plans import State

if TYPE_CHECKING:
    from busplan import planner
    from busplan.planner import Cost
    from busplan.planning.question import Question

SECOND = 1.0
# Without anything new, whoever looks is told this often that we live.
QUIET = 10.0
LEAST_SECONDS = 3.0
# Beyond the time it was given; then it is told to end.
GRACE = 120.0
log = getLogger(__name__)


class Work:
    """One plan, from what is wished to what is found."""

    def __init__(self, said: Settings, plans: Plans, plan: Plan, runner: str) -> None:
        self.said, self.plans, self.plan, self.runner = said, plans, plan, runner
        self.since = inf  # when the search began
        self.over = Event()  # the search is to end
        self.given_back = False
        self.curve: list[list[float]] = json.loads(plan.curve or "[]")
        self.before = self.curve[-1][0] if self.curve else 0.0
        self.best = plan.best
        self.told = (plan.best, plan.curve)

    def give_back(self) -> None:
        """Another is to go on with it."""
        self.given_back = True
        self.over.set()

    def run(self) -> None:
        ended = Event()
        telling = Thread(target=self.tell, args=(ended,), name="telling")
        telling.start()
        try:
            state, trouble = self.searched()
        finally:
            ended.set()
            telling.join()
        texts = {"best": self.best, "curve": json.dumps(self.curve), "trouble": trouble}
        tries = {"tries": 0} if state is State.WAITING else {}
        self.plans.finish(self.plan.id, self.runner, state, **texts, **tries)

    def searched(self) -> tuple[State, str]:
        """How it ended, and what is wrong if anything is."""
        try:
            self.search()
        except BadWishes as bad:
            return State.FAILED, json.dumps({"faults": [asdict(fault) for fault in bad.faults]})
        except ModuleNotFoundError as missing:
            return State.FAILED, json.dumps({"code": "missing", "name": missing.name})
        except Exception:
            log.exception("plan %s", self.plan.id)
            return State.FAILED, json.dumps({"code": "error"})
        if self.given_back:
            return State.WAITING, ""
        return State.STOPPED if self.over.is_set() else State.DONE, ""

    def search(self) -> None:
        from busplan import planner
        from busplan.planning.question import asked

        wished = read_wished(self.plan.wishes)
        question = self.question(wished)
        seconds = max(LEAST_SECONDS, self.plan.seconds - self.before)
        instance = asked(question, seconds=seconds).instance
        warm(instance)
        self.since = monotonic()
        start = visits_of(self.plan.best)
        heard = Heard(self, question)
        if wished.wishes.change is Change.NONE:
            found: tuple[planner.Plan, ...] = (planner.solve(instance, heard, self.over.is_set, start),)
        else:
            found = planner.three(instance, heard, self.over.is_set, start)
        self.best = found_json(tuple(found_of(question, one) for one in found))

    def question(self, wished: Wished) -> "Question":
        """As it was asked before, if it was; or of what is in force now."""
        from busplan.planning.question import question, question_json, read_question

        if self.plan.question:
            return read_question(self.plan.question)
        store = self.plans.database
        timetable = edit.to_edit(publishing.standing(store).timetable)  # type: ignore[arg-type]
        wishes = wished.wishes
        stops = (*timetable.stops, *wishes.added)
        buses = [bus.name for bus in wishes.buses]
        ground = ground_of(stops, buses, wishes.limits, Roads(engine_of(self.said), Legs(store)))
        made = question(wished.rounds, ground, wishes)
        self.plans.beat(self.plan.id, self.runner, Clock().now(UTC), question=question_json(made))
        return made

    def tell(self, ended: Event) -> None:
        """In a thread of its own, as the search may be busy for long."""
        last = monotonic()
        while not ended.wait(SECOND):
            now = monotonic()
            try:
                self.over_if_unwanted()
                found = (self.best, json.dumps(self.curve))
                if found != self.told or now - last > QUIET:
                    self.plans.beat(
                        self.plan.id, self.runner, Clock().now(UTC), best=found[0], curve=found[1]
                    )
                    self.told, last = found, now
            except StoreUnavailable as fault:
                log.warning("plan %s is not told: %s", self.plan.id, fault)

    def over_if_unwanted(self) -> None:
        late = monotonic() - self.since > self.plan.seconds + GRACE
        if late or not self.plans.is_wanted(self.plan.id, self.runner):
            self.over.set()


class Heard:
    """What the search tells, noted about once a second."""

    def __init__(self, work: Work, question: "Question") -> None:
        self.work, self.question = work, question
        self.next = 0.0

    def __call__(self, told: "planner.Progress") -> None:
        if monotonic() < self.next:
            return
        from busplan.planner.plan import Plan, cost

        self.next = monotonic() + SECOND
        visits = told.visits()
        known = cost(self.question.instance, visits, told.unserved)
        self.note(known, told)
        self.work.best = found_json((found_of(self.question, Plan(visits, (), known)),))

    def note(self, cost: "Cost", told: "planner.Progress") -> None:
        seconds = self.work.before + monotonic() - self.work.since
        point = [seconds, cost.km, cost.days, cost.moved, cost.unserved, told.turn, told.total]
        self.work.curve.append([round(number, 2) for number in point])


def found_of(question: "Question", plan: "planner.Plan") -> Found:
    from busplan.planner import plan_json
    from busplan.planning.proposal import left, proposal

    lefts = tuple(Left(one.stop_id, one.reason, one.minutes) for one in left(question, plan))
    return Found(proposal(question, plan), lefts, plan_json(plan))


def visits_of(best: str) -> "tuple[planner.Visit, ...]":
    """Of the first plan that was found before, to go on from; none where there is none."""
    from busplan.planner import read_plan

    found = read_found(best)
    return read_plan(found[0].numbers).visits if found else ()


def warm(instance: "planner.Instance") -> None:
    """The search is compiled at its first step: that time is not taken from what it was given."""
    from busplan import planner

    planner.solve(replace(instance, seconds=None, iterations=1))
