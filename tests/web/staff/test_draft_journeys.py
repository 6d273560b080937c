"""Drafts in a real browser: from files to the public and back, on a phone and at a desk, in nb and nn."""

import os
from datetime import UTC, datetime
from pathlib import Path

import judging
import pytest
from serving import serving
from small import ROOT
from web.staff.signing import sign_in_browser

from busplan.access import Role
from busplan.store import Store

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
STOPS = (ROOT / "data" / "stops.csv").read_text(encoding="utf-8")
SCHEDULE = (ROOT / "schedule.yaml").read_text(encoding="utf-8")
PICTURES = os.environ.get("BUSPLAN_TEST_PICTURES", "")
SAID = {
    "": {
        "check": "Sjekk filene",
        "publish": "Publiser nå",
        "undo": "Angre nummer",
        "done": "Publisert som nummer",
        "wrong": "Filene må rettes",
        "busy": "Filene sendes og leses.",
    },
    "/nn": {
        "check": "Sjekk filene",
        "publish": "Publiser no",
        "undo": "Angre nummer",
        "done": "Publisert som nummer",
        "wrong": "Filene må rettast",
        "busy": "Filene blir sende og lesne.",
    },
}

# What the page says meanwhile.
SENT_TWICE = """() => {
  const form = document.querySelector("form.hand-in");
  for (const time of [1, 2]) form.requestSubmit(form.querySelector("button.button"));
  return form.querySelector("[role=status]").textContent;
}"""


@pytest.fixture
def served(tmp_path):
    """The sample, and the store it is served from."""
    with serving(tmp_path) as site:
        yield site, Store(f"sqlite:///{tmp_path / 'served.db'}")


@pytest.fixture
def files(tmp_path):
    """The sample's own, with one visit five minutes later, and with a fault."""
    later = SCHEDULE.replace("from: 14:00", "from: 14:05", 1)
    assert later != SCHEDULE
    for name, text in (
        ("stops.csv", STOPS),
        ("plan.yaml", later),
        ("bad.yaml", later.replace("stop: maura", "stop: mauro")),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def looked_at(page, name):
    """By judges that are not ours, at its own width and on the narrowest phone."""
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    if page.locator("#map_stops").count():
        page.locator("#map_stops").scroll_into_view_if_needed()
        page.wait_for_selector("#map_stops[data-stops]")
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)
    assert judging.axe(page) == [], name
    assert judging.sniffer(page) == [], name
    usual = page.viewport_size
    for width in (usual["width"], 320):
        page.set_viewport_size({**usual, "width": width})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    page.set_viewport_size(usual)


@pytest.mark.parametrize(("language", "width"), [("", 360), ("/nn", 1280)], ids=["nb", "nn"])
def test_from_files_to_the_public_and_back(chromium, served, files, width, language):
    site, store = served
    words = SAID[language]
    context = chromium.new_context(bypass_csp=True, viewport={"width": width, "height": 800}, base_url=site)
    page = sign_in_browser(context, site, store, Role.PUBLISHER, NOW).new_page()
    name = f"{language.strip('/') or 'nb'}-{width}"

    page.goto(f"{language}/staff/hand-in")
    looked_at(page, f"hand-in-{name}")
    page.set_input_files("#files", [files / "stops.csv", files / "bad.yaml"])
    page.get_by_role("button", name=words["check"]).click()
    page.get_by_role("heading", name=words["wrong"]).wait_for()
    looked_at(page, f"problems-{name}")
    with page.expect_download() as download:
        page.locator("a[download]").first.click()
    assert "mauro" in Path(download.value.path()).read_text(encoding="utf-8-sig")

    page.goto(f"{language}/staff/hand-in")
    page.set_input_files("#files", [files / "stops.csv", files / "plan.yaml"])
    page.fill("#message", "Fem minutter senere")
    sent = []
    page.on("request", lambda asked: asked.method == "POST" and sent.append(asked.url))
    assert words["busy"] in page.evaluate(SENT_TWICE)
    page.wait_for_url("**/staff/drafts/*")
    assert len(sent) == 1
    looked_at(page, f"draft-{name}")
    page.locator(".by-stop a").first.click()
    looked_at(page, f"stop-{name}")
    page.go_back()
    page.get_by_role("button", name=words["publish"]).click()
    page.get_by_text(words["done"]).first.wait_for()
    looked_at(page, f"publication-{name}")
    page.locator("a[href*='compare']").first.click()
    looked_at(page, f"compare-{name}")
    page.goto(f"{language}/staff/publications/2")
    page.get_by_role("button", name=words["undo"]).click()
    page.wait_for_url("**/staff/publications/3")
    for place in (
        "drafts",
        "publications",
        "edit",
        "edit/stops/maura",
        "edit/stops/new",
        "edit/routes/tirsdag-1",
    ):
        page.goto(f"{language}/staff/{place}")
        looked_at(page, f"{place.replace('/', '-')}-{name}")
    assert [entry.again for entry in store.entries()] == [1, None, None]
    context.close()


