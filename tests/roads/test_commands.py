"""`busplan roads`, from an extract to drives between the stops in force."""

import csv
import signal
import subprocess
import sys

import network
import pytest
from serving import ended

BUSPLAN = (sys.executable, "-m", "busplan")


def run(*command, **more):
    return subprocess.run(
        [*BUSPLAN, *map(str, command)], capture_output=True, text=True, timeout=60, check=False, **more
    )


def test_an_extract_becomes_an_engine_that_answers(tmp_path):
    network.programs()
    programs = ("--programs", network.INSTALLED / network.VERSION)
    network.write(tmp_path / "town.osm.pbf")
    built = run("roads", "build", tmp_path / "town.osm.pbf", tmp_path / "roads", *programs)
    assert built.returncode == 0, built.stderr
    port = network.free_port()
    serve = ("roads", "serve", tmp_path / "roads", "--port", port, *programs)
    service = subprocess.Popen([*BUSPLAN, *map(str, serve)], stderr=subprocess.DEVNULL)
    with ended(service):
        network.wait_for(f"http://127.0.0.1:{port}/status", service)
        service.send_signal(signal.SIGTERM)
        assert service.wait(20) == 0


@pytest.mark.parametrize("command", ["build", "serve"])
def test_what_is_missing_is_told_plainly(command, tmp_path):
    network.programs()
    files = (tmp_path / "none.osm.pbf", tmp_path / "roads") if command == "build" else (tmp_path / "roads",)
    done = run("roads", command, *files, "--programs", network.INSTALLED / network.VERSION)
    assert (done.returncode, "no tiles" in done.stderr) == (1, True), done.stderr
    gone = run("roads", command, *files, "--programs", tmp_path)
    assert (gone.returncode, "docs/roads.md" in gone.stderr) == (1, True), gone.stderr


def test_the_drives_between_stops_are_written_with_what_they_are_founded_on(published):
    done = run("roads", "legs", "--database", str(published.url), "--now", "2026-11-02")
    rows = list(csv.DictReader(done.stdout.splitlines()))
    assert "luftlinje × 1,3" in done.stderr
    assert {row["basis"] for row in rows} == {"anslått"}
    assert len({(row["from"], row["to"]) for row in rows}) == len(rows) > 1
