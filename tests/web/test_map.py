"""The map in a real browser: signs, groups, routes and languages, by keyboard too."""

import re

import pytest
from serving import serving
from small import SCHEDULE_YAML, STOPS_CSV

HOSTILE = "${alert(1)}<img src=x onerror=alert(1)>"
TUESDAY = {"BUSPLAN_NOW": "2026-11-17T09:00"}
FOCUSED = "document.activeElement.getAttribute('aria-label')"


def test_a_sign_tells_by_its_shape_and_its_name_when_the_bus_comes(visit, tmp_path):
    (tmp_path / "stops.csv").write_text(STOPS_CSV + "bo,Bø,Nes,,60.15,11.5,place,,\n")
    (tmp_path / "schedule.yaml").write_text(SCHEDULE_YAML)
    with serving(tmp_path, "--stops", "stops.csv", "--schedule", "schedule.yaml", **TUESDAY) as site:
        visitor = visit(site)
        visitor.map_is_drawn()
        page = visitor.page
        signs = page.eval_on_selector_all(
            ".pin",
            "(all) => all.map((each) => [each.getAttribute('aria-label'), each.className, each.tabIndex])",
        )
        found = {label: re.search(r"\bpin (\w+)", shape)[1] for label, shape, tab in signs if tab == 0}
        assert found == {
            "Hol torg, i morgen": "week",
            "Nes skole, bussen er her nå, til kl. 10.30": "today",
            "Ås, om 9 dager": "later",
            "Bø, ingen flere besøk": "none",
        }
        legend = page.get_by_role("list", name="Slik leser du kartet")
        assert legend.get_by_role("listitem").all_inner_texts() == [
            "Besøk i dag",
            "Besøk de neste sju dagene",
            "Besøk senere",
            "Ingen flere besøk",
        ]
        for at in page.locator(".pin, .leaflet-bar a").all():
            box = at.bounding_box()
            assert min(box["width"], box["height"]) >= 32


def test_the_space_bar_and_a_press_elsewhere(visit, sample):
    visitor = visit(sample)
    visitor.map_is_drawn()
    page = visitor.page
    pin = page.get_by_role("button", name="Årnes, om 9 dager")
    pin.press(" ")
    page.get_by_role("dialog", name="Årnes").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    page.wait_for_selector(".leaflet-popup", state="detached")
    assert page.evaluate(FOCUSED) == "Årnes, om 9 dager"
    pin.click()
    page.get_by_role("dialog", name="Årnes").get_by_role("button", name="Lukk").click()
    page.wait_for_selector(".leaflet-popup", state="detached")
    assert page.evaluate(FOCUSED) == "Årnes, om 9 dager"


def test_the_map_speaks_the_language_of_the_page(visit, sample):
    visitor = visit(sample, "/en/")
    visitor.map_is_drawn()
    page = visitor.page
    assert page.get_by_role("button", name="Zoom in").is_visible()
    page.get_by_role("button", name="Hvitsten, tomorrow").press("Enter")
    popup = page.get_by_role("dialog", name="Hvitsten")
    popup.get_by_role("button", name="Close").wait_for()
    assert popup.get_by_role("link", name="Hvitsten").get_attribute("href") == "/en/stops/hvitsten"
    assert page.get_by_text("Show the routes").is_visible()


def test_who_wants_no_motion_gets_none(visit, sample):
    visitor = visit(sample, reduced_motion="reduce")
    visitor.map_is_drawn()
    assert visitor.page.evaluate("busplan.map.options.zoomAnimation") is False


def test_routes_are_drawn_when_asked_for_and_not_before(visit, sample):
    visitor = visit(sample)
    visitor.map_is_drawn()
    page = visitor.page
    assert page.locator("path.route").count() == 0
    page.get_by_label("Vis rutene").check()
    page.locator("path.route").first.wait_for()
    lines = page.locator("path.route").count()
    assert lines == page.locator(".route-name").count() == 14
    name = page.get_by_role("button", name="Hurumlandet")
    name.focus()
    page.keyboard.press("Enter")
    assert name.get_attribute("aria-pressed") == "true"
    assert page.locator("path.route.chosen").count() == 1
    page.keyboard.press("Enter")
    assert name.get_attribute("aria-pressed") == "false"
    assert page.locator("path.route.chosen").count() == 0
    page.get_by_label("Vis rutene").uncheck()
    assert page.locator("path.route").count() == 0
    assert not name.is_visible()


