"""The small pages for others' sites, and what they are told of them."""

import re
from datetime import UTC, datetime
from html import unescape
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from small import SCHEDULE_YAML

from busplan import publishing
from busplan.reading import Source
from busplan.settings import BadSetting
from busplan.web import create_app

EMBEDS = (
    "/embed/stops/hol",
    "/embed/municipalities/nes",
    "/embed/next",
    "/nn/embed/stops/hol",
    "/en/embed/next",
)
NOW = "2026-11-22T09:00"


def framed_by(answer):
    return re.search(r"frame-ancestors ([^;]*)", answer.headers["Content-Security-Policy"])[1]


def said(answer):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text.partition("<main>")[2])).split())


@pytest.mark.parametrize("path", EMBEDS)
def test_an_embed_may_stand_on_any_page_and_sets_no_cookie(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert framed_by(answer) == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Cross-Origin-Opener-Policy" not in answer.headers
    assert "Set-Cookie" not in answer.headers
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert '<meta name="robots" content="noindex">' in answer.text
    links = re.findall(r"<a [^>]*>", answer.text)
    assert links
    assert all('target="_blank" rel="noopener"' in link for link in links)


@pytest.mark.parametrize(
    "path", ["/", "/embed", "/stops/hol", "/oembed", "/embed/no/such", "/offline", "/sw.js"]
)
def test_no_other_page_may(client, path):
    answer = client.get(path)
    assert framed_by(answer) == "'none'"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Cross-Origin-Resource-Policy" not in answer.headers


def test_the_answer_that_nothing_has_changed_may_stand_there_too(client):
    etag = client.get("/embed/next").headers["ETag"]
    again = client.get("/embed/next", headers={"If-None-Match": etag})
    assert (again.status_code, framed_by(again)) == (304, "*")


def test_who_may_show_them_is_a_setting(at):
    some = at(NOW, embed_from="https://*.kommune.no skole.example.no:8080").get("/embed/next")
    assert framed_by(some) == "'self' https://*.kommune.no skole.example.no:8080"
    assert framed_by(at(NOW, embed_from="none").get("/embed/next")) == "'self'"
    assert some.headers["ETag"] != at(NOW).get("/embed/next").headers["ETag"]


@pytest.mark.parametrize(
    "value", ["*; script-src *", "a.no, b.no", "'unsafe-inline'", "https://a.no/x", "data:"]
)
def test_a_setting_that_would_say_something_else_is_refused(store, value):
    with pytest.raises(BadSetting, match="BUSPLAN_EMBED_FROM"):
        create_app(database=str(store.url), embed_from=value)


def test_a_stop_tells_its_next_visits_with_what_has_become_of_them(at):
    told = said(at("2026-11-27T09:00").get("/embed/stops/aas"))
    assert told.startswith("Ås 1430 Ås, Ås Torsdag 3. desember kl. 14.00–14.30 om 6 dager ✕ Innstilt")
    assert "Bussen er på verksted." in told
    page = at("2026-11-27T09:00").get("/nn/embed/stops/aas").text
    assert '<link rel="canonical" href="/nn/stops/aas">' in page


def test_a_municipality_tells_those_of_its_stops_and_no_home(client):
    told = said(client.get("/embed/municipalities/nes"))
    assert "Nes skole" in told
    assert "Hol torg" in told
    assert "14.00" not in told
    assert "jem" not in told
    assert client.get("/embed/stops/hjem").status_code == 404


def test_the_whole_service_tells_the_next_of_all(client):
    assert "Ås Torsdag 26. november kl. 14.00–14.30 om 4 dager" in said(client.get("/embed/next"))


def test_english_months_keep_their_great_letters(client):
    assert "Tuesday 8 December" in said(client.get("/en/embed/stops/hol"))


def test_a_visit_that_is_cancelled_is_so_at_the_next_request(client, published, stops):
    assert "Innstilt" not in said(client.get("/embed/stops/hol"))
    notice = "  - {date: 2026-12-08, stop: hol, what: cancelled, reason: Snøstorm}\n"
    hand_in = publishing.check(stops, Source("schedule.yaml", (SCHEDULE_YAML + notice).encode()))
    publishing.publish(published, hand_in, "kari", datetime(2026, 11, 21, tzinfo=UTC))
    assert "✕ Innstilt Snøstorm." in said(client.get("/embed/stops/hol"))


def test_a_stop_that_is_gone_is_told_within_the_frame(client):
    answer = client.get("/embed/stops/nowhere")
    assert (answer.status_code, framed_by(answer)) == (404, "*")
    assert "Bussen stopper ikke her lenger" in said(answer)
    assert "Språk" not in answer.text


def test_before_anything_is_published_the_frame_says_so(store):
    answer = create_app(database=str(store.url)).test_client().get("/embed/next")
    assert (answer.status_code, framed_by(answer)) == (503, "*")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "akkurat nå" in said(answer)


def test_nothing_in_the_address_is_shown(client):
    plain = client.get("/embed/stops/hol").text
    assert client.get("/embed/stops/hol?title=Hacked&css=//evil.example/x.css").text == plain
    assert "evil" not in client.get("/embed?what=//evil.example").text


def test_the_page_gives_the_code_to_copy_for_what_is_chosen(client):
    page = client.get("/nn/embed?what=stops/hol")
    code = unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", page.text, re.DOTALL)[1])
    assert code.startswith(
        '<iframe src="http://localhost/nn/embed/stops/hol" title="Når Testbussen kjem: Hol torg, Nes"'
    )
    assert '<option value="stops/hol" selected>' in page.text
    assert '<iframe class="preview" src="/nn/embed/stops/hol"' in page.text
    assert client.get(urlsplit(re.search(r'src="([^"]+)"', code)[1]).path).status_code == 200


def test_a_site_elsewhere_has_its_own_address_in_the_code(at):
    page = at(NOW, base_url="https://bussen.example.no/").get("/embed").text
    assert "&lt;iframe src=&#34;https://bussen.example.no/embed/next&#34;" in page


# --- oEmbed 1.0 (oembed.com)


def asked(client, url, **more):
    return client.get("/oembed", query_string={"url": url, **more})


@pytest.mark.parametrize(
    ("url", "src", "title"),
    [
        ("http://localhost/stops/hol", "/embed/stops/hol", "Når Testbussen kommer: Hol torg, Nes"),
        ("http://localhost/nn/stops/hol", "/nn/embed/stops/hol", "Når Testbussen kjem: Hol torg, Nes"),
        ("https://LOCALHOST/stops/hol?x=1#y", "/embed/stops/hol", "Når Testbussen kommer: Hol torg, Nes"),
        ("http://localhost/nb/stops/hol", "/embed/stops/hol", "Når Testbussen kommer: Hol torg, Nes"),
        ("http://localhost/", "/embed/next", "Når Testbussen kommer: alle stopp"),
        ("http://localhost/en/", "/en/embed/next", "When Testbussen comes: all stops"),
        (
            "http://localhost/embed/municipalities/nes",
            "/embed/municipalities/nes",
            "Når Testbussen kommer: Nes",
        ),
    ],
)
def test_a_page_of_ours_has_an_embed(client, url, src, title):
    told = asked(client, url).json
    assert (told["type"], told["version"], told["title"]) == ("rich", "1.0", title)
    assert told["html"].startswith(f'<iframe src="http://localhost{src}" title="{title}" width="480"')
    assert isinstance(told["width"], int)
    assert isinstance(told["height"], int)
    assert client.get(src).status_code == 200


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/stops/hol",
        "http://evil.example/stops/hol",
        "http://localhost.evil.example/stops/hol",
        "http://localhost@evil.example/stops/hol",
        "http://me@localhost/stops/hol",
        "http://localhost:81/stops/hol",
        "javascript://localhost/stops/hol",
        "http://[localhost/stops/hol",
        "http://localhost/stops/nowhere",
        "http://localhost/stops/hjem",
        "http://localhost/stops/hol.ics",
        "http://localhost/healthz",
        "http://localhost/stops/%00",
        "http://localhost//evil.example/",
    ],
)
def test_anything_else_has_none(client, url):
    answer = asked(client, url)
    assert answer.status_code == 404
    assert "evil" not in answer.text


