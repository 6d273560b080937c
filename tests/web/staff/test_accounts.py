"""One's own account, the accounts of others, and what is written of it all."""

import ast
import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pyotp
import pytest
from small import ROOT
from web.residents import text_of
from web.staff.signing import account_of, secret_of, send, signed_in, token
from web.staff.test_door import NOW, PASSWORD, cookie_of, sign_in, with_password

from busplan.access import Role, accounts, by_token, factor, tokens
from busplan.store.acts import Acts
from busplan.store.staff import Staff
from busplan.web import create_app
from busplan.web.staff.audit import SENTENCES
from busplan.web.staff.session import COOKIE

OTHER, WEAK = "tre sykler i en kurv", "Bibliotek2026!"


def acts(store):
    return [act.what for act in Acts(store).newest(50)]


def link_of(store, role=Role.EDITOR):
    return accounts.link(store, account_of(store, role), "Astrid", NOW)


def test_a_link_lets_one_choose_a_password_once(app, published):
    path, client = f"/staff/link/{link_of(published)}", app.test_client()
    assert "Brukernavnet ditt er randi" in client.get(path).text
    assert client.get(path).status_code == 200
    answer = send(client, path, path, password=PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/staff/")
    assert "Passordet er lagret" in client.get("/staff/").text
    assert app.test_client().get(path).status_code == 404
    other = app.test_client()
    assert send(other, path, "/staff/sign-in", password=OTHER).status_code == 404
    assert sign_in(app.test_client()).status_code == 303


def test_a_link_holds_for_an_hour(at, published):
    path = f"/staff/link/{link_of(published)}"
    assert at("2026-11-22T09:59").get(path).status_code == 200
    assert at("2026-11-22T10:00").get(path).status_code == 404


def test_a_bad_password_does_not_use_the_link_up(app, published):
    path, client = f"/staff/link/{link_of(published)}", app.test_client()
    answer = send(client, path, path, password=WEAK)
    assert answer.status_code == 422
    assert "for lett å gjette" in answer.text
    assert send(client, path, path, password=PASSWORD).status_code == 303


def test_a_link_is_no_way_round_the_second_factor(app, published):
    account = account_of(published, Role.EDITOR)
    secret = factor.new()
    factor.set_up(published, account, secret, pyotp.TOTP(secret).at(NOW), NOW)
    path, client = f"/staff/link/{link_of(published)}", app.test_client()
    answer = send(client, path, path, password=PASSWORD)
    assert answer.location == "/staff/sign-in"
    assert client.get("/staff/").status_code == 303


def test_an_account_that_is_off_has_no_link(app, published):
    path = f"/staff/link/{link_of(published)}"
    accounts.put_off(published, account_of(published, Role.EDITOR), "Astrid", NOW)
    assert app.test_client().get(path).status_code == 404


def test_another_password_takes_the_present_one_and_ends_the_other_sessions(app, published):
    with_password(published)
    client, copy = signed_in(app, Role.EDITOR), signed_in(app, Role.EDITOR)
    wrong = send(client, "/staff/account/password", present="galt", password=OTHER)
    assert wrong.status_code == 422
    assert "Passordet du har nå, stemmer ikke" in wrong.text
    weak = send(client, "/staff/account/password", present=PASSWORD, password=WEAK)
    assert "for lett å gjette" in weak.text
    assert copy.get("/staff/").status_code == 200
    done = send(client, "/staff/account/password", present=PASSWORD, password=OTHER)
    assert done.status_code == 303
    assert client.get("/staff/").status_code == 200
    assert copy.get("/staff/").status_code == 303
    assert sign_in(app.test_client(), password=OTHER).status_code == 303
    assert "password_changed" in acts(published)


def test_one_sees_where_one_is_signed_in_and_can_end_it(app, published):
    client = signed_in(app, Role.DRIVER)
    phone = secret_of(published, Role.DRIVER, NOW, "Mozilla/5.0 (iPhone; x) Version/17 Safari/605.1")
    page = client.get("/staff/account/").text
    assert "Safari, iPhone" in page
    assert "Denne nettleseren" in page
    ending = re.search(r'action="(/staff/account/sessions/[0-9a-f]{16}/end)"', page)[1]
    other = signed_in(app, Role.EDITOR)
    send(other, ending)
    browser = app.test_client()
    browser.set_cookie(COOKIE, phone)
    assert browser.get("/staff/").status_code == 200
    send(client, ending)
    assert browser.get("/staff/").status_code == 303
    assert client.get("/staff/").status_code == 200


def test_all_other_sessions_end_at_once(app, published):
    client, copies = signed_in(app, Role.DRIVER), [signed_in(app, Role.DRIVER) for _ in range(3)]
    stranger = signed_in(app, Role.EDITOR)
    assert send(client, "/staff/account/sessions/end-others").status_code == 303
    assert [copy.get("/staff/").status_code for copy in copies] == [303] * 3
    assert client.get("/staff/").status_code == stranger.get("/staff/").status_code == 200


def set_up(client, now=NOW, **fields):
    """Gives the secret and the spare codes."""
    page = client.get("/staff/factor/").text
    secret = re.search(r'class="secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    answer = send(client, "/staff/factor/", code=pyotp.TOTP(secret).at(now), **fields)
    assert answer.status_code == 200, text_of(answer)
    return secret, re.findall(r"[a-z2-7]{4}(?:-[a-z2-7]{4}){5}", answer.text)


def give(client, code):
    assert sign_in(client).location == "/staff/code"
    data = {"csrf_token": token(client, "/staff/code"), "code": code}
    return client.post("/staff/code", data=data)


def test_a_code_from_the_telephone_is_asked_for_and_taken_once(app, published):
    with_password(published)
    secret, _ = set_up(signed_in(app, Role.EDITOR), present=PASSWORD)
    maker = pyotp.TOTP(secret)
    assert give(app.test_client(), maker.at(NOW)).status_code == 401
    early = maker.at(NOW + timedelta(seconds=30))
    assert give(app.test_client(), maker.at(NOW + timedelta(seconds=90))).status_code == 401
    client = app.test_client()
    assert give(client, early).location == "/staff/"
    assert client.get("/staff/").status_code == 200
    assert give(app.test_client(), early).status_code == 401
    assert acts(published)[:2] == ["code_refused", "signed_in"]


def test_without_the_code_nobody_is_in(app, published):
    with_password(published)
    set_up(signed_in(app, Role.EDITOR), present=PASSWORD)
    client = app.test_client()
    assert sign_in(client).location == "/staff/code"
    assert client.get("/staff/").status_code == 303
    assert app.test_client().get("/staff/code").location == "/staff/sign-in"


def test_a_half_way_in_holds_five_minutes_and_as_long_as_the_password(app, published, at):
    with_password(published)
    set_up(signed_in(app, Role.EDITOR), present=PASSWORD)
    client = app.test_client()
    sign_in(client)
    half = cookie_of(client)

    def status(when):
        later = at(when)
        later.set_cookie(COOKIE, half)
        return later.get("/staff/code").status_code

    assert (status("2026-11-22T09:04:59"), status("2026-11-22T09:05:01")) == (200, 303)
    accounts.choose(published, Staff(published).of_login("randi"), OTHER, "", NOW)
    assert status("2026-11-22T09:01") == 303


def test_a_spare_code_works_once_and_is_not_kept(app, published):
    with_password(published)
    _, spare = set_up(signed_in(app, Role.EDITOR), present=PASSWORD)
    assert len(set(spare)) == 10
    assert not set(spare) & set(Staff(published).of_login("randi").codes)
    assert give(app.test_client(), spare[3].upper().replace("-", " ")).location == "/staff/"
    assert give(app.test_client(), spare[3]).status_code == 401
    assert len(Staff(published).of_login("randi").codes) == 9


def test_codes_are_guessed_ten_times_and_then_seldom(app, published):
    with_password(published)
    set_up(signed_in(app, Role.EDITOR), present=PASSWORD)
    client = app.test_client()
    sign_in(client)
    found = []
    for _ in range(11):
        data = {"csrf_token": token(client, "/staff/code"), "code": "000000"}
        found.append(client.post("/staff/code", data=data).status_code)
    assert found == [401] * 10 + [429]


def test_to_set_a_factor_or_take_it_away_takes_the_password(app, published):
    with_password(published)
    client = signed_in(app, Role.EDITOR)
    page = client.get("/staff/factor/").text
    secret = re.search(r'class="secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    code = pyotp.TOTP(secret).at(NOW)
    assert send(client, "/staff/factor/", code=code, present="galt").status_code == 422
    assert send(client, "/staff/factor/", code="000000", present=PASSWORD).status_code == 422
    assert Staff(published).of_login("randi").totp == ""
    copy = signed_in(app, Role.EDITOR)
    set_up(client, present=PASSWORD)
    assert copy.get("/staff/").status_code == 303
    assert send(client, "/staff/factor/off", present="galt").status_code == 422
    assert send(client, "/staff/factor/off", present=PASSWORD).status_code == 303
    assert Staff(published).of_login("randi").totp == ""


def test_the_settings_may_ask_for_a_factor(published):
    def leads(role, wanted):
        app = create_app(database=str(published.url), now="2026-11-22T09:00", second_factor=wanted)
        client = signed_in(app, role)
        assert client.get("/staff/factor/").status_code == 200
        return client.get("/staff/").location

    assert leads(Role.EDITOR, "publisher") is None
    assert leads(Role.PUBLISHER, "publisher") == leads(Role.ADMIN, "publisher") == "/staff/factor/"
    assert leads(Role.DRIVER, "everyone") == "/staff/factor/"
    assert leads(Role.ADMIN, "off") is None


def number(store, role):
    return account_of(store, role).id


def test_an_administrator_makes_an_account_and_hands_over_a_link(app, published):
    client = signed_in(app, Role.ADMIN)
    answer = send(client, "/staff/people/", login="Per@example.no ", name="Per", role="publisher")
    path = re.search(r"/staff/link/[\w-]{43}", answer.text)[0]
    made = Staff(published).of_login("per@example.no")
    assert (made.name, made.role, made.password) == ("Per", "publisher", "")
    assert app.test_client().get(path).status_code == 200
    again = send(client, "/staff/people/", login="per@example.no", name="Per", role="driver")
    assert again.status_code == 422
    assert "Det finnes en konto" in again.text
    assert path.encode() not in published.file.read_bytes()


def test_nobody_makes_themselves_more_than_they_are(app, published):
    """What a form does not ask for is not heeded, whatever is sent with it."""
    with_password(published)
    client = signed_in(app, Role.EDITOR)
    fields = {"role": "admin", "is_admin": "1", "active": "1", "id": "1"}
    send(client, "/staff/account/password", present=PASSWORD, password=OTHER, **fields)
    assert Staff(published).of_login("randi").role == "editor"
    assert (
        send(client, f"/staff/people/{number(published, Role.EDITOR)}/role", role="admin").status_code == 403
    )


def test_an_administrator_changes_ends_and_shuts_out(app, published):
    admin, editor = signed_in(app, Role.ADMIN), signed_in(app, Role.EDITOR)
    path = f"/staff/people/{number(published, Role.EDITOR)}"
    assert editor.get("/staff/tokens/").status_code == 200
    send(admin, f"{path}/role", role="driver")
    assert editor.get("/staff/tokens/").status_code == 403
    send(admin, f"{path}/end-sessions")
    assert editor.get("/staff/").status_code == 303
    editor = signed_in(app, Role.EDITOR)
    send(admin, f"{path}/off")
    assert editor.get("/staff/").status_code == 303
    assert "stengt ute" in admin.get(f"{path}/").text
    send(admin, f"{path}/on")
    assert signed_in(app, Role.EDITOR).get("/staff/").status_code == 200
    assert admin.get("/staff/people/999/").status_code == 404
    assert send(admin, f"{path}/role", role="root").status_code == 400


def test_there_is_always_an_administrator(app, published):
    client = signed_in(app, Role.ADMIN)
    path = f"/staff/people/{number(published, Role.ADMIN)}"
    for act, fields in (("off", {}), ("role", {"role": "driver"})):
        send(client, f"{path}/{act}", **fields)
        assert "Det må være minst én administrator" in client.get(f"{path}/").text
    assert Staff(published).of_login("astrid").role == "admin"


def test_a_program_is_its_maker_as_long_as_the_key_holds(app, published):
    client = signed_in(app, Role.EDITOR)
    page = send(client, "/staff/tokens/", name="Nattlig", days="30").text
    secret = re.search(r"busplan_[\w-]{43}", page)[0]
    assert secret.encode() not in published.file.read_bytes()
    assert secret not in client.get("/staff/tokens/").text
    person = by_token(published, secret, NOW)
    assert (person.name, person.role) == ("Randi Redaktør", Role.EDITOR)
    assert by_token(published, secret + "x", NOW) is None
    assert by_token(published, "", NOW) is None
    assert by_token(published, secret, NOW + timedelta(days=29)) == person
    assert by_token(published, secret, NOW + timedelta(days=31)) is None
    assert acts(published).count("token_used") == 2
    other = signed_in(app, Role.PUBLISHER)
    send(other, "/staff/tokens/1/revoke")
    assert by_token(published, secret, NOW) == person
    send(client, "/staff/tokens/1/revoke")
    assert by_token(published, secret, NOW) is None


def test_a_key_is_worth_no_more_than_its_maker(published):
    account = account_of(published, Role.EDITOR)
    secret = tokens.make(published, account, "x", 30, NOW)
    accounts.set_role(published, account, Role.DRIVER, "Astrid", NOW)
    assert by_token(published, secret, NOW) is None
    accounts.set_role(published, account, Role.PUBLISHER, "Astrid", NOW)
    assert by_token(published, secret, NOW).role is Role.PUBLISHER
    accounts.put_off(published, account, "Astrid", NOW)
    assert by_token(published, secret, NOW) is None


def test_a_key_opens_no_page_of_the_desk(app, published):
    secret = tokens.make(published, account_of(published, Role.EDITOR), "x", 30, NOW)
    answer = app.test_client().get("/staff/", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 303


def test_every_act_is_told_in_words_the_newest_first(app, published):
    client = signed_in(app, Role.ADMIN)
    for n in range(60):
        Acts(published).note(NOW, "Kari", "token_used", token=f"nr {n}")
    first = text_of(client.get("/staff/audit/"))
    assert first.index("«nr 59»") < first.index("«nr 10»")
    assert "«nr 9»" not in first
    older = re.search(r'href="(/staff/audit/\?before=\d+)"', client.get("/staff/audit/").text)[1]
    assert "«nr 9»" in text_of(client.get(older))
    assert "Kari used the key “nr 59”" in text_of(client.get("/en/staff/audit/"))


def test_what_is_noted_is_shown_as_text(app, published):
    client = signed_in(app, Role.ADMIN)
    odd = "{0.__class__} {{7*7}} %s"
    Acts(published).note(NOW, "<script>alert(1)</script>", "token_used", token=odd)
    Acts(published).note(NOW, "Kari", "unheard_of", what_else=1)
    page = client.get("/staff/audit/").text
    assert "<script>alert" not in page
    assert "{0.__class__} {{7*7}} %s" in unescape(page)
    assert "unheard_of" in page


def test_whatever_is_noted_has_a_sentence():
    """Those who note something new give it one, in `web/staff/audit.py`."""
    noted = set()
    texts = [file.read_text() for file in (ROOT / "busplan").rglob("*.py")]
    for text in (text for text in texts if "busplan.store.acts" in text):
        for node in ast.walk(ast.parse(text)):
            name = getattr(node, "func", None)
            called = getattr(name, "attr", getattr(name, "id", "")) if isinstance(node, ast.Call) else ""
            if called == "note":
                noted |= {
                    each.value
                    for each in node.args
                    if isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value
                }
    assert {"published", "signed_in"} <= noted <= SENTENCES.keys()


@pytest.mark.parametrize("prefix", ["", "/nn", "/en"])
def test_the_desk_speaks_the_language_of_its_address(app, prefix):
    client = signed_in(app, Role.ADMIN)
    said = {"": "Ansatte", "/nn": "Tilsette", "/en": "Staff"}[prefix]
    assert f"<h1>{said}</h1>" in client.get(f"{prefix}/staff/people/").text
    assert client.get("/nb/staff/people/").location == "/staff/people/"


def test_times_are_told_by_the_clocks_where_the_bus_goes(app, published):
    Acts(published).note(datetime(2026, 7, 1, 10, tzinfo=UTC), "Kari", "signed_out")
    assert "1. juli 2026 kl. 12.00" in signed_in(app, Role.ADMIN).get("/staff/audit/").text
