"""How often one may try to get in, and that nobody learns more by trying than that it did not work."""

from statistics import median
from threading import Lock, Thread
from time import thread_time

import pytest
from web.staff.signing import account_of, send
from web.staff.test_door import NOW, PASSWORD, sign_in, with_password

from busplan.access import Role, accounts, door, tries
from busplan.access import password as passwords
from busplan.access.tries import TooMany
from busplan.web import create_app


@pytest.fixture
def quick(monkeypatch):
    """What is tried is looked at without a hash: how often counts here, not how long it takes."""
    monkeypatch.setattr(passwords, "matches", lambda kept, password: password == PASSWORD and kept != "")


def statuses(client, times, login="randi", **kwargs):
    return [sign_in(client, login, "galt", **kwargs).status_code for _ in range(times)]


def from_address(app, address):
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    return client


@pytest.mark.usefixtures("quick")
def test_twenty_wrong_from_one_address_and_it_is_told_to_wait(app, published):
    with_password(published)
    client = from_address(app, "192.0.2.1")
    found = [sign_in(client, f"user{n}", "galt").status_code for n in range(21)]
    assert found == [401] * 20 + [429]
    answer = sign_in(client, "randi", PASSWORD)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 180
    assert "For mange forsøk" in answer.text
    assert "Vent 3 minutter" in answer.text
    assert sign_in(from_address(app, "192.0.2.2"), "randi", PASSWORD).status_code == 303


@pytest.mark.usefixtures("quick")
def test_fifteen_wrong_for_one_account_from_anywhere(app, published, at):
    with_password(published)
    found = [statuses(from_address(app, f"192.0.2.{n}"), 1)[0] for n in range(16)]
    assert found == [401] * 15 + [429]
    assert sign_in(at("2026-11-22T09:01:01"), "randi", PASSWORD).status_code == 303


@pytest.mark.usefixtures("quick")
def test_what_others_say_of_the_address_is_not_heeded(app, published):
    with_password(published)
    client = from_address(app, "192.0.2.1")
    found = [
        sign_in(client, f"u{n}", "galt", headers={"X-Forwarded-For": f"198.51.100.{n}"}).status_code
        for n in range(21)
    ]
    assert found[-1] == 429


@pytest.mark.usefixtures("quick")
def test_one_proxy_of_our_own_is_believed_and_no_more(published):
    with_password(published)
    app = create_app(database=str(published.url), now="2026-11-22T09:00", proxies="1")
    client = from_address(app, "10.0.0.1")

    def tried(n, said):
        return sign_in(client, f"u{n}", "galt", headers={"X-Forwarded-For": said}).status_code

    assert [tried(n, f"203.0.113.{n}, 192.0.2.7") for n in range(21)][-1] == 429
    assert tried(99, "192.0.2.8") == 401


@pytest.mark.usefixtures("quick")
def test_who_gets_in_uses_up_no_tries(app, published):
    with_password(published)
    assert {sign_in(app.test_client()).status_code for _ in range(25)} == {303}


def test_a_network_of_the_new_protocol_is_one_address():
    assert tries.network("2001:db8:1:2:aaaa::1") == tries.network("2001:db8:1:2:bbbb::2")
    assert tries.network("2001:db8:1:3::1") != tries.network("2001:db8:1:2::1")
    assert tries.network("192.0.2.1") == "192.0.2.1"
    assert tries.network("<script>") == "unknown"


@pytest.mark.usefixtures("quick")
def test_all_who_answer_share_the_tries(published):
    """Many at once through several stores get no more than one alone."""
    with_password(published)
    got, lock = [], Lock()

    def knock():
        for _ in range(5):
            try:
                door.knock(type(published)(str(published.url)), "randi", "galt", "192.0.2.1", NOW)
                said = "wrong"
            except TooMany:
                said = "wait"
            with lock:
                got.append(said)

    threads = [Thread(target=knock) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (got.count("wrong"), got.count("wait")) == (15, 10)


def test_it_takes_as_long_whether_there_is_such_an_account_or_not(published, monkeypatch):
    """Every case does the work of one hash, no more and no less."""
    with_password(published)
    account_of(published, Role.DRIVER)
    worked = []
    verify = type(passwords.HASHER).verify
    monkeypatch.setattr(type(passwords.HASHER), "verify", lambda *args: (worked.append(1), verify(*args))[1])
    took = {}
    for login in ("randi", "sigurd", "ingen"):
        times = []
        for n in range(9):
            worked.clear()
            start = thread_time()
            door.knock(published, login, "galt passord", f"192.0.2.{n}", NOW)
            times.append(thread_time() - start)
            assert len(worked) == 1
        took[login] = median(times)
    assert max(took.values()) < 2 * min(took.values())


def test_a_password_of_ten_kilobytes_costs_no_more_than_any_other(client, published):
    with_password(published)
    assert sign_in(client, "randi", "x" * 10_000).status_code == 401
    assert passwords.fault("x" * 10_000) == "long"


def test_no_more_than_four_hashes_at_once(monkeypatch):
    """Nineteen megabytes each: those who read the timetable come first."""
    present, most, lock = [0], [0], Lock()

    class Slow:
        def hash(self, _password):
            with lock:
                present[0] += 1
                most[0] = max(most[0], present[0])
            from time import sleep

            sleep(0.02)
            with lock:
                present[0] -= 1
            return ""

    monkeypatch.setattr(passwords, "HASHER", Slow())
    threads = [Thread(target=passwords.hashed, args=("x",)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert most[0] == 4


def test_a_hash_of_older_parameters_is_made_anew_at_the_door(client, published):
    from argon2 import PasswordHasher

    from busplan.store import staff
    from busplan.store.staff import Staff

    account = with_password(published)
    assert account.password.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    with published.writing() as connection:
        staff.change(connection, account.id, password=old)
    assert sign_in(client).status_code == 303
    assert Staff(published).of_login("randi").password.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_links_are_tried_as_seldom(app, published):
    account_of(published, Role.DRIVER)
    client = from_address(app, "192.0.2.1")
    found = [
        send(client, "/staff/link/" + "x" * 43, "/staff/sign-in", password=PASSWORD).status_code
        for _ in range(21)
    ]
    assert found == [404] * 20 + [429]


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("kort", "short"),
        ("elleve tegn", "short"),
        ("x" * 129, "long"),
        ("passord12345", "common"),
        ("Bibliotek2026!", "common"),
        ("Bibliotekbussen1", "common"),
        ("bussenkommer", "common"),
        ("sommer2026!!", "common"),
        ("qwertyuiop123", "common"),
        ("Kari Nordmann1", "common"),
        ("kari.nordmann@example.no", "common"),
        ("aaaaaaaaaaaaaaaaaaaa", "common"),
        ("correct horse battery", None),
        ("vafler på en tirsdag", None),
        ("grønn hest spiser lapper ", None),
    ],
)
def test_a_password_is_long_and_not_easy_to_guess_and_that_is_all(password, why):
    assert passwords.fault(password, "kari.nordmann@example.no", "Kari Nordmann") == why


def test_a_password_is_the_same_on_every_keyboard_and_else_as_typed(published):
    account = account_of(published, Role.DRIVER)
    accounts.choose(published, account, "gra\u030ar sel spiser fisk ", "", NOW)
    assert door.knock(published, "sigurd", "grår sel spiser fisk ", "192.0.2.1", NOW)
    assert door.knock(published, "sigurd", "grår sel spiser fisk", "192.0.2.1", NOW) is None
    assert door.knock(published, "sigurd", "Grår sel spiser fisk ", "192.0.2.1", NOW) is None
