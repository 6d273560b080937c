"""Plans are worked on in a process of their own: once, to the end, and again by another where one falls."""

import json
import os
import pickle
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from socket import socket
from time import monotonic, sleep

import pytest
from small import STOPS_CSV

from busplan import jobs, publishing
from busplan.jobs.found import read_found
from busplan.jobs.queue import FILE, Plain, Queue, wake
from busplan.jobs.wished import Wished, read_wished, wished_json
from busplan.planning.ground import ground_of
from busplan.planning.limits import Limits
from busplan.planning.today import rounds_of
from busplan.planning.wishes import Change, Lock, Opening, Wish, wishes_of
from busplan.reading import Source
from busplan.settings import load
from busplan.store import Plans, Store
from busplan.store.plans import STALE, State
from busplan.timetable import Point, Stop

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
PATIENCE = 90
NEW = Stop("bo", "Bø", "Nes", Point(60.14, 11.5))


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """The small timetable without the home visit, of which nobody knows where it is."""
    from small import SCHEDULE_YAML

    store = Store(f"sqlite:///{tmp_path_factory.mktemp('jobs') / 'busplan.db'}")
    files = Source("stops.csv", STOPS_CSV.encode()), Source("schedule.yaml", SCHEDULE_YAML.encode())
    publishing.publish(store, publishing.check(*files), "kari", datetime(2026, 11, 1, 12, tzinfo=UTC))
    return store


@pytest.fixture(scope="module")
def wished(store):
    timetable = publishing.in_force(store).timetable
    rounds = rounds_of(timetable, date(2026, 11, 22))
    ground = ground_of((*timetable.stops, NEW), rounds.vehicles, Limits())
    wishes = wishes_of(rounds, ground, Limits())
    bus = replace(wishes.buses[0], begins=480.0, ends=1020.0)
    return Wished(
        replace(wishes, buses=(bus,), added=(NEW,), stops={NEW.id: Wish(every=3, minutes=30)}), rounds
    )


def asked(store, wished, seconds):
    plans = Plans(store)
    number = plans.add("Vår", 1, wished_json(wished), "kari", NOW)
    plans.ask(number, seconds)
    wake(load({}, database=str(store.url)), number)
    return number


@contextmanager
def working(store):
    """A real worker, which is not there any longer afterwards."""
    words = [sys.executable, "-m", "busplan", "work", "--with-parent", "--database", str(store.url)]
    worker = subprocess.Popen(words, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        yield worker
    finally:
        worker.stdin.close()
        worker.wait(30)


def waited(store, number, until):
    end = monotonic() + PATIENCE
    while monotonic() < end:
        plan = Plans(store).get(number)
        if until(plan):
            return plan
        sleep(0.2)
    raise AssertionError(f"in vain: {plan}")


def test_wishes_are_the_same_when_they_have_been_kept(wished):
    """Everything that may be wished."""
    wish = Wish(2, 40, (0, 3), (Opening(540, 700, (0,)),), ("Bussen",), Lock.DAY, visited=False)
    limits = Limits({"": Point(60, 11)}, 480.0, 900.0, 400.0, 1.15, 2.0)
    wishes = replace(wished.wishes, stops={"hol": wish}, change=Change.NONE, weeks=6, limits=limits)
    kept = replace(wished, wishes=wishes)
    assert read_wished(wished_json(kept)) == kept


def test_a_queue_runs_nothing_that_another_put_there():
    with pytest.raises(UnicodeDecodeError):
        Plain().deserialize(pickle.dumps(print))


@pytest.fixture
def redis(tmp_path):
    """The address of a real one."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("no Redis is installed (Debian's package redis-server)")
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    server = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    try:
        assert any("Ready to accept connections" in line for line in server.stdout)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(10)
        server.stdout.close()


def test_a_redis_wakes_as_the_file_does(store, redis):
    said, woken = load({}, database=str(store.url), queue=redis), []
    wake(said, 7)
    queue = Queue(said, woken.append, lambda: None)
    queue.huey.execute(queue.huey.dequeue())
    assert woken == [7]
    queue.huey.storage.pool.disconnect()


def test_a_queue_that_is_away_only_makes_it_slower(store, caplog):
    wake(load({}, database=str(store.url), queue="redis://127.0.0.1:1/0"), 7)
    assert "no worker is woken for plan 7" in caplog.text


def test_what_is_queued_is_a_number(store, wished):
    number = asked(store, wished, 3)
    Plans(store).stop(number)
    with sqlite3.connect(store.file.with_name(FILE)) as queue:
        rows = queue.execute("SELECT data FROM task").fetchall()
    queue.close()
    assert [number] in [json.loads(data)[6] for (data,) in rows]


def test_a_plan_is_made_gone_on_with_and_stopped(store, wished):
    """With one worker after the other: the first ends in the midst of it, the next is killed, the third does it."""
    assert jobs.lacking() == ()
    number = asked(store, wished, 60)
    with working(store):
        waited(store, number, lambda plan: plan.best)
    given_back = waited(store, number, lambda plan: plan.state is State.WAITING)
    assert read_found(given_back.best)[0].rounds.turns_of(NEW.id)
    with working(store) as worker:
        waited(store, number, lambda plan: plan.state is State.RUNNING)
        os.killpg(worker.pid, signal.SIGKILL)
    assert Plans(store).get(number).state is State.RUNNING
    assert Plans(store).waiting(datetime.now(UTC)) == []
    assert Plans(store).waiting(datetime.now(UTC) + 2 * STALE) == [number]
    with sqlite3.connect(store.file) as connection:
        connection.execute("UPDATE plans SET heartbeat = ?", (NOW.isoformat(),))
    connection.close()
    with working(store):
        waited(store, number, lambda plan: plan.state is State.RUNNING)
        Plans(store).stop(number)
        plan = waited(store, number, lambda plan: not plan.is_at_work)
        assert plan.state is State.STOPPED
        again = asked(store, wished, 3)
        plan = waited(store, again, lambda plan: not plan.is_at_work)
    assert plan.state is State.DONE
    found = read_found(plan.best)
    assert len(found) == 3
    for one in found:
        assert one.left == ()
        assert {turn.stop_id for turn in one.rounds.turns} >= {"hol", "skole", "bo"}


def test_wishes_that_make_no_sense_are_told_and_not_worked_on(store, wished):
    nowhere = replace(wished.wishes, stops={**wished.wishes.stops, "skole": Wish(minutes=900)})
    number = asked(store, replace(wished, wishes=nowhere), 3)
    with working(store):
        plan = waited(store, number, lambda plan: not plan.is_at_work)
    assert plan.state is State.FAILED
    assert "skole" in {fault["stop_id"] for fault in json.loads(plan.trouble)["faults"]}