def test_without_javascript_it_is_all_there(chromium, served, files):
    site, store = served
    context = chromium.new_context(java_script_enabled=False, base_url=site)
    page = sign_in_browser(context, site, store, Role.PUBLISHER, NOW).new_page()
    page.goto("/staff/hand-in")
    page.set_input_files("#files", [files / "stops.csv", files / "plan.yaml"])
    page.get_by_role("button", name="Sjekk filene").click()
    page.get_by_role("button", name="Publiser nå").click()
    page.get_by_text("Publisert som nummer 2.").wait_for()
    context.close()


def test_a_hearing_on_a_phone(chromium, served, files):
    site, store = served
    context = chromium.new_context(bypass_csp=True, viewport={"width": 360, "height": 740}, base_url=site)
    page = sign_in_browser(context, site, store, Role.EDITOR, NOW).new_page()
    page.goto("/staff/hand-in")
    page.set_input_files("#files", [files / "stops.csv", files / "plan.yaml"])
    page.get_by_role("button", name="Sjekk filene").click()
    page.get_by_role("button", name="Legg på høring").click()
    address = page.input_value("#address")
    looked_at(page, "hearing-made")
    resident = chromium.new_context(bypass_csp=True, viewport={"width": 360, "height": 740})
    heard = resident.new_page()
    heard.goto(address)
    looked_at(heard, "hearing")
    heard.fill("#name", "Rektor")
    heard.fill("#text", "Kom klokka to.")
    heard.get_by_role("button", name="Send svaret").click()
    heard.get_by_text("Takk!").wait_for()
    assert resident.cookies() == []
    heard.locator(".by-stop a").first.click()
    looked_at(heard, "hearing-stop")
    page.goto("/staff/drafts/1")
    page.get_by_text("Kom klokka to.").wait_for()
    resident.close()
    context.close()


def test_a_stop_is_placed_by_pressing_on_the_map_and_a_new_one_by_the_keyboard_alone(chromium, served):
    site, store = served
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, base_url=site)
    page = sign_in_browser(context, site, store, Role.EDITOR, NOW).new_page()

    def degrees():
        return page.input_value("#lat"), page.input_value("#lon")

    def open(path):
        page.goto(path)
        page.locator("#map_stops").scroll_into_view_if_needed()
        page.wait_for_selector("#map_stops[data-stops]")

    open("/staff/edit/stops/maura")
    before = degrees()
    page.locator("#map_stops").click(position={"x": 60, "y": 200})
    placed = degrees()
    assert all(now != was for now, was in zip(placed, before, strict=True))
    page.get_by_role("button", name="Lag kladd").click()
    page.wait_for_url("**/staff/drafts/*")
    assert "Maura" in page.locator("main").inner_text()
    page.goto("/staff/edit/stops/maura?draft=1")
    assert degrees() == placed

    open("/staff/edit/stops/new?draft=1")
    assert degrees() == ("", "")
    assert page.locator(".pin").count() == 0
    for label, text in (("Navn", "Vorma brygge"), ("Kommune", "Nes")):
        page.get_by_label(label, exact=True).focus()
        page.keyboard.type(text)
    centre = page.get_by_role("button", name="Sett merket midt i kartet")
    centre.press("Enter")
    middle = degrees()
    page.locator("#map_stops").press("ArrowUp")
    centre.press("Enter")
    assert degrees()[0] > middle[0]
    assert page.locator(".pin").count() == 1
    page.get_by_label("Runde", exact=True).select_option("tirsdag-1")
    page.get_by_label("Fra", exact=True).fill("17:00")
    page.get_by_label("Til", exact=True).fill("17:10")
    page.get_by_role("button", name="Lag kladd").press("Enter")
    page.wait_for_url("**/staff/drafts/2")
    assert "Nytt stopp: Vorma brygge" in page.locator("h1").inner_text()
    assert "nytt stopp" in page.locator(".by-stop").inner_text()
    context.close()
