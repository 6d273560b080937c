"""What search engines, and pages where a link is shared, are told."""

import json
import re
import xml.etree.ElementTree as ET

import pytest
from small import SCHEDULE_YAML, STOPS_CSV
from web.residents import PAGES, client_of

from busplan.web import linked, sitemap

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def things(answer):
    [told] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', answer.text)
    return json.loads(told)["@graph"]


def of_type(answer, kind):
    return [thing for thing in things(answer) if thing["@type"] == kind]


def test_a_page_has_one_address_and_leads_to_itself_in_other_languages(at, client):
    page = at("2026-11-22T09:00", base_url="https://bussen.example.no/").get("/nn/days/2026-11-26").text
    address = "https://bussen.example.no/nn/days/2026-11-26"
    assert f'<link rel="canonical" href="{address}">' in page
    assert f'<meta property="og:url" content="{address}">' in page
    assert '<meta property="og:locale" content="nn_NO">' in page
    picture = re.search(r'"og:image" content="https://bussen\.example\.no(/assets/[^"]*)"', page)[1]
    with client.get(picture) as answer:
        assert answer.mimetype == "image/png"
    for code, prefix in (("nb", ""), ("nn", "/nn"), ("en", "/en"), ("x-default", "")):
        other = f"https://bussen.example.no{prefix}/days/2026-11-26"
        assert f'<link rel="alternate" hreflang="{code}" href="{other}">' in page


def test_a_page_that_is_kept_for_every_host_names_none(client):
    page = client.get("/", headers={"Host": "strange.example"}).text
    assert "strange.example" not in page
    assert '<link rel="canonical" href="/">' in page


def test_what_is_asked_of_a_page_is_no_part_of_its_address(client):
    assert '<link rel="canonical" href="http://localhost/today">' in client.get("/today?utm=x").text


