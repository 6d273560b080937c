"""Plans are kept, and worked on at least once and by one at a time."""

from datetime import UTC, datetime, timedelta

import pytest

from busplan.store import Plans, Store
from busplan.store.acts import Acts
from busplan.store.plans import MOST_TRIES, STALE, AtWork, State

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture
def plans(tmp_path):
    return Plans(Store(f"sqlite:///{tmp_path / 'plans.db'}"))


@pytest.fixture
def asked(plans):
    number = plans.add("Vår 2027", 3, "{}", "kari", NOW)
    plans.ask(number, 30)
    return number


def test_a_new_plan_waits_for_nobody(plans):
    number = plans.add("Vår 2027", 3, '{"buses": 1}', "kari", NOW)
    kept = plans.get(number)
    assert (kept.name, kept.base, kept.wishes, kept.state) == ("Vår 2027", 3, '{"buses": 1}', State.NEW)
    assert plans.waiting(NOW) == []
    assert [act.what for act in Acts(plans.database).newest(5)] == ["plan_made"]


def test_only_one_gets_it(plans, asked):
    assert plans.waiting(NOW) == [asked]
    assert plans.claim(asked, "one", NOW).state is State.RUNNING
    assert plans.claim(asked, "other", NOW) is None
    assert plans.waiting(NOW) == []


def test_what_is_found_is_there_while_it_goes_on(plans, asked):
    plans.claim(asked, "one", NOW)
    plans.beat(asked, "one", NOW, best="[1]", curve="[[1, 2]]")
    assert plans.get(asked).best == "[1]"
    plans.finish(asked, "one", State.DONE, best="[2]")
    assert (plans.get(asked).best, plans.get(asked).state) == ("[2]", State.DONE)


def test_what_nobody_is_heard_from_is_taken_up_with_the_best_so_far(plans, asked):
    plans.claim(asked, "one", NOW)
    plans.beat(asked, "one", NOW, best="[1]")
    later = NOW + STALE + timedelta(seconds=1)
    assert plans.waiting(later) == [asked]
    assert plans.claim(asked, "two", later).best == "[1]"
    plans.beat(asked, "one", later, best="[0]")
    plans.finish(asked, "one", State.DONE)
    assert (plans.get(asked).best, plans.get(asked).state) == ("[1]", State.RUNNING)
    assert not plans.is_wanted(asked, "one")
    assert plans.is_wanted(asked, "two")


def test_what_brings_down_every_runner_fails_in_the_end(plans, asked):
    later = NOW
    for number in range(MOST_TRIES):
        assert plans.claim(asked, str(number), later)
        later += STALE + timedelta(seconds=1)
    assert plans.claim(asked, "last", later) is None
    assert plans.get(asked).state is State.FAILED
    assert plans.waiting(later) == []


def test_stopped_while_it_waits_or_runs(plans, asked):
    plans.stop(asked)
    assert plans.get(asked).state is State.STOPPED
    plans.ask(asked, 30)
    plans.claim(asked, "one", NOW)
    plans.stop(asked)
    assert not plans.is_wanted(asked, "one")


def test_wishes_stand_while_it_is_worked_on(plans, asked):
    for act in (
        lambda: plans.wish(asked, "x", "{}"),
        lambda: plans.ask(asked, 3),
        lambda: plans.delete(asked, "kari", NOW),
    ):
        with pytest.raises(AtWork):
            act()
    plans.stop(asked)
    plans.delete(asked, "kari", NOW)
    assert plans.get(asked) is None
