"""The bench works. How fast anything is, is no test: a machine may be busy."""

import json
import shutil
import subprocess
import sys

from small import ROOT


def test_it_tells_each_figure_beside_its_floor(tmp_path):
    file = tmp_path / "figures.json"
    command = (sys.executable, "-m", "bench", "--tiny", "--runs", "1", "--json", str(file))
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    figures = json.loads(file.read_text())["figures"]
    sections = ["timetable", "reading", "commands", "feeds", "finding", "map", "pages"]
    if not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        assert "passed over: no Chromium is installed" in done.stdout
        sections.remove("map")
    assert list(dict.fromkeys(figure["section"] for figure in figures)) == sections
    for figure in figures:
        assert figure["name"] in done.stdout
        assert figure["ours"] > 0
        assert figure["floor"] is None or figure["ratio"] == figure["ours"] / figure["floor"]


def test_an_unknown_section_is_refused(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "bench", "sausages"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "no section is called sausages" in done.stderr) == (2, True)
