"""A real server with markup in all that is typed there: what a browser makes of it, and what odd requests are answered."""

import socket
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from serving import serving
from small import SCHEDULE_YAML, STOPS_CSV
from web.staff.signing import account_of, secret_of, sign_in_browser

from busplan import publishing
from busplan.access import Role, accounts, secret, tokens
from busplan.publishing import notices
from busplan.reading import Source
from busplan.store import Drafts, Store
from busplan.timetable import EVERYTHING, Cancelled, Notice
from busplan.web.staff.session import COOKIE

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
EVIL = (
    """"><img src=x onerror=alert(1)></script><script>alert(2)</script>{{7*7}}${alert(3)}%(a)s{0}'\\`&amp;"""
)
IN_YAML = "'" + EVIL.replace("'", "''") + "'"
IN_CSV = '"' + EVIL.replace('"', '""') + '"'
STOPS = STOPS_CSV.replace("Hol torg", IN_CSV).replace("Ved torget", IN_CSV).replace("2150 Årnes", IN_CSV)
PLAN = (
    SCHEDULE_YAML.replace("Tirsdagsruta", IN_YAML)
    .replace("name: Testbussen", f"name: {IN_YAML}")
    .replace("reason: Møte", f"reason: {IN_YAML}")
)
LATER = PLAN.replace('"14:00", to: 14:30', '"15:00", to: 15:30').replace("12:30", "12:35")
# With a map: where that is drawn, all that a map says is on the page.
MAPS = ("/staff/drafts/1", "/staff/edit/stops/hol")
PAGES = (
    "/staff/drafts",
    "/staff/drafts/1/stops/hol",
    "/staff/people/",
    "/staff/tokens/",
    "/staff/audit/",
    "/staff/notices/",
    "/staff/notices/new",
    "/staff/today/?day=2026-12-08",
    "/staff/publications/1",
    "/staff/edit/routes/tirsdag",
    "/hearing/SECRET",
    "/stops/hol",
)
TRACES = (b"Traceback", b"werkzeug", b"sqlalchemy")
FORM = "application/x-www-form-urlencoded"


def besieged(store):
    """Markup wherever staff, files or strangers can put some. The secret of a hearing."""
    sources = Source("stops.csv", STOPS.encode()), Source("schedule.yaml", PLAN.encode())
    publishing.publish(store, publishing.check(*sources), EVIL, datetime(2026, 11, 1, tzinfo=UTC), EVIL)
    notice = Notice(NOW.date(), None, EVERYTHING, Cancelled(), "", EVIL, others=(("nn", EVIL),))
    notices.say(store, [notice], EVIL, NOW)
    number = accounts.add(store, EVIL, EVIL, Role.DRIVER, EVIL, NOW)
    assert number
    tokens.make(store, account_of(store, Role.ADMIN, NOW), EVIL[:100], 30, NOW)
    standing, files = (
        publishing.standing(store),
        [(f"{EVIL}.csv", STOPS.encode()), ("p.yaml", LATER.encode())],
    )
    found = publishing.look_at(standing, files, NOW.date())
    draft = publishing.hand_in(store, found, 1, EVIL, NOW, EVIL)
    made = secret.new()
    Drafts(store).hear(draft, secret.digest(made), datetime(2027, 1, 1, tzinfo=UTC), EVIL, NOW)
    Drafts(store).comment(draft, EVIL, EVIL, NOW)
    return made


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("siege")
    store = Store(f"sqlite:///{folder / 'served.db'}")
    made = besieged(store)
    with serving(folder) as address:
        yield address, store, made


def test_nothing_that_is_typed_runs_in_a_browser_and_all_is_shown_as_typed(site, visit):
    address, store, made = site
    visitor = visit(address)
    sign_in_browser(visitor.context, address, store, Role.ADMIN, NOW)
    for path in (*MAPS, *PAGES):
        visitor.page.goto(path.replace("SECRET", made))
        if path in MAPS:
            visitor.map_is_drawn()
        fields = visitor.page.eval_on_selector_all(
            "input, textarea, option", "all => all.map(one => one.value + one.textContent)"
        )
        shown = " ".join([*visitor.page.locator("body").all_text_contents(), *fields])
        assert EVIL[:100] in shown, path
        assert visitor.complaints == [], path


