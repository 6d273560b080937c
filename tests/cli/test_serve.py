"""The site as it is served: many threads, one file, a publication in between."""

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from urllib.request import urlopen

import pytest
from serving import begun, serving
from small import SCHEDULE_YAML, STOPS_CSV


def get(address):
    with urlopen(address, timeout=10) as answer:  # noqa: S310 - our own server
        return answer.read().decode()


def test_the_sample_is_served_from_nothing(tmp_path):
    with serving(tmp_path) as site:
        assert "Eksempeldata" in get(site + "/")
        assert "BEGIN:VEVENT" in get(site + "/stops/arnes.ics")


def test_all_threads_see_the_same_and_then_the_next_publication(tmp_path, files):
    changed = tmp_path / "changed.csv"
    changed.write_text(STOPS_CSV.replace("Hol torg", "Hol kirke"))
    with (
        serving(tmp_path, "--stops", files[0], "--schedule", files[1]) as site,
        ThreadPoolExecutor(8) as pool,
    ):
        addresses = [site + path for path in ("/", "/stops/hol", "/stops.geojson", "/stops/hol.ics")] * 10
        assert all("Hol torg" in told for told in pool.map(get, addresses))
        publish(tmp_path, changed, files[1])
        assert all("Hol kirke" in told for told in pool.map(get, addresses))


def publish(tmp_path, *files):
    database = f"sqlite:///{tmp_path / 'served.db'}"
    command = [sys.executable, "-m", "busplan", "publish", *map(str, files), "--database", database]
    subprocess.run(command, check=True, capture_output=True)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_told_to(tmp_path, files, how):
    # What a script runs in the background is made deaf to SIGINT, and hands that on.
    hears = ("env", "--default-signal", sys.executable, "-m", "busplan")
    with begun(tmp_path, "--stops", files[0], "--schedule", files[1], command=hears) as (server, _):
        server.send_signal(how)
        assert server.wait(timeout=10) == 0


def test_a_port_that_is_taken_is_told_plainly(tmp_path, files):
    with serving(tmp_path, "--stops", files[0], "--schedule", files[1]) as site:
        port = site.rpartition(":")[2]
        command = [sys.executable, "-m", "busplan", "serve", "--port", port]
        database = ["--database", f"sqlite:///{tmp_path / 'served.db'}"]
        done = subprocess.run([*command, *database], capture_output=True, text=True, check=False, timeout=30)
        assert done.returncode == 1
        assert f"busplan: Cannot listen on 127.0.0.1:{port}" in done.stderr


def test_wrong_files_are_told_and_nothing_is_served(tmp_path, files):
    files[1].write_text(SCHEDULE_YAML.replace("2026-12-18", "2026-12-38"))
    command = [sys.executable, "-m", "busplan", "serve", "--stops", files[0], "--schedule", files[1]]
    database = ["--database", f"sqlite:///{tmp_path / 'served.db'}"]
    done = subprocess.run([*command, *database], capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 1
    assert f"{files[1]}:7: error: invalid_date: " in done.stderr
    assert not (tmp_path / "served.db").exists()


def test_a_setting_that_is_wrong_publishes_nothing(busplan, tmp_path, monkeypatch):
    monkeypatch.setenv("BUSPLAN_TILES", "kartverkt")
    done = busplan("serve", "--port", "0")
    assert done.exit_code == 1
    assert "BUSPLAN_TILES='kartverkt'" in done.stderr
    assert not (tmp_path / "busplan.db").exists()


@pytest.mark.parametrize("host", ["no such host", "256.256.256.256"])
def test_a_host_that_cannot_be_listened_on_is_told(busplan, host):
    done = busplan("serve", "--host", host)
    assert done.exit_code == 1
    assert f"Cannot listen on {host}" in done.stderr


def test_serving_bad_files_never_begins(busplan, files):
    files[0].write_text("")
    done = busplan("serve", "--stops", files[0], "--schedule", files[1])
    assert done.exit_code == 1
    assert "error: empty_file" in done.stderr
    assert "Open http" not in done.stderr
