"""Texts go packed to those who can unpack them, calendars and pictures never."""

import gzip
from http.client import HTTPConnection

import pytest

GZIP = {"Accept-Encoding": "gzip, deflate, br"}
ASSETS = "/assets/-/"
TEXTS = [
    *(
        "/",
        "/nn/",
        "/stops/hol",
        "/stops.geojson",
        "/stops/hol/map.js",
        "/search?q=hol",
        "/calendars?stop=hol",
    ),
    *(
        "/manifest.webmanifest",
        "/sw.js",
        "/sitemap.xml",
        "/changes.atom",
        "/embed/next",
        "/robots.txt",
        "/nope",
    ),
    *(ASSETS + "busplan/site.css", ASSETS + "leaflet/leaflet.js", ASSETS + "busplan/bus.svg"),
]
LEFT = [
    *("/stops/hol.ics", "/calendar.ics", "/stops/hol/poster.pdf"),
    *(ASSETS + "busplan/icon-192.png", ASSETS + "leaflet/images/layers.png"),
]


@pytest.fixture
def get(client):
    """Asks, and closes the file that may be behind the answer."""

    def asked(address, **how):
        answer = client.open(address, **how)
        answer.get_data()
        answer.close()
        return answer

    return asked


@pytest.mark.parametrize("address", TEXTS)
def test_a_text_is_packed_for_those_who_can_unpack_it(get, address):
    for _ in range(2):
        plain, packed = get(address), get(address, headers=GZIP)
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.data) == plain.data
        assert "Content-Encoding" not in plain.headers
        assert "Accept-Encoding" in plain.vary
        assert "Accept-Encoding" in packed.vary
        assert int(packed.headers["Content-Length"]) == len(packed.data)
        apart = ("Content-Encoding", "Content-Length", "ETag", "Date", "Vary")
        assert [each for each in plain.headers if each[0] not in apart] == [
            each for each in packed.headers if each[0] not in apart
        ]


@pytest.mark.parametrize("address", LEFT)
def test_calendars_pictures_and_pdf_are_left_as_they_are(get, address):
    for _ in range(2):
        answer = get(address, headers=GZIP)
        assert answer.status_code == 200
        assert "Content-Encoding" not in answer.headers
        assert "Accept-Encoding" not in answer.vary


@pytest.mark.parametrize("said", ["", "br", "identity", "gzip;q=0", "gzip;q=0.0, br"])
def test_nobody_is_given_what_they_cannot_unpack(get, said):
    get("/", headers=GZIP)
    assert "Content-Encoding" not in get("/", headers={"Accept-Encoding": said}).headers


@pytest.mark.parametrize("address", ["/", "/stops/hol", "/calendars?stop=hol", ASSETS + "busplan/site.css"])
def test_each_form_is_known_again_by_its_own_etag(get, address):
    forms = [get(address, headers=headers) for headers in ({}, GZIP)]
    assert len({form.headers["ETag"] for form in forms}) == 2
    for headers, form in zip(({}, GZIP), forms, strict=True):
        etag = form.headers["ETag"]
        for known in (etag, f"W/{etag}", f'"other", {etag}'):
            again = get(address, headers={**headers, "If-None-Match": known})
            assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etag)
            assert "Accept-Encoding" in again.vary
            assert "Content-Encoding" not in again.headers


@pytest.mark.parametrize("address", ["/", "/stops/hol"])
def test_one_who_can_unpack_no_more_is_given_it_anew(get, address):
    packed = get(address, headers=GZIP).headers["ETag"]
    answer = get(address, headers={"If-None-Match": packed, "Accept-Encoding": "identity"})
    assert (answer.status_code, "Content-Encoding" in answer.headers) == (200, False)


@pytest.mark.parametrize("address", TEXTS)
def test_the_head_of_what_is_packed_has_no_body(get, address):
    answer = get(address, headers=GZIP, method="HEAD")
    assert answer.data == b""
    assert answer.status_code == get(address).status_code


def test_a_part_of_a_file_is_of_the_file_itself(get):
    answer = get(ASSETS + "busplan/site.css", headers={**GZIP, "Range": "bytes=0-9"})
    assert (answer.status_code, len(answer.data)) == (206, 10)
    assert "Content-Encoding" not in answer.headers


def test_over_a_real_server_too(sample):
    connection = HTTPConnection(sample.removeprefix("http://"), timeout=10)
    for path in ("/", "/assets/-/busplan/site.css"):
        connection.request("GET", path, headers=GZIP)
        answer = connection.getresponse()
        assert answer.headers["Content-Encoding"] == "gzip"
        assert len(gzip.decompress(answer.read())) > 5_000
    connection.close()
