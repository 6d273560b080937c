"""Planning in a real browser with a real worker: from today's timetable to feeds that change as was promised."""

import os
import re
from datetime import UTC, date, datetime

import judging
import pytest
from serving import serving
from web.staff.signing import sign_in_browser

from busplan import publishing
from busplan.access import Role
from busplan.store import Drafts, Store

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
PICTURES = os.environ.get("BUSPLAN_TEST_PICTURES", "")
PATIENCE = 120_000


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The sample, the store it is served from, and a worker beside it."""
    folder = tmp_path_factory.mktemp("planned")
    with serving(folder, BUSPLAN_WORKER="on") as site:
        yield site, Store(f"sqlite:///{folder / 'served.db'}")


def looked_at(page, name):
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    if page.locator("#map_stops").count():
        page.locator("#map_stops").scroll_into_view_if_needed()
        page.wait_for_selector("#map_stops[data-stops]")
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
    assert judging.axe(page) == [], name


def feeds(page, stops):
    """Each stop's calendar; what is not there yet is empty."""
    return {id: page.request.get(f"/stops/{id}.ics").text() for id in stops}


def events(feed):
    """When its visits begin that take place."""
    told = feed.replace("\r\n ", "").split("BEGIN:VEVENT")[1:]
    standing = [each for each in told if "STATUS:CANCELLED" not in each]
    return {re.search(r"DTSTART[^:]*:(\d{8}T\d{4})", each)[1] for each in standing}


def test_from_todays_timetable_over_a_plan_to_the_public(chromium, served):
    site, store = served
    context = chromium.new_context(bypass_csp=True, viewport={"width": 1280, "height": 900}, base_url=site)
    page = sign_in_browser(context, site, store, Role.PUBLISHER, NOW).new_page()
    wrong = []
    page.on("pageerror", lambda fault: wrong.append(fault))
    page.goto("/staff/plans")
    looked_at(page, "plans")
    page.goto("/staff/plans/check?margin=60")
    looked_at(page, "plan-check")
    page.goto("/staff/plans")
    page.get_by_role("button", name="Ny plan fra ruteplanen").click()
    page.get_by_role("heading", name="Et stopp til").click()
    for field, value in (
        ("name", "Rånåsfoss"),
        ("municipality", "Lillestrøm"),
        ("lat", "60,03"),
        ("lon", "11,33"),
    ):
        page.fill(f"#new-{field}", value)
    page.fill("#new-every", "3")
    page.get_by_role("button", name="Legg til stoppet").click()
    page.get_by_text("Lagret.").wait_for()
    looked_at(page, "plan-wishes")
    page.select_option("#seconds", "10")
    page.get_by_role("button", name="Kjør", exact=True).first.click()
    page.get_by_role("button", name="Stans, og behold det beste").wait_for()
    page.locator("#progress svg.plot").wait_for(timeout=PATIENCE)
    looked_at(page, "plan-work")
    page.get_by_role("heading", name="Planene ved siden av hverandre").wait_for(timeout=PATIENCE)
    looked_at(page, "plan-result")
    for name in ("Få endringer", "Noen endringer", "Frie hender"):
        page.get_by_role("link", name=name, exact=True).click()
        assert page.get_by_role("link", name=name, exact=True).get_attribute("aria-current") == "page"
    page.get_by_role("link", name="Få endringer", exact=True).click()
    assert "Nytt: «Rånåsfoss»." in page.inner_text("main")

    page.fill("#first", "2026-12-07")
    page.get_by_role("button", name="Lag kladd").click()
    page.wait_for_url("**/staff/drafts/*")
    number = int(page.url.rsplit("/", 1)[1])
    standing = publishing.standing(store)
    found = publishing.look_at(standing, Drafts(store).files(number), date(2026, 11, 22))
    promised = publishing.preview(standing, found.timetable, date(2026, 11, 22))
    ids = [stop.id for stop in promised.after.stops if stop.public]
    before = feeds(page, ids)
    if page.locator("#yes").count():
        page.fill("#yes", "ja")
    page.get_by_role("button", name="Publiser nå").click()
    page.get_by_text("Publisert som nummer").first.wait_for()

    after = feeds(page, ids)
    assert {id for id in ids if before[id] != after[id]} == set(promised.feeds) & set(ids)
    for id in ids:
        visits = [visit for visit in promised.after.coming(NOW, id) if visit.takes_place]
        assert {f"{visit.slot.day:%Y%m%d}T{visit.slot.start:%H%M}" for visit in visits} <= events(
            after[id]
        ), id
    assert events(after["ranasfoss"])
    assert wrong == []
    context.close()


def test_a_stop_is_dragged_to_another_round_and_by_keyboard_back(chromium, served):
    site, store = served
    context = chromium.new_context(bypass_csp=True, viewport={"width": 1280, "height": 900}, base_url=site)
    page = sign_in_browser(context, site, store, Role.EDITOR, NOW).new_page()
    page.goto("/staff/plans")
    page.get_by_role("button", name="Ny plan fra ruteplanen").click()
    page.goto(page.url + "/rounds")
    looked_at(page, "plan-rounds")
    rounds = page.locator(".round")
    row = rounds.nth(0).locator("li").last
    name = row.locator("span").nth(1).inner_text().split("  ")[0]
    row.drag_to(rounds.nth(3).locator("h3"))
    page.locator(".told").wait_for()
    assert "flyttet til" in page.inner_text(".told") or "får ikke plass" in page.inner_text(".told"), name
    looked_at(page, "plan-moved")
    row = page.locator(".round li a").first
    row.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Flytt hit").first.wait_for()
    looked_at(page, "plan-move")
    page.get_by_role("button", name="Flytt hit").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Angre siste flytting").click()
    assert "Angret." in page.inner_text(".told")
    context.close()


def test_on_a_phone_without_javascript_in_nynorsk(chromium, served):
    site, store = served
    context = chromium.new_context(
        java_script_enabled=False, viewport={"width": 360, "height": 740}, base_url=site
    )
    page = sign_in_browser(context, site, store, Role.EDITOR, NOW).new_page()
    page.goto("/nn/staff/plans/fit?name=Bø&municipality=Nes&lat=60,14&lon=11,50&minutes=30&every=3")
    page.get_by_role("button", name="Bruk denne").first.click()
    assert "Nytt: «Bø»." in page.inner_text("main")
    page.get_by_role("link", name="Sjå rundane, og flytt stopp").click()
    page.get_by_role("link", name="Flytt til …").first.click()
    page.get_by_role("button", name="Flytt hit").first.click()
    assert "er flytta til" in page.inner_text(".told")
    page.get_by_role("link", name="Planlegg").last.click()
    page.get_by_role("button", name="Ny plan frå ruteplanen").click()
    page.get_by_role("button", name="Køyr", exact=True).first.click()
    page.get_by_role("button", name="Stans, og hald på det beste").click()
    for _ in range(60):
        if page.get_by_role("heading", name="Planane ved sida av kvarandre").count():
            break
        if page.get_by_role("heading", name="Kva planen skal finne").count():
            break  # it was stopped before it had found any
        page.wait_for_timeout(1000)
        page.reload()
    else:
        raise AssertionError(page.inner_text("main"))
    context.close()
