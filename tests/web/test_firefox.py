"""Another browser than the one that the other tests use, in the hands of a resident."""

import json
import shutil
import subprocess

import pytest
from fetched import modules
from small import ROOT

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
HOW = ROOT / "tests" / "firefox"
SECONDS = 120


def test_a_stop_is_found_by_name_and_opened_with_its_map(sample):
    if FIREFOX is None or shutil.which("node") is None:
        pytest.skip("no Firefox is installed (Debian's packages firefox-esr and nodejs)")
    installed = modules(HOW, ROOT / "tests" / ".firefox")
    line = ["node", HOW / "journey.mjs", sample, installed, FIREFOX]
    done = subprocess.run(line, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "address": f"{sample}/stops/hvitsten",
        "heading": "Hvitsten",
        "complaints": [],
    }