def test_a_stop_is_a_place_with_visits_at_their_hours(at):
    answer = at("2026-10-20T09:00", base_url="https://b.example").get("/en/stops/hol")
    [place] = of_type(answer, "Place")
    assert place["@id"] == "https://b.example/stops/hol#place"
    assert place["url"] == "https://b.example/en/stops/hol"
    assert place["geo"] == {"@type": "GeoCoordinates", "latitude": 60.12, "longitude": 11.47}
    first, moved, last = of_type(answer, "Event")
    assert first["startDate"] == "2026-10-27T12:30:00+01:00"
    assert first["endDate"] == "2026-10-27T13:00:00+01:00"
    assert first["eventStatus"] == "https://schema.org/EventScheduled"
    assert first["location"] == {"@id": place["@id"]}
    assert first["isAccessibleForFree"] is True
    assert first["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert first["organizer"] == {"@id": of_type(answer, "Library")[0]["@id"]}
    assert moved["eventStatus"] == "https://schema.org/EventRescheduled"
    assert moved["startDate"] == "2026-11-18T16:00:00+01:00"
    assert moved["previousStartDate"] == "2026-11-17T12:30:00+01:00"
    assert moved["@id"].endswith("/stops/hol#2026-11-17-1")
    assert "previousStartDate" not in last


def test_a_stop_of_every_third_week_says_how_it_repeats_and_when_not(client):
    [series] = of_type(client.get("/stops/hol"), "EventSeries")
    [schedule] = series["eventSchedule"]
    assert schedule == {
        "@type": "Schedule",
        "repeatFrequency": "P3W",
        "byDay": "https://schema.org/Tuesday",
        "startTime": "12:30:00",
        "endTime": "13:00:00",
        "startDate": "2026-08-25",
        "endDate": "2026-12-18",
        "exceptDate": ["2026-10-06", "2026-11-17"],
        "scheduleTimezone": "Europe/Oslo",
    }


def test_a_cancelled_visit_is_a_cancelled_event_and_listed_days_are_no_rule(client):
    answer = client.get("/stops/aas")
    assert [event["eventStatus"].rpartition("/")[2] for event in of_type(answer, "Event")] == [
        "EventScheduled",
        "EventCancelled",
    ]
    assert of_type(answer, "EventSeries") == []


def test_a_visit_elsewhere_is_there(store):
    schedule = SCHEDULE_YAML.replace("new_from: 16:00,", "new_from: 16:00, new_place: Rådhuset,")
    *_, moved, _ = of_type(client_of(store, schedule, now="2026-11-10T09:00").get("/stops/hol"), "Event")
    assert moved["location"]["name"] == "Rådhuset"


def test_no_page_tells_of_more_visits_than_it_should(store):
    schedule = SCHEDULE_YAML.replace("every_weeks: 3", "every_weeks: 1").replace("2026-12-18", "2027-06-18")
    client = client_of(store, schedule)
    assert len(of_type(client.get("/stops/hol"), "Event")) == linked.MOST_EVENTS
    for address in PAGES:
        for page in re.findall(r"ld\+json\">(.*?)</script>", client.get(address).text):
            assert len(json.loads(page)["@graph"]) <= 2 * linked.MOST_EVENTS + 1


def test_nothing_in_the_data_can_end_the_element(store):
    name = '</script><!--<script>alert("1")&\u2028\u2029'
    stops = STOPS_CSV.replace("Ved torget", '"' + name[:-2].replace('"', '""') + '"')
    answer = client_of(store, stops=stops).get("/stops/hol")
    [told] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', answer.text)
    assert not set("<>&\u2028\u2029") & set(told)
    assert any(name[:-2] in event["description"] for event in of_type(answer, "Event"))
    written = linked.script({"name": name})
    assert json.loads(written.partition(">")[2].rpartition("<")[0])["name"] == name
    assert not set("\u2028\u2029&") & set(written)


def addresses(client):
    found = ET.fromstring(client.get("/sitemap.xml").data)  # noqa: S314 - our own
    return [(url.findtext(f"{SITEMAP}loc"), url) for url in found]


def test_the_list_of_pages_has_every_page_in_every_language(client):
    found = dict(addresses(client))
    assert "http://localhost/stops/hol" in found
    assert "http://localhost/en/days/2026-12-08" in found
    assert "http://localhost/nn/weeks/2026-W50" in found
    assert "http://localhost/days/2026-10-27" not in found
    url = found["http://localhost/nn/routes/tirsdag"]
    assert url.findtext(f"{SITEMAP}lastmod") == "2026-11-01T12:00:00+00:00"
    others = {link.get("hreflang"): link.get("href") for link in url.findall(f"{XHTML}link")}
    assert others["x-default"] == others["nb"] == "http://localhost/routes/tirsdag"
    assert others["en"] == "http://localhost/en/routes/tirsdag"
    for address in found:
        answer = client.get(address.removeprefix("http://localhost"))
        assert answer.status_code == 200, address
        assert f'<link rel="canonical" href="{address}">' in answer.text or address.count("/") < 5


def test_the_list_of_pages_is_the_same_wherever_it_is_asked_for(client):
    assert client.get("/en/sitemap.xml").data == client.get("/sitemap.xml").data


def test_a_list_too_long_is_several(client, at, monkeypatch):
    whole = [address for address, _ in addresses(client)]
    monkeypatch.setattr(sitemap, "MOST", 12)
    client = at("2026-11-22T09:00")
    index = ET.fromstring(client.get("/sitemap.xml").data)  # noqa: S314 - our own
    assert index.tag == f"{SITEMAP}sitemapindex"
    lists = [each.findtext(f"{SITEMAP}loc") for each in index]
    assert len(lists) > 3
    parts = []
    for address in lists:
        found = ET.fromstring(client.get(address.removeprefix("http://localhost")).data)  # noqa: S314
        assert len(found) <= 12
        parts += [url.findtext(f"{SITEMAP}loc") for url in found]
    assert parts == whole
    assert client.get(f"/sitemaps/{len(lists) + 1}.xml").status_code == 404


def test_robots_are_told_where_the_list_is(client, at):
    assert "Sitemap: http://localhost/sitemap.xml\n" in client.get("/en/robots.txt").text
    named = at("2026-11-22T09:00", base_url="https://bussen.example.no")
    assert "Sitemap: https://bussen.example.no/sitemap.xml\n" in named.get("/robots.txt").text


@pytest.mark.parametrize("path", ["/today", "/en/today"])
def test_english_months_keep_their_great_letter(client, path):
    told = client.get(path).text
    assert ("Sunday 22 November" in told) == path.startswith("/en")