def test_it_comes_as_xml_too_and_as_nothing_else(client):
    answer = asked(client, "http://localhost/stops/hol", format="xml")
    assert answer.mimetype == "text/xml"
    told = {each.tag: each.text for each in ElementTree.fromstring(answer.data)}  # noqa: S314 - our own
    assert told == {
        name: str(value) for name, value in asked(client, "http://localhost/stops/hol").json.items()
    }
    assert asked(client, "http://localhost/stops/hol", format="yaml").status_code == 501


@pytest.mark.parametrize(
    ("asked_for", "found"),
    [("300", 300), ("9999", 480), ("0", 480), ("-5", 480), ("x", 480), ("²", 480), ("9" * 5000, 480)],
)
def test_it_is_no_wider_than_asked(client, asked_for, found):
    told = asked(client, "http://localhost/stops/hol", maxwidth=asked_for, maxheight="200").json
    assert (told["width"], told["height"]) == (found, 200)
    assert f'width="{found}" height="200"' in told["html"]


def test_a_site_with_an_address_answers_for_it(at):
    client = at(NOW, base_url="https://bussen.example.no")
    told = asked(client, "https://bussen.example.no/stops/hol").json
    assert 'src="https://bussen.example.no/embed/stops/hol"' in told["html"]
    assert told["provider_url"] == "https://bussen.example.no/"


