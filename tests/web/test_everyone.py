"""Every page in every language, judged by programs that are not ours: for all eyes, hands and screen readers."""

import judging
import pytest
from pages import LANGUAGES, PAGES
from serving import serving

NOON = "2026-12-01T11:30"
OTHERS = {code: prefix for code, prefix in LANGUAGES.items() if prefix}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The sample at noon on a day with a bus, a day before one that is cancelled."""
    with serving(tmp_path_factory.mktemp("noon"), BUSPLAN_NOW=NOON) as address:
        yield address


@pytest.fixture(scope="module")
def page(chromium):
    """Past the policy against scripts that are not ours, for the judges are not."""
    context = chromium.new_context(bypass_csp=True, viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


def opened(page, address):
    page.goto(address)
    if page.locator("#map_stops").count():
        page.locator("#map_stops").scroll_into_view_if_needed()
        page.wait_for_selector("#map_stops[data-stops]")
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_everyone_can_use_every_page(page, site, path):
    page.emulate_media(color_scheme="light")
    opened(page, site + path)
    assert judging.axe(page) == []
    assert judging.sniffer(page) == []
    page.emulate_media(color_scheme="dark")
    assert judging.axe(page) == []


@pytest.mark.parametrize("prefix", OTHERS.values(), ids=OTHERS)
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_so_can_who_reads_another_language(page, site, path, prefix):
    """Other words in the same page: its colours are judged in the first language."""
    page.emulate_media(color_scheme="light")
    opened(page, site + prefix + path)
    assert judging.axe(page) == []


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_no_page_is_wider_than_the_narrowest_phone(page, site, path):
    page.set_viewport_size({"width": 320, "height": 640})
    opened(page, site + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 360, "height": 740})


def test_everyone_can_use_a_stop_on_the_map(page, site):
    # A popup fades in, and is pale until then.
    page.emulate_media(reduced_motion="reduce")
    opened(page, f"{site}/")
    page.locator(".pin").first.press("Enter")
    page.wait_for_selector(".leaflet-popup")
    assert judging.axe(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_use_the_suggestions_and_the_routes(page, site, scheme):
    page.emulate_media(color_scheme=scheme)
    opened(page, f"{site}/")
    page.get_by_label("Vis rutene").check()
    page.locator(".route-name").first.click()
    page.get_by_label("Finn stoppet ditt").press_sequentially("r")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert judging.axe(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_use_the_stops_they_have_kept(page, site, scheme):
    page.emulate_media(color_scheme=scheme)
    opened(page, f"{site}/stops/raholt")
    page.evaluate("localStorage.clear()")
    page.reload()
    page.get_by_role("button", name="Lagre som mitt stopp").click()
    assert judging.axe(page) == []
    opened(page, f"{site}/")
    page.get_by_role("heading", name="Mine stopp").wait_for()
    assert judging.axe(page) == []
    page.evaluate("localStorage.clear()")


def test_every_page_is_html(chromium, site, tmp_path):
    asking = chromium.new_context()
    for name, path in PAGES.items():
        for code, prefix in LANGUAGES.items():
            answer = asking.request.get(site + prefix + path)
            (tmp_path / f"{name}-{code}.html").write_bytes(answer.body())
    asking.close()
    assert judging.checker(tmp_path) == []
