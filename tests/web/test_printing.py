"""What people print, by its address: the paper says what the page says."""

import io
import re

import pypdf
import pypdfium2
import pytest
import zxingcpp
from small import SCHEDULE_YAML, STOPS_CSV

from busplan import papers, publishing
from busplan.reading import Source
from busplan.web import create_app

PAPERS = (
    "/stops/hol/poster.pdf",
    "/stops/hol/slip.pdf",
    "/municipalities/nes/sheet.pdf",
    "/routes/tirsdag/sheet.pdf",
)
ALL = pytest.mark.parametrize("address", PAPERS)


def text_of(answer):
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    with pypdfium2.PdfDocument(answer.data) as pages:
        return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pages).split())


def code_on(answer):
    with pypdfium2.PdfDocument(answer.data) as pages:
        seen = pages[0].render(scale=2, grayscale=True)
        [found] = zxingcpp.read_barcodes(memoryview(seen.buffer).cast("B", (seen.height, seen.stride)))
    return found.text


@pytest.fixture
def site(at):
    return at("2026-11-22T09:00", base_url="https://bussen.example.no/")


def test_a_poster_tells_when_where_and_for_whom(site):
    answer = site.get("/stops/hol/poster.pdf")
    assert text_of(answer) == (
        "Testbussen Hol torg 2150 Årnes, Nes Ved torget Bussen kommer Desember 2026 tirsdag 8. kl. 12.30–13.00 "
        "Åpent for alle. Skann koden, eller gå til bussen.example.no/stops/hol "
        "Gjelder til og med 18. desember 2026. Skrevet ut 22. november 2026. Endringer finner du på nettsiden."
    )
    assert code_on(answer) == "https://bussen.example.no/stops/hol"


def test_a_slip_says_the_same_as_the_poster(site):
    assert text_of(site.get("/stops/hol/slip.pdf")) == text_of(site.get("/stops/hol/poster.pdf"))


def test_a_cancelled_visit_stays_on_the_poster_with_its_reason(site):
    told = text_of(site.get("/stops/aas/poster.pdf"))
    assert "Desember 2026 torsdag 3. kl. 14.00–14.30 Innstilt. Bussen er på verksted." in told


def test_a_moved_visit_is_told_where_it_is_now(at):
    told = text_of(at("2026-11-01T09:00").get("/stops/hol/poster.pdf"))
    moved = "onsdag 18. kl. 16.00–16.30 Flyttet fra tirsdag 17. november kl. 12.30–13.00. Møte."
    assert f"November 2026 {moved} Desember 2026" in told


def test_a_stop_without_more_visits_says_so(at):
    assert "Ingen flere besøk" in text_of(at("2026-12-10T09:00").get("/stops/hol/poster.pdf"))


def test_a_sheet_of_a_municipality_has_all_its_stops_by_name(site):
    answer = site.get("/municipalities/nes/sheet.pdf")
    told = text_of(answer)
    assert "Nes Alle stopp i kommunen" in told
    assert "Hol torg 2150 Årnes Ved torget Tirsdag kl. 12.30–13.00 8. des. Nes skole Bare for skolen" in told
    assert "Ås" not in told.replace("Årnes", "")
    assert code_on(answer) == "https://bussen.example.no/"


def test_a_sheet_tells_apart_what_does_not_go_as_planned(site):
    told = text_of(site.get("/routes/aas/sheet.pdf"))
    assert (
        "Torsdag kl. 14.00–14.30 26. nov. Torsdag 3. desember kl. 14.00–14.30: Innstilt. Bussen er på verksted."
    ) in told


def test_a_sheet_of_a_route_has_its_stops_in_the_order_they_are_called_at(site):
    told = text_of(site.get("/routes/tirsdag/sheet.pdf"))
    assert "Tirsdagsruta Alle stopp på ruta" in told
    assert told.index("Nes skole") < told.index("Hol torg")


@ALL
def test_home_visits_are_on_no_paper(site, address):
    assert "jemme" not in text_of(site.get(address))