@pytest.mark.parametrize("path", ["/", "/stops/hol", "/nn/stops/hol"])
def test_a_page_tells_where_its_embed_is_found(at, path):
    client = at(NOW, base_url="http://localhost/")
    for kind in ("application/json", "text/xml"):
        link = re.search(
            rf'<link rel="alternate" type="{re.escape(kind)}\+oembed"[^>]*href="([^"]+)"',
            client.get(path).text,
        )
        found = urlsplit(unescape(link[1]))
        assert (found.netloc, parse_qs(found.query)["url"]) == ("localhost", [f"http://localhost{path}"])
        assert client.get(f"{found.path}?{found.query}").mimetype == kind


def test_a_site_that_has_not_been_told_its_address_finds_it_for_a_stop(client):
    assert 'href="http://localhost/oembed?' in client.get("/stops/hol").text
    assert "oembed" not in client.get("/").text


def test_strange_hosts_do_not_fill_the_memory_with_embeds(app):
    for number in range(20):
        app.test_client().get("/embed/next", headers={"Host": f"host-{number}.example"})
    assert len(app.extensions["busplan"].kept) == 1


def test_a_page_told_to_one_host_is_not_told_to_another(client):
    for path in ("/stops/hol", "/embed"):
        ours = client.get(path).headers["ETag"]
        other = client.get(path, headers={"Host": "other.example", "If-None-Match": ours})
        assert other.status_code == 200
        assert "http://localhost" not in other.text


def test_a_hostile_name_is_text_in_every_form(store, stops):
    name = '"><img src=x onerror=alert(1)>'
    csv = stops.content.decode().replace("Hol torg", '"' + name.replace('"', '""') + '"')
    hand_in = publishing.check(
        Source("stops.csv", csv.encode()), Source("schedule.yaml", SCHEDULE_YAML.encode())
    )
    publishing.publish(store, hand_in, "kari", datetime(2026, 11, 1, tzinfo=UTC))
    client = create_app(database=str(store.url), now=NOW).test_client()
    page = client.get("/embed?what=stops/hol").text
    code = unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)[1])
    assert "&lt;img" in code
    assert "<img" not in code
    for path in ("/embed/stops/hol", "/embed/next", "/embed?what=stops/hol", "/offline", "/"):
        assert "<img src=x" not in client.get(path).text, path
    told = asked(client, "http://localhost/stops/hol").json
    assert name in told["title"]
    assert "<img" not in told["html"]
    xml = ElementTree.fromstring(asked(client, "http://localhost/stops/hol", format="xml").data)  # noqa: S314 - our own
    assert "<img" not in xml.find("html").text
