"""Every page by keyboard alone, with great letters, on a narrow screen, and in the colours of who has chosen their own."""

import pytest
from serving import serving
from small import SCHEDULE_YAML, STOPS_CSV

LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
# Who has the keyboard, whether it can be seen that they have it, and whether it is on the screen.
HELD = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const style = getComputedStyle(at);
  const box = at.getBoundingClientRect();
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return {
    name: (at.getAttribute("aria-label") || at.innerText || at.id || at.tagName).trim(),
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    seen: inside && box.width > 0 && box.height > 0,
  };
}"""
MOST_STEPS = 400


def step(page, key):
    page.keyboard.press(key)
    return page.evaluate(HELD)


def walked(page):
    """What the keyboard meets from the beginning of the page until it is out of it."""
    met = []
    while held := step(page, "Tab"):
        met.append(held)
        assert len(met) < MOST_STEPS, f"no way out: {met[-3:]}"
    return met


@pytest.mark.parametrize("path", ["/", "/stops/raholt"])
def test_the_keyboard_goes_through_a_page_and_out_again(visit, sample, path):
    visitor = visit(sample, path, viewport={"width": 1280, "height": 800})
    visitor.map_is_drawn()
    met = walked(visitor.page)
    assert met[0]["name"] == "Hopp til innholdet"
    assert [each for each in met if not (each["outlined"] and each["seen"])] == []
    names = [each["name"] for each in met]
    assert {"Bibliotekbussen i Akershus", "Nynorsk", "Personvern"} <= set(names)
    assert [step(visitor.page, "Shift+Tab")["name"] for _ in met] == names[::-1]


def test_the_ways_past_the_menu_and_the_map_work(visit, sample):
    visitor = visit(sample)
    visitor.map_is_drawn()
    page = visitor.page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "find"
    over = page.get_by_role("link", name="Hopp over kartet, til listen")
    over.focus()
    assert over.bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "list"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText").startswith("Asker")


@pytest.fixture(scope="module")
def long_name(tmp_path_factory):
    """A stop with a name that no line has room for, cancelled the next time."""
    folder = tmp_path_factory.mktemp("long")
    (folder / "stops.csv").write_text(STOPS_CSV.replace("Hol torg", LONG))
    (folder / "schedule.yaml").write_text(SCHEDULE_YAML)
    with serving(folder, "--stops", "stops.csv", "--schedule", "schedule.yaml") as site:
        yield site


WITH_STOP = (
    "/",
    "/stops/hol",
    "/timetable",
    "/calendars",
    "/embed?what=stops/hol",
    "/embed/stops/hol",
    "/search?q=llan",
)


@pytest.mark.parametrize("path", WITH_STOP)
def test_a_name_without_a_break_fits_the_narrowest_phone(visit, long_name, path):
    page = visit(long_name, path, viewport={"width": 320, "height": 640}).page
    assert LONG in page.content()
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


# Text that is cut off by the box it stands in.
CUT = """() => [...document.querySelectorAll("main *, header *, footer *")].filter((at) => {
  const style = getComputedStyle(at);
  const hides = style.overflowX !== "visible" && style.overflowX !== "auto" && style.display !== "inline";
  const unseen = at.closest(".unseen, .leaflet-container, [hidden]") || at.matches("input, select, textarea, img, svg, iframe");
  return hides && !unseen && at.scrollWidth > at.clientWidth + 1;
}).map((at) => at.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("path", ["/", "/stops/raholt", "/days/2026-12-02", "/timetable/nes", "/calendars"])
def test_nothing_is_lost_when_the_letters_are_twice_as_great(visit, sample, path):
    page = visit(sample, path, viewport={"width": 1280, "height": 800}).page
    page.evaluate("document.documentElement.style.fontSize = '225%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_who_has_chosen_their_own_colours_sees_the_days_and_the_stops(visit, sample, scheme):
    visitor = visit(sample, "/stops/raholt", forced_colors="active", color_scheme=scheme)
    visitor.map_is_drawn()
    page = visitor.page
    page.get_by_text("Vis måned for måned").click()
    painted = "(at) => { const of = getComputedStyle(at); return [of.backgroundColor, of.borderColor, of.borderStyle]; }"
    own = page.evaluate(
        "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
    )
    assert len(set(own)) == 2
    for shape in (
        ".month .on span",
        ".shape.today",
        ".shape.week",
        ".shape.later",
        ".shape.focus",
        ".shape.none",
    ):
        ground, edge, _ = page.locator(shape).first.evaluate(painted)
        assert {ground, edge} <= set(own), shape
        assert own[1] in (ground, edge), shape
    _, _, edge = page.locator(".answer .tag").first.evaluate(painted)
    assert edge == "solid"


def test_nothing_moves_by_itself(visit, sample):
    """No page has anything that moves, so who wants no motion gets none; the map is tried with the map."""
    for path in ("/", "/stops/raholt", "/today", "/embed/next"):
        page = visit(sample, path).page
        assert page.evaluate("document.getAnimations().length") == 0
