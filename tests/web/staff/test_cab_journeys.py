"""From the cab, on a telephone: two taps and it is out; with scripts or without, with cover or without."""

from datetime import datetime
from urllib.parse import urlsplit

import judging
import pytest
from pages import LANGUAGES
from serving import serving
from small import OSLO
from web.staff.signing import sign_in_browser
from web.waiting import in_time

from busplan.access import Role
from busplan.store import Store

KEPT = """async () => {
  const drawers = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
  return (await Promise.all(drawers.map((drawer) => drawer.keys()))).flat().map((request) => request.url);
}"""
NOON = datetime(2026, 12, 1, 11, 30, tzinfo=OSLO)
PHONE = {"viewport": {"width": 360, "height": 740}}
PAGES = ("/staff/today/", "/staff/notices/", "/staff/notices/new?look=yes&what=delayed&minutes=15")
DESK = {"viewport": {"width": 1280, "height": 900}}


@pytest.fixture
def site(tmp_path):
    """The sample on a Tuesday with a bus, in a database of its own."""
    with serving(tmp_path, BUSPLAN_NOW="2026-12-01T11:30") as address:
        yield address


@pytest.fixture
def signed_in(visit, site, tmp_path):
    def open(role, path, **context):
        visitor = visit(site, "/about", **context)
        store = Store(f"sqlite:///{tmp_path / 'served.db'}")
        sign_in_browser(visitor.context, site, store, role, NOON)
        visitor.page.goto(path)
        return visitor

    return open


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_delay_is_out_in_two_taps(signed_in, scripts):
    page = signed_in(Role.DRIVER, "/staff/today/", java_script_enabled=scripts, **PHONE).page
    page.get_by_text("Forsinket", exact=True).first.click()
    page.get_by_role("button", name="15 minutter").first.click()
    page.get_by_text("Sagt fra. Det står").wait_for()
    page.goto("/stops/fenstad")
    assert "Forsinket" in page.locator(".answer").inner_text()
    assert "12.40" in page.locator(".answer").inner_text()


def test_the_rest_of_the_day_is_off_in_two_taps_and_a_yes_in_nynorsk(signed_in):
    page = signed_in(Role.DRIVER, "/nn/staff/today/", **PHONE).page
    page.locator("details.off > summary").first.click()
    page.get_by_label("Uvêr").first.check()
    page.get_by_role("button", name="Ja, innstill 6 besøk").click()
    page.get_by_text("Sagt frå. Det står").wait_for()
    page.goto("/nn/stops/fenstad")
    assert "Uvêr" in page.locator(".answer").inner_text()
    page.goto("/nn/staff/today/")
    page.get_by_role("button", name="Ta tilbake").first.click()
    page.get_by_text("Teke tilbake.").wait_for()
    page.goto("/nn/stops/fenstad")
    assert "Uvêr" not in page.locator(".answer").inner_text()


def test_the_sheet_opens_without_cover_and_says_so(signed_in, site):
    visitor = signed_in(Role.DRIVER, "/", **PHONE)
    page = visitor.page
    page.evaluate("navigator.serviceWorker.ready")
    page.goto(f"{site}/staff/today/")
    in_time(page, "async () => (await (await caches.open('busplan cab')).keys()).length > 1")
    kept = [urlsplit(address).path for address in page.evaluate(KEPT)]
    assert [path for path in kept if path.startswith("/staff")] == ["/staff/today/"]
    page.locator("nav.days a").last.click()
    page.go_back()
    visitor.context.set_offline(True)
    page.reload()
    assert "Fenstad" in page.locator("main").inner_text()
    assert "Uten dekning. Kjørelista er fra kl. 11.30." in page.locator("#no-cover").inner_text()
    page.get_by_text("Forsinket", exact=True).first.click()
    page.get_by_role("button", name="15 minutter").first.click()
    assert "ikke sagt fra" in page.locator("#no-cover").inner_text()
    visitor.context.set_offline(False)
    page.reload()
    assert page.locator("#no-cover").is_hidden()
    assert "Sagt fra i dag" not in page.locator("main").inner_text()
    # The browser itself complains of every file that it asks for without cover.
    visitor.complaints[:] = [each for each in visitor.complaints if "ERR_INTERNET_DISCONNECTED" not in each]


def test_a_publisher_sees_who_is_hit_and_leaves_one_out(signed_in):
    page = signed_in(Role.PUBLISHER, "/staff/notices/", **DESK).page
    page.get_by_role("link", name="Ny melding").click()
    page.get_by_label("Innstilt", exact=True).check()
    page.get_by_label("Grunn").select_option("Verksted")
    page.get_by_role("button", name="Se hvem det gjelder").click()
    assert "Det gjelder 6 besøk" in page.locator(".answer").inner_text()
    page.locator(".hits li", has_text="Årnes").get_by_role("checkbox").uncheck()
    page.get_by_role("button", name="Si fra nå").click()
    page.get_by_text("Sagt fra. Det står").wait_for()
    page.goto("/stops/arnes")
    assert "Innstilt" not in page.locator(".answer").inner_text()
    page.goto("/stops/fenstad")
    assert "Verksted" in page.locator(".answer").inner_text()


@pytest.fixture(scope="module")
def admin(chromium, tmp_path_factory):
    """A page of an administrator who only looks, past the policy against scripts that are not ours."""
    folder = tmp_path_factory.mktemp("judged")
    with serving(folder, BUSPLAN_NOW="2026-12-01T11:30") as site:
        context = chromium.new_context(bypass_csp=True, base_url=site, **PHONE)
        store = Store(f"sqlite:///{folder / 'served.db'}")
        yield sign_in_browser(context, site, store, Role.ADMIN, NOON).new_page()
        context.close()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("prefix", LANGUAGES.values(), ids=LANGUAGES)
def test_everyone_on_the_staff_can_use_it(admin, path, prefix):
    admin.emulate_media(color_scheme="light")
    admin.set_viewport_size(PHONE["viewport"])
    admin.goto(prefix + path)
    admin.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert judging.axe(admin) == []
    assert judging.sniffer(admin) == []
    admin.emulate_media(color_scheme="dark")
    assert judging.axe(admin) == []
    admin.set_viewport_size({"width": 320, "height": 640})
    assert admin.evaluate("document.documentElement.scrollWidth") <= 320


def test_every_page_of_the_cab_is_html(admin, tmp_path):
    for code, prefix in LANGUAGES.items():
        for number, path in enumerate(PAGES):
            answer = admin.goto(prefix + path)
            assert admin.url.endswith(prefix + path)
            (tmp_path / f"{number}-{code}.html").write_bytes(answer.body())
    assert judging.checker(tmp_path) == []
