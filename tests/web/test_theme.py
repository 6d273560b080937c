import pytest

from busplan.settings import BadSetting
from busplan.web import create_app
from busplan.web.theme import contrast

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21),
        ("#ffffff", "#ffffff", 1),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_contrast_is_that_of_the_guidelines(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


def test_a_service_has_its_own_colour_and_logo(at, tmp_path):
    logo = tmp_path / "logo.svg"
    logo.write_text(SVG, encoding="utf-8")
    client = at("2026-11-22T09:00", colour="#7a1f5c", colour_dark="#f0b8dc", logo=str(logo))
    page = client.get("/nn/").text
    styles, picture = (
        page[page.index("/theme/", at) :].partition('"')[0] for at in (0, page.index("<header"))
    )
    answer = client.get(styles)
    assert answer.mimetype == "text/css"
    assert "--accent: #7a1f5c; --on-accent: #ffffff" in answer.text
    assert "prefers-color-scheme: dark) {:root { --accent: #f0b8dc; --on-accent: #000000" in answer.text
    assert answer.headers["Cache-Control"] == "max-age=31536000"
    with client.get(picture) as shown:
        assert (shown.mimetype, shown.text) == ("image/svg+xml", SVG)


def test_without_them_nothing_is_asked_for(client):
    assert "/theme/" not in client.get("/").text
    assert client.get("/theme/x/logo").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"colour": "red"}, {"colour": "#fff"}, {"colour": "#ffff00"}, {"colour_dark": "#0b5c5c"},
        {"colour": "#0b5c5c;}"}, {"logo": "nowhere.svg"}, {"logo": __file__},
    ],
)  # fmt: skip
def test_what_could_not_be_read_or_seen_is_refused(wrong):
    with pytest.raises(BadSetting):
        create_app(**wrong)
