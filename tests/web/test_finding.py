"""Finding a stop in a real browser: by keyboard alone, by position, and when either is refused."""

import json

import pytest
from serving import serving
from small import SCHEDULE_YAML, STOPS_CSV

from busplan.finding.fold import words

EIDSVOLL = {"latitude": 60.33, "longitude": 11.25}


def test_a_stop_by_a_slip_of_the_pen(visit, sample):
    page = visit(sample, "/search").page
    page.fill("#find", "raholtt")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=raholtt")
    page.get_by_role("link", name="Råholt", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == "Råholt"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("raholtt", ["Råholt"]),
        ("raholr", ["Råholt"]),
        ("rahlt", ["Råholt"]),
        ("raohlt", ["Råholt"]),
        ("eholt", ["Holter"]),
        ("rah", ["Råholt"]),
        ("rax", []),
        ("raxxlt", []),
        ("raholt eidvoll", ["Råholt"]),
    ],
)
def test_a_slip_of_the_pen_is_forgiven_while_one_types(visit, sample, typed, found):
    page = visit(sample, "/search").page
    page.get_by_role("combobox").press_sequentially(typed)
    page.locator("#find-count", has_text="orslag").wait_for(state="attached")
    assert page.eval_on_selector_all("#find-list li", "(all) => all.map((e) => e.firstChild.data)") == found


def test_a_stop_by_keyboard_alone(visit, sample):
    page = visit(sample, "/").page
    field = page.get_by_role("combobox", name="Finn stoppet ditt")
    field.focus()
    page.wait_for_load_state("networkidle")
    page.keyboard.type("raah")
    option = page.get_by_role("option", name="Råholt Eidsvoll")
    option.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    assert field.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    assert option.get_attribute("aria-selected") == "true"
    page.keyboard.press("Enter")
    page.wait_for_url("**/stops/raholt")


def test_escape_closes_the_suggestions_and_keeps_what_was_typed(visit, sample):
    page = visit(sample, "/search").page
    field = page.get_by_role("combobox")
    field.press_sequentially("nes")
    page.get_by_role("option").first.wait_for()
    page.get_by_text("forslag. Velg med pil").wait_for()
    page.keyboard.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") == page.get_by_role("option").last.get_attribute("id")
    page.keyboard.press("Escape")
    assert page.get_by_role("option").count() == 0
    assert (field.input_value(), field.get_attribute("aria-expanded")) == ("nes", "false")
    assert field.get_attribute("aria-activedescendant") is None
    field.press_sequentially("xq")
    page.get_by_text("Ingen forslag. Trykk Enter for å søke.").wait_for()


def test_a_suggestion_by_mouse(visit, sample):
    page = visit(sample, "/en/search").page
    page.get_by_role("combobox").press_sequentially("hvit")
    page.get_by_role("option", name="Hvitsten Vestby").click()
    page.wait_for_url("**/en/stops/hvitsten")


def test_suggestions_that_cannot_be_had_leave_the_form(visit, sample):
    visitor = visit(sample, "/search")
    page = visitor.page
    page.route("**/stops.json", lambda route: route.abort())
    page.fill("#find", "hvitsten")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=hvitsten")
    assert page.get_by_role("link", name="Hvitsten", exact=True).is_visible()
    visitor.complaints.clear()


def test_without_javascript_there_is_a_form_and_no_dead_button(visit, sample):
    page = visit(sample, "/search", java_script_enabled=False).page
    assert not page.locator("#nearest").is_visible()
    page.fill("#find", "bodalen")
    page.get_by_role("button", name="Søk").click()
    assert page.get_by_role("link", name="Bødalen", exact=True).is_visible()
    page.get_by_role("link", name="Vestby", exact=True).click()
    assert page.get_by_role("heading", name="Alle stopp i Vestby").is_visible()


def test_the_browser_folds_as_the_server_does(visit, sample):
    """The start of every name, as it may be typed, suggests the stop."""
    page = visit(sample, "/search").page
    stops = json.loads(page.evaluate("fetch('/stops.json').then((answer) => answer.text())"))
    page.get_by_role("combobox").focus()
    page.wait_for_load_state("networkidle")
    for id, name, _, folded in stops:
        assert words(name)[0] in folded
        for typed in (name, name.replace("å", "aa").replace("ø", "oe"), " ".join(words(name)), name.upper()):
            page.fill("#find", typed)
            urls = page.eval_on_selector_all("#find-list li", "(all) => all.map((each) => each.dataset.url)")
            assert f"/stops/{id}" in urls, typed


def test_names_are_text_among_the_suggestions_and_the_nearest(visit, tmp_path):
    hostile = "<img src=x onerror=alert(1)>"
    (tmp_path / "stops.csv").write_text(STOPS_CSV.replace("Hol torg", hostile))
    (tmp_path / "schedule.yaml").write_text(SCHEDULE_YAML)
    with serving(tmp_path, "--stops", "stops.csv", "--schedule", "schedule.yaml") as site:
        page = visit(site, "/search", geolocation=EIDSVOLL, permissions=["geolocation"]).page
        page.get_by_role("combobox").press_sequentially("img")
        assert hostile in page.get_by_role("option").inner_text()
        page.get_by_role("button", name="Vis stoppene nærmest meg").click()
        page.get_by_role("link", name=hostile).wait_for()


def test_the_nearest_are_worked_out_on_the_device(visit, sample):
    visitor = visit(sample, "/", geolocation=EIDSVOLL, permissions=["geolocation"])
    asked = []
    visitor.page.on("request", lambda request: asked.append(request.url))
    page = visitor.page
    page.get_by_role("button", name="Vis stoppene nærmest meg").click()
    page.get_by_text("Stoppene nærmest deg:").wait_for()
    rows = page.locator("#nearest li").all_inner_texts()
    assert len(rows) == 5
    assert rows[0].startswith("Bøn\nEidsvoll · 5,1 km i luftlinje\nNeste besøk: onsdag 2. desember")
    assert not any("60.33" in url or "11.25" in url for url in asked)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/search", "Nettleseren fikk ikke lov til å si hvor du er."),
        ("/en/search", "The browser was not allowed to tell where you are."),
    ],
)
def test_a_refusal_is_taken_kindly(visit, sample, path, told):
    page = visit(sample, path).page
    page.locator("#nearest button").click()
    page.get_by_text(told).wait_for()
    assert page.locator("#nearest li").count() == 0


def test_nobody_is_asked_where_they_are_before_they_press(visit, sample):
    page = visit(sample, "/").page
    assert (
        page.evaluate("navigator.permissions.query({name: 'geolocation'}).then((it) => it.state)") == "prompt"
    )
    assert page.locator("#nearest li").count() == 0