def test_routes_that_cannot_be_had_are_told(visit, sample):
    visitor = visit(sample)
    visitor.map_is_drawn()
    visitor.page.route("**/routes.geojson", lambda route: route.abort())
    visitor.page.get_by_label("Vis rutene").click()
    visitor.page.get_by_text("Rutene kunne ikke hentes akkurat nå.").wait_for()
    assert not visitor.page.get_by_label("Vis rutene").is_checked()
    visitor.complaints.clear()


def test_names_of_routes_are_text(visit, tmp_path):
    (tmp_path / "stops.csv").write_text(STOPS_CSV)
    (tmp_path / "schedule.yaml").write_text(SCHEDULE_YAML.replace("Tirsdagsruta", f"'{HOSTILE}'"))
    with serving(tmp_path, "--stops", "stops.csv", "--schedule", "schedule.yaml") as site:
        visitor = visit(site)
        visitor.map_is_drawn()
        visitor.page.get_by_label("Vis rutene").check()
        visitor.page.get_by_role("button", name=HOSTILE).wait_for()
        visitor.page.locator("path.route").dispatch_event("mouseover")
        assert visitor.page.locator(".leaflet-tooltip").inner_text() == HOSTILE


@pytest.fixture(scope="module")
def thousand(tmp_path_factory):
    """A thousand stops, three of them in one place, and one with a hostile name."""
    folder = tmp_path_factory.mktemp("thousand")
    rows = [
        f"s{at},Sted {at},Nes,{59.5 + at // 40 * 0.02:.3f},{10.5 + at % 40 * 0.03:.3f}" for at in range(997)
    ]
    rows += [f"t{at},Tvilling {at},Nes,60.8,10.2" for at in range(2)] + [f't2,"{HOSTILE}",Nes,60.8,10.2']
    (folder / "stops.csv").write_text("\n".join(("id,name,municipality,lat,lon", *rows, "")))
    calls = ["      - {stop: t2, from: 09:00, to: 09:30}\n      - {stop: s0, from: 10:00, to: 10:30}\n"]
    (folder / "schedule.yaml").write_text(
        "service: {id: t, name: Tusenbussen}\nseasons: [{id: host, from: 2026-08-17, to: 2026-12-18}]\n"
        "routes:\n  - id: en\n    dates: [2026-11-26]\n    stops:\n" + "".join(calls)
    )
    with serving(folder, "--stops", "stops.csv", "--schedule", "schedule.yaml") as site:
        yield site


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_many_stops_are_drawn_in_groups_that_open(visit, thousand, motion):
    visitor = visit(thousand, reduced_motion=motion)
    visitor.map_is_drawn()
    page = visitor.page
    groups = page.locator(".pin.group")
    assert 5 < groups.count() < 100
    counted = sum(int(text) for text in groups.all_inner_texts()) + page.locator(".pin:not(.group)").count()
    assert counted == 1000
    before = page.evaluate("busplan.map.getZoom()")
    label = groups.first.get_attribute("aria-label")
    assert re.fullmatch(r"\d+ stopp, vis nærmere", label)
    groups.first.press("Enter")
    within = ".pin:focus:not([aria-label='{}'])"
    page.locator(within.format(label)).wait_for()
    assert page.evaluate("busplan.map.getZoom()") > before
    for _ in range(8):
        here = page.evaluate(FOCUSED)
        page.keyboard.press("Enter")
        page.locator(within.format(here) + ", [role=dialog]").first.wait_for()
        if page.get_by_role("dialog").count():
            break
    assert page.get_by_role("dialog").get_by_role("link").count() == 1


def test_stops_in_one_place_are_listed(visit, thousand):
    visitor = visit(thousand, reduced_motion="reduce")
    visitor.map_is_drawn()
    page = visitor.page
    page.evaluate("busplan.map.setView([60.8, 10.2], 14)")
    page.get_by_role("button", name="3 stopp, vis nærmere").press("Enter")
    popup = page.get_by_role("dialog", name="3 stopp på samme sted")
    popup.wait_for()
    assert popup.get_by_role("link").all_inner_texts() == ["Tvilling 0", "Tvilling 1", HOSTILE]
    page.keyboard.press("Escape")
    page.wait_for_selector(".leaflet-popup", state="detached")
    assert page.evaluate(FOCUSED) == "3 stopp, vis nærmere"


def test_the_stop_of_a_page_stands_by_itself_among_many(visit, thousand):
    visitor = visit(thousand, "/stops/t1")
    visitor.map_is_drawn()
    pin = visitor.page.get_by_role("button", name="Tvilling 1, ingen flere besøk")
    pin.press("Enter")
    visitor.page.get_by_role("dialog", name="Tvilling 1").wait_for()
