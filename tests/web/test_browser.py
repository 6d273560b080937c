"""A real browser: what a resident sees and can do, with and without JavaScript, mouse and tiles."""

import pypdfium2
import pytest
from serving import serving
from small import SCHEDULE_YAML, STOPS_CSV

HOSTILE = ["</script><img src=x onerror=alert(1)>", "${alert(1)}", "a`+alert(1)+`b"]


def test_from_the_map_to_a_stop(visit, sample):
    visitor = visit(sample)
    visitor.map_is_drawn()
    page = visitor.page
    assert page.locator(".pin").count() == 71
    page.get_by_role("button", name="Hvitsten, i morgen", exact=True).press("Enter")
    popup = page.get_by_role("dialog", name="Hvitsten")
    assert "Neste besøk: mandag 23. november kl. 10.30–11.00" in popup.inner_text()
    popup.get_by_role("link", name="Hvitsten").click()
    page.wait_for_url("**/stops/hvitsten")
    assert page.get_by_role("heading", level=1).inner_text() == "Hvitsten"
    assert "Mandag 23. november" in page.locator(".answer").inner_text()
    visitor.map_is_drawn()
    assert page.locator(".pin.focus").count() == 1


def test_the_map_is_fetched_only_when_somebody_comes_near_it(visit, sample):
    visitor = visit(sample, "/", viewport={"width": 360, "height": 640})
    asked = []
    visitor.page.on("request", lambda request: asked.append(request.url))
    visitor.page.reload(wait_until="networkidle")
    assert not [url for url in asked if "leaflet.js" in url or url.endswith(".geojson")]
    visitor.map_is_drawn()
    assert [url for url in asked if "leaflet.js" in url]


def test_the_map_by_keyboard_alone(visit, sample):
    visitor = visit(sample)
    visitor.map_is_drawn()
    page = visitor.page
    pin = page.get_by_role("button", name="Årnes, om 9 dager", exact=True)
    pin.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".leaflet-popup")
    assert page.evaluate("document.activeElement.textContent") == "Årnes"
    page.keyboard.press("Escape")
    page.wait_for_selector(".leaflet-popup", state="detached")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Årnes, om 9 dager"


def test_everything_but_the_map_is_there_without_javascript(visit, sample):
    page = visit(sample, java_script_enabled=False).page
    assert page.get_by_text("Kartet trenger JavaScript").is_visible()
    assert not page.locator("#map_stops").is_visible()
    page.locator("summary", has=page.get_by_role("heading", name="Nes", exact=True)).click()
    page.get_by_role("link", name="Årnes", exact=True).last.click()
    assert "Besøk fremover" in page.inner_text("main")
    assert page.get_by_role("link", name="Abonner på kalender").get_attribute("href").startswith("webcal://")


def test_a_popup_fits_the_narrowest_phone(visit, sample):
    visitor = visit(sample, viewport={"width": 320, "height": 640}, has_touch=True)
    visitor.map_is_drawn()
    visitor.page.get_by_role("button", name="Bjørkelangen videregående skole").press("Enter")
    frame = visitor.page.locator("#map_stops").bounding_box()
    popup = visitor.page.locator(".leaflet-popup-content-wrapper")
    visitor.page.wait_for_timeout(400)
    box = popup.bounding_box()
    assert frame["x"] <= box["x"]
    assert box["x"] + box["width"] <= frame["x"] + frame["width"]


@pytest.mark.parametrize("path", ["/", "/stops/raholt"])
def test_twice_the_letters_still_fit_a_phone(visit, sample, path):
    page = visit(sample, path, viewport={"width": 360, "height": 640}).page
    page.evaluate("document.documentElement.style.fontSize = '36px'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    name = page.locator(".visits .what a, .answer .when").first.bounding_box()
    assert name["x"] + name["width"] <= 360


@pytest.mark.parametrize("path", ["/", "/stops/raholt", "/stops/maura"])
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_no_page_is_wider_than_the_screen(visit, sample, path, width):
    page = visit(sample, path, viewport={"width": width, "height": 640}).page
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_answer_is_there_without_scrolling_on_a_small_phone(visit, sample):
    page = visit(sample, viewport={"width": 360, "height": 640}).page
    first = page.locator(".visits .visit").first.bounding_box()
    assert first["y"] + first["height"] < 640


def test_names_are_text_wherever_they_are_shown(visit, tmp_path):
    names = STOPS_CSV
    for old, hostile in zip(("Hol torg", "Nes skole", "1430 Ås"), HOSTILE, strict=True):
        names = names.replace(old, '"' + hostile + '"')
    (tmp_path / "stops.csv").write_text(names.replace(",Ås,Ås,", f',"{HOSTILE[2]}",Ås,'))
    (tmp_path / "schedule.yaml").write_text(SCHEDULE_YAML)
    with serving(tmp_path, "--stops", "stops.csv", "--schedule", "schedule.yaml") as site:
        visitor = visit(site)
        visitor.map_is_drawn()
        for id, name in zip(("hol", "skole", "aas"), HOSTILE, strict=True):
            visitor.page.goto(f"/stops/{id}")
            visitor.map_is_drawn()
            assert visitor.page.title().startswith(name)
            pin = visitor.page.locator(".pin.focus")
            assert pin.get_attribute("aria-label").startswith(f"{name}, ")
            pin.press("Enter")
            assert visitor.page.locator(".leaflet-popup h3").inner_text() == name


def test_a_page_without_tiles_is_calm(visit, tmp_path):
    """The provider is away: the stops are drawn all the same."""
    away = {"BUSPLAN_TILES": "proxy:http://127.0.0.1:1/{z}/{x}/{y}.png"}
    with serving(tmp_path, **away) as site:
        visitor = visit(site)
        visitor.map_is_drawn()
        visitor.page.get_by_text("Kartbakgrunnen kan ikke hentes akkurat nå.").wait_for()
        assert visitor.page.locator(".pin").count() == 71
        # Before the server is gone: pictures are still asked for.
        visitor.page.close()
        # The browser itself notes each picture it could not get; nothing else may be noted.
        assert {text for text in visitor.complaints if "503" not in text} == set()
        visitor.complaints.clear()


PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fcffff3f0005fe02fe"
    "dccc59e70000000049454e44ae426082"
)