def ask(address, cookie, line, *headers, body=b""):
    """The first line of the answer, and all of it."""
    host, port = address.removeprefix("http://").split(":")
    head = [line, f"Host: {host}:{port}", f"Cookie: {cookie}", "Connection: close", *headers]
    with socket.create_connection((host, int(port)), 10) as wire:
        wire.settimeout(10)
        wire.sendall("\r\n".join([*head, "", ""]).encode("latin-1") + body)
        answer = b""
        # What it has not read it does not wait for.
        with suppress(ConnectionResetError):
            while piece := wire.recv(65536):
                answer += piece
    return int(answer.split(b" ", 2)[1]), answer


def posted(kind, length, body=b""):
    return (
        "POST /staff/hand-in HTTP/1.1",
        f"Content-Type: {kind}",
        f"Content-Length: {length}",
    ), body


ODD = {
    "an octet of nothing": (("GET /staff/%00 HTTP/1.1",), b"", 404),
    "the same as it is": (("GET /stops/\x00 HTTP/1.1",), b"", 404),
    "no UTF-8": (("GET /staff/%ff%fe HTTP/1.1",), b"", 404),
    "line ends": (("GET /staff/%0d%0aSet-Cookie:%20a=b HTTP/1.1",), b"", 404),
    "TRACE": (("TRACE /staff/ HTTP/1.1",), b"", 405),
    "PUT": (("PUT /staff/hand-in HTTP/1.1",), b"", 403),
    "a method there is not": (("FOO / HTTP/1.1",), b"", 405),
    "two hosts": (("GET / HTTP/1.1", "Host: evil"), b"", 400),
    "a path out": (("GET /assets/x/busplan/..%2f..%2f..%2fetc/passwd HTTP/1.1",), b"", 404),
    "the history of the code": (("GET /.git/HEAD HTTP/1.1",), b"", 404),
    "a long address": ((f"GET /{'a' * 300_000} HTTP/1.1",), b"", 431),
    "a length below nothing": (*posted(FORM, -5), 400),
    "two lengths": (("POST /staff/hand-in HTTP/1.1", "Content-Length: 3", "Content-Length: 4"), b"a=bc", 400),
    "an unknown packing": (("POST /staff/hand-in HTTP/1.1", "Transfer-Encoding: gzip, chunked"), b"", 501),
    "chunks that are none": (("POST /staff/hand-in HTTP/1.1", "Transfer-Encoding: chunked"), b"zz\r\n", 400),
    "text": (*posted("text/plain", 3, b"a=b"), 403),
    "JSON": (*posted("application/json", 2, b"{}"), 403),
    "parts without a mark": (*posted("multipart/form-data", 3, b"a=b"), 403),
    "ten thousand fields": (*posted(FORM, 40_000, b"f=1&" * 10_000), 403),
    "60 MB that do not come": (*posted(FORM, 60_000_000), 413),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_request_is_answered_in_words_and_nothing_breaks(site, name):
    address, store, _ = site
    head, body, wanted = ODD[name]
    cookie = f"{COOKIE}={secret_of(store, Role.EDITOR, NOW)}"
    status, answer = ask(address, cookie, *head, body=body)
    assert status == wanted
    assert not any(trace in answer.lower() for trace in map(bytes.lower, TRACES))
    assert b"\r\nSet-Cookie: a=b" not in answer


def test_eleven_megabytes_are_refused_in_words_and_take_no_memory(site):
    """They lie in a file of the server's until it is known who sends them."""
    address, store, _ = site
    cookie = f"{COOKIE}={secret_of(store, Role.EDITOR, NOW)}"
    body = b"x" * 11_000_000
    status, answer = ask(address, cookie, *posted("multipart/form-data; boundary=x", len(body))[0], body=body)
    assert (status, "Filene er for store" in answer.decode()) == (413, True)
