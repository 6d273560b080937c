"""Pages in, what judges that are not ours find wrong with them out (axe, HTML_CodeSniffer, the Nu HTML Checker)."""

import json
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fetched import modules
from small import ROOT

NAMES = ROOT / "tests" / "judges"
INSTALLED = ROOT / "tests" / ".judges"
SECONDS = 240
# Pins stand as close as the stops do; each is in the list beside the map too (WCAG 2.5.8, "equivalent").
AXE = """async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
  const told = found.violations.flatMap((each) => each.nodes.map((node) => ({ id: each.id, node })));
  const isPin = (node) => node.target.every((at) => document.querySelector(at)?.closest(".leaflet-marker-pane"));
  return told.filter(({ id, node }) => id !== "target-size" || !isPin(node))
    .map(({ id, node }) => `${id}: ${node.target} ${node.html.slice(0, 200)} ${node.failureSummary}`);
}"""
SNIFFER = """() => new Promise((told, failed) => HTMLCS.process("WCAG2AA", document, () => told(
  HTMLCS.getMessages().filter((each) => each.type === HTMLCS.ERROR)
    .map((each) => `${each.code}: ${each.element.outerHTML.slice(0, 200)} ${each.msg}`)
), failed))"""


def installed() -> Path:
    return modules(NAMES, INSTALLED)


@cache
def script(name: str) -> str:
    return (installed() / name).read_text(encoding="utf-8")


def axe(page: Any) -> list[str]:
    """WCAG 2.2 A and AA, and good practice."""
    page.evaluate(script("axe-core/axe.min.js"))
    found: list[str] = page.evaluate(AXE)
    return found


def sniffer(page: Any) -> list[str]:
    """What pa11y runs: WCAG 2 AA."""
    page.evaluate(script("html_codesniffer/build/HTMLCS.js"))
    found: list[str] = page.evaluate(SNIFFER)
    return found


def checker(folder: Path) -> list[str]:
    """Whether all the pages in a folder are HTML, by the checker of the W3C."""
    if shutil.which("java") is None:
        pytest.skip("no Java is installed (Debian's package default-jre-headless)")
    jar = installed() / "vnu-jar" / "build" / "dist" / "vnu.jar"
    run = ["java", "-Xss2m", "-jar", str(jar), "--format", "json", "--stdout", "--skip-non-html", str(folder)]
    done = subprocess.run(
        run, capture_output=True, text=True, timeout=SECONDS, env={**os.environ, "LANG": "C.UTF-8"}
    )
    return [
        f"{Path(each['url']).name}:{each.get('lastLine')}: {each['message']} {each.get('extract', '')}"
        for each in json.loads(done.stdout)["messages"]
        if each["type"] == "error" or each.get("subType") == "warning"
    ]