def test_the_default_background_is_let_in_and_nothing_else_is(visit, tmp_path, chromium):
    """Kartverket is answered for here, in the browser: the policy of the page is what is tried."""
    with serving(tmp_path, BUSPLAN_TILES="kartverket") as site:
        visitor = visit(site, "/ikke-her")
        visitor.complaints.clear()
        asked = []

        def answer(route):
            asked.append(route.request.url)
            route.fulfill(body=PICTURE, content_type="image/png")

        visitor.page.route("https://cache.kartverket.no/**", answer)
        visitor.page.goto("/")
        visitor.map_is_drawn()
        visitor.page.wait_for_selector(".leaflet-tile-loaded")
        assert all("/topograatone/default/webmercator/" in url for url in asked)
        assert visitor.page.get_by_role("link", name="Kartverket").is_visible()
        assert {one for one in visitor.complaints if one not in asked} == set()
        visitor.complaints.clear()


def test_stops_that_cannot_be_fetched_are_told(visit, sample):
    # A worker would fetch them where the test cannot come between.
    visitor = visit(sample, "/stops/arnes", service_workers="block")
    page = visitor.page
    page.route("**/stops.geojson", lambda route: route.abort())
    page.goto("/")
    page.wait_for_selector("#map_trouble:not(:empty)")
    assert "Resten av siden virker" in page.inner_text("#map_trouble")
    visitor.complaints.clear()


@pytest.mark.parametrize("address", ["/", "/stops/arnes", "/calendars"])
def test_every_page_can_be_printed_without_what_one_presses(sample, visit, address):
    page = visit(sample, address).page
    page.emulate_media(media="print")
    for pressed in ("nav", "button", "form", ".button", ".map-frame", ".print", ".leaflet-control"):
        assert not any(found.is_visible() for found in page.query_selector_all(pressed)), pressed
    colours = page.evaluate(
        "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
    )
    assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    assert page.query_selector("h1").is_visible()


def test_a_printed_stop_has_all_its_days_and_none_in_so_many_days(sample, visit):
    visitor = visit(sample, "/stops/arnes")
    with pypdfium2.PdfDocument(visitor.page.pdf(prefer_css_page_size=True)) as pages:
        told = " ".join(" ".join(each.get_textpage().get_text_bounded() for each in pages).split())
        assert len(pages) == 1
    dates = [
        each.text_content().split("kl.")[0].strip() for each in visitor.page.query_selector_all(".dates time")
    ]
    assert len(dates) > 3
    assert [date for date in dates if date not in told] == []
    assert "dager" not in told
    assert "https://" in told


RESIDENTS = [
    *("/today", "/days/2026-12-03", "/days/2026-12-25", "/weeks/2026-W49", "/routes/tirsdag-1"),
    *("/municipalities/nes", "/timetable", "/timetable/nes", "/changes", "/about", "/privacy"),
]


@pytest.mark.parametrize("path", RESIDENTS)
def test_the_other_pages_are_read_without_scripts_and_on_a_narrow_screen(visit, sample, path):
    plain = visit(sample, path, java_script_enabled=False).page
    assert plain.get_by_role("heading", level=1).count() == 1
    assert plain.get_by_role("main").count() == plain.get_by_role("contentinfo").count() == 1
    assert plain.get_by_role("navigation", name="Brødsmuler").count() == 1
    narrow = visit(sample, path, viewport={"width": 320, "height": 640}).page
    assert narrow.evaluate("document.documentElement.scrollWidth") <= 320
    # The data for machines is there, and no policy was broken (the visitor would have complained).
    assert narrow.locator('script[type="application/ld+json"]').count() == 1


def test_a_day_leads_to_the_next_and_to_its_week(visit, sample):
    page = visit(sample, "/days/2026-12-03").page
    page.get_by_role("link", name="fredag 4. desember").click()
    page.wait_for_url("**/days/2026-12-04")
    page.get_by_role("link", name="Hele uka").click()
    page.wait_for_url("**/weeks/2026-W49")
    page.get_by_role("link", name="uke 50, 2026").click()
    page.wait_for_url("**/weeks/2026-W50")
