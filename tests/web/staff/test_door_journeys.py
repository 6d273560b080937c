"""In and out of the desk in a real browser: without JavaScript, on a phone; and its pages judged by others."""

import re
from datetime import UTC, datetime

import judging
import pyotp
import pytest
from pages import LANGUAGES
from serving import serving
from web.staff.signing import account_of, sign_in_browser
from web.staff.test_door import PASSWORD

from busplan.access import Role, accounts, tokens
from busplan.store import Store
from busplan.store.staff import Staff

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
OPEN = {"sign-in": "/staff/sign-in", "gone": "/staff/link/x", "out": "/staff/signed-out"}
DESK = {
    "home": "/staff/",
    "account": "/staff/account/",
    "factor": "/staff/factor/",
    "people": "/staff/people/",
    "person": "/staff/people/1/",
    "tokens": "/staff/tokens/",
    "audit": "/staff/audit/",
}
PHONE = {"viewport": {"width": 360, "height": 740}}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A served sample, its store, and an administrator with a password."""
    folder = tmp_path_factory.mktemp("desk")
    with serving(folder) as site:
        store = Store(f"sqlite:///{folder / 'served.db'}")
        for role in Role:
            account_of(store, role, NOW)
        accounts.choose(store, account_of(store, Role.ADMIN, NOW), PASSWORD, "", NOW)
        tokens.make(store, account_of(store, Role.ADMIN, NOW), "Nattlig", 30, NOW)
        yield site, store


@pytest.fixture(scope="module")
def page(chromium, desk):
    site, store = desk
    context = chromium.new_context(bypass_csp=True, base_url=site, **PHONE)
    yield sign_in_browser(context, site, store, Role.ADMIN, NOW).new_page()
    context.close()


@pytest.fixture(scope="module")
def stranger(chromium, desk):
    context = chromium.new_context(bypass_csp=True, base_url=desk[0], **PHONE)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", [*OPEN.values(), *DESK.values()], ids=[*OPEN, *DESK])
def test_everyone_can_use_every_page_of_the_desk(page, stranger, path):
    seen = stranger if path in OPEN.values() else page
    for scheme in ("light", "dark"):
        seen.emulate_media(color_scheme=scheme)
        seen.goto(path)
        assert judging.axe(seen) == []
    assert judging.sniffer(seen) == []
    seen.set_viewport_size({"width": 320, "height": 640})
    assert seen.evaluate("document.documentElement.scrollWidth") <= 320
    seen.set_viewport_size(PHONE["viewport"])


def test_every_page_of_the_desk_is_html(page, tmp_path):
    for name, path in {**DESK, "gone": OPEN["gone"]}.items():
        for code, prefix in LANGUAGES.items():
            answer = page.goto(prefix + path)
            assert page.url.endswith(prefix + path)
            (tmp_path / f"{name}-{code}.html").write_bytes(answer.body())
    assert judging.checker(tmp_path) == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_one_signs_in_without_a_script_where_there_is_no_tls(visit, desk, host):
    """Browsers hold a machine's own address to be safe: the cookie, which is Secure, is kept there."""
    visitor = visit(desk[0].replace("127.0.0.1", host), "/staff/", java_script_enabled=False, **PHONE)
    page = visitor.page
    page.get_by_label("Brukernavn").fill("astrid")
    page.get_by_label("Passord").fill(PASSWORD)
    page.get_by_role("button", name="Logg inn").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Hei, Astrid Administrator"
    [cookie] = visitor.context.cookies()
    assert (cookie["name"], cookie["secure"], cookie["httpOnly"]) == ("__Host-busplan", True, True)
    page.get_by_role("button", name="Logg ut").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Du er logget ut"
    page.goto("/staff/")
    assert page.get_by_label("Brukernavn").is_visible()


def test_from_a_link_to_a_password_and_a_code(visit, desk):
    site, store = desk
    link = accounts.link(store, account_of(store, Role.EDITOR), "Astrid", NOW)
    visitor = visit(site, f"/nn/staff/link/{link}", java_script_enabled=False, **PHONE)
    page = visitor.page
    page.get_by_label("Nytt passord").fill(PASSWORD)
    page.get_by_role("button", name="Lagre og gå inn").click()
    assert "Passordet er lagra." in page.locator("main").inner_text()
    page.get_by_role("link", name="Randi Redaktør").click()
    page.get_by_role("link", name="Ta i bruk kode").click()
    secret = re.sub(r"\s", "", page.locator(".secret").inner_text())
    page.get_by_label("Skriv dei seks siffera").fill(pyotp.TOTP(secret).at(NOW))
    page.get_by_label("Passordet ditt").fill(PASSWORD)
    page.get_by_role("button", name="Ta i bruk").click()
    spare = page.locator(".secret").all_inner_texts()
    assert len(spare) == 10
    page.get_by_role("button", name="Logg ut").click()
    page.goto("/nn/staff/")
    page.get_by_label("Brukarnamn").fill("randi")
    page.get_by_label("Passord").fill(PASSWORD)
    page.get_by_role("button", name="Logg inn").click()
    page.get_by_label("Kode", exact=True).fill(spare[0])
    page.get_by_role("button", name="Logg inn").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Hei, Randi Redaktør"
    assert len(Staff(store).of_login("randi").codes) == 9
