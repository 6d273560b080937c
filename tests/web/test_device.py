"""What a device is told to keep."""

import json
import re
import sys

import pytest
from small import ROOT

STATIC = ROOT / "busplan" / "static"


def keep(client):
    return json.loads(re.match(r"const KEEP = (\{.*\});\n", client.get("/sw.js").text)[1])


@pytest.mark.parametrize(
    ("prefix", "about"),
    [("", "Når bussen kommer, med kart og kalender."), ("/nn", "Når bussen kjem, med kart og kalender.")],
)
def test_the_site_is_an_app_in_each_language(client, prefix, about):
    answer = client.get(f"{prefix}/manifest.webmanifest")
    assert answer.mimetype == "application/manifest+json"
    told = json.loads(answer.data)
    assert (told["name"], told["short_name"], told["description"]) == ("Testbussen", "Testbussen", about)
    assert (told["start_url"], told["scope"], told["id"]) == (f"{prefix}/", "/", "/")
    assert told["display"] == "standalone"
    for shortcut in told["shortcuts"]:
        assert client.get(shortcut["url"].partition("#")[0]).status_code == 200
    page = client.get(f"{prefix}/").text
    assert f'<link rel="manifest" href="{prefix}/manifest.webmanifest">' in page


def test_its_pictures_are_as_large_as_they_say(client):
    icons = json.loads(client.get("/manifest.webmanifest").data)["icons"]
    assert {each.get("purpose") for each in icons} == {None, "any", "maskable"}
    for each in icons:
        with client.get(each["src"]) as answer:
            assert answer.mimetype == each["type"]
            if answer.mimetype == "image/png":
                width, height = (int.from_bytes(answer.data[at : at + 4]) for at in (16, 20))
                assert each["sizes"] == f"{width}x{height}"


def test_the_picture_is_drawn_from_our_bus():
    """Else run `python docs/icons.py`."""
    sys.path.insert(0, str(ROOT / "docs"))
    import icons

    assert (STATIC / "icon.svg").read_text() == icons.pictures()["icon"]


def test_the_worker_is_asked_for_anew_and_keeps_what_is_there(client):
    answer = client.get("/sw.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    told = keep(client)
    assert (told["root"], told["offline"]) == ("/", "/offline")
    names = {address.rpartition("/")[2] for address in told["assets"]}
    assert {"site.css", "device.css", "map.js", "mine.js", "offline.js", "kept.js", "leaflet.js"} <= names
    assert not {"embed.js", "worker.js", "icon-512.png"} & names
    for address in told["assets"]:
        with client.get(address) as asset:
            assert asset.status_code == 200


def test_the_worker_is_another_when_a_file_is(at, monkeypatch):
    from busplan.web import device, files

    before = at("2026-11-22T09:00").get("/sw.js").text
    for module in (files, device):
        monkeypatch.setattr(module, "stamp_of", lambda package: "another")
    client = at("2026-11-22T09:00")
    assert client.get("/sw.js").text != before
    assert "another" in keep(client)["release"]


def test_the_service_s_own_look_is_kept_too(at):
    client = at("2026-11-22T09:00", colour="#7a1f5c", logo=str(STATIC / "bus.svg"))
    looks = [address for address in keep(client)["assets"] if address.startswith("/theme/")]
    assert [address.rpartition("/")[2] for address in looks] == ["theme.css", "logo"]
    assert looks[0] in client.get("/stops/hol").text
    assert looks[0] in client.get("/embed/stops/hol").text


def test_under_a_path_of_its_own_it_keeps_to_that(client):
    told = json.loads(
        re.match(r"const KEEP = (\{.*\});\n", client.get("/sw.js", base_url="http://localhost/buss").text)[1]
    )
    assert (told["root"], told["offline"]) == ("/buss/", "/buss/offline")
    assert all(address.startswith("/buss/assets/") for address in told["assets"])


def test_every_stop_is_told_with_its_next_visit_and_with_those_that_are_off(at):
    told = at("2026-11-27T09:00").get("/mine.json").json
    assert told.keys() == {"hol", "skole", "aas"}
    assert told["aas"] == {
        "name": "Ås",
        "municipality": "Ås",
        "url": "/stops/aas",
        "off": ["Torsdag 3. desember kl. 14.00–14.30: Innstilt. Bussen er på verksted."],
        "next": "Ingen flere besøk i denne ruteplanen.",
        "distance": "",
        "news": "",
    }
    assert told["hol"]["next"] == "Tirsdag 8. desember kl. 12.30–13.00"
    assert at("2026-11-27T09:00").get("/en/mine.json").json["hol"]["url"] == "/en/stops/hol"


def test_policy_lets_the_app_be_one(client):
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "worker-src 'self'" in policy
    assert "manifest-src 'self'" in policy
