"""A few of the points that `.venv/bin/python tests/crash` tries all of."""

import shutil

import pytest
from acts import acts
from killed import Told, rounds, untrue
from loop import broken, points
from several import race

A_FEW = 6


@pytest.mark.parametrize("which", range(5), ids=["publish", "say", "withdraw", "bring up", "restore"])
def test_whatever_breaks_leaves_the_old_or_the_new_whole(tmp_path, which):
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed (Debian's package strace)")
    act = acts(tmp_path)[which]
    found, new = points(act, tmp_path)
    assert len(found) > 40
    some = found[which :: len(found) // A_FEW]
    assert {point.fault for point in some} == {"kill", "full", "broken"}
    faults = {str(point): list(broken(point, tmp_path / "tried", new)) for point in some}
    assert {point: told for point, told in faults.items() if told} == {}


def test_of_those_who_publish_at_once_one_comes_first_and_the_rest_are_told(tmp_path):
    assert race(tmp_path, seconds=4) > 10


def test_a_server_that_is_killed_keeps_what_it_has_answered_and_nothing_half(tmp_path):
    assert rounds(tmp_path, 1, seed=2)["killed"] == 1


def test_what_is_lost_or_there_in_vain_is_seen():
    """So that no fault above goes by for want of a look."""
    told = Told(sent=[1, 2, 3, 4], answers={1: 201, 2: 409, 4: 500})
    assert list(untrue("published", told, {0, 1, 3}, 201)) == ["answered {500}"]
    assert list(untrue("published", told, {0, 2}, 201))[:2] == [
        "published and lost: {1}",
        "refused, and published: {2}",
    ]
