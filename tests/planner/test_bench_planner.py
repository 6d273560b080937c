"""The bench of the planner works, beside who else is installed. How near anything comes is no test."""

import json
import subprocess
import sys

import pytest
from small import ROOT

# Buses, stops and days; how long and how full; the depot; then stops: place, minutes, load, visits, days as bits.
PERIODIC = """1 1 3 2
0 9
0 9
0 0 0 0 0 0 0
1 3 4 0 2 1 2 1 2
2 0 4 0 3 2 1 3
3 3 0 0 2 1 2 1 2
"""
# A depot and two places; the second is open first.
WINDOWS = """3
0 4 2
4 0 3
2 3 0
0 90
0 50
0 2
"""


def test_instances_are_measured_beside_the_best_known(tmp_path):
    (tmp_path / "p91").write_text(PERIODIC)
    (tmp_path / "day.tw").write_text(WINDOWS)
    (tmp_path / "notes.txt").write_text("No instance.")
    (tmp_path / "bks.csv").write_text("instance,best_known,source\np91,22,by hand\nday,9,by hand\n")
    file = tmp_path / "found.json"
    command = (sys.executable, "-m", "bench.planner", str(tmp_path), "--seconds", "0.5", "--baselines")
    done = subprocess.run(
        [*command, "--json", str(file)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    runs = json.loads(file.read_text())["runs"]
    assert {run["solver"] for run in runs} >= {"busplan", "PyVRP"}
    ours = {run["instance"]: run["cost"] for run in runs if run["solver"] == "busplan"}
    assert ours == {"p91": pytest.approx(22), "day": pytest.approx(9)}
    # Where OR-Tools is installed.
    theirs = [run["cost"] for run in runs if run["solver"] == "OR-Tools" and run["instance"] == "p91"]
    assert theirs in ([], [pytest.approx(22)])
    assert all(run["gap"] > -0.01 for run in runs if run["cost"] and not run["unserved"])
    assert "notes.txt    passed over" in done.stdout