@pytest.mark.parametrize(
    "address",
    [
        "/stops/hjem/poster.pdf",
        "/stops/nowhere/slip.pdf",
        "/municipalities/nowhere/sheet.pdf",
        "/routes/nowhere/sheet.pdf",
    ],
)
def test_of_what_is_not_there_there_is_no_paper(site, address):
    assert site.get(address).status_code == 404


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (
            "nn",
            (
                "Bussen kjem",
                "Desember 2026 tysdag 8. kl. 12.30–13.00",
                "Ope for alle.",
                "Skriven ut 22. november",
            ),
        ),
        (
            "en",
            (
                "The bus comes",
                "December 2026 Tuesday 8 12:30–13:00",
                "Open to everyone.",
                "Printed 22 November",
            ),
        ),
    ],
)
def test_a_paper_speaks_the_language_of_its_address(site, code, said):
    answer = site.get(f"/{code}/stops/hol/poster.pdf")
    told = text_of(answer)
    assert [part for part in said if part not in told] == []
    assert code_on(answer) == f"https://bussen.example.no/{code}/stops/hol"
    assert pypdf.PdfReader(io.BytesIO(answer.data)).trailer["/Root"]["/Lang"] == code


@ALL
def test_a_paper_is_printed_once_a_day(at, address, monkeypatch):
    morning, evening, tomorrow = (
        at(now) for now in ("2026-12-08T09:00", "2026-12-08T21:00", "2026-12-09T09:00")
    )
    first = morning.get(address)
    etag = {"If-None-Match": first.headers["ETag"]}
    assert evening.get(address).data == first.data
    assert evening.get(address, headers=etag).status_code == 304
    assert tomorrow.get(address, headers=etag).status_code == 200
    monkeypatch.setattr(papers.press, "compiler", None)
    assert morning.get(address).data == first.data
    assert morning.get(address, headers=etag).data == b""


def test_a_paper_is_kept_under_the_name_of_what_it_shows(site):
    told = site.get("/stops/hol/poster.pdf").headers["Content-Disposition"]
    assert told == "inline; filename=hol-poster.pdf"


def test_when_too_many_are_printing_the_site_asks_for_patience(site, monkeypatch):
    monkeypatch.setattr(papers.press, "SECONDS_IN_LINE", 0.01)
    with papers.press.press:
        answer = site.get("/stops/hol/poster.pdf")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert site.get("/stops/hol/poster.pdf").status_code == 200


def test_the_page_of_a_stop_leads_to_its_papers(site):
    page = site.get("/en/stops/hol").text
    links = re.findall(r'href="(/en/[^"]+\.pdf)"', page)
    assert links == [f"/en{address}" for address in PAPERS]
    assert "Slip for the refrigerator (A5)" in page


def published(store, stops=STOPS_CSV, schedule=SCHEDULE_YAML):
    from datetime import UTC, datetime

    hand_in = publishing.check(
        Source("stops.csv", stops.encode()), Source("schedule.yaml", schedule.encode())
    )
    publishing.publish(store, hand_in, "kari", datetime(2026, 11, 1, tzinfo=UTC))
    return create_app(database=str(store.url), now="2026-11-22T09:00").test_client()


def test_sample_data_is_called_sample_data_on_paper(store):
    client = published(store, schedule=SCHEDULE_YAML.replace("sample: no", "sample: yes"))
    for address in PAPERS:
        assert "Eksempeldata" in text_of(client.get(address)), address


@pytest.mark.parametrize("name", ['#let x = "y"', "*Hol* $x$ ${1}", r"\#[x] </script>"])
def test_a_hostile_name_is_printed_as_it_is_written(store, name):
    client = published(store, stops=STOPS_CSV.replace("Hol torg", '"' + name.replace('"', '""') + '"'))
    for address in PAPERS:
        assert name.replace(" ", "") in text_of(client.get(address)).replace(" ", ""), address


def test_a_season_of_years_is_printed_a_year_ahead(store):
    schedule = SCHEDULE_YAML.replace("to: 2026-12-18", "to: 2028-06-18").replace(
        "every_weeks: 3", "every_weeks: 1"
    )
    told = text_of(published(store, schedule=schedule).get("/stops/hol/poster.pdf"))
    assert 50 < told.count("kl. 12.30–13.00") < 60
    assert "Gjelder til og med 27. desember 2027." in told
