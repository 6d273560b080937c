"""What is installed is whole: built, put into an empty environment, and served from an empty folder."""

import shutil
import subprocess
import sys
import venv
from urllib.request import urlopen

import pytest
from serving import serving
from small import ROOT

SOURCES = ("busplan", "templates", "data", "schedule.yaml", "setup.cfg", "pyproject.toml", "README.md")


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The folder of commands of an environment with nothing but the wheel and what it asks for."""
    folder = tmp_path_factory.mktemp("package")
    source = folder / "source"
    source.mkdir()
    for name in SOURCES:
        there = ROOT / name
        copy = shutil.copytree if there.is_dir() else shutil.copy
        copy(there, source / name)
    # The wheel is built from the source distribution, so that both are shown to be whole.
    run(sys.executable, "-m", "build", "--outdir", folder / "dist", source)
    venv.create(folder / "venv", with_pip=True)
    commands = folder / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    [wheel] = (folder / "dist").glob("*.whl")
    run(commands / "python", "-m", "pip", "install", "--quiet", wheel)
    return commands


def run(*command):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def test_it_serves_the_sample_from_an_empty_folder(installed, tmp_path):
    with serving(tmp_path, command=(str(installed / "busplan"),)) as site:
        for path in (
            "/",
            "/stops/arnes",
            "/stops/arnes.ics",
            "/stops/arnes/poster.pdf",
            "/map.js",
            "/stops.geojson",
        ):
            with urlopen(site + path, timeout=10) as answer:  # noqa: S310 - our own server
                assert answer.status == 200
                assert answer.read()


def test_it_checks_and_tells_its_version(installed, files):
    assert "No problems found." in run(installed / "busplan", "check", *files, "--now", "2026-09-01").stderr
    assert "busplan, version" in run(installed / "busplan", "--version").stdout
